/**
 * Data for the traces of a description: `meta.from` of a trace names what fills it, in the table SOURCES.  The server
 * has the same table for notebooks and files in figures/fill.py.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").History} History
 * @typedef {import("../wire/types.js").Tensor} Tensor
 * @typedef {import("./described.js").Trace} Trace
 * @typedef {import("./described.js").Meta} Meta
 *
 * @typedef {object} Moment  what all charts show together
 * @property {History} history  up to the frame
 * @property {Frame | null} frame
 * @property {number} labels  that G and D are told
 * @property {number | null} bound  at which D's weights are clipped
 * @property {number} place  of the number of intervals that samples are counted in, on their ladder
 * @property {readonly import("./phase.js").Point[]} way  of the players so far
 * @property {number} most  columns of the screen: no more bands are drawn
 *
 * @typedef {Partial<Trace> & {x: ArrayLike<number>, y: ArrayLike<number>}} Filled
 */

import { middles } from "./bins.js";
import { fixed } from "../base/format.js";
import { tangentOf } from "./functions.js";
import { backwards, intervals, lineOf, merged, outline, readText } from "./linecharts.js";
import { modeColour } from "./modes.js";
import { arrows, phaseOf, straight } from "./phase.js";
import { isCut } from "../run/rows.js";

/** Shades of the way in the phase portrait. */
const SHADES = 5;
const NONE = /** @type {Tensor} */ ({ data: new Float32Array(), shape: [0] });

/** An array of the frame or of the history, whichever has it. @param {Pick<Moment, "history" | "frame">} moment @param {string} name @param {string} [of] @returns {Tensor} */
export function arrayOf({ history, frame }, name, of) {
  const [first, second] = of === "frame" ? [frame?.arrays, history.arrays] : [history.arrays, frame?.arrays];
  return first?.[name] ?? second?.[name] ?? NONE;
}

/** @param {ArrayLike<number>} x @param {ArrayLike<number>} y @param {Partial<Trace>} [more] @returns {Filled[]} */
const xy = (x, y, more) => (x.length > 0 && y.length > 0 ? [{ x, y, ...more }] : []);

/** Points as two columns. @param {(readonly number[])[]} points @param {Partial<Trace>} [more] */
const points = (points, more) => xy(points.map((point) => point[0]), points.map((point) => point[1]), more); // prettier-ignore

/** Between two lines. */
const LIFT = [Number.NaN, Number.NaN];

/** Every value that is a lower bound has its sign. @param {Moment} moment */
function bounds({ history }) {
  const outside = history.arrays.outside?.data ?? [];
  const signs = Array.from(outside, (share) => (isCut(share) ? "≥\u202f" : ""));
  return { text: signs.length > 0 ? signs : "" };
}

/** Rows of which none is drawn where another one is: nothing is averaged. @param {ArrayLike<number>} rounds @param {number} most */
export function thinned(rounds, most) {
  const count = rounds.length;
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
}

/** The runs of rows at which both have a value. @param {ArrayLike<number>} low @param {ArrayLike<number>} high */
function runs(low, high) {
  /** @type {number[][]} */
  const found = [];
  let open = false;
  for (let i = 0; i < low.length; i++) {
    const there = Number.isFinite(low[i]) && Number.isFinite(high[i]);
    if (there && open) found[found.length - 1].push(i);
    else if (there) found.push([i]);
    open = there;
  }
  return found;
}

/** @type {Record<string, (meta: Meta, moment: Moment) => Filled[]>} */
export const SOURCES = {
  columns: ({ x = "", y = "", of, bound }, moment) => xy(arrayOf(moment, x, of).data, arrayOf(moment, y, of).data, bound ? bounds(moment) : undefined),
  between({ low, high }, moment) {
    const [x, below, above] = ["round", low, high].map((name) => arrayOf(moment, name).data);
    return points(runs(below, above).flatMap((run) => [...run.map((i) => [x[i], above[i]]), ...run.reverse().map((i) => [x[i], below[i]]), LIFT]));
  },
  bands(_, moment) {
    const { data, shape } = arrayOf(moment, "mode_share");
    const rounds = arrayOf(moment, "round").data;
    const count = shape[1] ?? 0;
    const rows = thinned(rounds, moment.most);
    const x = rows.map((row) => rounds[row]);
    return Array.from({ length: count }, (_, k) => ({
      x, y: rows.map((row) => data[row * count + k]), name: `mode ${k + 1}`, fillcolor: modeColour(k, count, moment.labels),
      // More than these would fill the window.
      ...(count > 10 ? { hoverinfo: "skip", hovertemplate: "" } : { hovertemplate: `mode ${k + 1}: %{y:.1%}<extra></extra>` }),
    })); // prettier-ignore
  },
  shares(_, moment) {
    const { data } = arrayOf(moment, "mode_share", "frame");
    const color = Array.from(data, (_, k) => modeColour(k, data.length, moment.labels));
    return xy(color.map((_, k) => k + 1), data, { marker: { color } }); // prettier-ignore
  },
  across(_, moment) {
    const { data } = arrayOf(moment, "mode_weight", "frame");
    return points(Array.from(data).flatMap((weight, k) => [[k + 0.56, weight], [k + 1, weight], [k + 1.44, weight], LIFT])); // prettier-ignore
  },
  bins(_, moment) {
    const { data } = arrayOf(moment, "weights", "frame");
    return xy(middles(data.length, moment.frame?.meta.weights?.limit ?? 1), data);
  },
  bound(_, { bound, frame }) {
    const limit = frame?.meta.weights?.limit ?? 0;
    return bound === null || bound > limit * (1 + 1e-6) ? [] : points([[-bound, 0], [-bound, 2], LIFT, [bound, 0], [bound, 2]]); // prettier-ignore
  },
  folds(_, { frame }) {
    const { map } = lineOf(frame);
    if (!map) return [];
    const all = [...Array.from(map.g), ...Array.from(map.ideal)].filter(Number.isFinite);
    const [least, most] = [Math.min(...all), Math.max(...all)];
    const [low, high] = [2 * least - most, 2 * most - least];
    return points(backwards(map).flatMap(([from, to]) => [[from, low], [from, high], [to, high], [to, low], LIFT])); // prettier-ignore
  },
  ways({ part: [low, high] }, { frame }) {
    const { plan } = lineOf(frame);
    if (!plan) return [];
    const { from, to } = plan;
    return points(Array.from(from).flatMap((start, i) => [...[low, high].map((share) => [start + share * (to[i] - start), share]), LIFT]));
  },
  counts({ array }, { frame, place }) {
    const { counting } = lineOf(frame);
    if (!counting || !frame) return [];
    return points(outline(merged(frame.arrays[array].data, intervals(place), counting.samples), counting.window));
  },
  ladder({ array }, { frame, place }) {
    const { counting } = lineOf(frame);
    if (!counting || !frame) return [];
    const { jsd, read } = counting;
    const values = Array.from(jsd, (_, i) => [intervals(i), array === "read" ? read : frame.arrays[array].data[i]]);
    /** @type {Record<string, string>} */
    const shown = { read: `JSD ${readText(counting)}`, count_jsd: `counted ${fixed(jsd[place], 3)}` };
    return points(values, { shown: shown[array] });
  },
  chosen({ upright }, { frame, place }) {
    const { counting } = lineOf(frame);
    if (!counting) return [];
    const k = intervals(place);
    return points(upright ? [[k, 0], [k, 1]] : [[k, counting.jsd[place]]]); // prettier-ignore
  },
  tangent({ at }, moment) {
    const [u, value, t, conjugate] = ["f_u", "f_value", "f_t", "f_conjugate"].map((name) => arrayOf(moment, name).data);
    if (u.length === 0) return [];
    const line = tangentOf({ u, value, t, conjugate });
    return points((at === undefined ? [0, 4] : [at]).map((x) => [x, line(x)]));
  },
  field(_, { frame }) {
    const plane = frame && phaseOf(frame);
    if (!plane) return [];
    const { theta, psi, count } = plane;
    const x = (/** @type {number} */ cell) => theta[0] + (cell / count) * (theta[1] - theta[0]);
    const y = (/** @type {number} */ cell) => psi[0] + (cell / count) * (psi[1] - psi[0]);
    const lines = arrows(plane).flatMap((arrow) => {
      const [tipX, tipY] = [arrow.x + arrow.dx, arrow.y + arrow.dy];
      const angle = Math.atan2(arrow.dy, arrow.dx);
      const long = Math.min(0.2, 0.5 * Math.hypot(arrow.dx, arrow.dy));
      const [left, right] = [2.6, -2.6].map((turn) => [tipX + long * Math.cos(angle + turn), tipY + long * Math.sin(angle + turn)]);
      return [[arrow.x, arrow.y], [tipX, tipY], LIFT, left, [tipX, tipY], right, LIFT]; // prettier-ignore
    });
    return points(lines.map(([along, up]) => [x(along), y(up)]));
  },
  way({ part }, { frame, way }) {
    const plane = frame && phaseOf(frame);
    if (!plane || way.length === 0) return part === SHADES - 1 ? [{ x: [], y: [] }] : [];
    const now = plane.at ? [{ round: frame.meta.round, theta: plane.at[0], psi: plane.at[1] }] : [];
    const all = [...way, ...now];
    const [from, to] = [part, part + 1].map((k) => Math.floor((k * (all.length - 1)) / SHADES));
    const shade = all.slice(from, to + 1);
    // Where the players turned far a line would cut off what they did.
    const line = shade.flatMap((point, i) => (i === 0 || straight(shade[i - 1], point, plane) ? [point] : [null, point]));
    const text = line.map((point) => (point ? `round ${point.round}` : ""));
    return [{ x: line.map((point) => point?.theta ?? Number.NaN), y: line.map((point) => point?.psi ?? Number.NaN), text }];
  },
  rest: (_, { frame }) => (frame?.meta.phase?.equilibrium ? points([frame.meta.phase.equilibrium]) : []),
  now: (_, { frame }) => (frame?.meta.phase?.at ? points([frame.meta.phase.at]) : []),
};

/** A name of a trace that stays its own, and that Plotly can use as a class. @param {string} chart @param {string} trace */
export const uidOf = (chart, trace) => `${chart}-${trace}`.replaceAll(/[^\w-]/gu, (letter) => `_${letter.codePointAt(0)?.toString(16)}`);

/**
 * The traces of a chart with their data, each by a name that stays its own from one drawing to the next.
 * @param {import("./described.js").Row} row
 * @param {Moment} moment
 * @param {ReadonlySet<string>} hidden  uids of those that a person has hidden
 * @returns {(Trace & Filled & {uid: string})[]}
 */
export function filled({ name, traces }, moment, hidden) {
  return traces
    .filter(({ meta }) => !meta.while?.some((other) => hidden.has(uidOf(name, other))))
    .flatMap((trace) => SOURCES[trace.meta.from](trace.meta, moment).map((data) => ({ ...trace, ...data, uid: uidOf(name, data.name ?? trace.name) })));
}
