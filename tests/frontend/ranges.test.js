import assert from "node:assert/strict";
import { test } from "node:test";

import { alone, axisEnd, extent, nearestRow, rounded, scaleEnd, spread, steady, withNear } from "../../frontend/js/base/ranges.js";
import { linear } from "../../frontend/js/base/ticks.js";

test("the extent leaves out the outermost hundredth and what is not finite", () => {
  const values = Float32Array.from({ length: 300 }, (_, i) => (i === 0 ? 1e6 : i === 1 ? Number.NaN : i % 2));
  assert.deepEqual(extent([values], false), [0, 1]);
  assert.deepEqual(extent([[0.01, 1, Infinity, 0]], true), [-2, 0]);
  assert.equal(extent([[Number.NaN], []], false), null);
});

test("a column for comparison counts only where it is near", () => {
  assert.deepEqual(withNear([-2, 0], [-6, -6]), [-2, 0]);
  assert.deepEqual(withNear([-2, 0], [-2.5, -2.5]), [-2.5, 0]);
  assert.deepEqual(withNear([-2, 0], null), [-2, 0]);
});

test("a range is rounded outwards, and starts at zero where it should", () => {
  const [low, high] = rounded(-1.39, -1.02);
  assert.ok(low <= -1.39 && low > -1.6 && high >= -1.02 && high < -0.8);
  assert.deepEqual(rounded(0.2, 0.95, { zero: true })[0], 0);
  const flat = rounded(0.7, 0.7);
  assert.ok(flat[0] < 0.7 && flat[1] > 0.7);
  const log = rounded(-3.2, -0.4, { log: true });
  for (const exponent of log) assert.ok(Number.isInteger(2 * exponent));
  assert.ok(log[0] <= -3.2 && log[1] >= -0.4);
});

test("a range that still fits stays, one that is too wide or too narrow goes", () => {
  assert.deepEqual(steady([0, 10], [1, 9]), [0, 10]);
  assert.deepEqual(steady([0, 10], [1, 11]), [1, 11]);
  assert.deepEqual(steady([0, 10], [1, 3]), [1, 3]);
  assert.deepEqual(steady(null, [1, 3]), [1, 3]);
});

test("the scale of a density ends at a round number that its peak does not pass", () => {
  for (const [peak, end] of [[0.83, 1], [1, 1], [1.01, 1.2], [0.23, 0.24], [70, 80], [9.5, 10], [0.0031, 0.004]]) {
    assert.ok(Math.abs(scaleEnd(peak) / end - 1) < 1e-12, `${peak}`);
  } // prettier-ignore
  for (let peak = 0.0123; peak < 1e4; peak *= 1.07) assert.ok(scaleEnd(peak) >= peak * (1 - 1e-8) && scaleEnd(peak) < 1.4 * peak);
});

test("the scale of a density stands while its peak comes and goes, and follows where it stays away", () => {
  /** @type {[number, number] | null} */
  let range = null;
  const ends = [0.9, 1, 0.7, 0.6, 0.95, 1.3, 0.9, 0.2].map((peak) => (range = steady(range, [0, scaleEnd(peak)]))[1]);
  assert.deepEqual(ends, [1, 1, 1, 1, 1, 1.6, 1.6, 0.2]);
});

test("the axis of rounds ends after the last round and moves rarely", () => {
  const ends = new Set();
  for (let last = 0; last < 100_000; last += 7) {
    assert.ok(axisEnd(last) >= last);
    ends.add(axisEnd(last));
  }
  assert.ok(ends.size < 32);
});

test("the nearest row is found in rows of any spacing", () => {
  const rounds = [0, 1, 5, 100, 1000];
  for (const [round, row] of [[-3, 0], [0.4, 0], [0.6, 1], [3.1, 2], [2.9, 1], [60, 3], [5000, 4]]) assert.equal(nearestRow(rounds, round), row, String(round)); // prettier-ignore
});

test("labels keep their distance, their order and the box", () => {
  for (const wanted of [[50, 51, 52], [0, 1, 2], [99, 98, 97], [10, 90], [-40, 500, 50]]) {
    const placed = spread(wanted, 16, 0, 100);
    const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
    placed.forEach((y) => assert.ok(y >= 8 && y <= 92));
    for (let i = 1; i < order.length; i++) assert.ok(placed[order[i]] - placed[order[i - 1]] >= 16 - 1e-9);
  }
});

test("large numbers on an axis are a few letters", () => {
  const texts = (range) => linear(range, 2).map(({ text }) => text);
  assert.deepEqual(texts([0, 4e6]), ["0", "2M", "4M"]);
  assert.deepEqual(texts([-4e5, 0]), ["−400k", "−200k", "0"]);
  assert.deepEqual(texts([0, 4e12]), ["0", "2.0e12", "4.0e12"]);
  assert.deepEqual(texts([0, 0.4]), ["0", "0.2", "0.4"]);
});

test("an axis has two numbers or more, whatever it holds", () => {
  for (let i = 0; i < 2000; i++) {
    const low = -5 * Math.sin(i);
    const ticks = linear([low, low + 10 ** (3 * Math.cos(7 * i))], 2 + (i % 3));
    assert.ok(ticks.length >= 2 && ticks.length <= 12, String(i));
  }
});

test("values at the ends of curves keep inside as long as there is room for all", () => {
  const placed = spread([-Infinity, -Infinity, 50, 60].map((y) => Math.max(y, -1e3)), 52 / 4, 0, 52);
  placed.forEach((y) => assert.ok(y >= 6.5 - 1e-9 && y <= 45.5 + 1e-9));
});

test("a value between two that are not finite is a dot", () => {
  assert.deepEqual(alone([1, -Infinity, 2, 3, Number.NaN, 4]), [0, 5]);
  assert.deepEqual(alone([1, 2]), []);
  assert.deepEqual(alone([7]), [0]);
});
