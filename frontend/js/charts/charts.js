/**
 * What happened so far, over rounds: the charts that a person has chosen, or as many as fit, in one figure.  Pointing at
 * one reads all of them at that round.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").History} History
 * @typedef {import("./described.js").Row} Row
 * @typedef {import("./described.js").Description} Description
 * @typedef {import("./sources.js").Moment} Moment
 * @typedef {import("../run/state.js").Store} Store
 */

import { Chooser } from "./chooser.js";
import { linesOf, told } from "./described.js";
import { buttons } from "./exports.js";
import { h, setText } from "../base/dom.js";
import { whole } from "../base/format.js";
import { sameEpoch } from "../run/epoch.js";
import { labelsOf } from "../run/game.js";
import { Intervals } from "./intervals.js";
import { narrow } from "../base/panels.js";
import { phaseOf, Way } from "./phase.js";
import { plotly } from "../figure/plotly.js";
import { axisEnd, nearestRow } from "../base/ranges.js";
import { upTo } from "../run/rows.js";
import { arrayOf } from "./sources.js";
import { Stack } from "./stack.js";
import { onThemeChange, scale } from "../base/theme.js";

/** Least height of a chart, and of one with four values at its end: see `.stack .chart`. */
const [LEAST, TALL] = [112, 120];
/** What the numbers below one of them need. */
const NUMBERS = 16;
/** How many stand where the panel is scrolled, so that nothing says how many fit. */
const SCROLLED = 6;
/** Milliseconds between two drawings while it plays. */
const PERIOD = 400;
/** The words above and beside a square plane, which is as high as the style sheet has it. */
const AROUND = 88;

/** @param {Row} row @param {number} width  of the column, at scale 1 */
const leastOf = ({ square, over_rounds, traces }, width) => (square ? width - AROUND : over_rounds && traces.length > 3 ? TALL : LEAST);

export class Charts {
  /** @type {History | null} */ #history = null;
  /** The rows that are drawn: the history up to the frame. @type {History | null} */ #rows = null;
  /** @type {Frame | null} */ #frame = null;
  #way = new Way();
  /** Which of the charts that are computed only where they are shown the server was asked for. */ #asked = "";
  /** @type {Row[]} */ #shown = [];
  /** @type {{round: number, marked: boolean} | null} */ #cursor = null;
  /** Which charts there could be when they were laid out. */ #were = "";
  #timer = 0;
  #next = 0;
  #due = 0;
  /** @type {import("../run/epoch.js").Epoch | null} */ #epoch = null;
  /** How many epochs there were. */ #epochs = 0;
  /** @type {import("./enlarged.js").Enlarged | null} */ #enlarged = null;

  /**
   * @param {HTMLElement} host
   * @param {Store} store
   * @param {(names: import("../wire/types.js").ChartsCommand["names"]) => void} ask  asks the server for charts that it computes only where they are shown
   * @param {import("../figure/description.js").Figures} figures
   */
  constructor(host, store, ask, figures) {
    this.figures = figures;
    this.store = store;
    this.ask = ask;
    this.intervals = new Intervals(() => {
      this.#soon(0);
      this.#enlarged?.again();
    });
    this.chooser = new Chooser(() => this.#changed());
    this.at = h("p", { class: "charts-round" });
    this.trouble = h("p", { class: "charts-trouble", role: "status", hidden: true });
    this.none = h("p", { class: "none", hidden: true }, "No chart is chosen.");
    this.plots = h("div", {
      class: "plots", tabindex: 0, role: "group",
      "aria-label": "Charts over rounds. Left and right arrow keys read the values at a round, Escape goes back to the newest.",
    }); // prettier-ignore
    this.stack = new Stack(this.plots, {
      large: false, enlarge: (row) => this.#enlarge(row), again: () => this.#soon(0), buttons: () => this.buttons,
      control: (row) => (row.says === "counting" ? this.intervals.control() : null),
      point: (round) => this.#read(round === null ? null : { round, marked: false }),
    }); // prettier-ignore
    this.buttons = buttons(() => this.stack, () => `ganscope-${this.#shown.length === 1 ? this.#shown[0].name : "charts"}`);
    this.plots.append(this.none);
    this.spoken = h("p", { class: "sr-only", "aria-live": "polite" });
    host.append(h("header", { class: "charts-head" }, this.at, this.chooser.button), this.trouble, this.chooser.panel, this.plots, this.spoken);
    this.#listen();
    figures.watch(() => this.#changed());
    new ResizeObserver(() => this.#changed()).observe(this.plots);
    document.addEventListener("visibilitychange", () => {
      this.#ask();
      this.#soon(0);
    });
    onThemeChange(() => this.#changed());
  }

  /** Milliseconds of main thread of the last drawings. */
  get costs() {
    return this.stack.costs;
  }

  /** How often they were drawn. */
  get redraws() {
    return this.stack.redraws;
  }

  /** The charts there are, in the words of the game. @returns {readonly Row[]} */
  get table() {
    return this.#description?.charts ?? [];
  }

  /** The frame that is painted: the last row, and what is there now. @param {Frame} frame */
  take(frame) {
    this.#frame = frame;
    const phase = phaseOf(frame);
    // Rows may come before the first frame.
    if (this.#way.add(phase, frame.meta) && this.#history) this.#way.fill(this.#history, phase);
    if (this.#able() !== this.#were) this.#layOut();
    this.#soon(frame.meta.playing ? PERIOD : 0);
  }

  /** @param {History} history */
  show(history) {
    if (!sameEpoch(history.meta, this.#epoch)) this.#epochs += 1;
    this.#epoch = history.meta;
    this.#history = history;
    if (this.#frame) this.#way.fill(history, phaseOf(this.#frame));
    if (this.#able() !== this.#were) this.#layOut();
    this.#soon(this.#frame?.meta.playing ? PERIOD : 0);
  }

  /** The descriptions of the game that is shown. @returns {Description | null} */
  get #description() {
    return this.figures.now;
  }

  /** Plotly takes over from the values alone. */
  async load() {
    try {
      this.stack.api = await plotly();
    } catch (error) {
      setText(this.trouble, `The charts cannot be drawn: ${/** @type {Error} */ (error).message}.  Their newest values are below.`);
      this.trouble.hidden = false;
    }
    this.#soon(0);
  }

  /** @returns {Moment | null} */
  get #moment() {
    if (!this.#rows) return null;
    const clip = this.store.now.experiment.penalties.find((penalty) => penalty.kind === "clip");
    const frame = this.#frame;
    return { history: this.#rows, frame, labels: frame ? labelsOf(frame) : 0, bound: clip?.bound ?? null, place: this.intervals.place, way: this.#way.points, most: Infinity };
  }

  // --- which charts ----------------------------------------------------------------------------------------------

  /** Why a chart is not there; null where it is. @param {Row} row @returns {string | null} */
  #missing({ needs, reason }) {
    if (!needs) return null;
    const { array, least = 1, asked } = needs;
    const moment = { history: this.#history ?? { meta: {}, arrays: {} }, frame: this.#frame };
    const there = asked ? this.#frame?.meta.charts?.[asked] !== undefined : array && arrayOf(/** @type {Moment} */ (moment), array, "frame").data.length >= least;
    return there ? null : reason;
  }

  /** What an experiment is about comes to the front. @param {Row} row */
  #rank({ name, rank, front }) {
    const { presets, preset, experiment } = this.store.now;
    if (presets.find((each) => each.name === preset)?.charts?.includes(name)) return 1.5;
    if (front && experiment.penalties?.some((/** @type {{kind: string}} */ { kind }) => kind === front)) return 1.5;
    return rank ?? Infinity;
  }

  /** Which charts there can be, and which of them come to the front, as one word. */
  #able() {
    return this.table.map((row) => `${this.#missing(row) ? 0 : 1}${this.#rank(row)}`).join();
  }

  /** The charts that stand: those chosen, in their order, or the most telling ones that fit. */
  #layOut() {
    if (!this.#description) return;
    this.#were = this.#able();
    // Counted for the time when the chooser has gone.
    const height = this.plots.clientHeight + this.chooser.height;
    const able = this.table.filter((row) => !this.#missing(row));
    const ranked = able.filter((row) => this.#rank(row) < Infinity).sort((a, b) => this.#rank(a) - this.#rank(b));
    let left = narrow.matches ? SCROLLED * LEAST + TALL - LEAST : Math.max(TALL, height / scale - NUMBERS);
    const fitting = ranked.filter((row) => (left -= leastOf(row, this.plots.clientWidth / scale)) >= 0);
    const { chosen } = this.chooser;
    this.#shown = chosen ? chosen.flatMap((name) => able.find((row) => row.name === name) ?? []) : able.filter((row) => fitting.includes(row));
    this.none.hidden = this.#shown.length > 0;
    this.stack.lay(this.#description, this.#shown);
    this.chooser.show([...this.table], this.#names(), (row) => this.#missing(row));
    this.#ask();
  }

  #names() {
    return this.#shown.map(({ name }) => name);
  }

  /** Asks for what is shown, where it can be seen at all: on a phone the charts may be another tab. */
  #ask() {
    const seen = !document.hidden && this.plots.clientWidth > 0;
    const names = seen ? this.#shown.flatMap(({ needs }) => needs?.asked ?? []) : [];
    if (names.join() === this.#asked) return;
    this.#asked = names.join();
    this.ask(names);
  }

  #changed() {
    this.#layOut();
    this.#soon(0);
  }

  // --- drawing ---------------------------------------------------------------------------------------------------

  /** Draws when as many milliseconds have passed since the last time. @param {number} period */
  #soon(period) {
    const due = Math.max(0, this.#due + period - performance.now());
    if (this.#timer && performance.now() + due >= this.#next) return;
    clearTimeout(this.#timer);
    this.#next = performance.now() + due;
    this.#timer = window.setTimeout(() => requestAnimationFrame(() => this.#turn()), due);
  }

  #turn() {
    this.#timer = 0;
    if (!this.#history || this.#history.arrays.round.data.length === 0) return;
    this.#due = performance.now();
    this.#rows = upTo(this.#history, this.#frame);
    const state = this.#say();
    if (!state) return;
    this.stack.draw(state);
    this.#enlarged?.follow(state);
  }

  /** Says at which round the charts are read; what is to be drawn. */
  #say() {
    const moment = this.#moment;
    if (!moment) return null;
    const rounds = moment.history.arrays.round.data;
    const cursor = this.#cursor;
    const newest = rounds.length - 1;
    const at = cursor ? nearestRow(rounds, cursor.round) : newest;
    setText(this.at, cursor ? `At round ${whole(rounds[at])}` : `Newest: round ${whole(rounds[at])}`);
    this.at.classList.toggle("reading", cursor !== null);
    return { moment, end: axisEnd(rounds[newest]), at, reading: cursor !== null, marked: cursor?.marked ?? false, run: String(this.#epochs) };
  }

  /** @param {Row} row */
  async #enlarge(row) {
    const { Enlarged } = await import("./enlarged.js");
    this.#enlarged ??= new Enlarged(this.intervals.control());
    const state = this.#say();
    if (state && this.#description) this.#enlarged.open(this.stack.api, this.#description, row, { ...state, reading: false, marked: false });
  }

  // --- reading ---------------------------------------------------------------------------------------------------

  #listen() {
    const { plots } = this;
    document.addEventListener("pointerdown", (event) => {
      if (!plots.contains(/** @type {Node} */ (event.target))) this.#read(null);
    });
    plots.addEventListener("blur", () => this.#cursor?.marked && this.#read(null));
    plots.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {{round: number, marked: boolean} | null} cursor */
  #read(cursor) {
    if (!cursor && !this.#cursor) return;
    const marks = cursor?.marked || this.#cursor?.marked;
    this.#cursor = cursor;
    const state = this.#say();
    if (!state) return;
    // Plotly draws the line of a pointer itself.
    if (marks) this.stack.draw(state);
    else this.stack.draw(state, true);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const rows = this.#rows;
    const rounds = rows?.arrays.round.data;
    if (event.altKey && !event.ctrlKey && !event.metaKey) return this.#move(event);
    if (event.target instanceof HTMLInputElement || !rounds || rounds.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const newest = rounds.length - 1;
    const row = this.#cursor ? nearestRow(rounds, this.#cursor.round) : newest;
    const stride = Math.max(1, Math.round(rounds.length / 50));
    const next = { ArrowLeft: row - stride, ArrowRight: row + stride, Home: 0, End: newest, Escape: null }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    if (next === null) return this.#read(null);
    const at = Math.min(Math.max(next, 0), newest);
    this.#read({ round: rounds[at], marked: true });
    const values = this.#shown.flatMap((chart) => linesOf(chart).map((line) => `${chart.title}, ${line.name}: ${told(chart, line, rows, at)}`));
    setText(this.spoken, `Round ${rounds[at]}. ${values.join("; ")}`);
  }

  /** A chart whose title has the focus changes places with its neighbour. @param {KeyboardEvent} event */
  #move(event) {
    const by = /** @type {-1 | 1 | undefined} */ ({ ArrowUp: -1, ArrowDown: 1 }[event.key]);
    const title = /** @type {HTMLElement} */ (event.target).closest?.(".chart-title");
    const chart = /** @type {HTMLElement | null | undefined} */ (title?.closest("[data-chart]"));
    if (!by || !chart) return;
    event.preventDefault();
    this.chooser.move(chart.dataset.chart ?? "", by);
    /** @type {HTMLElement} */ (title).focus();
    const place = this.#names().indexOf(chart.dataset.chart ?? "");
    setText(this.spoken, `${title?.textContent?.replace("⤢", "")}: ${place + 1} of ${this.#shown.length}`);
  }
}
