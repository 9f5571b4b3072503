import assert from "node:assert/strict";
import { test } from "node:test";

import { figures, fixed, least, percent, roomy, short, typed, whole, worded } from "../../frontend/js/base/format.js";

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

test("figures keeps the zeros that short leaves out, and with them its width", () => {
  assert.deepEqual([0.06, 0.0596, 0.0999, 1, 250].map((value) => figures(value, 2)), ["0.060", "0.060", "0.10", "1.0", "250"]);
  assert.equal(figures(-1.3, 3), "−1.30");
  assert.equal(figures(1e-8, 2), "1.0e−8");
  assert.equal(figures(Number.NaN, 2), "–");
  assert.equal(figures(0, 2), "0");
});

test("a lower bound is cut off, not rounded up, and infinity needs no bound", () => {
  assert.deepEqual([0.3067, 15.99, 3.9e-4, 129].map((value) => least(value, 2)), ["≥\u202f0.30", "≥\u202f15", "≥\u202f3.9e−4", "≥\u202f120"]);
  assert.deepEqual([Infinity, 0, Number.NaN].map((value) => least(value, 2)), ["∞", "0", "–"]);
});

test("what is too large for its decimals has room in few letters", () => {
  assert.equal(roomy(-1.38629, 4), "−1.3863");
  assert.deepEqual([3942168.5, -443210, 99999, 2.5e9].map((value) => roomy(value, 3)), ["3.94M", "−443k", "100000", "2.5e9"]);
  assert.equal(roomy(-Infinity, 4), "−∞");
});

test("whole groups thousands, percent has one decimal", () => {
  assert.equal(whole(1234567), "1\u202f234\u202f567");
  assert.equal(percent(0.9889), "98.9%");
  assert.equal(percent(null), "–");
});

test("numbers in words are written as the page writes its own", () => {
  assert.equal(worded("Batch got -3; it accepts a whole number from 1 to 4,096."), "Batch got −3; it accepts a whole number from 1 to 4\u202f096.");
  assert.equal(worded("from 1 to 10,000,000"), "from 1 to 10\u202f000\u202f000");
  assert.equal(worded("[64,128], 1e-3, fan-in, 1-Lipschitz, 64, 128"), "[64,128], 1e-3, fan-in, 1-Lipschitz, 64, 128");
});

test("what a person types is a number where it can be read as one", () => {
  assert.equal(typed(" 1e-3 "), 0.001);
  assert.equal(typed("−.5"), -0.5);
  assert.equal(typed("1,5"), 1.5);
  assert.equal(typed(""), null);
  assert.equal(typed("abc"), null);
  assert.equal(typed("Infinity"), null);
});
