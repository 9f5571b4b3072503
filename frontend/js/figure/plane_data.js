/**
 * What fills the traces of the plane when the run rests, by their names: pure, from a frame to arrays.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("./description.js").Spec} Spec
 * @typedef {import("./heat.js").Scales} Scales
 */

import { drawnRange, gameOf } from "../run/game.js";
import { linear } from "../base/ticks.js";
import { contour } from "./contours.js";
import { FIELDS, known, nothing, outputsOf, valuesOf } from "./heat.js";
import { arrowLength, SPECK } from "./marks.js";
import { scaleOf } from "../wire/wire.js";

/** A critic is drawn at about this many round values. */
const ROUND = 7;

/** The levels of a trace of contours, in the numbers that were sent. @param {Frame} frame @param {Spec} contour @returns {number[]} */
export function levelsOf(frame, { array, levels, shares }) {
  if (shares) return shares.map((/** @type {number} */ share) => 255 * share * scaleOf(frame, array).step);
  if (levels) return levels;
  const [low, high] = drawnRange(gameOf(frame));
  return linear([low, high], ROUND).map(({ at }) => (at - low) / (high - low));
}

/** How far the lines of a critic are apart. @param {Frame} frame */
export function apart(frame) {
  const [one, other] = linear(drawnRange(gameOf(frame)), ROUND);
  return one && other ? other.at - one.at : 0;
}

/**
 * Draws the contours of a trace with any pen.
 * @param {{moveTo: (x: number, y: number) => void, lineTo: (x: number, y: number) => void}} pen
 * @param {Frame} frame
 * @param {Spec} what  `meta.contour` of the trace
 * @param {(x: number) => number} toX
 * @param {(y: number) => number} toY
 */
export function drawContours(pen, frame, what, toX, toY) {
  const finer = what.array === "d" && frame.arrays.d_fine; // on the edges of cells too
  const name = finer ? "d_fine" : what.array;
  const { data, shape: [rows, columns] } = frame.arrays[name]; // prettier-ignore
  const { offset, step } = scaleOf(frame, name);
  const [rim, intervals] = finer ? [0, -1] : [0.5, 0];
  const [[xLow, xHigh], [yLow, yHigh]] = frame.meta.window;
  const [cellX, cellY] = [(xHigh - xLow) / (columns + intervals), (yHigh - yLow) / (rows + intervals)];
  const x = (/** @type {number} */ i) => toX(xLow + (i + rim) * cellX);
  const y = (/** @type {number} */ j) => toY(yLow + (j + rim) * cellY);
  const where = what.array === "d_star" ? known(frame) : undefined;
  for (const level of levelsOf(frame, what)) contour(/** @type {any} */ (pen), data, rows, columns, (level - offset) / step, x, y, where);
}

/** A pen that keeps where it went, with a gap before every new line. */
function keeper() {
  /** @type {(number | null)[]} */ const x = [];
  /** @type {(number | null)[]} */ const y = [];
  const lineTo = (/** @type {number} */ px, /** @type {number} */ py) => {
    x.push(px);
    y.push(py);
  };
  const moveTo = (/** @type {number} */ px, /** @type {number} */ py) => {
    if (x.length > 0) {
      x.push(null);
      y.push(null);
    }
    lineTo(px, py);
  };
  return { x, y, moveTo, lineTo };
}

const same = (/** @type {number} */ value) => value;

/**
 * @param {Frame} frame
 * @param {readonly Spec[]} traces  those that are seen, as they are described
 * @param {Scales} scales
 * @param {{width: number, span: number}} view  of the plot area: pixels, and units of x across it
 * @returns {Map<string, Spec>}
 */
export function fill(frame, traces, scales, view) {
  /** @type {Map<string, Spec>} */
  const filled = new Map();
  for (const trace of traces) {
    const { meta, name } = trace;
    const data = trace.type === "heatmap" ? field(frame, trace, scales) : meta.contour ? lines(frame, meta.contour) : POINTS[meta.layer]?.(frame, meta, view);
    if (data) filled.set(name, data);
  }
  return filled;
}

/** @param {Frame} frame @param {Spec} trace @param {Scales} scales @returns {Spec | undefined} */
function field(frame, { name, meta }, scales) {
  const { of, value } = FIELDS[name];
  if (!frame.arrays[of] || (meta.masked && !frame.arrays.d_star)) return undefined;
  const [rows, columns] = frame.arrays[of].shape;
  const [[xLow, xHigh], [yLow, yHigh]] = frame.meta.window;
  const [dx, dy] = [(xHigh - xLow) / columns, (yHigh - yLow) / rows];
  const at = value(frame);
  const seen = meta.masked ? known(frame) : null;
  const [pData, pG] = [valuesOf(frame, "p_data"), valuesOf(frame, "p_g")];
  const d = outputsOf(frame, "d");
  const star = frame.arrays.d_star ? outputsOf(frame, "d_star") : () => Number.NaN;
  const row = (/** @type {(cell: number) => any} */ put) => (/** @type {number} */ j) => Array.from({ length: columns }, (_, i) => put(j * columns + i));
  const every = Array.from({ length: rows }, (_, j) => j);
  const [zmin, zmax] = scales.range(frame, name);
  return {
    x0: xLow + dx / 2, dx, y0: yLow + dy / 2, dy, zmin, zmax,
    z: every.map(row((cell) => (seen && !seen(cell) ? null : at(cell)))),
    customdata: every.map(row((cell) => [pData(cell), pG(cell), d(cell), star(cell)])),
  }; // prettier-ignore
}

/** Colour of the cells that a field leaves out. @returns {string} */
export const emptyColour = () => `rgb(${nothing().join(",")})`;

/** @param {Frame} frame @param {Spec} what @returns {Spec | undefined} */
function lines(frame, what) {
  if (!frame.arrays[what.array]) return undefined;
  const pen = keeper();
  drawContours(pen, frame, what, same, same);
  return { x: pen.x, y: pen.y };
}

/** Which samples are of a trace. @param {Frame} frame @param {Spec} meta @param {string} labels @returns {(i: number) => boolean} */
export function ownOf({ arrays, meta: { generators = 1, labels: count = 0 } }, meta, labels) {
  if (!meta.each) return () => true;
  const of = arrays[labels]?.data;
  if (labels === "mode_label") return (k) => Math.floor((k * count) / (arrays.modes?.shape[0] ?? 1)) === meta.kind;
  return of ? (i) => of[i] === meta.kind : (i) => i % generators === meta.kind;
}

/** @param {string} array @param {string} labels */
const samples = (array, labels) => (/** @type {Frame} */ frame, /** @type {Spec} */ meta) => {
  const found = frame.arrays[array];
  if (!found) return undefined;
  const own = ownOf(frame, meta, labels);
  const chosen = Array.from({ length: found.shape[0] }, (_, i) => i).filter(own);
  return { x: Float32Array.from(chosen, (i) => found.data[2 * i]), y: Float32Array.from(chosen, (i) => found.data[2 * i + 1]) };
};

/** The lines of G's mesh: every second of them, through all of its nodes. @param {Frame} frame @param {Spec} meta @param {(x: number, y: number, first: boolean) => void} put */
export function meshLines(frame, meta, put) {
  const { data, shape } = frame.arrays.mesh;
  const [rows, columns] = shape.slice(-3);
  const size = rows * columns * 2;
  for (let k = 0; k * size < data.length; k++) {
    if (meta.each && k !== meta.kind) continue;
    const through = (/** @type {number} */ start, /** @type {number} */ step, /** @type {number} */ count) => {
      for (let i = 0, at = k * size + 2 * start; i < count; i++, at += 2 * step) put(data[at], data[at + 1], i === 0);
    };
    for (let j = 0; j < rows; j += 2) through(j * columns, 1, columns);
    if (rows > 1) for (let i = 0; i < columns; i += 2) through(i, columns, rows);
  }
}

/** @type {Record<string, (frame: Frame, meta: Spec, view: {width: number, span: number}) => Spec | undefined>} */
const POINTS = {
  real: samples("real", "real_label"),
  fake: samples("fake", "fake_label"),
  modes: samples("modes", "mode_label"),
  points(frame) {
    const at = frame.arrays.points;
    if (!at) return undefined;
    const slopes = frame.arrays.points_slope?.data ?? new Float32Array(at.shape[0]).fill(1);
    const pick = (/** @type {number} */ axis) => Float32Array.from({ length: at.shape[0] }, (_, i) => at.data[2 * i + axis]);
    return { x: pick(0), y: pick(1), marker: { color: slopes } };
  },
  mesh(frame, meta) {
    if (!frame.arrays.mesh) return undefined;
    const pen = keeper();
    meshLines(frame, meta, (x, y, first) => (first ? pen.moveTo(x, y) : pen.lineTo(x, y)));
    return { x: pen.x, y: pen.y };
  },
  pull(frame, _, { width, span }) {
    const [at, slope] = [frame.arrays.fake?.data, frame.arrays.pull?.data];
    if (!at || !slope) return undefined;
    const perUnit = width / span;
    const x = /** @type {(number | null)[]} */ ([]);
    const y = /** @type {(number | null)[]} */ ([]);
    const size = /** @type {number[]} */ ([]);
    for (let i = 0; 2 * i < slope.length; i++) {
      const steep = Math.hypot(slope[2 * i], slope[2 * i + 1]);
      const length = arrowLength(steep, perUnit, width);
      if (!(length >= SPECK)) continue;
      const step = length / perUnit / steep;
      x.push(at[2 * i], at[2 * i] + step * slope[2 * i], null);
      y.push(at[2 * i + 1], at[2 * i + 1] + step * slope[2 * i + 1], null);
      size.push(0, Math.min(8, 0.8 * length), 0);
    }
    return { x, y, marker: { size } };
  },
}; // prettier-ignore
