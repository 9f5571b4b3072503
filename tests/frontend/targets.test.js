import assert from "node:assert/strict";
import { test } from "node:test";

import { asMixture, changesDimension, components, moved } from "../../frontend/js/run/targets.js";

const close = (a, b) => assert.ok(Math.hypot(...a.map((v, i) => v - b[i])) < 1e-9, `${a} is not ${b}`);

test("a ring's and a grid's Gaussians stand where the engine puts them", () => {
  const ring = components({ kind: "ring", modes: 4, radius: 2, std: 0.1 });
  close(ring[0].mean, [2, 0]);
  close(ring[1].mean, [0, 2]);
  assert.deepEqual(ring[0].covariance.map((row) => row.map((v) => Number(v.toFixed(6)))), [[0.01, 0], [0, 0.01]]);
  const grid = components({ kind: "grid", side: 3, spacing: 2, std: 0.05 });
  close(grid[0].mean, [-2, -2]);
  close(grid[1].mean, [0, -2]);
  close(grid[8].mean, [2, 2]);
});

test("dragging one Gaussian of a ring makes it the mixture that it was, with one moved", () => {
  const target = moved({ kind: "ring", modes: 8, radius: 2, std: 0.1 }, 3, [5, 6]);
  assert.equal(target.kind, "mixture_2d");
  assert.equal(target.components.length, 8);
  assert.deepEqual(target.components[3].mean, [5, 6]);
  close(target.components[0].mean, [2, 0]);
});

test("dragging on the line", () => {
  assert.deepEqual(moved({ kind: "gaussian", mean: 0, std: 1 }, 0, [1.23456]), { kind: "gaussian", mean: 1.235, std: 1 });
  assert.deepEqual(moved({ kind: "two_peaks", distance: 4, std: 0.5 }, 1, [3]).components, [
    { weight: 1, mean: -2, std: 0.5 },
    { weight: 1, mean: 3, std: 0.5 },
  ]);
});

test("a mean stays within what the engine accepts", () => {
  assert.deepEqual(moved({ kind: "gaussian", mean: 0, std: 1 }, 0, [1e4]).mean, 200);
});

test("a target becomes a mixture of its own Gaussians, or two where the dimension changes", () => {
  assert.equal(asMixture("mixture_2d", { kind: "ring", modes: 5, radius: 1, std: 0.1 }).components.length, 5);
  assert.deepEqual(asMixture("mixture_1d", { kind: "gaussian", mean: 2, std: 0.5 }), {
    kind: "mixture_1d",
    components: [{ weight: 1, mean: 2, std: 0.5 }],
  });
  assert.equal(asMixture("mixture_1d", { kind: "ring", modes: 5, radius: 1, std: 0.1 }).components.length, 2);
  assert.equal(asMixture("mixture_2d", { kind: "uniform", low: 0, high: 1 }).components[0].mean.length, 2);
  assert.equal(asMixture("ring", { kind: "gaussian", mean: 0, std: 1 }), null);
});

test("a change between the line and the plane is told apart", () => {
  assert.ok(changesDimension("gaussian", "ring"));
  assert.ok(!changesDimension("grid", "mixture_2d"));
});
