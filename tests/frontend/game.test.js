import assert from "node:assert/strict";
import { test } from "node:test";

import { drawnRange, endOf, gameOf, levelText, outputAxis, outputName, outputTicks, said } from "../../frontend/js/run/game.js";
import { drawable, layersOf, missing, SETS, shown } from "../../frontend/js/run/layers.js";

const game = (more = {}) => ({ kind: "minimax", output: "probability", range: null, optimum: true, equilibrium: -Math.log(4), undecided: 0.5, pack: 1, across: false, reconstructor: null, ...more });
const critic = game({ kind: "wasserstein", output: "score", range: [-2, 6], optimum: false, equilibrium: 0 });

test("a server that does not say plays the game of the theory", () => {
  assert.deepEqual(gameOf({ meta: {} }), game());
  assert.deepEqual(gameOf(null), game());
});

test("the level where the game ends is called by its name, or by its number", () => {
  assert.equal(levelText(-1.38629), "−log 4");
  assert.equal(levelText(-1.3865), "−1.387");
  assert.equal(levelText(0), "0");
  assert.equal(levelText(-2), "−2");
  assert.deepEqual(endOf(game({ equilibrium: null })), []);
  assert.deepEqual(endOf(game({ equilibrium: -2 })), [{ at: -2, text: "−2" }]);
  assert.equal(endOf(game({ equilibrium: -2.502 }))[0].text, "−2.50");
  assert.equal(endOf(game({ equilibrium: -Math.log(4) }))[0].text, "−log 4");
});

test("a probability has halves and quarters on its axis, a critic round numbers of its own", () => {
  assert.deepEqual(outputTicks(game(), [0, 1], 5).map(({ text }) => text), ["0", "¼", "½", "¾", "1"]);
  // Where D cannot tell has a tick too.
  assert.deepEqual(outputTicks(game({ undecided: 0.2 }), [0, 1], 5).map(({ text }) => text), ["0", "⅕", "½", "¾", "1"]);
  assert.equal(outputTicks(game({ undecided: 1 / 8 }), [0, 1], 5)[1].text, "⅛");
  assert.deepEqual(outputTicks(game({ undecided: 0.25 }), [0, 1], 5).map(({ text }) => text), ["0", "¼", "½", "¾", "1"]);
  assert.deepEqual(outputTicks(critic, [-2, 6], 4), [{ at: 0, text: "−2" }, { at: 0.25, text: "0" }, { at: 0.5, text: "2" }, { at: 0.75, text: "4" }, { at: 1, text: "6" }]);
});

test("what a critic says is read off where it is drawn", () => {
  assert.equal(said(critic, 0), -2);
  assert.equal(said(critic, 1), 6);
  assert.equal(said(game(), 0.25), 0.25);
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
  assert.equal(outputName(game()), "$D(x)$");
  assert.equal(outputName(game({ pack: 2 })), "$D(x, x)$");
  assert.equal(outputName({ ...critic, pack: 3 }), "critic $f(x, …, x)$");
  for (const view of ["1d", "2d"]) {
    const of = (name) => layersOf(view, packs).find((layer) => layer.name === name);
    assert.match(of("d").title, /of 3 equal samples/);
    assert.match(of("d").help, /packs of 3/);
    assert.match(of("d_star").help, /of 3 equal samples/);
    assert.doesNotMatch(of("d_star").help, /p_data \+ p_g/);
    assert.match(missing({ meta: { view, game: packs }, arrays: {} }).get("contribution"), /together/);
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

test("a D that judges pairs is drawn with the z that F gives, and the page says so", () => {
  const paired = game({ reconstructor: "veegan", optimum: false });
  assert.equal(outputName(paired), "$D(x, F(x))$");
  for (const view of ["1d", "2d"]) {
    const d = layersOf(view, paired).find(({ name }) => name === "d");
    assert.match(d.title, /with \$F\$/);
    assert.match(d.help, /pairs/);
    assert.match(missing({ meta: { view, game: paired }, arrays: {} }).get("contribution"), /pairs/);
  }
});

for (const view of ["1d", "2d"]) {
  const frame = (...arrays) => ({ meta: { view, generators: 1 }, arrays: Object.fromEntries(arrays.map((name) => [name, {}])) });
  const several = (...arrays) => ({ ...frame(...arrays), meta: { view, generators: 3 } });

  test(`${view}: what a frame has not got is not drawn, and its reason is said`, () => {
    const bare = frame("d");
    assert.deepEqual([...missing(bare).keys()].sort(), ["contribution", "d_star", "d_star_fill", "difference", "each", "points"]);
    assert.ok([...missing(bare).values()].every((reason) => reason.length > 10));
    assert.equal(missing(several("d", "d_star", "points", "contribution")).size, 0);
    for (const { name } of SETS[view]) {
      const layers = drawable(bare, name);
      assert.ok(!["d_star", "d_star_fill", "difference"].some((layer) => layers.has(layer)));
      assert.deepEqual([...drawable(several("d", "d_star"), name)], [...shown(view, name)]);
    }
  });

  test(`${view}: the words say critic where D is one, and the names of the layers stay`, () => {
    const names = layersOf(view, critic).map(({ name }) => name);
    assert.deepEqual(names, layersOf(view, game()).map(({ name }) => name));
    const d = layersOf(view, critic).find(({ name }) => name === "d");
    assert.match(d.help, /critic/);
    assert.doesNotMatch(d.help, /probability that/);
    assert.match(layersOf(view, game({ output: "relative" })).find(({ name }) => name === "d").help, /up to a constant/);
  });
}
