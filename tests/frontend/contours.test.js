import assert from "node:assert/strict";
import { test } from "node:test";

import { contour } from "../../frontend/js/contours.js";

/** The segments that a contour draws. @returns {number[][]} */
function segments(values, rows, columns, level) {
  const found = [];
  let from = [NaN, NaN];
  const ink = { moveTo: (x, y) => (from = [x, y]), lineTo: (x, y) => found.push([...from, x, y]) };
  contour(ink, Float32Array.from(values), rows, columns, level, (i) => i, (j) => j);
  return found;
}

test("a plane is cut along a straight line, placed linearly between the samples", () => {
  const values = Array.from({ length: 12 }, (_, k) => k % 4);
  for (const [x0, , x1] of segments(values, 3, 4, 1.25)) assert.deepEqual([x0, x1], [1.25, 1.25]);
  assert.equal(segments(values, 3, 4, 1.25).length, 2);
});

test("the contour of a distance is a closed circle", () => {
  const n = 41;
  const values = Array.from({ length: n * n }, (_, k) => Math.hypot((k % n) - 20, Math.floor(k / n) - 20));
  const found = segments(values, n, n, 12);
  const ends = new Map();
  for (const [x0, y0, x1, y1] of found) {
    for (const [x, y] of [[x0, y0], [x1, y1]]) {
      assert.ok(Math.abs(Math.hypot(x - 20, y - 20) - 12) < 0.05);
      const key = `${x.toFixed(4)} ${y.toFixed(4)}`;
      ends.set(key, (ends.get(key) ?? 0) + 1);
    }
  }
  assert.ok([...ends.values()].every((count) => count === 2), "every end joins two segments");
  const length = found.reduce((sum, [x0, y0, x1, y1]) => sum + Math.hypot(x1 - x0, y1 - y0), 0);
  assert.ok(Math.abs(length - 24 * Math.PI) < 0.1);
});

test("at a saddle the mean decides which corners are joined", () => {
  const joined = segments([1, 0, 0, 1], 2, 2, 0.4);
  const apart = segments([1, 0, 0, 1], 2, 2, 0.6);
  const around = (list, x, y) => list.some(([x0, y0, x1, y1]) => [x0, x1].some((v) => v === x) && [y0, y1].some((v) => v === y));
  assert.ok(around(joined, 1, 0) && around(joined, 0, 1));
  assert.ok(around(apart, 0, 0) && around(apart, 1, 1));
});

test("nothing is drawn where the level is not crossed", () => {
  assert.deepEqual(segments([0, 0, 0, 0], 2, 2, 0.5), []);
});
