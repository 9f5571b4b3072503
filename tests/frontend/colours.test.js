import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { atBound, binOf, boundText, middles } from "../../frontend/js/charts/bins.js";
import { diverging, slopeStep } from "../../frontend/js/figure/slope_scale.js";

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

// Machado, Oliveira and Fernandes (2009), table 1, severity 1: linear RGB as it is seen without one kind of cones.
const EYES = {
  all: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};
const times = (matrix, v) => matrix.map((row) => row.reduce((sum, value, i) => sum + value * v[i], 0));

/** "#rrggbb" in CIE L*a*b*, as these eyes see it. */
function lab(hex, eyes) {
  const linear = [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  const seen = times(EYES[eyes], linear).map((c) => Math.min(1, Math.max(0, c)));
  const xyz = times([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]], seen);
  const [x, y, z] = xyz.map((c, i) => c / [0.95047, 1, 1.08883][i]).map((c) => (c > 0.008856 ? Math.cbrt(c) : 7.787 * c + 16 / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

test("eyes of every kind tell generators apart, and from p_g, D and D*", () => {
  const css = readFileSync(new URL("../../frontend/css/tokens.css", import.meta.url), "utf8");
  for (const theme of css.split(/(?=data-theme="dark")/).slice(0, 2)) {
    const generators = theme.match(/--generators: ([^;]+);/)[1].split(" ");
    const others = ["paper", "p-data", "p-g", "d", "d-star"].map((name) => theme.match(new RegExp(`--${name}: (#\\w+);`))[1]);
    assert.equal(generators.length, 8);
    for (const eyes of Object.keys(EYES)) {
      const apart = (a, b) => Math.hypot(...lab(a, eyes).map((value, i) => value - lab(b, eyes)[i]));
      generators.forEach((own, k) => {
        for (const [i, other] of generators.slice(0, k).entries()) assert.ok(apart(own, other) > (eyes === "all" ? 37 : k < 4 ? 25 : 16), `${eyes}: ${i} and ${k}`);
        for (const other of others) assert.ok(apart(own, other) > 15, `${eyes}: ${own} and ${other}`);
      });
    }
  }
});
