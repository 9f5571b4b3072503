import assert from "node:assert/strict";
import { test } from "node:test";

import { bareWords } from "../../frontend/js/form/network.js";
import { arrows, phaseOf, said, straight, Way } from "../../frontend/js/charts/phase.js";

const phase = (theta, psi) => ({ theta: [-2, 2], psi: [-2, 2], at: [theta, psi], equilibrium: [0, 0], eigenvalues: null, field: [], count: 0 });

test("eigenvalues say what steps without end would do", () => {
  assert.deepEqual(said([[-0.03, 0.48], [-0.03, -0.48]]), { lines: ["λ = −0.03", "± 0.48 i"], verdict: "it circles in", tone: "good" });
  assert.match(said([[-0.011, 0.5], [-0.011, -0.5]]).verdict, /in, slowly/);
  assert.deepEqual(said([[1e-9, 1], [1e-9, -1]]), { lines: ["λ = 0", "± 1 i"], verdict: "real part 0: it circles for ever", tone: "ink" });
  assert.match(said([[0.2, 1], [0.2, -1]]).verdict, /spirals out/);
  assert.deepEqual(said([[-0.1, 0], [-2.9, 0]]), { lines: ["λ₁ = −0.1", "λ₂ = −2.9"], verdict: "it goes straight in", tone: "good" });
  assert.match(said([[2e7, 0], [5e-8, 0]]).verdict, /driven out/);
  assert.match(said([[0, 0], [-0.1, 0]]).verdict, /elsewhere/);
  assert.match(said([[0, 0], [0, 0]]).verdict, /elsewhere/);
  assert.match(said(null).verdict, /no point of rest/);
});

const first = { run: "a", epoch: 1 };

test("the way grows with the frames, leaves out what does not move, and starts again with the epoch", () => {
  const way = new Way();
  way.add(phase(1, 1), { ...first, round: 0 });
  way.add(phase(1.1, 0.9), { ...first, round: 1 });
  way.add(phase(1.101, 0.9), { ...first, round: 2 });
  way.add({ ...phase(0, 0), at: null }, { ...first, round: 3 });
  assert.deepEqual(way.points.map(({ round }) => round), [0, 1]);
  way.add(phase(0, 0.9), { ...first, round: 3 }); // a step by hand counts no round
  assert.equal(way.points.length, 3);
  way.add(phase(0, 0.5), { ...first, round: 1 });
  assert.equal(way.points.length, 4); // a smaller round alone is no other past
  way.add(phase(1, 1), { run: "a", epoch: 2, round: 0 });
  assert.deepEqual(way.points, [{ round: 0, theta: 1, psi: 1 }]);
  way.add(phase(2, 0), { run: "a", epoch: 3, round: 9 }); // of a reset no picture need have shown round 0
  assert.deepEqual(way.points, [{ round: 9, theta: 2, psi: 0 }]);
  way.add(phase(2, 1), { run: "a", epoch: 4, round: 9 }); // the same round of another past
  assert.deepEqual(way.points, [{ round: 9, theta: 2, psi: 1 }]);
  way.add(phase(2, 2), { run: "b", epoch: 4, round: 10 }); // another server counts as this one did
  assert.deepEqual(way.points, [{ round: 10, theta: 2, psi: 2 }]);
  way.add(null, { run: "b", epoch: 4, round: 5 });
  assert.equal(way.points.length, 0);
});

/** @param {[number, number, number][]} rows  round, θ, ψ */
const history = (rows, epoch = 1) => ({ meta: { run: "a", epoch }, arrays: Object.fromEntries(["round", "theta", "psi"].map((name, k) => [name, { data: Float32Array.from(rows, (row) => row[k]), shape: [rows.length] }])) });

test("frames that were not painted, or before this page came, are taken from the rows", () => {
  const way = new Way();
  way.add(phase(1, 0), { ...first, round: 40 });
  way.fill(history([[0, 1, 1], [10, 1, 0.5], [20, 1.001, 0.5], [30, NaN, NaN], [40, 1, 0], [50, 1, -1]]), phase(1, 0));
  assert.deepEqual(way.points.map(({ round }) => round), [0, 10, 40]); // no step, no number, not yet painted
  way.fill(history([[45, 1, -0.5]], 2), phase(1, 0));
  assert.equal(way.points.length, 3);
  way.add(phase(1, -1), { ...first, round: 50 });
  way.fill(history([[45, 1, -0.5]]), phase(1, -1));
  assert.deepEqual(way.points.map(({ round }) => round), [0, 10, 40, 45, 50]);
  const slow = new Way();
  slow.add(phase(1, 0), { ...first, round: 100 });
  slow.fill(history(Array.from({ length: 100 }, (_, i) => [i, 1, 0.01 * (100 - i)])), phase(1, 0));
  assert.ok(slow.points.length > 40 && slow.points.length < 60, String(slow.points.length)); // each second step is far enough
  way.fill(history([[0, 1, 1], [45, 1, -0.5]]), null);
  assert.equal(way.points.length, 5);
  way.add(phase(1, 1), { ...first, epoch: 2, round: 0 });
  assert.equal(way.points.length, 1);
});

test("the way has a bound", () => {
  const way = new Way();
  for (let round = 1; round < 5000; round++) way.add(phase(round % 2, 0), { ...first, round });
  assert.ok(way.points.length <= 2000 && way.points.length > 1000);
  assert.equal(way.points.at(-1).round, 4999);
  way.fill(history([[1, 1, 0]]), phase(0, 0));
  assert.ok(way.points[0].round > 1);
});

test("a line joins what is near, and not what has turned far round the middle", () => {
  const at = (theta, psi) => ({ round: 0, theta, psi });
  assert.ok(straight(at(1, 0), at(0.9, 0.4), phase(0, 0)));
  assert.ok(!straight(at(1, 0), at(-1, 0.1), phase(0, 0)));
  assert.ok(straight(at(0.05, 0), at(-0.05, 0), phase(0, 0)));
});

test("arrows stay in their cells, and are longer where it goes faster", () => {
  const field = [0, 0, 1, 0, 0, -4, 0, 0];
  const found = arrows({ field, count: 2, theta: [-2, 2], psi: [-2, 2] });
  assert.equal(found.length, 2);
  assert.ok(found.every(({ dx, dy }) => Math.hypot(dx, dy) < 1));
  assert.deepEqual([found[0].x + found[0].dx / 2, found[0].y], [1.5, 0.5]);
  assert.ok(Math.abs(Math.abs(found[1].dy) / found[0].dx - 2) < 1e-9);
  assert.deepEqual(arrows({ field: [0, 0], count: 1, theta: [-2, 2], psi: [-2, 2] }), []);
});

test("a frame has a portrait only if the server sent one", () => {
  const { field: _, count: __, ...meta } = phase(1, 0);
  assert.equal(phaseOf({ arrays: {}, meta: {} }), null);
  const found = phaseOf({ arrays: { phase_field: { data: new Float32Array(18), shape: [3, 3, 2] } }, meta: { phase: meta } });
  assert.deepEqual([found?.count, found?.at], [3, [1, 0]]);
});

test("networks without hidden layers are called what they are", () => {
  assert.equal(bareWords("point", "G"), "a point θ");
  assert.equal(bareWords("linear", "D"), "a slope ψ, no bias");
  assert.equal(bareWords("plain", "D"), "no hidden layer: affine");
});
