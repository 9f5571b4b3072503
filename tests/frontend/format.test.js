import assert from "node:assert/strict";
import { test } from "node:test";

import { fixed, percent, short, typed, whole } from "../../frontend/js/format.js";

test("fixed keeps its decimals, has a true minus and no minus zero", () => {
  assert.equal(fixed(-1.38629, 4), "−1.3863");
  assert.equal(fixed(-0.00001, 3), "0.000");
  assert.equal(fixed(null, 3), "–");
  assert.equal(fixed(Infinity, 3), "∞");
});

test("short keeps the digits that matter", () => {
  assert.equal(short(0.01234), "0.0123");
  assert.equal(short(1e-8), "1.0e−8");
  assert.equal(short(-250), "−250");
});

test("whole groups thousands, percent has one decimal", () => {
  assert.equal(whole(1234567), "1\u2009234\u2009567");
  assert.equal(percent(0.9889), "98.9%");
  assert.equal(percent(null), "–");
});

test("what a person types is a number where it can be read as one", () => {
  assert.equal(typed(" 1e-3 "), 0.001);
  assert.equal(typed("−.5"), -0.5);
  assert.equal(typed("1,5"), 1.5);
  assert.equal(typed(""), null);
  assert.equal(typed("abc"), null);
  assert.equal(typed("Infinity"), null);
});
