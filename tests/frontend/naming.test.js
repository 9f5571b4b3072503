import assert from "node:assert/strict";
import { test } from "node:test";

import { Naming, overlap, Places, sideBySide } from "../../frontend/js/naming.js";

const BOX = { left: 0, top: 0, width: 600, height: 300 };
const COUNT = 512;
const LETTER = 13;

/** @param {string} name @param {(share: number) => number} of  heights from 0 to 1 */
const line = (name, of) => ({ name, values: Float64Array.from({ length: COUNT }, (_, i) => of((i + 0.5) / COUNT)), toY: (value) => 300 * (1 - value), width: 3 });
const bell = (middle, high) => (share) => high * Math.exp(-(((share - middle) / 0.1) ** 2));
const wall = (from, to) => (share) => (share > from && share < to ? 0.7 : 0);
const LINES = [line("p_data", bell(0.5, 0.8)), line("p_g", wall(0.4, 0.62)), line("d", (share) => 0.3 + 0.4 * share), line("d_star", (share) => 1 - bell(0.5, 0.6)(share))];
const WISHES = [
  { name: "p_data", width: 40, height: 17, share: null },
  { name: "d", width: 14, height: 15, share: 0.06 },
  { name: "d_star", width: 22, height: 15, share: 0.94 },
  { name: "p_g", width: 20, height: 17, share: null },
];

/** Pixels between a rectangle and a line. */
function gap(rect, { values, toY }) {
  let least = Infinity;
  for (let i = 0; i + 1 < COUNT; i++) {
    const [x, next] = [((i + 0.5) / COUNT) * 600, ((i + 1.5) / COUNT) * 600];
    const [a, b] = [toY(values[i]), toY(values[i + 1])];
    least = Math.min(least, Math.hypot(Math.max(0, rect.left - next, x - rect.right), Math.max(0, rect.top - Math.max(a, b), Math.min(a, b) - rect.bottom)));
  }
  return least;
}

/** @param {ReturnType<typeof line>[]} lines @param {Map<string, any>} kept */
function placed(lines, kept = new Map()) {
  new Naming(BOX, COUNT, lines, LETTER, [], null).place(WISHES, kept);
  return kept;
}

test("a name stands clear of every curve, and no other is nearer than its own", () => {
  const kept = placed(LINES);
  assert.deepEqual([...kept.keys()].sort(), ["d", "d_star", "p_data", "p_g"]);
  for (const [name, rect] of kept) {
    const own = gap(rect, LINES.find((each) => each.name === name));
    for (const other of LINES) {
      assert.ok(gap(rect, other) > 3, `${name} on ${other.name}`);
      assert.ok(other.name === name || gap(rect, other) > own - 3, `${name} nearer to ${other.name}`);
    }
    for (const [also, place] of kept) assert.ok(also === name || !overlap(rect, place, 0), `${name} on ${also}`);
  }
});

test("a name stands still while its curve moves a little, and goes on when one runs into it", () => {
  const kept = placed(LINES);
  const before = new Map(kept);
  placed(LINES.map((each) => (each.name === "d" ? line("d", (share) => 0.305 + 0.395 * share) : each)), kept);
  assert.deepEqual(kept, before);
  const rect = before.get("d");
  const through = 1 - (rect.top + rect.bottom) / 2 / 300;
  placed(LINES.map((each) => (each.name === "d" ? line("d", () => through) : each)), kept);
  assert.notDeepEqual(kept.get("d"), rect);
});

test("a name that finds no room is left out", () => {
  const grid = Array.from({ length: 30 }, (_, k) => line("each", () => k / 30));
  assert.equal(placed([...LINES, ...grid]).size, 0);
});

test("each arrangement has places of its own", () => {
  const places = new Places();
  places.of("a").set("d", BOX);
  assert.equal(places.of("b").size, 0);
  assert.equal(places.of("a").size, 1);
});

test("numbers that would hide one another stand side by side, in order, within the frame", () => {
  const at = (...x) => sideBySide(x.map((each) => ({ x: each, y: 0 })), 10, [0, 100]);
  assert.deepEqual(at(20, 60), [20, 60]);
  assert.deepEqual(at(51, 50), [45.5, 55.5]);
  assert.deepEqual(at(2, 1, 0), [5, 15, 25]);
  const four = at(50, 50, 62, 90);
  for (let k = 0; k + 1 < four.length; k++) assert.ok(four[k + 1] - four[k] >= 10 - 1e-9);
});
