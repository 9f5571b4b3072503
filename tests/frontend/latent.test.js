import assert from "node:assert/strict";
import { test } from "node:test";

import { latentRange, regions, thinned, thinning } from "../../frontend/js/figure/latent.js";

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

test("arrows that would be one block are drawn in part, the outermost always", () => {
  const every = (width) => thinning(z, (t) => (width * t) / 2, 6);
  assert.deepEqual([1000, 300, 150].map(every), [1, 2, 4]);
  assert.deepEqual([1, 2, 4].map((k) => thinned(z, k).length), [64, 32, 16]);
  for (const k of [1, 2, 4]) assert.deepEqual([thinned(z, k)[0], thinned(z, k).at(-1)], [z[0], z.at(-1)]);
});
