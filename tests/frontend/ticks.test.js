import assert from "node:assert/strict";
import { test } from "node:test";

import { axisEnd } from "../../frontend/js/base/ranges.js";
import { logarithmic, rounds } from "../../frontend/js/base/ticks.js";

test("the axis of rounds is marked from 0 to its very end, in equal whole steps", () => {
  for (const last of [1, 60, 120, 260, 700, 1499, 2000, 7000, 90_000, 1_400_000]) {
    const end = axisEnd(last);
    for (const most of [1.2, 2.6, 3.4, 5, 8]) {
      const at = rounds(end, most).map((tick) => tick.at);
      assert.ok(at.length >= 2 && at.length <= Math.max(most, 1) + 1);
      assert.deepEqual([at[0], at.at(-1)], [0, end]);
      for (const [k, place] of at.entries()) assert.ok(Number.isInteger(place) && place === k * at[1]);
    }
  }
  assert.deepEqual(rounds(1500, 3.4).map(({ text }) => text), ["0", "500", "1k", "1.5k"]);
});

test("a logarithmic axis of less than two decades has a number at its foot", () => {
  // Its ends are at halves of decades.
  for (let low = -8; low <= 4; low++) {
    for (let length = 1; length < 4; length++) {
      const range = /** @type {[number, number]} */ ([low / 2, (low + length) / 2]);
      const ticks = logarithmic(range, 4);
      assert.ok(ticks.length >= 2, `${range}`);
      assert.ok(Math.abs(Math.log10(ticks[0].at) - range[0]) < 1e-9, `${range}: ${ticks[0].text}`);
      for (const { at } of ticks) assert.ok(Math.log10(at) <= range[1] + 1e-9);
    }
  }
  assert.deepEqual(logarithmic([-0.5, 1], 4).map(({ text }) => text), ["0.3", "1", "3", "10"]);
});
