import "./a_theme.js";

import assert from "node:assert/strict";
import { test } from "node:test";

import { colour, dressed } from "../../frontend/js/figure/description.js";
import { changed, comb, densityTop, fill as fillLine, zigzag } from "../../frontend/js/figure/figure1_data.js";
import { Scales, valuesOf, outputsOf } from "../../frontend/js/figure/heat.js";
import { merged } from "../../frontend/js/figure/merge.js";
import { placeNames } from "../../frontend/js/figure/names.js";
import { drawPlane } from "../../frontend/js/figure/painter.js";
import { fill as fillPlane } from "../../frontend/js/figure/plane_data.js";
import { readings } from "../../frontend/js/figure/reading.js";
import { tableOf } from "../../frontend/js/figure/tables.js";
import { visible } from "../../frontend/js/figure/visible.js";
import { DESCRIBED, lineFrame, planeFrame } from "./a_frame.js";

const SIZE = { text: 13, line: 1 };
const { figure1, plane } = DESCRIBED.theory;

test("tokens become the theme's colours, at the opacity that they ask for", () => {
  assert.equal(colour("@d"), "#0072b2");
  assert.equal(colour("@line_strong"), "#7f8995");
  assert.equal(colour("@p_g/0.3"), "rgba(0,158,115,0.3)");
  assert.equal(colour("@g1"), "#7ade00");
  assert.throws(() => colour("@nothing"), /no colour is called @nothing/);
  const grown = dressed({ font: { size: 10 }, line: { width: 2, color: "@ink" }, margin: { l: 40 }, x: [1, 2], meta: { layer: "@d" } }, { text: 26, line: 3 });
  assert.deepEqual(grown, { font: { size: 20 }, line: { width: 6, color: "#14181d" }, margin: { l: 80 }, x: [1, 2], meta: { layer: "@d" } });
});

test("every trace of both figures has a name of its own, and every token a colour", () => {
  for (const game of Object.values(DESCRIBED)) {
    for (const { data, layout } of [game.figure1, game.plane]) {
      assert.equal(new Set(data.map((/** @type {any} */ { name }) => name)).size, data.length);
      assert.ok(!JSON.stringify(dressed([data, layout], SIZE)).replaceAll(/"meta":\{[^}]*\}/g, "").includes('"@'));
    }
  }
});

// --- Figure 1 --------------------------------------------------------------------------------------------------------

const VIEW = { seen: /** @type {[number, number]} */ ([-4, 4]), aspect: 4, arrows: 800 };

test("the curves of Figure 1 are the very arrays of the frame", () => {
  const frame = lineFrame();
  const data = fillLine(frame, figure1.data, VIEW);
  for (const name of ["p_data", "p_g", "d", "d_star"]) {
    assert.equal(data.get(name)?.y, frame.arrays[name].data, name);
    assert.equal(data.get(name)?.x, frame.arrays.x.data, name);
  }
});

test("a critic's curves are in its own numbers", () => {
  const frame = lineFrame();
  frame.meta.game = { kind: "wasserstein", output: "score", range: [-2, 6], optimum: true, equilibrium: 0 };
  const { y } = /** @type {any} */ (fillLine(frame, figure1.data, VIEW).get("d"));
  for (const [i, value] of y.entries()) assert.ok(Math.abs(value - (-2 + 8 * frame.arrays.d.data[i])) < 1e-5);
});

test("samples stand at their places, each one tooth of a comb whose back is not seen", () => {
  const { x, y } = comb([3, -1]);
  assert.deepEqual([...x], [3, 3, 3, -1, -1, -1]);
  assert.deepEqual([...y], [-1, 1, -1, -1, 1, -1]);
});

test("arrows lead from z at the foot to G(z) at the top, and their heads point there", () => {
  const frame = lineFrame();
  const data = fillLine(frame, figure1.data, VIEW);
  const { x, y } = /** @type {any} */ (data.get("arrows"));
  for (let i = 0; 6 * i < x.length; i++) {
    assert.deepEqual([...y.slice(6 * i, 6 * i + 2)], [0, 1]);
    const z = x[6 * i];
    // −4 … 4 of x is −1 … 1 of z, so G(z) = z − 2 stands at (z − 2)/4.
    assert.ok(Math.abs(x[6 * i + 1] - (z - 2) / 4) < 1e-6);
    assert.ok(frame.arrays.z.data.some((/** @type {number} */ at) => Math.abs(at - z) < 1e-6));
  }
  const heads = /** @type {any} */ (data.get("heads"));
  for (const [k, at] of heads.x.entries()) {
    const from = 4 * at + 2;
    assert.equal(Math.sign(heads.marker.angle[k]), Math.sign(at - from));
    assert.ok(Math.abs(heads.marker.angle[k]) < 90);
  }
  assert.deepEqual([...zigzag([0], [1], -9).x], [0, 1, 1, -9, -9, 0]);
});

test("where a person has zoomed, arrows end where the axis of x has G(z)", () => {
  const { x } = /** @type {any} */ (fillLine(lineFrame(), figure1.data, { ...VIEW, seen: [-3, -1] }).get("arrows"));
  assert.ok(Math.abs(x[1] - x[0]) < 1e-6); // −3 … −1 is the whole of G's line
});

test("several generators have traces of their own, which share out the samples", () => {
  const frame = lineFrame();
  frame.meta.generators = 3;
  frame.arrays.p_g_each = { data: new Float32Array(3 * 64).map((_, i) => i), shape: [3, 64] };
  const traces = DESCRIBED.generators.figure1.data;
  const data = fillLine(frame, visible(traces, new Set(["fake", "each", "arrows"])), VIEW);
  assert.deepEqual([...data.keys()].filter((name) => name.startsWith("fake")), ["fake 1", "fake 2", "fake 3"]);
  assert.deepEqual([...data.get("fake 2")?.x ?? []], [-1.5, -1.5, -1.5]);
  assert.equal(data.get("p_g 3")?.y[0], 128);
  assert.deepEqual([...fillLine(frame, visible(traces, new Set(["fake"])), VIEW).keys()], ["fake"]);
});

test("what has not changed stays, to the bit", () => {
  const [one, other] = [lineFrame(), lineFrame()];
  const before = fillLine(one, figure1.data, VIEW);
  assert.deepEqual([...changed(before, fillLine(other, figure1.data, VIEW)).keys()], []);
  other.arrays.p_g.data[5] += 1e-3;
  assert.deepEqual([...changed(before, fillLine(other, figure1.data, VIEW)).keys()], ["p_g"]);
});

test("the density axis follows p_data alone", () => {
  const frame = lineFrame();
  const top = densityTop(frame);
  assert.ok(top > 0.5 && top < 0.8);
  frame.arrays.p_g.data.fill(9);
  assert.equal(densityTop(frame), top);
});

test("a name stands beside its own curve, off all others, and stays where it stood", () => {
  const width = 600;
  const heights = (/** @type {(share: number) => number} */ f) => Float32Array.from({ length: 300 }, (_, i) => f(i / 299));
  const curves = (/** @type {number} */ shift) => [
    { name: "p_data", heights: heights((at) => 380 - 250 * Math.exp(-(((at - 0.5) * 8) ** 2))), share: null },
    { name: "d", heights: heights((at) => 200 - 100 * Math.sin(3 * at)), share: 0.07 },
    { name: "p_g", heights: heights((at) => 380 - 200 * Math.exp(-(((at - 0.3 - shift) * 8) ** 2))), share: null },
  ];
  const placed = placeNames(curves(0), { width, height: 400 }, 15, new Map());
  assert.equal(placed.size, 3);
  for (const { name, heights: own } of curves(0)) {
    const { x, y } = /** @type {any} */ (placed.get(name));
    const near = Array.from(own.slice(Math.round(((x - 36) / width) * 299), Math.round(((x + 36) / width) * 299)), (height) => Math.abs(height - y));
    assert.ok(Math.min(...near) < 2.3 * 15, name);
    for (const other of curves(0)) for (let i = Math.round(((x - 15) / width) * 299); i <= ((x + 15) / width) * 299; i++) assert.ok(Math.abs(other.heights[i] - y) > 0.7 * 15, `${name} on ${other.name}`);
  }
  assert.deepEqual(placeNames(curves(0.01), { width, height: 400 }, 15, placed).get("p_data"), placed.get("p_data"));
});

// --- the plane -------------------------------------------------------------------------------------------------------

/** A pen that keeps where it was. */
function pen() {
  /** @type {[string, number, number][]} */ const marks = [];
  const at = (/** @type {string} */ what) => (/** @type {number} */ x, /** @type {number} */ y) => void marks.push([what, x, y]);
  const quiet = () => {};
  const ink = { save: quiet, restore: quiet, beginPath: quiet, clip: quiet, stroke: quiet, fill: quiet, closePath: quiet, rect: quiet, moveTo: at("move"), lineTo: at("line"), fillRect: at("rect"), arc: at("arc") };
  return { ink: /** @type {any} */ (ink), marks };
}

const BOX = { left: 0, top: 0, width: 600, height: 600 };
const WINDOW = /** @type {any} */ ([[-3, 3], [-3, 3]]);
const TRACES = dressed(plane.data, SIZE);

/** What the layer paints. @param {string} layer @param {any} [ranges] */
function painted(layer, ranges = WINDOW) {
  const { ink, marks } = pen();
  drawPlane(ink, planeFrame(), new Set([layer]), TRACES, BOX, 1, ranges);
  return marks;
}

test("up is up on the canvas: fakes lower left, data upper right, D's slope to the upper right", () => {
  const [, x, y] = painted("fake")[0];
  assert.ok(Math.abs(x - 150) < 3 && Math.abs(y - 500) < 3, `${x} ${y}`);
  for (const [, px, py] of painted("real")) assert.ok(px > 440 && py < 110);
  const [from, to] = painted("pull");
  assert.ok(to[1] > from[1] && to[2] < from[2]);
  assert.ok(painted("mesh").every(([, px, py]) => px <= 200 && py >= 400));
});

test("the canvas follows the axes: zoomed in on the lower left, a fake in its middle is in the middle", () => {
  const [, x, y] = painted("fake", [[-2.5, -0.5], [-3, -1]])[0];
  assert.ok(Math.abs(x - 300) < 3 && Math.abs(y - 300) < 3, `${x} ${y}`);
});

test("resting traces stand where the canvas has painted, and the field is the frame's, to the bit", () => {
  const frame = planeFrame();
  const data = fillPlane(frame, plane.data, new Scales(), { width: 600, span: 6 });
  const field = /** @type {any} */ (data.get("p_g"));
  const values = valuesOf(frame, "p_g");
  assert.deepEqual(field.z.flat(), Array.from({ length: 576 }, (_, cell) => values(cell)));
  assert.deepEqual([field.x0, field.y0, field.dx, field.dy], [-2.875, -2.875, 0.25, 0.25]);
  const [row, column] = field.z.flatMap((/** @type {number[]} */ one, /** @type {number} */ j) => one.map((value, i) => [value, j, i])).sort((/** @type {number[]} */ a, /** @type {number[]} */ b) => b[0] - a[0])[0].slice(1);
  assert.ok(row < 8 && column < 10); // mass at the lower left
  for (const [layer, names] of /** @type {const} */ ([["fake", ["fake"]], ["real", ["real"]], ["mesh", ["mesh"]], ["d", ["d", "d = ½"]]])) {
    const marks = painted(layer).filter(([what]) => what !== "rect" || layer === "fake");
    const points = names.flatMap((name) => {
      const { x, y } = /** @type {any} */ (data.get(name));
      return Array.from(x, (at, i) => [at, y[i]]).filter(([at]) => at !== null);
    });
    if (layer === "real") continue; // crosses are two bars each
    assert.equal(points.length, marks.length, layer);
    for (const [i, [x, y]] of points.entries()) {
      const half = layer === "fake" ? 1.3 : 0;
      assert.ok(Math.abs(100 * (x + 3) - marks[i][1] - half) < 0.1 && Math.abs(100 * (3 - y) - marks[i][2] - half) < 0.1, `${layer} ${i}`);
    }
  }
});

test("every corner of D's lines lies at its level", () => {
  const frame = planeFrame();
  const { x, y } = /** @type {any} */ (fillPlane(frame, plane.data, new Scales(), { width: 600, span: 6 }).get("d = ½"));
  const d = outputsOf(frame, "d");
  let corners = 0;
  for (const [k, at] of x.entries()) {
    const [i, j] = [(at + 3) / 0.25 - 0.5, (y[k] + 3) / 0.25 - 0.5];
    if (at === null || i < 0 || j < 0 || i > 23 || j > 23) continue;
    const [i0, j0] = [Math.min(22, Math.floor(i)), Math.min(22, Math.floor(j))];
    const [u, v] = [i - i0, j - j0];
    const value = (1 - v) * ((1 - u) * d(24 * j0 + i0) + u * d(24 * j0 + i0 + 1)) + v * ((1 - u) * d(24 * j0 + 24 + i0) + u * d(24 * j0 + 25 + i0));
    assert.ok(Math.abs(value - 0.5) < 1e-4, `${at} ${y[k]}: ${value}`);
    corners += 1;
  }
  assert.ok(corners > 20);
});

test("the pointer reads the cell that it points at", () => {
  const frame = planeFrame();
  const read = (/** @type {number} */ x, /** @type {number} */ y) => Object.fromEntries(readings(frame, [x, y]).map(([style, name, value]) => [style || name, value]));
  assert.ok(Number(read(-1.5, -2)["p-g"]) > 1.8 && Number(read(1.5, 2)["p-g"]) < 0.01);
  assert.ok(Number(read(-1.5, -2).d) < 0.1 && Number(read(1.5, 2).d) > 0.9);
  assert.equal(read(-9, 0).d, "–"); // beyond the grid, where a person may zoom out to
});

test("a table has the numbers of the frame: curves over x, fields over cells from the lower left", () => {
  const lines = tableOf(lineFrame()).trim().split("\r\n");
  assert.equal(lines[0], "x,p_data,p_g,d,d_star");
  assert.equal(lines.length, 65);
  assert.equal(Number(lines[10].split(",")[2]), lineFrame().arrays.p_g.data[9]);
  const cells = tableOf(planeFrame()).trim().split("\r\n");
  assert.equal(cells[0], "x,y,p_data,p_g,d,d_star");
  assert.deepEqual(cells[1].split(",").slice(0, 2).map(Number), [-2.875, -2.875]);
  assert.equal(cells.length, 577);
});

test("parts are put together, arrays whole", () => {
  assert.deepEqual(merged({ a: { b: 1, c: [1, 2] }, d: 1 }, { a: { c: [3] }, e: 2 }), { a: { b: 1, c: [3] }, d: 1, e: 2 });
});
