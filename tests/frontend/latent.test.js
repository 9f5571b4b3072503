import assert from "node:assert/strict";
import { test } from "node:test";

import { headed, latentRange, regions, thinned, thinning } from "../../frontend/js/figure/latent.js";

const z = Array.from({ length: 64 }, (_, i) => -1 + (2 * (i + 0.5)) / 64);
const kinds = (g) => regions(z, z.map(g), 10).map(({ kind }) => kind);

test("a straight G neither contracts, expands nor folds", () => {
  assert.deepEqual(kinds((t) => 2 * t + 1), []);
});

test("a G that makes a bell contracts in its middle and expands at its ends", () => {
  assert.deepEqual(kinds((t) => Math.tan(1.4 * t)), ["expands", "contracts", "expands"]);
});

test("a leap between two modes is an expansion, where it is", () => {
  const leap = regions(z, z.map((t) => (t < 0 ? -2 + 0.3 * t : 2 + 0.3 * t)), 10).filter(({ kind }) => kind === "expands");
  assert.equal(leap.length, 1);
  assert.ok(Math.abs(leap[0].from + leap[0].to) < 1e-9 && leap[0].to - leap[0].from > 3.9);
});

test("a collapsed G contracts everywhere", () => {
  assert.deepEqual(kinds((t) => 0.001 * t), ["contracts"]);
});

test("a fold is found at its turn, and noise is none", () => {
  const fold = regions(z, z.map((t) => 4 * (t - 0.25) ** 2), 10).filter(({ kind }) => kind === "folds");
  assert.equal(fold.length, 1);
  assert.ok(Math.abs(fold[0].from) < 0.01);
  assert.deepEqual(kinds((t) => 3 * t + 0.05 * Math.sin(40 * t)).filter((kind) => kind === "folds"), []);
  assert.equal(kinds((t) => 2 * Math.sin(6 * t)).filter((kind) => kind === "folds").length, 4);
});

test("the line of z is symmetric, and there is none without arrows", () => {
  const frame = (values) => ({ meta: {}, arrays: values ? { z: { data: Float32Array.from(values), shape: [values.length] } } : {} });
  assert.deepEqual(latentRange(frame([-0.98, 0.3])), [-1, 1]);
  assert.deepEqual(latentRange(frame([-2.2, 1])), [-2.5, 2.5]);
  assert.equal(latentRange(frame([])), null);
  assert.equal(latentRange(frame(null)), null);
});

test("heads of arrows are at least their width apart, and there is always one", () => {
  for (const span of [0, 3, 60, 200, 400, 4000]) {
    const ends = z.map((t) => (span * (t + 1)) / 2);
    const heads = ends.filter((_, i) => headed(ends, 7.5)[i]);
    assert.ok(heads.length >= 1, String(span));
    for (const [i, end] of heads.slice(1).entries()) assert.ok(end - heads[i] >= 7.5 - 1e-9, String(span));
    assert.equal(heads.length === z.length, span >= 4000);
  }
});

test("the outermost arrows have heads wherever two have room, and a point has one in the middle", () => {
  for (const span of [20, 60, 200, 400, 4000]) {
    const heads = headed(z.map((t) => (span * (t + 1)) / 2), 7.5);
    assert.deepEqual([heads[0], heads.at(-1)], [true, true], String(span));
  }
  assert.equal(headed(z.map(() => 40), 7.5).indexOf(true), 32);
});

test("heads stand evenly, and from both ends alike", () => {
  for (const span of [60, 130, 200, 310, 390]) {
    const ends = z.map((t) => (span * (t + 1)) / 2);
    const heads = headed(ends, 7.5);
    assert.deepEqual(heads.toReversed(), heads, String(span));
    const apart = ends.filter((_, i) => heads[i]).map((end, k, all) => end - all[k - 1]).slice(1);
    // As even as arrows are.
    assert.ok(Math.max(...apart) - Math.min(...apart) <= ends[1] - ends[0] + 1e-9, `${span}: ${apart}`);
  }
});

test("heads of a G that has moved on are set anew: none on another, none missing", () => {
  let heads = headed(z.map((t) => 100 * t), 7.5);
  for (const stretch of [0.2, 3, 0, 1, 8]) {
    const ends = z.map((t) => 100 * stretch * t);
    heads = headed(ends, 7.5, heads);
    const with_ = ends.filter((_, i) => heads[i]);
    assert.ok(with_.length >= 1);
    for (const [i, end] of with_.slice(1).entries()) assert.ok(end - with_[i] >= 0.8 * 7.5 - 1e-9);
    for (const end of ends) assert.ok(Math.min(...with_.map((head) => Math.abs(head - end))) < 1.8 * 7.5);
  }
});

test("arrows that end anywhere, however far, have heads at once", () => {
  for (const far of [1e6, 1e12, 1e300, Infinity]) {
    const heads = headed(z.map((t, i) => (i < 60 ? 100 * t : far * (i % 2 ? 1 : -1))), 7.5);
    assert.ok(heads.some(Boolean), String(far));
  }
});

test("heads stay on their arrows while G moves a little", () => {
  const ends = z.map((t) => 100 * t);
  const heads = headed(ends, 7.5);
  assert.deepEqual(headed(ends.map((end, i) => end + 0.5 * Math.sin(i)), 7.5, heads), heads);
});

test("arrows that would be one block are drawn in part, the outermost always", () => {
  const every = (width) => thinning(z, (t) => (width * t) / 2, 6);
  assert.deepEqual([1000, 300, 150].map(every), [1, 2, 4]);
  assert.deepEqual([1, 2, 4].map((k) => thinned(z, k).length), [64, 32, 16]);
  for (const k of [1, 2, 4]) assert.deepEqual([thinned(z, k)[0], thinned(z, k).at(-1)], [z[0], z.at(-1)]);
});
