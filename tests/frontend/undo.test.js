import assert from "node:assert/strict";
import { test } from "node:test";

import { Undo } from "../../frontend/js/run/undo.js";

const step = (path, before, after, gesture) => ({ path, title: path?.join(".") ?? "start", before, after, gesture });

test("a drag is one step, from where it began to where it ended", () => {
  const undo = new Undo();
  for (let i = 0; i < 5; i++) undo.record(step(["rate"], i, i + 1, 7));
  assert.deepEqual(undo.next, { undo: "rate", redo: null });
  const back = undo.back();
  assert.deepEqual([back?.before, back?.after], [0, 5]);
  assert.equal(undo.back(), undefined);
});

test("another press, or another field within the same press, is another step", () => {
  const undo = new Undo();
  undo.record(step(["rate"], 0, 1, 1));
  undo.record(step(["rate"], 1, 2, 2));
  undo.record(step(["batch"], 8, 16, 2));
  assert.equal(undo.back()?.before, 8);
  assert.equal(undo.back()?.before, 1);
  assert.equal(undo.back()?.before, 0);
});

test("a drag that comes back to where it began leaves no step", () => {
  const undo = new Undo();
  undo.record(step(["rate"], 0, 1, 1));
  undo.record(step(["rate"], 1, 0, 1));
  assert.equal(undo.back(), undefined);
});

test("what was undone is done again, until something else is changed", () => {
  const undo = new Undo();
  undo.record(step(["rate"], 0, 1, 1));
  undo.back();
  assert.deepEqual(undo.next, { undo: null, redo: "rate" });
  assert.equal(undo.forward()?.after, 1);
  undo.back();
  undo.record(step(["batch"], 8, 16, 2));
  assert.equal(undo.forward(), undefined);
});

test("two new starts are two steps, even within one press", () => {
  const undo = new Undo();
  undo.record(step(null, { preset: "a" }, { preset: "b" }, 1));
  undo.record(step(null, { preset: "b" }, { preset: "c" }, 1));
  assert.deepEqual(undo.back()?.before, { preset: "b" });
  assert.deepEqual(undo.back()?.before, { preset: "a" });
});

test("a change that was refused leaves no step, a drag keeps what was accepted of it", () => {
  const undo = new Undo();
  undo.record(step(["rate"], 1, 99, 1));
  undo.refused({ rate: 1 });
  assert.equal(undo.next.undo, null);
  undo.record(step(["rate"], 1, 5, 2));
  undo.record(step(["rate"], 5, 99, 2));
  undo.refused({ rate: 5 });
  const back = undo.back();
  assert.deepEqual([back?.before, back?.after], [1, 5]);
});

test("every change of what comes next is told", () => {
  const undo = new Undo();
  let told = 0;
  undo.changed = () => (told += 1);
  undo.record(step(["rate"], 0, 1, 1));
  undo.back();
  undo.forward();
  assert.equal(told, 3);
});
