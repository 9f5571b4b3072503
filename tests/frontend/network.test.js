import assert from "node:assert/strict";
import { test } from "node:test";

import { columns } from "../../frontend/js/form/network.js";

test("a narrow layer is drawn unit by unit, a wide one with a gap", () => {
  const [narrow, wide] = columns([3, 128]);
  assert.equal(narrow.ys.length, 3);
  assert.equal(narrow.gap, null);
  assert.ok(wide.ys.length < 128);
  assert.ok(wide.gap !== null && wide.ys.every((y) => Math.abs(y - /** @type {number} */ (wide.gap)) > 3));
});

test("a wider layer never looks narrower", () => {
  const drawn = Array.from({ length: 512 }, (_, i) => columns([i + 1, 1])[0].ys.length);
  for (let i = 1; i < drawn.length; i++) assert.ok(drawn[i] >= drawn[i - 1]);
});

test("the deepest network keeps its units and columns apart and inside the drawing", () => {
  const places = columns([256, 512, 512, 512, 512, 512, 2]);
  for (let i = 1; i < places.length; i++) assert.ok(places[i].x - places[i - 1].x > 30);
  for (const { ys } of places) {
    assert.ok(Math.min(...ys) > 0 && Math.max(...ys) < 68);
    for (let i = 1; i < ys.length; i++) assert.ok(ys[i] - ys[i - 1] >= 5.4);
  }
});
