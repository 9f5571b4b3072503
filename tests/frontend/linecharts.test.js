import assert from "node:assert/strict";
import { test } from "node:test";

import { placeFrom } from "../../frontend/js/charts/intervals.js";
import { backwards, intervals, LADDER, lineOf, merged, outline, reachOf } from "../../frontend/js/charts/linecharts.js";

const tensor = (...data) => ({ data, shape: [data.length] });
const mapping = (g, more = {}) => ({ z: [-1, 0, 1, 2], g, ideal: [0, 1, 2, 3], off: 0, back: 0, falls: false, ...more });

test("what was not asked for is not there, and a chart that a game lacks neither", () => {
  assert.deepEqual(lineOf(null), { map: null, plan: null, counting: null });
  const frame = { meta: { readings: { w1: 0.5, jsd: null }, window: [[-5, 5]], charts: { map: null, plan: {}, counting: null } }, arrays: { plan_from: tensor(1), plan_to: tensor(2) } };
  assert.deepEqual(lineOf(frame), { map: null, plan: { from: [1], to: [2], w1: 0.5 }, counting: null });
});

test("the numbers of a map come with its curves", () => {
  const curves = { map_z: tensor(0), map_g: tensor(1), map_ideal: tensor(2) };
  const { map } = lineOf({ meta: { readings: {}, window: [[0, 1]], charts: { map: { off: 0.1, back: 0.2, falls: true } } }, arrays: curves });
  assert.deepEqual(map, { z: [0], g: [1], ideal: [2], off: 0.1, back: 0.2, falls: true });
});

test("the ladder of intervals goes from 2 to 512", () => {
  assert.deepEqual([intervals(0), intervals(LADDER - 1)], [2, 512]);
  assert.deepEqual(["3", null, "9", "-1", "x"].map(placeFrom), [3, 5, 5, 5, 5]);
});

test("intervals are merged to shares of all samples, those outside left out", () => {
  assert.deepEqual(merged([1, 0, 2, 1, 4], 2, 8), [1 / 8, 3 / 8]);
  assert.deepEqual(outline([0.25, 0.75], [0, 2]), [[0, 0], [0, 0.25], [1, 0.25], [1, 0.75], [2, 0.75], [2, 0]]);
});

test("where G runs back is shaded, whichever way the map goes", () => {
  assert.deepEqual(backwards(mapping([0, 1, 2, 3])), []);
  assert.deepEqual(backwards(mapping([0, 1, 0.5, 0])), [[0, 2]]);
  assert.deepEqual(backwards(mapping([3, 2, 2.5, 1], { falls: true })), [[0, 1]]);
  assert.deepEqual(backwards(mapping([1, 1, 1, 1])), []);
});

test("a range holds all that is finite", () => {
  assert.deepEqual(reachOf([1, NaN], [-2, Infinity]), [-2, 1]);
  assert.deepEqual(reachOf([3]), [2, 4]);
  assert.deepEqual(reachOf([NaN]), [-1, 1]);
});
