import assert from "node:assert/strict";
import { test } from "node:test";

import { read, write } from "../../frontend/js/run/address.js";
import { put, Schema } from "../../frontend/js/run/schema.js";
import { DEFAULT, ROOT } from "./example_schema.js";

const schema = new Schema(ROOT);
const wide = put(DEFAULT, ["net", "hidden"], [128]);
const PRESETS = [
  { name: "first", title: "First", summary: "", look_for: "", experiment: DEFAULT, speed: 20 },
  { name: "wide", title: "Wide", summary: "", look_for: "", experiment: wide, speed: null },
];
const view = (more) => ({ preset: "first", experiment: DEFAULT, speed: 20, generator: "live", layers: "", twin: "sees", ...more });
const round = (given) => read(`#${write(given, schema, PRESETS)}`, schema, PRESETS);

test("an empty address opens the first preset", () => {
  assert.deepEqual(read("", schema, PRESETS), { view: view({}), unread: [] });
});

test("a preset by itself is its name only", () => {
  assert.equal(write(view({}), schema, PRESETS), "preset=first");
});

test("only what differs is written", () => {
  const changed = put(put(DEFAULT, ["seed"], 7), ["net", "optimizer", "rate"], 1e-4);
  assert.equal(write(view({ experiment: changed }), schema, PRESETS), "preset=first&net.optimizer.rate=0.0001&seed=7");
});

const cases = {
  "numbers and lists": put(put(wide, ["net", "hidden"], []), ["target", "mean"], -2.5),
  "another member of a union": put(DEFAULT, ["net", "optimizer"], { kind: "sgd", rate: 0.01 }),
  "another member with other numbers": put(DEFAULT, ["net", "optimizer"], { kind: "sgd", rate: 0.3 }),
  "a member without defaults": put(DEFAULT, ["target"], { kind: "cloud", components: [{ mean: 1 }, { mean: -4.25 }] }),
  "a list of objects": put(DEFAULT, ["penalties"], [{ kind: "r1", weight: 2 }]),
  "a kind that is a plain word": put(DEFAULT, ["latent"], { kind: "uniform", dimension: 1 }),
};
for (const [name, experiment] of Object.entries(cases)) {
  for (const preset of ["first", "wide", null]) {
    test(`round trip: ${name}, from ${preset}`, () => {
      const given = view({ preset, experiment, speed: 3, generator: "average", layers: "theory,-d,mesh", twin: "does" });
      assert.deepEqual(round(given), { view: given, unread: [] });
    });
  }
}

test("the fastest speed round-trips, over a preset with another", () => {
  assert.equal(round(view({ speed: null })).view.speed, null);
  assert.equal(round(view({ preset: "wide", experiment: wide, speed: 5 })).view.speed, 5);
});

test("what means nothing is reported and the rest is read", () => {
  const { view: got, unread } = read("#preset=first&colour=red&seed=3", schema, PRESETS);
  assert.equal(got.experiment.seed, 3);
  assert.deepEqual(unread, ["colour=red"]);
  assert.deepEqual(read("#preset=none", schema, PRESETS).unread, ["preset=none"]);
});

test("a broken address never throws", () => {
  for (const text of ["#%", "#=&&=", "#speed=-4", "#speed=abc", "#target.kind=", "#net.hidden=[1", "#a.b.c.d=1"]) {
    assert.equal(typeof read(text, schema, PRESETS).view.experiment, "object");
  }
});

test("an address that names hidden layers, as older ones did, hides them", () => {
  assert.equal(read("#preset=first&hide=d,d_star", schema, PRESETS).view.layers, "-d,-d_star");
});
