/**
 * What happened so far, over rounds: the charts that a person has chosen, or as many as fit, on one axis.  Pointing at
 * one reads all of them at that round.
 *
 * A history replaces the one before it.  A turn draws what it can in a few milliseconds and leaves the rest to the next.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").History} History
 * @typedef {import("./charttable.js").Chart} Chart
 * @typedef {import("./chartview.js").Moment} Moment
 * @typedef {import("./bins.js").Weights} Weights
 * @typedef {import("./functions.js").Pair} Pair
 * @typedef {import("./phase.js").Phase} Phase
 * @typedef {import("./linecharts.js").Line} Line
 * @typedef {import("../run/state.js").Store} Store
 */

import { CHARTS, overRounds } from "./charttable.js";
import { ChartView } from "./chartview.js";
import { h, setText } from "../base/dom.js";
import { whole } from "../base/format.js";
import { pairOf } from "./functions.js";
import { sameEpoch } from "../run/epoch.js";
import { gameOf, labelsOf } from "../run/game.js";
import { inGame } from "./gamecharts.js";
import { Intervals } from "./intervals.js";
import { has, isAsked, lineOf, REASONS } from "./linecharts.js";
import { remember, remembered } from "../base/memory.js";
import { narrow } from "../base/panels.js";
import { phaseOf, Way } from "./phase.js";
import { axisEnd, nearestRow } from "../base/ranges.js";
import { told, upTo } from "../run/rows.js";
import { onThemeChange, scale } from "../base/theme.js";

const KEY = "ganscope.charts";
/** Least height of a chart, and of one with four values at its end: see `.plots .chart`. */
const [LEAST, TALL] = [112, 120];
/** What the numbers below one of them need. */
const NUMBERS = 16;
/** How many stand where the panel is scrolled, so that nothing says how many fit. */
const SCROLLED = 6;
/** Milliseconds of one turn, after which the rest waits for the next. */
const BUDGET = 12;
/** Milliseconds between two drawings of all charts. */
const PERIOD = 200;
const REMEMBERED = 240;

/** The words above and beside a square plane, which is as high as the style sheet has it. */
const AROUND = 88;

/** @param {ChartView} view @param {number} width  of the column, at scale 1 */
const leastOf = ({ chart }, width) => (chart.kind === "phase" ? width - AROUND : chart.lines.length > 3 ? TALL : LEAST);

export class Charts {
  /** @type {History | null} */ #history = null;
  /** The rows that are drawn: the history up to the frame. @type {History | null} */ #rows = null;
  /** @type {Frame | null} */ #frame = null;
  /** @type {ArrayLike<number>} */ #weights = [];
  /** @type {ArrayLike<number>} */ #shares = [];
  /** What the words of the charts are of. */ #game = "";
  /** @type {Weights | null} */ #spread = null;
  /** @type {Pair | null} */ #pair = null;
  /** @type {Phase | null} */ #phase = null;
  #way = new Way();
  /** @type {Line} */ #line = lineOf(null);
  /** Which of the charts that are computed only where they are shown the server was asked for. */ #asked = "";
  /** @type {ChartView[]} */ #shown = [];
  /** @type {ChartView[]} */ #queue = [];
  /** @type {string[] | null} */ #chosen = chosenBefore();
  /** @type {{round: number, view: ChartView | null, x: number, y: number} | null} */ #cursor = null;
  #laid = "";
  /** Which charts there could be when they were laid out. */ #were = "";
  #dirty = false;
  #timer = 0;
  #waiting = 0;
  #due = 0;
  /** @type {import("../run/epoch.js").Epoch | null} */ #epoch = null;
  /** @type {import("./enlarged.js").Enlarged | null} */ #enlarged = null;
  /** Milliseconds of main thread of the last turns. @type {number[]} */ costs = [];
  /** How often all that is shown was drawn. */ redraws = 0;

  /**
   * @param {HTMLElement} host
   * @param {Store} store
   * @param {(names: import("../wire/types.js").ChartsCommand["names"]) => void} ask  asks the server for charts that it computes only where they are shown
   */
  constructor(host, store, ask) {
    this.store = store;
    this.ask = ask;
    this.intervals = new Intervals(() => {
      this.#redraw();
      if (this.#rows) this.#enlarged?.again(this.#moment(this.#rows));
    });
    this.views = CHARTS.map((chart) => new ChartView(chart, (which) => this.#enlarge(which), chart.kind === "counting" ? this.intervals.control() : null));
    this.at = h("p", { class: "charts-round" });
    this.choose = h("button", { type: "button", class: "quiet", "aria-expanded": "false", "aria-controls": "charts-choice", "aria-label": "Choose charts", title: "Choose which charts are shown", onclick: () => this.#unfold() }, "Choose…");
    this.chips = this.views.map(({ chart }) => h("button", { type: "button", class: "chip", "data-chip": chart.name, onclick: () => this.#toggle(chart.name) }));
    this.fit = h("input", { type: "checkbox", class: "switch", onchange: () => this.#keep(this.fit.checked ? null : this.#names()) });
    this.absent = h("details", { class: "absent" }, h("summary", {}, ""), h("dl", {}));
    this.chooser = h(
      "div",
      { id: "charts-choice", class: "chooser", role: "group", "aria-label": "Charts shown", hidden: true },
      h("label", { class: "as-many" }, this.fit, "Choose for me"),
      h("div", { class: "chips" }, ...this.chips),
      this.absent,
    );
    this.plots = h("div", {
      class: "plots", tabindex: 0, role: "group",
      "aria-label": "Charts over rounds. Left and right arrow keys read the values at a round, Escape goes back to the newest.",
    }); // prettier-ignore
    this.spoken = h("p", { class: "sr-only", "aria-live": "polite" });
    host.append(h("header", { class: "charts-head" }, this.at, this.choose), this.chooser, this.plots, this.spoken);
    this.#layOut();
    this.#listen();
    new ResizeObserver(() => this.#changed()).observe(this.plots);
    document.addEventListener("visibilitychange", () => {
      this.#ask();
      this.#redraw();
    });
    onThemeChange(() => this.#changed());
  }

  /** The frame that is painted: the last row, and the modes. @param {Frame} frame */
  take(frame) {
    this.#frame = frame;
    this.#weights = frame.arrays.mode_weight?.data ?? [];
    this.#shares = frame.arrays.mode_share?.data ?? [];
    this.#spread = this.#weightsOf(frame);
    this.#pair = this.#pairNow();
    this.#phase = phaseOf(frame);
    this.#line = lineOf(frame);
    // Rows may come before the first frame.
    if (this.#way.add(this.#phase, frame.meta) && this.#history) this.#way.fill(this.#history, this.#phase);
    const game = JSON.stringify([frame.meta.view, { ...gameOf(frame), range: null }]);
    if (game !== this.#game) {
      this.#game = game;
      for (const [i, view] of this.views.entries()) view.become(inGame(CHARTS[i], gameOf(frame), frame.meta.view));
      this.#layOut();
    } else if (this.#able() !== this.#were) {
      this.#layOut();
    }
    this.#soon();
  }

  /** f and f*, in whichever message they are. */
  #pairNow() {
    return pairOf(this.#frame?.arrays ?? {}) ?? pairOf(this.#history?.arrays ?? {});
  }

  /** D's weights, and the bound at which the experiment clips them. @param {Frame} frame @returns {Weights | null} */
  #weightsOf({ arrays, meta }) {
    if (!arrays.weights || !meta.weights) return null;
    const clip = this.store.now.experiment.penalties?.find((penalty) => penalty.kind === "clip");
    return { shares: arrays.weights.data, limit: meta.weights.limit, bound: clip?.bound ?? null };
  }

  /** Which charts there can be, and which of them come to the front, as one word. */
  #able() {
    return this.views.map((view) => `${this.#missing(view) ? 0 : 1}${this.#rank(view)}`).join();
  }

  /** @param {History} history */
  show(history) {
    if (!sameEpoch(history.meta, this.#epoch)) for (const view of this.views) view.forget();
    this.#epoch = history.meta;
    this.#history = history;
    this.#way.fill(history, this.#phase);
    this.#pair = this.#pairNow();
    this.#soon();
    this.#enlarged?.follow(this.#moment(history));
  }

  /** Why a chart is not there; null where it is. @param {ChartView} view @returns {string | null} */
  #missing({ chart }) {
    if (chart.kind === "function") return this.#pair ? null : "Only an f-GAN has an f: choose it as the objective.";
    if (chart.kind === "histogram") return this.#spread ? null : "Nothing is known of D's weights here.";
    if (chart.name === "reconstruction") return gameOf(this.#frame).reconstructor ? null : "No network takes samples back to z: choose a reconstructor.";
    if (chart.kind === "phase") return this.#phase ? null : "Only a game with one number a player has a plane of both: G a point, D linear, data on the line.";
    if (isAsked(chart.kind)) return has(this.#frame, chart.kind) ? null : REASONS[chart.kind];
    return chart.kind === "curves" || this.#weights.length > 1 ? null : "The data have one mode only.";
  }

  /** What an experiment is about comes to the front. @param {ChartView} view */
  #rank({ chart }) {
    const { presets, preset } = this.store.now;
    if (presets.find(({ name }) => name === preset)?.charts?.includes(chart.name)) return 1.5;
    if (chart.kind === "function") return this.store.now.experiment.objective?.kind === "f_gan" ? 1.5 : Infinity;
    if (chart.kind === "histogram") return this.#spread && this.#spread.bound !== null ? 1.5 : Infinity;
    if (chart.kind === "phase") return this.#phase ? 0.5 : Infinity;
    return chart.rank;
  }

  /** @param {History} history */
  #moment(history) {
    return { history, weights: this.#weights, shares: this.#shares, labels: this.#frame ? labelsOf(this.#frame) : 0, line: this.#line, place: this.intervals.place, spread: this.#spread, pair: this.#pair, plane: this.#phase && { ...this.#phase, way: this.#way.points } };
  }

  /** The charts that stand: those chosen, or the most telling ones that fit. */
  #layOut() {
    this.#were = this.#able();
    // Counted for the time when the chooser has gone.
    const height = this.plots.clientHeight + (this.chooser.hidden ? 0 : this.chooser.offsetHeight);
    const able = this.views.filter((view) => !this.#missing(view));
    const ranked = able.filter((view) => this.#rank(view) < Infinity).sort((a, b) => this.#rank(a) - this.#rank(b));
    let left = narrow.matches ? SCROLLED * LEAST + TALL - LEAST : Math.max(TALL, height / scale - NUMBERS);
    const fitting = ranked.filter((view) => (left -= leastOf(view, this.plots.clientWidth / scale)) >= 0);
    const chosen = this.#chosen;
    this.#shown = able.filter((view) => (chosen ? chosen.includes(view.chart.name) : fitting.includes(view)));
    const laid = `${narrow.matches} ${this.#shown.map(({ chart }) => chart.name).join(" ")}`;
    if (laid !== this.#laid) {
      this.#laid = laid;
      // One below the other share the numbers of the last; where they are scrolled that one may be out of sight.
      const over = this.#shown.filter(({ chart }) => overRounds(chart));
      const numbered = narrow.matches ? over : over.slice(-1);
      for (const view of this.views) {
        view.numbered = numbered.includes(view);
        view.figure.classList.toggle("numbered", view.numbered);
      }
      this.plots.replaceChildren(
        ...(this.#shown.length > 0 ? this.#shown.map(({ figure }) => figure) : [h("p", { class: "none" }, "No chart is chosen.")]),
      );
    }
    this.#drawChips();
    this.#ask();
  }

  /** Asks for what is shown, where it can be seen at all: on a phone the charts may be another tab. */
  #ask() {
    const seen = !document.hidden && this.plots.clientWidth > 0;
    const names = seen ? this.#shown.map(({ chart }) => chart.kind).filter(isAsked) : [];
    if (names.join() === this.#asked) return;
    this.#asked = names.join();
    this.ask(names);
  }

  #changed() {
    this.#layOut();
    this.#redraw();
  }

  /** Draws at the next turn that is due. */
  #soon() {
    if (this.#waiting) return;
    this.#waiting = window.setTimeout(() => {
      this.#waiting = 0;
      this.#due = performance.now() + PERIOD;
      this.#redraw();
    }, Math.max(0, this.#due - performance.now()));
  }

  #redraw() {
    this.#dirty = true;
    if (!this.#timer) this.#timer = requestAnimationFrame(() => this.#turn());
  }

  #turn() {
    this.#timer = 0;
    if (document.hidden || !this.#history || this.#history.arrays.round.data.length === 0) return;
    const start = performance.now();
    if (this.#dirty) {
      this.#queue = [...this.#shown];
      this.#rows = upTo(this.#history, this.#frame);
    }
    this.#dirty = false;
    const history = this.#rows ?? this.#history;
    const rounds = history.arrays.round.data;
    const cursor = this.#cursor;
    const newest = rounds.length - 1;
    const row = cursor ? nearestRow(rounds, cursor.round) : newest;
    setText(this.at, cursor ? `At round ${whole(rounds[row])}` : `Newest: round ${whole(rounds[row])}`);
    this.at.classList.toggle("reading", cursor !== null);
    /** @type {Omit<Moment, "pointer">} */
    const moment = { ...this.#moment(history), row, end: axisEnd(rounds[newest]), reading: cursor !== null };
    while (this.#queue.length > 0 && performance.now() - start < BUDGET) {
      const view = /** @type {ChartView} */ (this.#queue.shift());
      view.draw({ ...moment, pointer: cursor?.view === view ? cursor : null });
    }
    this.costs.push(performance.now() - start);
    if (this.costs.length > REMEMBERED) this.costs.shift();
    if (this.#queue.length === 0) this.redraws += 1;
    else if (!this.#timer) this.#timer = requestAnimationFrame(() => this.#turn());
  }

  /** @param {Chart} chart */
  async #enlarge(chart) {
    const { Enlarged } = await import("./enlarged.js");
    this.#enlarged ??= new Enlarged(this.intervals.control());
    if (this.#rows) this.#enlarged.open(chart, this.#moment(this.#rows));
  }

  // --- reading ---------------------------------------------------------------------------------------------------

  #listen() {
    const { plots } = this;
    const point = (/** @type {PointerEvent} */ event) => {
      const view = this.#shown.find(({ plot }) => plot.contains(/** @type {Node} */ (event.target)));
      if (!view || !this.#rows) return;
      const { left, top } = view.plot.getBoundingClientRect();
      const { box } = view;
      const x = event.clientX - left;
      const rounds = this.#rows.arrays.round.data;
      const end = axisEnd(rounds[rounds.length - 1] ?? 0);
      const share = Math.min(Math.max((x - box.left) / (box.right - box.left), 0), 1);
      // Where there is no axis of rounds nothing is read but the chart itself.
      const round = !overRounds(view.chart) ? rounds[rounds.length - 1] : share * end;
      this.#read({ round, view, x, y: event.clientY - top });
    };
    plots.addEventListener("pointermove", point);
    plots.addEventListener("pointerdown", point);
    plots.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.#read(null));
    document.addEventListener("pointerdown", (event) => {
      if (!plots.contains(/** @type {Node} */ (event.target))) this.#read(null);
    });
    plots.addEventListener("blur", () => this.#read(null));
    plots.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {{round: number, view: ChartView | null, x: number, y: number} | null} cursor */
  #read(cursor) {
    if (!cursor && !this.#cursor) return;
    this.#cursor = cursor;
    this.#redraw();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const rows = this.#rows;
    const rounds = rows?.arrays.round.data;
    if (event.target instanceof HTMLInputElement || !rounds || rounds.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const newest = rounds.length - 1;
    const row = this.#cursor ? nearestRow(rounds, this.#cursor.round) : newest;
    const stride = Math.max(1, Math.round(rounds.length / 50));
    const next = { ArrowLeft: row - stride, ArrowRight: row + stride, Home: 0, End: newest, Escape: null }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    if (next === null) return this.#read(null);
    const at = Math.min(Math.max(next, 0), newest);
    this.#read({ round: rounds[at], view: null, x: 0, y: 0 });
    const values = this.#shown.flatMap(({ chart }) =>
      chart.lines.filter(({ column }) => column).map((line) => `${chart.title}, ${line.title}: ${told(chart, line, rows, at)}`),
    );
    setText(this.spoken, `Round ${rounds[at]}. ${values.join("; ")}`);
  }

  // --- choosing --------------------------------------------------------------------------------------------------

  #unfold() {
    const open = this.chooser.hidden;
    this.chooser.hidden = !open;
    this.choose.setAttribute("aria-expanded", String(open));
    setText(this.choose, open ? "Done" : "Choose…");
    this.choose.setAttribute("aria-label", open ? "Done choosing charts" : "Choose charts");
  }

  #names() {
    return this.#shown.map(({ chart }) => chart.name);
  }

  /** A chip for each chart that there can be; of the others, why there are none. */
  #drawChips() {
    const names = this.#names();
    /** @type {HTMLElement[]} */
    const absent = [];
    this.views.forEach((view, i) => {
      const { name, title, help } = view.chart;
      const chip = this.chips[i];
      const missing = this.#missing(view);
      setText(chip, title);
      chip.setAttribute("aria-pressed", String(names.includes(name)));
      chip.title = help;
      chip.hidden = chip.disabled = missing !== null;
      if (missing) absent.push(h("dt", {}, title), h("dd", {}, missing));
    });
    this.fit.checked = this.#chosen === null;
    const [words, list] = this.absent.children;
    this.absent.hidden = absent.length === 0;
    setText(words, `${absent.length / 2} more need another experiment`);
    list.replaceChildren(...absent);
  }

  /** @param {string} name */
  #toggle(name) {
    const chosen = this.#chosen ?? this.#names();
    this.#keep(chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name]);
  }

  /** @param {string[] | null} chosen */
  #keep(chosen) {
    this.#chosen = chosen;
    remember(KEY, chosen && JSON.stringify(chosen));
    this.#changed();
  }
}

/** The charts that the person chose the last time. @returns {string[] | null} */
function chosenBefore() {
  try {
    const kept = JSON.parse(remembered(KEY) ?? "null");
    return Array.isArray(kept) ? kept.map(String) : null;
  } catch {
    return null;
  }
}
