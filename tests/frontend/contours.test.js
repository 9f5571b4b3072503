import assert from "node:assert/strict";
import { test } from "node:test";

import { contour } from "../../frontend/js/figure/contours.js";

/** The lines that a contour draws, each a list of points. @returns {number[][][]} */
function lines(values, rows, columns, level, where) {
  const found = [];
  const ink = { moveTo: (x, y) => found.push([[x, y]]), lineTo: (x, y) => found.at(-1).push([x, y]) };
  contour(ink, Float32Array.from(values), rows, columns, level, (i) => i, (j) => j, where);
  return found;
}

/** Their segments. @returns {number[][]} */
const segments = (...args) => lines(...args).flatMap((line) => line.slice(1).map((to, i) => [...line[i], ...to]));

test("a plane is cut along a straight line, placed linearly between the samples", () => {
  const values = Array.from({ length: 12 }, (_, k) => k % 4);
  for (const [x0, , x1] of segments(values, 3, 4, 1.25)) assert.deepEqual([x0, x1], [1.25, 1.25]);
  assert.deepEqual(segments(values, 3, 4, 1.25).map(([, y0]) => y0), [-0.5, 0, 1, 2]);
});

test("the contour of a distance is a closed circle", () => {
  const n = 41;
  const values = Array.from({ length: n * n }, (_, k) => Math.hypot((k % n) - 20, Math.floor(k / n) - 20));
  const [line, ...others] = lines(values, n, n, 12);
  assert.deepEqual([line[0], others], [line.at(-1), []]);
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

test("a line runs on until it leaves the grid, half a cell outside its centres, or what means something", () => {
  const values = Array.from({ length: 40 }, (_, k) => k % 8);
  assert.deepEqual(lines(values, 5, 8, 2.5), [[-0.5, 0, 1, 2, 3, 4, 4.5].map((j) => [2.5, j])]);
  assert.deepEqual(lines(values, 5, 8, 2.5, (k) => k < 16), [[-0.5, 0, 1, 2].map((j) => [2.5, j])]);
});

test("a contour leaves nothing behind for the next one", () => {
  const n = 30;
  const waves = Array.from({ length: n * n }, (_, k) => Math.sin((k % n) / 3) * Math.cos(Math.floor(k / n) / 2));
  const before = segments(waves, n, n, 0.2);
  segments(waves, n, n, -0.4);
  segments([1, 0, 0, 1], 2, 2, 0.4);
  assert.deepEqual(segments(waves, n, n, 0.2), before);
});
