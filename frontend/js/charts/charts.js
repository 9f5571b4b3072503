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
import { phaseOf, Way } from "./phase.js";
import { plotly } from "../figure/plotly.js";
import { axisEnd, nearestRow } from "../base/ranges.js";
import { Reading } from "./reading.js";
import { upTo } from "../run/rows.js";
import { fittingOf, missing, rankOf } from "./selection.js";
import { Stack } from "./stack.js";
import { onThemeChange } from "../base/theme.js";

/** Milliseconds between two drawings while it plays. */
const PERIOD = 400;
/** The same, where drawing takes more of the time than one part in so many. */
const SLOWEST = 1000;
const SHARE = 4.5;

export class Charts {
  /** @type {History | null} */ #history = null;
  /** The rows that are drawn: the history up to the frame. @type {History | null} */ #rows = null;
  /** @type {Frame | null} */ #frame = null;
  #way = new Way();
  /** Which of the charts that are computed only where they are shown the server was asked for. */ #asked = "";
  /** @type {Row[]} */ #shown = [];
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
      point: (round, marked) => this.reading.at(round === null ? null : { round, marked }),
    }); // prettier-ignore
    this.buttons = buttons(() => this.stack, () => `ganscope-${this.#shown.length === 1 ? this.#shown[0].name : "charts"}`);
    this.plots.append(this.none);
    host.append(h("header", { class: "charts-head" }, this.at, this.chooser.button), this.trouble, this.chooser.panel, this.plots);
    this.reading = new Reading(this.plots, {
      rounds: () => this.#rows?.arrays.round.data ?? [], changed: (marked) => this.#read(marked),
      told: (at) => this.#shown.flatMap((chart) => linesOf(chart).map((line) => `${chart.title}, ${line.name}: ${this.#rows ? told(chart, line, this.#rows, at) : ""}`)).join("; "),
      move: (name, by) => {
        this.chooser.move(name, by);
        return `${this.#names().indexOf(name) + 1} of ${this.#shown.length}`;
      },
    }); // prettier-ignore
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
    this.#soon(frame.meta.playing ? this.#period : 0);
  }

  /** Milliseconds between two drawings while it plays: on a slow machine pictures come before charts. */
  get #period() {
    return Math.min(Math.max(SHARE * (this.costs.at(-1) ?? 0), PERIOD), SLOWEST);
  }

  /** @param {History} history */
  show(history) {
    if (!sameEpoch(history.meta, this.#epoch)) this.#epochs += 1;
    this.#epoch = history.meta;
    this.#history = history;
    if (this.#frame) this.#way.fill(history, phaseOf(this.#frame));
    if (this.#able() !== this.#were) this.#layOut();
    this.#soon(this.#frame?.meta.playing ? this.#period : 0);
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

  /** Why a chart is not there; null where it is. @param {Row} row */
  #missing = (row) => missing(row, this.#history, this.#frame);

  /** Which charts there can be, and which of them come to the front, as one word. */
  #able() {
    return this.table.map((row) => `${this.#missing(row) ? 0 : 1}${rankOf(row, this.store.now)}`).join();
  }

  /** The charts that stand: those chosen, in their order, or the most telling ones that fit. */
  #layOut() {
    if (!this.#description) return;
    this.#were = this.#able();
    // Counted for the time when the chooser has gone.
    const height = this.plots.clientHeight + this.chooser.height;
    const able = this.table.filter((row) => !this.#missing(row));
    const fitting = fittingOf(able, (row) => rankOf(row, this.store.now), height, this.plots.clientWidth);
    const { chosen } = this.chooser;
    this.#shown = chosen ? chosen.flatMap((name) => able.find((row) => row.name === name) ?? []) : able.filter((row) => fitting.includes(row));
    this.none.hidden = this.#shown.length > 0;
    this.stack.lay(this.#description, this.#shown);
    this.chooser.show([...this.table], this.#names(), this.#missing);
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
    const { cursor } = this.reading;
    const newest = rounds.length - 1;
    const at = cursor ? nearestRow(rounds, cursor.round) : newest;
    setText(this.at, cursor ? `At round ${whole(rounds[at])}` : `Newest: round ${whole(rounds[at])}`);
    this.at.classList.toggle("reading", cursor !== null);
    return { moment, end: axisEnd(rounds[newest]), at, reading: cursor !== null, marked: cursor?.marked ?? false, run: String(this.#epochs) };
  }

  /** A person reads another round. @param {boolean} marked  by the keyboard: Plotly draws the line of a pointer itself */
  #read(marked) {
    const state = this.#say();
    if (state) this.stack.draw(state, !marked);
  }

  /** @param {Row} row */
  async #enlarge(row) {
    const { Enlarged } = await import("./enlarged.js");
    this.#enlarged ??= new Enlarged(this.intervals.control());
    const state = this.#say();
    if (state && this.#description) this.#enlarged.open(this.stack.api, this.#description, row, { ...state, reading: false, marked: false });
  }
}
