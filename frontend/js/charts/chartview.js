/**
 * One chart: its heading, its axes and curves on a canvas, and the values beside their ends.
 *
 * A redraw costs a fraction of a millisecond (a call of Plotly: 10 to 20), so that all charts follow the run.
 *
 * @typedef {import("./charttable.js").Chart} Chart
 * @typedef {import("./curves.js").View} View
 * @typedef {import("./curves.js").Box} Box
 * @typedef {import("../wire/types.js").History} History
 *
 * @typedef {object} Moment  what all charts show together
 * @property {History} history
 * @property {ArrayLike<number>} weights  of the modes
 * @property {ArrayLike<number>} shares  of the samples per mode, of the newest frame
 * @property {number} labels  that G and D are told
 * @property {number} end  of the axis of rounds
 * @property {number} row
 * @property {boolean} reading  whether a person points at that row
 * @property {{x: number, y: number} | null} pointer  in this chart
 * @property {import("./bins.js").Weights | null} spread  D's weights in the newest frame
 * @property {import("./functions.js").Pair | null} pair  the f of an f-GAN
 * @property {import("./phase.js").Plane | null} plane  the phase portrait
 * @property {import("./linecharts.js").Line} line  what was asked for of a game on the line
 * @property {number} place  of the number of intervals that samples are counted in
 */

import { atBound, boundText, middles, topOf } from "./bins.js";
import { ASIDE, drawAxes } from "./chartaxes.js";
import { overRounds } from "./charttable.js";
import { drawCurves, rule, across, upwards } from "./curves.js";
import { h, setText } from "../base/dom.js";
import { figures, fixed, percent, short } from "../base/format.js";
import { drawPair } from "./functions.js";
import { drawWeights } from "./histogram.js";
import { intervals, isAsked, reachOf, readText } from "./linecharts.js";
import { drawCounting, drawMap, drawPlan } from "./linecharts_ink.js";
import { said, square } from "./phase.js";
import { drawPhase } from "./phase_ink.js";
import { extent, largest, reaching, rounded, spread, steady, withNear } from "../base/ranges.js";
import { told } from "../run/rows.js";
import { bandAt, drawBars, drawStripes, modeColour, sharesAt, slot } from "./stripes.js";
import { write } from "../base/text.js";
import { fontFamily, palette, scale, stroke } from "../base/theme.js";

/** Room for words beside the phase portrait, and for a name above it, pixels at scale 1. */
const WORDS = 97;
const ABOVE = 16;

/** Height of a value at the end of a curve, and how near to the next it may come, pixels at scale 1. */
const LINE = 16;
const TIGHT = 13;
/** Letters of a number beside a chart that has its plain size. */
const LONG = 6;

/** Length of a key with dashes, pixels at scale 1. */
const LEAST = 17;

/** What an arrow says. @type {Record<string, string>} */
const OFF = { "↓": ", below the axis", "↑": ", above the axis" };

/** As long as the dashes of a key are at least: none is cut, and two lines are told apart. @param {number[]} dash  drawn and left out by turns */
function lengthOf(dash) {
  let length = 0;
  for (let i = 0; ; i++) {
    length += dash[i % dash.length];
    if (i % 2 === 0 && i >= dash.length && length >= LEAST) return length;
  }
}

/** Dashes as a background. @param {number[]} dash @param {string} colour */
function striped(dash, colour) {
  let end = 0;
  const stops = dash.map((length, i) => `${i % 2 ? "#0000" : colour} ${end / 16}rem ${(end += length) / 16}rem`);
  return `repeating-linear-gradient(90deg, ${stops.join(", ")})`;
}

/**
 * A key with its line's own dashes.  Of a line that the axis need not reach it keeps room for an arrow.
 * @param {Pick<import("./charttable.js").Line, "style" | "title" | "width" | "dash" | "compared" | "first">} line
 */
function entry({ style, title, width, dash = [], compared, first }) {
  const key = h("span", { class: `key ${style}`, "aria-hidden": "true" });
  key.style.height = `calc(${width / 16}rem * var(--stroke))`;
  if (dash.length > 0) {
    key.style.width = `${lengthOf(dash) / 16}rem`;
    key.style.background = striped(dash, "var(--colour)");
  }
  return h("span", { class: first ? "entry first" : "entry" }, key, title, compared ? h("span", { class: "off", "aria-hidden": "true" }) : null);
}

/** Where a value lies that the axis does not reach. @param {number} y @param {Box} box */
const beyond = (y, box) => (!Number.isFinite(y) ? "" : y > box.bottom + 1 ? "↓" : y < box.top - 1 ? "↑" : "");

export class ChartView {
  /** @type {[number, number] | null} */ #range = null;
  /** Whether the axis of rounds has its numbers here. */
  numbered = false;

  /**
   * @param {Chart} chart
   * @param {(chart: Chart) => void} enlarge
   * @param {HTMLElement | null} control  stands in the heading
   */
  constructor(chart, enlarge, control = null) {
    this.enlarge = enlarge;
    this.control = control;
    this.heading = h("figcaption", {});
    this.canvas = h("canvas", { "aria-hidden": "true" });
    this.plot = h("div", { class: "plot", role: "img" });
    this.figure = h("figure", { class: `chart ${chart.kind}`, "data-chart": chart.name }, this.heading, this.plot);
    this.ink = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    this.keys = h("span", { class: "entries" });
    this.rest = h("span", { class: "entry" }, "○ rest");
    /** @type {HTMLElement[]} */
    this.values = [];
    this.chart = chart;
    this.become(chart);
  }

  /** Takes another row for the same chart, in the words of another game. @param {Chart} chart */
  become(chart) {
    this.chart = chart;
    this.#range = null;
    const keys = chart.lines.map(entry);
    if (chart.kind === "phase") keys.push(this.rest, entry({ style: "p-data", title: "so far", width: 1.75 }));
    if (chart.kind === "function") keys.push(entry({ style: "muted", title: "tangent at u = 1", width: 1.5, dash: [5, 4] }));
    if (chart.kind === "bars") keys.push(entry({ style: "p-data", title: "weight in the data", width: 2 }));
    const title = h(
      "button",
      { type: "button", class: "chart-title", title: `Enlarge: ${chart.help}`, "aria-label": `Enlarge: ${chart.title}`, onclick: () => this.enlarge(this.chart) },
      chart.title,
      h("span", { class: "enlarge", "aria-hidden": "true" }, "⤢"),
    );
    this.heading.title = chart.help;
    // All of them stand beside the title, or below it.
    this.keys.replaceChildren(...keys);
    this.heading.replaceChildren(title, ...(this.control ? [this.control] : []), ...(keys.length > 0 ? [this.keys] : []));
    // Curves have a value per line; stripes and bars speak of one mode: its name, its share, its weight; a plane of its λ.
    this.values = Array.from({ length: chart.kind === "curves" ? chart.lines.length : chart.kind === "phase" ? 4 : 3 }, () => h("span", { class: "value" }));
    this.plot.setAttribute("aria-label", chart.title);
    this.plot.replaceChildren(this.canvas, ...this.values);
  }

  /** @returns {Box} */
  get box() {
    const { clientWidth, clientHeight } = this.plot;
    const feet = this.numbered || !overRounds(this.chart) ? 22 : 7;
    // Two functions have no values beside them.
    const aside = this.chart.kind === "function" || this.chart.kind === "phase" || this.chart.kind === "counting" ? 16 : ASIDE;
    // Left of the axis "−log 4" has room, left of a plane "−0.5".
    const [before, above] = this.chart.kind === "phase" ? [50, 8 + ABOVE] : [62, 8];
    return { left: Math.round(before * scale), top: Math.round(above * scale), right: clientWidth - Math.round(aside * scale), bottom: clientHeight - Math.round(feet * scale) };
  }

  /** The run was replaced by another: its ranges mean nothing here. */
  forget() {
    this.#range = null;
  }

  /**
   * @param {Moment} moment
   */
  draw(moment) {
    const { clientWidth, clientHeight } = this.plot;
    const { box } = this;
    if (box.right - box.left < 20 || box.bottom - box.top < 10) return;
    if (this.chart.kind === "function") return this.#pair(moment, box);
    if (this.chart.kind === "phase") return this.#phase(moment, square(box, WORDS * scale));
    if (isAsked(this.chart.kind)) return this.#asked(moment.line, moment.place, box);
    const wanted = this.#wanted(moment);
    this.#range = steady(this.#range, wanted ?? (this.chart.scale === "log" ? [-4, 0] : [0, 1]));
    /** @type {View} */
    const view = { box, range: this.#range, end: moment.end, row: moment.row, reading: moment.reading };
    this.#fit(clientWidth, clientHeight);
    this.ink.clearRect(0, 0, clientWidth, clientHeight);
    const modes = Math.max(moment.weights.length, moment.shares.length);
    // Of nothing yet there is no scale.
    drawAxes(this.ink, wanted ? this.chart : { ...this.chart, ticks: [] }, view, { numbered: this.numbered, modes });
    if (!wanted) {
      const style = { font: fontFamily(), size: 12 * scale, colour: palette.muted, align: /** @type {const} */ ("center") };
      write(this.ink, "from round 1 on", (box.left + box.right) / 2, (box.top + box.bottom) / 2, style);
    }
    if (this.chart.kind === "curves") this.#curves(moment, view);
    else if (this.chart.kind === "stripes") this.#stripes(moment, view);
    else if (this.chart.kind === "histogram") this.#histogram(moment, view);
    else this.#bars(moment, view);
  }

  /**
   * @param {Moment} moment
   * @returns {[number, number] | null}  null where there is no value yet
   */
  #wanted({ history, weights, shares, spread }) {
    const { chart } = this;
    if (chart.range) return chart.range;
    if (chart.kind === "histogram") return [0, topOf(spread?.shares ?? [])];
    if (chart.kind === "bars") {
      const most = Math.max(...Array.from(weights), ...Array.from(shares), 0.01);
      return [0, [0.05, 0.1, 0.2, 0.4, 0.6, 1].find((top) => most <= 0.95 * top) ?? 1.04];
    }
    const log = chart.scale === "log";
    const columns = (/** @type {boolean} */ compared) =>
      chart.lines.filter((line) => Boolean(line.compared) === compared).map(({ column }) => history.arrays[column]?.data ?? []);
    const main = extent(columns(false), log);
    if (!main) return null;
    const other = extent(columns(true), log);
    const found = log ? withNear(main, other) : reaching(main, other, Math.max(1, 3 * (main[1] - main[0])));
    const levels = chart.marks.map(({ at }) => at);
    const range = rounded(Math.min(found[0], ...levels), Math.max(found[1], ...levels), { log, zero: chart.zero });
    return [range[0], Math.min(range[1], chart.most ?? Infinity)];
  }

  /** @param {Moment} moment @param {View} view */
  #curves({ history }, view) {
    const { chart } = this;
    const log = chart.scale === "log";
    const rounds = history.arrays.round.data;
    if (view.reading) {
      const x = across(view)(rounds[view.row]);
      rule(this.ink, x, view.box.top, x, view.box.bottom, palette.muted, stroke, []);
    }
    drawCurves(this.ink, chart, history, view);
    const values = chart.lines.map(({ column }) => history.arrays[column]?.data[view.row] ?? Number.NaN);
    const y = upwards(view, log);
    const off = values.map((value) => (Number.isNaN(value) ? "" : beyond(y(value), view.box)));
    this.#tellOff(off, values);
    this.#place(
      chart.lines.map((line, i) => ({
        // Among many its number would push the others away from their curves; its key says where it is.
        aside: line.compared && off[i] !== "" && values.length > 2,
        compared: line.compared,
        name: `${line.title}${off[i] ? OFF[off[i]] : ""}`,
        text: Number.isNaN(values[i]) ? "" : `${off[i]}${told(chart, line, history, view.row)}`,
        colour: palette[line.text],
        at: log && values[i] === 0 ? view.box.bottom : y(values[i]),
        // What is not drawn does not stand beside its line.
        ...(values[i] === Infinity && line.dash ? { patch: striped(line.dash, "currentColor"), long: lengthOf(line.dash) } : {}),
      })),
      view.box,
    );
  }

  /**
   * Says at the key of a line that only serves for comparison where it is, while the axis does not reach it.
   * @param {string[]} off  an arrow for each line that is off the axis
   * @param {number[]} values
   */
  #tellOff(off, values) {
    this.chart.lines.forEach(({ title, compared }, i) => {
      if (!compared) return;
      const key = /** @type {HTMLElement} */ (this.keys.children[i]);
      setText(/** @type {HTMLElement} */ (key.lastElementChild), off[i]);
      const help = off[i] ? `${title}${OFF[off[i]]}: ${this.chart.format(values[i])}` : "";
      if (key.title !== help) key.title = help;
    });
  }

  /** @param {Moment} moment @param {View} view */
  #stripes({ history, weights, labels, pointer }, view) {
    const shares = history.arrays.mode_share;
    if (!shares || shares.shape[0] === 0) return this.#place([], view.box);
    drawStripes(this.ink, history.arrays.round.data, shares, view, labels);
    const there = sharesAt(shares, view.row);
    const { box } = view;
    const pointed = pointer && bandAt(there, (box.bottom - pointer.y) / (box.bottom - box.top));
    this.#mode(pointed?.mode ?? largest(there), there, weights, box, labels);
  }

  /** @param {Moment} moment @param {Box} box */
  #pair({ pair }, box) {
    this.#fit(this.plot.clientWidth, this.plot.clientHeight);
    this.ink.clearRect(0, 0, this.plot.clientWidth, this.plot.clientHeight);
    if (pair) drawPair(this.ink, pair, box);
    this.#place([], box);
  }

  /** @param {Moment} moment @param {Box} box */
  #phase({ plane, history, reading, pointer, row }, box) {
    this.#fit(this.plot.clientWidth, this.plot.clientHeight);
    this.ink.clearRect(0, 0, this.plot.clientWidth, this.plot.clientHeight);
    if (!plane) return this.#place([], box);
    drawPhase(this.ink, plane, box, reading && !pointer ? history.arrays.round.data[row] : null);
    const { lines, verdict, tone } = said(plane.eigenvalues);
    this.rest.style.visibility = plane.equilibrium ? "" : "hidden";
    const middle = (box.top + box.bottom) / 2;
    const line = 18 * scale;
    // Rounds take steps that have a length, and may spiral out where tiny ones circle in.
    const tiny = lines.length > 0 ? [{ text: "in tiny steps", colour: palette.muted }] : [];
    const labels = [...lines.map((text) => ({ text, colour: palette[tone] })), ...tiny, { text: verdict, colour: palette[tone] }];
    this.#place(labels.map((label, i) => ({ ...label, at: middle + (i - 2) * line })), box);
    for (const element of this.values) element.style.left = `${box.right + 8 * scale}px`;
  }

  /**
   * What the server computes only for a page that shows it.
   * @param {Moment["line"]} line
   * @param {number} place
   * @param {Box} box
   */
  #asked({ map, plan, counting }, place, box) {
    this.#fit(this.plot.clientWidth, this.plot.clientHeight);
    this.ink.clearRect(0, 0, this.plot.clientWidth, this.plot.clientHeight);
    const { kind } = this.chart;
    const middle = (box.top + box.bottom) / 2;
    const low = 17 * scale;
    const { ink, muted, pGText, good, bad } = palette;
    if (kind === "map" && map) {
      this.#range = steady(this.#range, rounded(...reachOf(map.g, map.ideal)));
      drawMap(this.ink, map, box, this.#range);
      const turned = map.back >= 0.005;
      return this.#place(
        [
          { text: "off by", colour: muted, at: middle - low },
          { text: figures(map.off, 3), colour: ink, at: middle },
          { text: turned ? `${Math.round(100 * map.back)}% back` : "no fold", colour: turned ? bad : good, at: middle + low },
        ],
        box,
      );
    }
    if (kind === "plan" && plan) {
      this.#range = steady(this.#range, rounded(...reachOf(plan.from, plan.to)));
      drawPlan(this.ink, plan, box, this.#range);
      return this.#place([{ text: "W₁", colour: muted, at: middle - low / 2 }, { text: this.chart.format(plan.w1), colour: pGText, at: middle + low / 2 }], box);
    }
    if (kind === "counting" && counting) {
      this.#range = steady(this.#range, rounded(0, Math.max(counting.read, ...Array.from(counting.jsd)), { zero: true }));
      drawCounting(this.ink, counting, box, this.#range, place);
      return this.#place([], box, `${intervals(place)} intervals, estimate ${fixed(counting.jsd[place], 3)}, JSD ${readText(counting)}`);
    }
    this.#place([], box, "it is being prepared");
    const style = { font: fontFamily(), size: 13 * scale, colour: muted, align: /** @type {const} */ ("center") };
    write(this.ink, "preparing…", (box.left + box.right) / 2, middle, style);
  }

  /** @param {Moment} moment @param {View} view */
  #histogram({ spread: weights, pointer }, view) {
    const { box } = view;
    if (!weights) return this.#place([], box);
    const { shares, limit, bound } = weights;
    const count = shares.length;
    const place = pointer ? Math.floor(((pointer.x - box.left) / (box.right - box.left)) * count) : -1;
    const pointed = place >= 0 && place < count ? place : null;
    drawWeights(this.ink, weights, box, view.range, pointed);
    const middle = (box.top + box.bottom) / 2;
    const line = 17 * scale;
    const { ink, muted } = palette;
    if (pointed !== null) {
      return this.#place([{ text: `w ≈ ${short(middles(count, limit)[pointed], 2)}`, colour: muted, at: middle }, { text: percent(shares[pointed]), colour: ink, at: middle + line }], box);
    }
    if (bound === null) return this.#place([], box);
    this.#place([{ text: boundText(weights), colour: muted, at: middle - line }, { text: percent(atBound(weights)), colour: ink, at: middle }, { text: "at ±c", colour: muted, at: middle + line }], box);
  }

  /** @param {Moment} moment @param {View} view */
  #bars({ history, weights, shares, labels, reading, row, pointer }, view) {
    const rows = history.arrays.mode_share;
    const there = rows && reading ? sharesAt(rows, row) : shares;
    const { box } = view;
    const place = pointer && pointer.x < box.right ? Math.floor((pointer.x - box.left) / slot(there, weights, box)) : -1;
    const pointed = place >= 0 && place < there.length ? place : null;
    drawBars(this.ink, there, weights, view, pointed, labels);
    this.#mode(pointed ?? largest(there), there, weights, box, labels);
  }

  /**
   * @param {number} mode
   * @param {ArrayLike<number>} shares
   * @param {ArrayLike<number>} weights
   * @param {Box} box
   * @param {number} labels
   */
  #mode(mode, shares, weights, box, labels) {
    const middle = (box.top + box.bottom) / 2;
    const line = 17 * scale;
    const { ink, muted } = palette;
    this.#place(
      [
        { text: `mode ${mode + 1}`, colour: muted, at: middle - line, patch: modeColour(mode, shares.length, labels) },
        { text: percent(shares[mode]), colour: ink, at: middle },
        { text: `data ${percent(weights[mode]).replace(".0%", "%")}`, colour: muted, at: middle + line },
      ],
      box,
    );
  }

  /**
   * @param {{text: string, colour: string, at: number, name?: string, compared?: boolean, aside?: boolean, patch?: string, long?: number}[]} labels  `patch`: a colour that stands before it, or a dashed line so `long`, pixels at scale 1
   * @param {Box} box
   * @param {string} [more]  what is said beside them
   */
  #place(labels, box, more = "") {
    const [top, bottom] = [box.top - 6 * scale, box.bottom + 5 * scale];
    // Where it is too low for all, what only serves for comparison has no number.
    const crowded = labels.length * TIGHT * scale > bottom - top;
    const known = labels.filter(({ text }) => text !== "");
    const shown = known.filter(({ compared, aside }) => !aside && !(crowded && compared));
    const heights = spread(shown.map(({ at }) => at), Math.min(LINE * scale, (bottom - top) / Math.max(1, shown.length)), top, bottom);
    const said = `${this.chart.title}: ${known.map(({ name, text }) => (name ? `${name} ${text}` : text)).join(", ")}${more}`;
    if (this.plot.getAttribute("aria-label") !== said) this.plot.setAttribute("aria-label", said);
    // Numbers of curves are compared: all are as large as the longest can be.
    const long = shown.some(({ name, text }) => name && text.length > LONG);
    this.values.forEach((element, i) => {
      const label = shown[i];
      setText(element, label?.text ?? "");
      element.classList.toggle("long", (label?.name ? long : (label?.text.length ?? 0) > LONG));
      element.classList.toggle("patched", label?.patch !== undefined);
      if (!label) return;
      element.style.color = label.colour;
      if (label.patch) element.style.setProperty("--patch", label.patch);
      element.style.setProperty("--long", label.long ? `${label.long / 16}rem` : "");
      element.style.transform = `translateY(${heights[i].toFixed(1)}px) translateY(-50%)`;
    });
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  #fit(width, height) {
    const ratio = Math.min(devicePixelRatio || 1, 2);
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.canvas.width === across && this.canvas.height === down) return;
    this.canvas.width = across;
    this.canvas.height = down;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.ink.setTransform(ratio, 0, 0, ratio, 0, 0);
  }
}
