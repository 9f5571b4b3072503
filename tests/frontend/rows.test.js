import assert from "node:assert/strict";
import { test } from "node:test";

import { sameEpoch } from "../../frontend/js/run/epoch.js";
import { readingOf, upTo } from "../../frontend/js/run/rows.js";

const history = {
  meta: { run: "a", epoch: 1 },
  arrays: {
    round: { data: Int32Array.of(0, 10), shape: [2] },
    v: { data: Float32Array.of(-1, -2), shape: [2] },
    kl_g_data: { data: Float32Array.of(1, 2), shape: [2] },
    mode_share: { data: Float32Array.of(1, 0, 0.5, 0.5), shape: [2, 2] },
  },
};
const frame = (round, shares = [0.25, 0.75]) => ({
  meta: { run: "a", epoch: 1, round, readings: { v: -1.5, kl_g_data: null, gap: null }, infinite: { kl_g_data: 1 } },
  arrays: { mode_share: { data: Float32Array.from(shares), shape: [shares.length] } },
});

test("a newer frame is the last row", () => {
  const { arrays } = upTo(history, frame(12));
  assert.deepEqual([...arrays.round.data], [0, 10, 12]);
  assert.deepEqual([...arrays.v.data], [-1, -2, -1.5]);
  assert.equal(arrays.kl_g_data.data[2], Infinity);
  assert.deepEqual(arrays.mode_share.shape, [3, 2]);
  assert.deepEqual([...arrays.mode_share.data.subarray(4)], [0.25, 0.75]);
  assert.ok(arrays.round.data instanceof Int32Array);
});

test("a reading is a number, infinite, or not known", () => {
  assert.equal(readingOf(frame(1), "v"), -1.5);
  assert.equal(readingOf(frame(1), "kl_g_data"), Infinity);
  assert.equal(readingOf({ ...frame(1), meta: { readings: { v: null }, infinite: { v: -1 } } }, "v"), -Infinity);
  assert.ok(Number.isNaN(readingOf(frame(1), "gap")) && Number.isNaN(readingOf(frame(1), "none")));
  assert.equal(readingOf({ ...frame(1), meta: { readings: { v: 0 } } }, "v"), 0);
});

test("a frame of another past is no row of this one, whatever its round", () => {
  const of = (run, epoch) => ({ ...frame(12), meta: { ...frame(12).meta, run, epoch } });
  assert.notEqual(upTo(history, of("a", 1)), history);
  assert.equal(upTo(history, of("a", 2)), history);
  assert.equal(upTo(history, of("b", 1)), history); // the server was started again, and counts from the start
  assert.ok(sameEpoch({ run: "a", epoch: 1 }, of("a", 1).meta) && sameEpoch({}, {}));
  assert.ok(!sameEpoch({ run: "a", epoch: 1 }, null) && !sameEpoch({ run: "a", epoch: 1 }, { run: "a" }));
});

test("a frame that is not newer, or of other modes, changes nothing", () => {
  assert.equal(upTo(history, frame(10)), history);
  assert.equal(upTo(history, frame(12, [1])), history);
  assert.equal(upTo(history, null), history);
});
