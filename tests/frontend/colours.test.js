import assert from "node:assert/strict";
import { test } from "node:test";

import { atBound, binOf, boundText, middles } from "../../frontend/js/bins.js";
import { diverging, slopeStep } from "../../frontend/js/slope_scale.js";

test("the slope 1 is in the middle, 0 and 2 are at the ends, and what is steeper stays there", () => {
  const scale = diverging([0, 0, 0], [128, 128, 128], [255, 255, 255]);
  assert.equal(scale.length % 2, 1);
  assert.equal(scale[slopeStep(0)], "rgb(0 0 0)");
  assert.equal(scale[slopeStep(1)], "rgb(128 128 128)");
  assert.equal(scale[slopeStep(2)], "rgb(255 255 255)");
  assert.equal(slopeStep(50), slopeStep(2));
  assert.equal(slopeStep(Infinity), slopeStep(2));
  assert.equal(slopeStep(Number.NaN), slopeStep(2));
  for (let slope = 0; slope < 2; slope += 0.1) assert.ok(slopeStep(slope) <= slopeStep(slope + 0.1));
});

test("a weight is in the bin around whose middle it lies", () => {
  const at = middles(41, 0.1);
  assert.equal(at.length, 41);
  assert.ok(Math.abs(at[20]) < 1e-12);
  assert.ok(Math.abs(at[0] + at[40]) < 1e-12);
  at.forEach((weight, i) => assert.equal(binOf(weight, 41, 0.1), i));
  assert.equal(binOf(0.1, 41, 0.1), 40);
  assert.equal(binOf(-0.1, 41, 0.1), 0);
  assert.equal(binOf(0.11, 41, 0.1), null);
});

test("the share at the bound is that of both outermost bins, wherever the bound is", () => {
  const shares = Float32Array.from({ length: 5 }, (_, i) => [0.3, 0.1, 0.2, 0.15, 0.25][i]);
  const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-6);
  near(atBound({ shares, limit: 1, bound: 1 }), 0.55);
  near(atBound({ shares, limit: 1, bound: 0.4 }), 0.25);
  near(atBound({ shares, limit: 1, bound: 2 }), 0);
  near(atBound({ shares, limit: 1, bound: null }), 0);
  assert.equal(boundText({ shares, limit: 1, bound: 0.1 }), "c = 0.1");
});
