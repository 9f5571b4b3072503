import assert from "node:assert/strict";
import { test } from "node:test";

import { drawnRange, gameOf, levelText, outputAxis } from "../../frontend/js/run/game.js";
import { drawable, layersOf, missing, SETS, shown } from "../../frontend/js/run/layers.js";

const game = (more = {}) => ({ kind: "minimax", output: "probability", range: null, optimum: true, equilibrium: -Math.log(4), undecided: 0.5, pack: 1, across: false, reconstructor: null, ...more });
const critic = game({ kind: "wasserstein", output: "score", range: [-2, 6], optimum: false, equilibrium: 0 });

test("a server that does not say plays the game of the theory", () => {
  assert.deepEqual(gameOf({ meta: {} }), game());
  assert.deepEqual(gameOf(null), game());
});

test("a critic without a range is drawn from 0 to 1", () => {
  assert.deepEqual(drawnRange(game({ output: "score", range: null })), [0, 1]);
  assert.deepEqual(drawnRange(game({ output: "score", range: [3, 3] })), [0, 1]);
});

test("a critic's axis holds its values and moves rarely", () => {
  const [low, high] = outputAxis(null, critic);
  assert.ok(low <= -2 && high >= 6);
  assert.deepEqual(outputAxis([low, high], game({ output: "score", range: [-1.9, 5.8] })), [low, high]);
  assert.notDeepEqual(outputAxis([low, high], game({ output: "score", range: [0, 0.1] })), [low, high]);
  assert.deepEqual(outputAxis([low, high], game()), [0, 1]);
});

test("a D of packs is drawn at equal samples, and the page says so wherever it says what D is", () => {
  const packs = game({ pack: 3 });
  for (const view of ["1d", "2d"]) {
    const of = (name) => layersOf(view, packs).find((layer) => layer.name === name);
    assert.match(of("d").title, /of 3 equal samples/);
    assert.match(of("d").help, /packs of 3/);
    assert.match(of("d_star").help, /of 3 equal samples/);
    assert.doesNotMatch(of("d_star").help, /p_data \+ p_g/);
    assert.match(missing({ meta: { view, game: packs }, arrays: {} }).get("contribution"), /together/);
  }
});

test("a D that judges pairs is drawn with the z that F gives, and the page says so", () => {
  const paired = game({ reconstructor: "veegan", optimum: false });
  for (const view of ["1d", "2d"]) {
    const d = layersOf(view, paired).find(({ name }) => name === "d");
    assert.match(d.title, /with \$F\$/);
    assert.match(d.help, /pairs/);
    assert.match(missing({ meta: { view, game: paired }, arrays: {} }).get("contribution"), /pairs/);
  }
});

test("a D that looks across the batch is drawn among fakes, and the page says so", () => {
  const across = game({ across: true, optimum: false });
  for (const view of ["1d", "2d"]) {
    const d = layersOf(view, across).find(({ name }) => name === "d");
    assert.match(d.title, /among fakes/);
    assert.match(d.help, /batch of fakes/);
    assert.match(missing({ meta: { view, game: across }, arrays: {} }).get("contribution"), /together/);
  }
});

