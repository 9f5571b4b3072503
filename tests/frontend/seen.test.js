import assert from "node:assert/strict";
import { test } from "node:test";

import { read } from "../../frontend/js/run/address.js";
import { put, Schema } from "../../frontend/js/run/schema.js";
import { seenIn } from "../../frontend/js/run/seen.js";
import { DEFAULT, ROOT } from "./example_schema.js";

const root = structuredClone(ROOT);
root.$defs.Sgd.properties.kind["x-preset"] = "wide";
root.$defs.R1.properties.kind["x-preset"] = "wide";
root.$defs.R1.properties.form = { enum: ["square", "cube"], default: "square", type: "string", "x-preset": "penalised" };
root.$defs.Latent.properties.kind["x-preset"] = "wide";
const R2 = { type: "object", properties: { kind: { const: "r2", default: "r2" }, weight: { type: "number", default: 2 } } };
root.$defs.R2 = R2;
root.properties.penalties.items = { oneOf: [{ $ref: "#/$defs/R1" }, { $ref: "#/$defs/R2" }] };
const schema = new Schema(root);

const fast = put(DEFAULT, ["net", "optimizer", "rate"], 0.5);
const wide = put(put(fast, ["net", "hidden"], [128]), ["penalties"], [{ kind: "r2", weight: 3 }]);
const penalised = put(wide, ["penalties"], [{ kind: "r2", weight: 3 }, { kind: "r1", weight: 1, form: "square" }]);
const PRESETS = [
  { name: "first", title: "First", summary: "", look_for: "", experiment: DEFAULT, speed: 20 },
  { name: "wide", title: "Wide", summary: "", look_for: "", experiment: wide, speed: null },
];
const MORE = [...PRESETS, { name: "penalised", title: "Penalised", summary: "", look_for: "", experiment: penalised, speed: 5 }];

/** What the address of a choice opens. */
function opened(presets, experiment, path, choice) {
  const seen = seenIn(schema, presets, experiment, path, choice);
  if (!seen) return null;
  const { view, unread } = read(seen.href, schema, presets);
  assert.deepEqual(unread, []);
  return { title: seen.title, preset: view.preset, speed: view.speed, experiment: view.experiment };
}

test("a choice that a preset plays is seen there as it is", () => {
  const path = ["net", "optimizer"];
  assert.deepEqual(opened(PRESETS, wide, path, "adam"), { title: "First", preset: "first", speed: 20, experiment: DEFAULT });
  assert.deepEqual(seenIn(schema, PRESETS, wide, path, "adam"), { title: "First", href: "#preset=first" });
});

test("a member that none plays is chosen in the preset that it names, and keeps what both kinds have", () => {
  const experiment = put(wide, ["net", "optimizer"], { kind: "sgd", rate: 0.5 });
  assert.deepEqual(opened(PRESETS, DEFAULT, ["net", "optimizer"], "sgd"), { title: "Wide", preset: "wide", speed: null, experiment });
});

test("a word is chosen too", () => {
  const experiment = put(wide, ["latent", "kind"], "uniform");
  assert.deepEqual(opened(PRESETS, DEFAULT, ["latent", "kind"], "uniform")?.experiment, experiment);
});

test("a member of a list is added to it, or seen where it is listed", () => {
  const experiment = put(wide, ["penalties"], [{ kind: "r2", weight: 3 }, { kind: "r1", weight: 0.1, form: "square" }]);
  assert.deepEqual(opened(PRESETS, DEFAULT, ["penalties"], "r1")?.experiment, experiment);
  assert.equal(opened(MORE, DEFAULT, ["penalties"], "r1")?.preset, "penalised");
  assert.equal(opened(PRESETS, DEFAULT, ["penalties"], "r2")?.preset, "wide");
});

test("in a list a word is that of the member of the same kind, wherever it stands", () => {
  const own = put(DEFAULT, ["penalties"], [{ kind: "r1", weight: 7, form: "cube" }]);
  const path = ["penalties", 0, "form"];
  assert.deepEqual(opened(MORE, own, path, "square"), { title: "Penalised", preset: "penalised", speed: 5, experiment: penalised });
  assert.deepEqual(opened(MORE, own, path, "cube")?.experiment, put(penalised, ["penalties", 1, "form"], "cube"));
});

test("what names no preset is seen nowhere, and so is a word of a kind that the preset does not play", () => {
  assert.equal(seenIn(schema, PRESETS, DEFAULT, ["target"], "cloud"), null);
  const own = put(DEFAULT, ["penalties"], [{ kind: "r1", weight: 7, form: "cube" }]);
  assert.equal(seenIn(schema, PRESETS, own, ["penalties", 0, "form"], "cube"), null);
});
