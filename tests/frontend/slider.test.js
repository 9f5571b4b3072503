import assert from "node:assert/strict";
import { test } from "node:test";

import { scaleOf } from "../../frontend/js/base/slider.js";

const number = (minimum, maximum, scale, more = {}) => ({ type: "number", minimum, maximum, "x-scale": scale, ...more });

const SCALES = {
  linear: number(0, 50, "linear"),
  log: number(0.001, 50, "log"),
  "log with 0": number(0, 10, "log", { default: 0.001 }),
  "log of whole numbers": { ...number(1, 4096, "log"), type: "integer" },
  "one minus": number(0, 0.99999, "one_minus"),
};

for (const [name, node] of Object.entries(SCALES)) {
  test(`${name}: positions rise with values, the ends are the range, and a position comes back`, () => {
    const scale = scaleOf(node);
    assert.ok(scale);
    const values = Array.from({ length: scale.steps + 1 }, (_, i) => scale.value(i));
    assert.equal(values[0], node.minimum);
    assert.equal(values.at(-1), node.maximum);
    for (let i = 1; i < values.length; i++) assert.ok(values[i] >= values[i - 1], `${values[i - 1]} ${values[i]}`);
    for (const [i, value] of values.entries()) assert.equal(scale.value(scale.position(value)), value, `position ${i}`);
  });
}

test("memories stand apart by nines", () => {
  const scale = scaleOf(number(0, 0.99999, "one_minus"));
  const places = [0, 0.9, 0.99, 0.999, 0.9999].map((value) => scale?.position(value));
  assert.deepEqual(places, [0, 40, 80, 120, 160]);
  assert.equal(scale?.value(40), 0.9);
  assert.equal(scale?.value(120), 0.999);
});

test("whole numbers stay whole", () => {
  const scale = scaleOf(SCALES["log of whole numbers"]);
  for (let i = 0; i <= (scale?.steps ?? 0); i++) assert.ok(Number.isInteger(scale?.value(i)));
});

test("a range too wide for a slider gets none, a place on the line gets what pictures show", () => {
  assert.equal(scaleOf({ ...number(0, 2 ** 32 - 1, "linear"), type: "integer" }), null);
  const scale = scaleOf(number(-100, 100, "linear"));
  assert.deepEqual([scale?.value(0), scale?.value(scale.steps)], [-10, 10]);
  assert.equal(scale?.position(80), scale?.steps);
});
