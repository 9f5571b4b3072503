import assert from "node:assert/strict";
import { test } from "node:test";

import { Naming, overlap, Places } from "../../frontend/js/figure/naming.js";

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

/** @param {ReturnType<typeof line>[]} lines @param {Map<string, any>} [kept] */
function numbered(lines, kept = new Map()) {
  const naming = new Naming(BOX, COUNT, lines, LETTER, [], null);
  naming.number(lines.filter(({ name }) => /^\d/.test(name)).map(({ name }) => ({ name, width: 16, height: 17, share: null })), kept);
  return { naming, kept };
}

test("a number stands nearer to its own curve than to any other, beside its peak", () => {
  const lines = [line("1", bell(0.2, 0.5)), line("2", bell(0.5, 0.8)), line("3", bell(0.62, 0.3)), line("4", bell(0.85, 0.6))];
  const { kept } = numbered(lines);
  assert.equal(kept.size, 4);
  for (const own of lines) for (const other of lines) if (other !== own) assert.ok(gap(kept.get(own.name), own) < gap(kept.get(own.name), other), own.name);
});

test("numbers of spikes that stand in one place hide no other's, and their lines lead to their own peaks", () => {
  const spike = (middle, high) => (share) => high * Math.exp(-(((share - middle) / 0.004) ** 2));
  const lines = [spike(0.2, 0.5), spike(0.233, 0.55), spike(0.2, 0.9), spike(0.202, 0.7)].map((of, k) => line(String(k + 1), of));
  const { naming, kept } = numbered(lines);
  assert.equal(kept.size, 4);
  for (const [name, place] of kept) {
    const own = lines.find((each) => each.name === name);
    const [, , x, y] = naming.lead(name, place);
    assert.ok(Math.abs(y - own.toY(Math.max(...own.values))) < 1 && Math.abs(x - 600 * [0.2, 0.233, 0.2, 0.202][Number(name) - 1]) < 3, name);
    for (const other of lines) assert.ok(other === own || gap(place, other) > 0, `${name} on ${other.name}`);
    for (const [also, rect] of kept) assert.ok(also === name || !overlap(rect, place, 0), `${name} on ${also}`);
  }
  assert.deepEqual(numbered(lines, new Map(kept)).kept, kept);
});

test("lines of generators that make the same end side by side, each on its own density", () => {
  const lines = [1, 2, 3].map((k) => line(String(k), bell(0.5, 0.6)));
  const { naming, kept } = numbered(lines);
  const ends = [...kept].map(([name, place]) => naming.lead(name, place).slice(2));
  assert.equal(ends.length, 3);
  for (const [x, y] of ends) assert.ok(Math.abs(y - lines[0].toY(bell(0.5, 0.6)(x / 600))) < 2);
  for (const [k, a] of ends.entries()) for (const b of ends.slice(0, k)) assert.ok(Math.hypot(a[0] - b[0], a[1] - b[1]) > 9);
});

test("a generator whose density is nowhere has no number", () => {
  assert.deepEqual([...numbered([line("1", bell(0.4, 0.5)), line("2", () => 0)]).kept.keys()], ["1"]);
});

/** Whether two lines cross. */
function cross([ax, ay, bx, by], [cx, cy, dx, dy]) {
  const side = (x, y) => (bx - ax) * (y - ay) - (by - ay) * (x - ax);
  const back = (x, y) => (dx - cx) * (y - cy) - (dy - cy) * (x - cx);
  return side(cx, cy) * side(dx, dy) < 0 && back(ax, ay) * back(bx, by) < 0;
}

test("lines of numbers do not cross where generators crowd", () => {
  const phone = { left: 0, top: 0, width: 305, height: 171 };
  const spike = (middle, high) => (share) => high * Math.exp(-(((share - middle) / 0.01) ** 2));
  const crowd = (middles, highs) => {
    const each = highs.map((high, k) => spike(middles[k], high));
    const sum = (share) => each.reduce((total, of) => total + of(share), 0);
    const d = (share) => 0.1 + 0.8 * (share - 0.25) ** 2;
    return [...each, sum, d].map((of, k) => ({ ...line(["1", "2", "3", "4", "p_g", "d"][k], of), toY: (value) => 171 * (1 - value) }));
  };
  const uncrossed = (lines, kept) => {
    const naming = new Naming(phone, COUNT, lines, LETTER, [], null);
    naming.number(lines.slice(0, 4).map(({ name }) => ({ name, width: 16, height: 17, share: null })), kept);
    const leads = [...kept].map(([name, place]) => naming.lead(name, place));
    assert.equal(leads.length, 4);
    for (const [k, a] of leads.entries()) for (const b of leads.slice(0, k)) assert.ok(!cross(a, b), `${a} and ${b}`);
  };
  // Four that wander: a small linear congruence is as good as chance here.
  let state = 1;
  const random = () => (state = (48271 * state) % 2147483647) / 2147483647;
  const kept = new Map();
  const middles = [0.18, 0.18, 0.2, 0.2];
  const highs = [0.9, 0.7, 0.35, 0.5];
  for (let turn = 0; turn < 300; turn++) {
    for (const k of highs.keys()) {
      middles[k] = Math.max(0.12, Math.min(0.24, middles[k] + 0.02 * (random() - 0.5)));
      highs[k] = Math.max(0.1, Math.min(0.95, highs[k] + 0.1 * (random() - 0.5)));
    }
    uncrossed(crowd(middles, highs), kept);
  }
});
