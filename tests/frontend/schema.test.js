import assert from "node:assert/strict";
import { test } from "node:test";

import { get, put, same, Schema } from "../../frontend/js/run/schema.js";
import { DEFAULT, ROOT } from "./example_schema.js";

const schema = new Schema(ROOT);

test("the initial value fills in every default, also those that a default leaves out", () => {
  assert.deepEqual(schema.initial(ROOT), DEFAULT);
});

test("what has no default gets the smallest thing that the schema allows", () => {
  const cloud = schema.variants(ROOT.properties.target)?.get("cloud");
  assert.deepEqual(schema.initial({ ...cloud, default: undefined }), { kind: "cloud", components: [{ mean: 0 }] });
});

test("the title beside a reference wins over that of what is referred to", () => {
  assert.equal(schema.resolve({ $ref: "#/$defs/Net", title: "Generator" }).title, "Generator");
});

test("a node is found by its path through references, unions and arrays", () => {
  assert.equal(schema.at(["net", "optimizer", "beta"], DEFAULT)?.title, "β");
  assert.equal(schema.at(["net", "hidden", 1], DEFAULT)?.minimum, 1);
  assert.equal(schema.at(["net", "optimizer", "momentum"], DEFAULT), null);
});

test("a server's field name leads to the value, with or without the names of union members", () => {
  assert.deepEqual(schema.pathOf("experiment.net.optimizer.adam.rate", DEFAULT), ["net", "optimizer", "rate"]);
  assert.deepEqual(schema.pathOf("net.hidden[1]", DEFAULT), ["net", "hidden", 1]);
  assert.deepEqual(schema.pathOf("target.point", DEFAULT), ["target"]);
  assert.deepEqual(schema.pathOf("count", DEFAULT), []);
});

test("a field is called by its title, an item of a list by that of the list", () => {
  assert.equal(schema.title(["net", "optimizer", "rate"], DEFAULT), "Rate");
  assert.equal(schema.title(["net", "hidden", 1], DEFAULT), "Hidden");
});

test("put changes one leaf and shares the rest", () => {
  const changed = put(DEFAULT, ["net", "hidden", 0], 8);
  assert.deepEqual(changed.net.hidden, [8, 32]);
  assert.deepEqual(DEFAULT.net.hidden, [32, 32]);
  assert.equal(changed.target, DEFAULT.target);
  assert.equal(get(changed, ["net", "optimizer", "rate"]), 0.001);
});

test("same compares by value", () => {
  assert.ok(same(DEFAULT, structuredClone(DEFAULT)));
  assert.ok(!same(DEFAULT, put(DEFAULT, ["seed"], 1)));
  assert.ok(!same({ a: 1 }, { a: 1, b: 2 }));
});
