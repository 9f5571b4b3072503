/**
 * Ranges of the axes of a chart: what its lines need, rounded, so that they move rarely.
 *
 * @typedef {import("./described.js").Row} Row
 * @typedef {import("./described.js").Place} Place
 * @typedef {import("./sources.js").Moment} Moment
 * @typedef {[number, number]} Span  exponents of ten on a logarithmic axis
 * @typedef {Partial<Record<Place, Span>>} Spans
 */

import { topOf } from "./bins.js";
import { heights } from "./formula_picture.js";
import { pairOf, reach } from "./functions.js";
import { intervals, LADDER, lineOf, merged, reachOf } from "./linecharts.js";
import { extent, reaching, rounded, steady, withNear } from "../base/ranges.js";
import { arrayOf } from "./sources.js";

/** Whether an axis of a chart is logarithmic. @param {Row} row @param {Place} [place] */
export const isLog = (row, place = "y") => row.axes[place]?.type === "log";

/** Highest shares at which an axis of shares ends. */
const TOPS = [0.05, 0.1, 0.2, 0.4, 0.6, 1];

/** By the name of the rule in the description. @type {Record<string, (moment: Moment) => Spans>} */
const RULES = {
  modes(moment) {
    const [shares, weights] = ["mode_share", "mode_weight"].map((name) => arrayOf(moment, name, "frame").data);
    const most = Math.max(0.01, ...Array.from(shares), ...Array.from(weights));
    return { x: [0.5, Math.max(shares.length, 1) + 0.5], y: [0, TOPS.find((top) => most <= 0.95 * top) ?? 1.04] };
  },
  bins(moment) {
    const limit = moment.frame?.meta.weights?.limit ?? 1;
    return { x: [-limit, limit], y: [0, topOf(arrayOf(moment, "weights", "frame").data)] };
  },
  map({ frame }) {
    const { map } = lineOf(frame);
    if (!map) return {};
    const end = map.z[map.z.length - 1] <= 1 ? 1 : map.z[map.z.length - 1];
    return { x: [-end, end], y: rounded(...reachOf(map.g, map.ideal)) };
  },
  plan({ frame }) {
    const { plan } = lineOf(frame);
    return plan ? { x: rounded(...reachOf(plan.from, plan.to)) } : {};
  },
  counting({ frame, place }) {
    const { counting } = lineOf(frame);
    if (!counting) return {};
    const { real, fake, samples, read, jsd, window } = counting;
    const most = Math.max(0.01, ...[real, fake].flatMap((counts) => merged(counts, intervals(place), samples)));
    const ladder = /** @type {Span} */ ([0, LADDER - 1].map((at) => Math.log10(intervals(at))));
    return { x: window, y: [0, 1.08 * most], x2: [ladder[0] - 0.06, ladder[1] + 0.06], y2: rounded(0, Math.max(read, ...Array.from(jsd)), { zero: true }) };
  },
  f(moment) {
    const pair = pairOf(moment.frame?.arrays ?? {}) ?? pairOf(moment.history.arrays);
    if (!pair) return {};
    const seen = reach(pair);
    const inside = Array.from(pair.t, (t, i) => [t, pair.conjugate[i]]).filter(([t]) => t >= seen[0] && t <= seen[1]);
    return {
      x: [0, Math.min(4, pair.u[pair.u.length - 1])], y: heights(pair.value, pair.u), x2: seen,
      y2: heights(inside.map(([, value]) => value), inside.map(() => 1)),
    }; // prettier-ignore
  },
  phase({ frame }) {
    const { phase } = frame?.meta ?? {};
    return phase ? { x: phase.theta, y: phase.psi } : {};
  },
};

/**
 * What a chart wants now; no y where it has no value yet.
 * @param {Row} row
 * @param {ReturnType<typeof import("./sources.js").filled>} traces
 * @param {Moment} moment
 * @param {ReadonlySet<string>} hidden
 * @returns {Spans}
 */
function wanted(row, traces, moment, hidden) {
  if (row.ranges) return RULES[row.ranges](moment);
  if (row.axes.y?.range) return {};
  const log = isLog(row);
  const seen = traces.filter(({ meta, uid }) => meta.from === "columns" && !hidden.has(uid));
  const columns = (/** @type {boolean} */ compared) => seen.filter(({ meta }) => Boolean(meta.compared) === compared).map(({ y }) => y);
  const main = extent(columns(false), log) ?? extent(columns(true), log);
  if (!main) return {};
  const other = extent(columns(true), log);
  const found = log ? withNear(main, other) : reaching(main, other, Math.max(1, 3 * (main[1] - main[0])));
  const levels = row.levels.map(({ at }) => at);
  const range = rounded(Math.min(found[0], ...levels), Math.max(found[1], ...levels), { log, zero: row.zero });
  return { y: [range[0], Math.min(range[1], row.most ?? Infinity)] };
}

/** The ranges of all charts, each of which stands while what it holds fits. */
export class Standing {
  /** @type {Map<string, Span>} */ #spans = new Map();

  /** A new run, or other words: they mean nothing here. */
  forget() {
    this.#spans.clear();
  }

  /**
   * @param {Row} row
   * @param {ReturnType<typeof import("./sources.js").filled>} traces
   * @param {Moment} moment
   * @param {ReadonlySet<string>} hidden
   * @returns {Spans}
   */
  of(row, traces, moment, hidden) {
    /** @type {Spans} */
    const spans = {};
    for (const place of /** @type {Place[]} */ (["x", "y", "x2", "y2"])) {
      if (row.axes[place]?.range) spans[place] = row.axes[place].range;
    }
    for (const [place, want] of /** @type {[Place, Span][]} */ (Object.entries(wanted(row, traces, moment, hidden)))) {
      const name = `${row.name} ${place}`;
      const span = steady(this.#spans.get(name) ?? null, want);
      this.#spans.set(name, span);
      spans[place] = span;
    }
    return spans;
  }
}
