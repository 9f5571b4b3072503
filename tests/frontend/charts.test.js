import "./a_theme.js";

import assert from "node:assert/strict";
import { test } from "node:test";

Object.assign(globalThis.document, { createElement: () => ({ getContext: () => null }) });
const { dressed } = await import("../../frontend/js/charts/dressed.js");
const { inserted, moved } = await import("../../frontend/js/charts/chooser.js");
const { csv } = await import("../../frontend/js/charts/exports.js");
const { figure } = await import("../../frontend/js/charts/figure.js");
const { filled, SOURCES, thinned } = await import("../../frontend/js/charts/sources.js");
const { Standing } = await import("../../frontend/js/charts/spans.js");

const tensor = (/** @type {number[]} */ data, shape = [data.length]) => ({ data: Float32Array.from(data), shape });
const moment = (more = {}) => ({
  history: { meta: {}, arrays: { round: tensor([0, 1, 2, 3]), v: tensor([-2, -1.5, NaN, -1]), v_star: tensor([-1, -1, -1, -0.5]), mode_share: tensor([1, 0, 0.5, 0.5, 0.25, 0.75, 0, 1], [4, 2]), outside: tensor([0, 0.5, 0, 0]) } },
  frame: null, labels: 0, bound: null, place: 5, way: [], most: Infinity, ...more,
}); // prettier-ignore

/** @param {string} column @param {any} [more] */
const line = (column, more = {}) => ({ type: "scatter", mode: "lines", name: column, line: { color: "@d", width: 2 }, meta: { from: "columns", x: "round", y: column, colour: "@d_text", ...more } });
const row = (more = {}) => ({
  name: "value", title: "Value", help: "", traces: [line("v_star", { bound: true }), line("v")], rank: 1, unit: "nats", needs: null, reason: "", front: null,
  over_rounds: true, square: false, axes: {}, zero: false, most: 0, ranges: null, levels: [], format: { how: "fixed", digits: 3 }, least: null, says: "lines", aside: 84, ...more,
}); // prettier-ignore
const none = new Set();

test("tokens become the theme's colours, and data stay as they are", () => {
  const y = new Float32Array([1]);
  const put = dressed({ y, line: { color: "@d/0.5", width: 2, dash: "2px,3px" }, font: { size: 12 } });
  assert.equal(put.y, y);
  assert.deepEqual(put.line, { color: "rgba(0,114,178,0.5)", width: 2, dash: "2px,3px" });
});

test("a curve is its column, with a sign at what is a lower bound", () => {
  const [star, v] = filled(/** @type {any} */ (row()), /** @type {any} */ (moment()), none);
  assert.deepEqual([...v.y], [-2, -1.5, NaN, -1]);
  assert.deepEqual([...v.x], [0, 1, 2, 3]);
  assert.deepEqual(star.text, ["", "≥\u202f", "", ""]);
  assert.notEqual(star.uid, v.uid);
  assert.match(star.uid, /^[\w-]+$/); // Plotly makes a class of it
});

test("the area between two curves leaves out where one has no value, and goes with a line that is hidden", () => {
  const gap = { ...line("gap"), meta: { from: "between", low: "v", high: "v_star", while: ["v"] } };
  const chart = /** @type {any} */ (row({ traces: [gap, line("v")] }));
  const [area] = filled(chart, /** @type {any} */ (moment()), none);
  assert.ok(!Array.from(area.x).includes(2));
  assert.equal(Array.from(area.x).filter(Number.isFinite).length, 2 * 3);
  assert.deepEqual(filled(chart, /** @type {any} */ (moment()), new Set(["value-v"])).map(({ name }) => name), ["v"]);
});

test("bands are the columns of the shares, of rows that are drawn", () => {
  const bands = SOURCES.bands({ from: "bands" }, /** @type {any} */ (moment({ most: 2 })));
  assert.deepEqual(bands.map(({ name }) => name), ["mode 1", "mode 2"]);
  assert.deepEqual([...bands[1].y], [0, 1]);
  assert.deepEqual(thinned([0, 1, 2], 5), [0, 1, 2]);
  assert.deepEqual(thinned(Array.from({ length: 101 }), 3), [0, 50, 100]);
});

test("what no frame holds fills nothing", () => {
  for (const [name, source] of Object.entries(SOURCES)) {
    const found = source({ from: name, x: "z", y: "z", part: [0, 1] }, /** @type {any} */ ({ ...moment(), history: { meta: {}, arrays: {} } }));
    assert.ok(found.every(({ y }) => y.length === 0), name);
  }
});

const sheet = { width: 360, height: 300, end: 10, round: null, run: "1", hidden: none, large: false, grown: 1, touched: false, zoomed: () => null };
const described = { plotly: "", layout: { font: { size: 13 } }, axis: {}, charts: [] };
/** @param {any} chart @param {number} number */
function drawn(chart, number) {
  const traces = filled(chart, /** @type {any} */ (moment()), none);
  const spans = new Standing().of(chart, traces, /** @type {any} */ (moment()), none);
  const top = 100 * number;
  return { row: chart, number, head: { left: 0, top, right: 360, bottom: top + 26 }, box: { left: 62, top: top + 34, right: 276, bottom: top + 93 }, numbered: number === 1, folded: false, traces, spans };
}

test("charts over rounds share one axis, each has its own the other way and its own legend", () => {
  const { data, layout } = /** @type {any} */ (figure(described, /** @type {any} */ ([drawn(row(), 0), drawn(row({ name: "jsd" }), 1)]), sheet));
  assert.deepEqual([...new Set(data.map((/** @type {any} */ trace) => trace.xaxis))], ["x"]);
  assert.equal(new Set(data.map((/** @type {any} */ trace) => trace.yaxis)).size, 2);
  assert.equal(new Set(data.map((/** @type {any} */ trace) => trace.legend)).size, 2);
  assert.deepEqual(layout.xaxis.range, [0, 10]);
  assert.ok(layout.yaxis2.domain[0] > layout.yaxis4.domain[1]);
  assert.ok(layout.yaxis2.range[0] <= -2 && layout.yaxis2.range[1] <= 0);
});

test("a zoomed axis keeps its range", () => {
  const { layout } = /** @type {any} */ (figure(described, /** @type {any} */ ([drawn(row(), 0)]), { ...sheet, zoomed: (name) => (name === "x" ? [2, 3] : null) }));
  assert.deepEqual(layout.xaxis.range, [2, 3]);
});

test("a table has every round, and nothing where there is no number", () => {
  const text = csv(/** @type {any} */ ([drawn(row(), 0)]));
  assert.equal(text, "round,v_star,v\r\n0,-1,-2\r\n1,-1,-1.5\r\n2,-1,\r\n3,-0.5,-1\r\n");
  assert.match(csv(/** @type {any} */ ([drawn(row(), 0), drawn(row({ title: "A, B" }), 1)])), /^round,Value: v_star,Value: v,"A, B: v_star"/);
});

test("a chart is added in its place, and moved by one", () => {
  assert.deepEqual(inserted(["value", "losses"], "jsd", ["value", "jsd", "losses"]), ["value", "jsd", "losses"]);
  assert.deepEqual(inserted([], "jsd", ["jsd"]), ["jsd"]);
  assert.deepEqual(moved(["a", "b", "c"], "c", -1), ["a", "c", "b"]);
  assert.deepEqual(moved(["a", "b"], "a", -1), ["a", "b"]);
});
