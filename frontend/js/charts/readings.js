/**
 * The numbers under the picture: how the run stands and on what it runs, and the readings of the frame that is drawn.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../run/state.js").Store} Store
 * @typedef {import("../run/state.js").State} State
 *
 * @typedef {object} Reading
 * @property {string} name
 * @property {string} title
 * @property {string} help
 * @property {(frame: Frame) => string} text
 * @property {(frame: Frame) => string} [label]  a title that depends on the frame
 * @property {(frame: Frame) => string} [meaning]  a help that depends on the frame
 * @property {(frame: Frame) => boolean} [absent]  whether a frame has nothing of it to show
 * @property {string} [key]  class of the colour that the charts and the picture give it
 */

import { sheet } from "../base/dialog.js";
import { h, setText } from "../base/dom.js";
import { bounded, figures, fixed, percent, roomy, short, whole } from "../base/format.js";
import { gameOf, labelsOf, levelText, packOf } from "../run/game.js";
import { maths } from "../base/maths.js";
import { isCut, readingOf } from "../run/rows.js";
import { say } from "../words/words.js";
import { typed } from "../words/marks.js";
import { stopWords } from "../run/server_words.js";

/** Milliseconds from which a picture is late. */
const LATE = 150;
/** Between two changes of the numbers: nobody reads faster, and each lays out and paints a part of the page. */
const BETWEEN = 125;

/** @param {string} name */
const of = (name) => (/** @type {Frame} */ frame) => readingOf(frame, name);

/**
 * A measure, with a decimal less where it is at least what is shown, so that it keeps its width.
 * @param {string} name
 * @param {number} decimals
 * @param {(value: number, decimals: number) => string} written
 * @param {number} [fewer]  decimals of a bound
 */
export const atLeast = (name, decimals, written, fewer = decimals - 1) => (/** @type {Frame} */ frame) => {
  const value = of(name)(frame);
  return Number.isFinite(value) && isCut(of("outside")(frame)) ? bounded(value, fewer, written) : written(value, decimals);
};

/** Before the first frame: the game of the theory. */
const NONE = /** @type {Frame} */ (/** @type {unknown} */ ({ meta: {}, arrays: {} }));

/** @type {Reading[]} */
const READINGS = [
  {
    name: "v", title: say("reading.v"), key: "d", help: say("reading.v.help"), text: (f) => roomy(of("v")(f), 4),
    label: (f) => (gameOf(f).kind === "wasserstein" ? say("reading.v.estimate") : say("reading.v")), meaning: value,
  },
  {
    name: "v_star", title: say("reading.v_star"), key: "d-star", help: say("reading.v_star.help"),
    // A distance has no cell for what is outside.
    text: (f) => (gameOf(f).kind === "wasserstein" ? roomy(of("v_star")(f), 4) : atLeast("v_star", 4, roomy, 2)(f)),
    meaning: best, absent: (f) => !gameOf(f).optimum,
  },
  { name: "gap", title: say("reading.gap"), help: say("reading.gap.help"), text: atLeast("gap", 4, roomy), absent: (f) => !gameOf(f).optimum || gameOf(f).kind === "wasserstein" },
  { name: "jsd", title: say("reading.jsd"), key: "p-g", help: say("reading.jsd.help"), text: atLeast("jsd", 4, fixed) },
  { name: "jsd_floor", title: say("reading.jsd_floor"), help: say("reading.jsd_floor.help"), text: (f) => figures(of("jsd_floor")(f), 2) },
  { name: "kl_data_g", title: say("reading.kl_data_g"), help: say("reading.kl_data_g.help"), text: atLeast("kl_data_g", 3, roomy) },
  { name: "kl_g_data", title: say("reading.kl_g_data"), help: say("reading.kl_g_data.help"), text: atLeast("kl_g_data", 3, roomy) },
  { name: "tv", title: say("reading.tv"), help: say("reading.tv.help"), text: atLeast("tv", 3, fixed, 3) },
  {
    name: "w1", title: say("reading.w1"), help: say("reading.w1.help"),
    text: (f) => roomy(of("w1")(f), 3), label: (f) => (f.meta.view === "2d" ? "W₁, sliced" : "W₁"),
  },
  { name: "modes", title: say("reading.modes"), help: say("reading.modes.help"), text: (f) => modes(f) },
  { name: "high_quality", title: say("reading.high_quality"), help: say("reading.high_quality.help"), text: (f) => percent(of("high_quality")(f)) },
  { name: "nearest_share", title: say("reading.nearest_share"), help: say("reading.nearest_share.help"), text: (f) => percent(of("nearest_share")(f)), absent: (f) => labelsOf(f) > 0 || gameOf(f).named !== undefined },
  {
    name: "named", title: say("reading.named"), help: say("reading.named.help"),
    text: (f) => percent(gameOf(f).named), absent: (f) => gameOf(f).named === undefined,
  },
  {
    name: "obeyed", title: say("reading.obeyed"), help: say("reading.obeyed.help"),
    text: (f) => percent(of("obeyed")(f)), absent: (f) => labelsOf(f) === 0,
  },
  { name: "outside", title: say("reading.outside"), help: say("reading.outside.help"), text: (f) => percent(of("outside")(f)) },
]; // prettier-ignore

/** @type {[string, string, string][]} */
const RATES = [
  ["round", say("reading.round"), say("reading.round.help")],
  ["rounds_per_second", say("reading.rounds_per_second"), say("reading.rounds_per_second.help")],
  ["frames_per_second", say("reading.frames_per_second"), say("reading.frames_per_second.help")],
];

/** @type {{name: string, title: string, help: string, text: (frame: Frame) => string}[]} */
const FACTS = [
  { name: "device", title: say("reading.device"), help: say("reading.device.help"), text: ({ meta }) => meta.device?.toUpperCase() ?? "–" },
  { name: "seed", title: say("reading.seed"), help: say("reading.seed.help"), text: ({ meta }) => String(meta.seed ?? "–") },
  {
    name: "cells", title: say("reading.cells"), help: say("reading.cells.help"),
    text: ({ meta }) => (meta.cells === undefined ? "–" : meta.view === "2d" ? `${meta.cells}²` : whole(meta.cells)),
  },
  {
    name: "h", title: say("reading.h"), help: say("reading.h.help"),
    text: ({ meta }) => short(meta.h, 2),
  },
]; // prettier-ignore

/** @param {Frame} frame */
function value(frame) {
  const game = gameOf(frame);
  if (game.reconstructor) return say("reading.v.pairs");
  if (labelsOf(frame) > 0) return say("reading.v.labels");
  if (game.across) return say("reading.v.across");
  if (packOf(game) > 1) return say("reading.v.packs", { count: packOf(game) });
  if (game.kind === "wasserstein") return say("reading.v.wasserstein");
  if (game.kind === "mad_gan") return say("reading.v.mad_gan");
  if (game.kind === "d2gan") return say("reading.v.d2gan");
  if (levelText(game.equilibrium ?? 0) === "−log 4" && game.output === "probability") return READINGS[0].help;
  return say("reading.v.other");
}

/** @param {Frame} frame */
function best(frame) {
  const game = gameOf(frame);
  const { equilibrium } = game;
  if (packOf(game) > 1) {
    if (equilibrium === null) return say("reading.v_star.packs", { count: packOf(game) });
    return say("reading.v_star.packs.level", { count: packOf(game), level: levelText(equilibrium) });
  }
  if (equilibrium === null || levelText(equilibrium) === "−log 4") return READINGS[1].help;
  return say("reading.v_star.level", { level: levelText(equilibrium) });
}

const STATES = say("standing.help");

/** @param {Frame} frame */
function modes(frame) {
  const found = of("modes")(frame);
  if (!Number.isFinite(found)) return "–";
  let all = 0;
  for (const weight of frame.arrays.mode_weight?.data ?? []) if (weight > 0) all += 1;
  return all > 0 ? `${found} / ${all}` : String(found);
}

/**
 * One word and its tone for how the run stands; what hinders it comes first.
 * @param {State} state
 * @param {number | null} late
 * @returns {[tone: "bad" | "warn" | "wait" | "good" | "idle", text: string, why?: string]}
 */
export function standing({ link, stopped, waiting, busy, playing, round }, late) {
  if (link === "refused") return ["bad", say("standing.full")];
  if (link === "lost") return ["bad", say("standing.lost")];
  if (stopped) return ["bad", say("standing.stopped", { round: whole(stopped.round) }), say("standing.stopped.why", { reason: stopWords(stopped).reason })];
  if (link === "connecting") return ["wait", say("standing.connecting")];
  if (waiting) return ["wait", say("standing.preparing")];
  if (busy === "train_d") return ["wait", say("standing.training_d")];
  if (!playing) return ["idle", round === 0 ? say("standing.ready") : say("standing.paused")];
  if (late === null) return ["good", say("standing.training")];
  return late > LATE ? ["warn", say("standing.lags", { late: whole(late) })] : ["good", say("standing.behind", { late: whole(late) })];
}

export class ReadingsPanel {
  /** @type {number | null} */ #late = null;
  #due = -Infinity;
  #timer = 0;

  /**
   * @param {HTMLElement} host
   * @param {Store} store
   * @param {() => readonly import("./described.js").Row[]} charts  what they show is told with the numbers
   */
  constructor(host, store, charts) {
    this.store = store;
    this.mark = h("span", { class: "mark", "data-tone": "idle", title: STATES }, "");
    this.facts = FACTS.map((fact) => {
      const value = h("span", { class: "value" }, "–");
      return { ...fact, value, cell: h("span", { class: "fact", "data-fact": fact.name, title: fact.help }, h("span", { class: "label" }, fact.title), " ", value) };
    });
    const facts = h("span", { class: "facts" }, ...this.facts.map(({ cell }) => cell), meanings(charts));
    const grid = h("div", { class: "readings" });
    const cell = (/** @type {string} */ name, /** @type {string} */ title, /** @type {string} */ help, key = "") => {
      const label = h("span", { class: "label" }, title);
      const value = h("span", { class: "value" }, "–");
      grid.append(h("div", { class: `reading ${key}`, "data-reading": name, title: help }, label, value));
      return { label, value, cell: /** @type {HTMLElement} */ (grid.lastElementChild) };
    };
    this.rates = RATES.map((rate) => cell(...rate).value);
    this.cells = READINGS.map((reading) => ({ reading, ...cell(reading.name, reading.title, reading.help, reading.key) }));
    for (const { reading, cell } of this.cells) cell.hidden = reading.absent?.(NONE) ?? false;
    host.append(h("div", { class: "standing" }, this.mark, facts), grid);
    store.watch(["link", "stopped", "waiting", "busy", "playing", "round"], () => this.#stand());
  }

  /** Shows the numbers of a frame, or soon those of a newer one. @param {Frame} frame */
  show(frame) {
    clearTimeout(this.#timer);
    const wait = this.#due - performance.now();
    if (wait <= 0) this.#write(frame);
    // Together with the picture of the frame that comes then, or alone where none does.
    else this.#timer = window.setTimeout(() => this.#write(frame), wait + BETWEEN / 2);
  }

  /** @param {Frame} frame */
  #write(frame) {
    this.#due = performance.now() + BETWEEN;
    setText(this.rates[0], whole(frame.meta.round));
    for (const { reading, label, value, cell } of this.cells) {
      cell.hidden = reading.absent?.(frame) ?? false;
      setText(value, reading.text(frame));
      if (reading.label) setText(label, reading.label(frame));
      const help = reading.meaning?.(frame) ?? reading.help;
      if (cell.title !== typed(help)) cell.title = typed(help);
    }
    for (const { text, value } of this.facts) setText(value, text(frame));
  }

  /**
   * @param {number} rounds  per second
   * @param {number} frames  painted in the last second
   * @param {number | null} late  milliseconds
   */
  tell(rounds, frames, late) {
    setText(this.rates[1], whole(rounds));
    setText(this.rates[2], whole(frames));
    this.#late = late;
    this.#stand();
  }

  #stand() {
    const [tone, short, why = ""] = standing(this.store.now, this.#late);
    const text = `${short}${why}`;
    if (this.mark.textContent === text) return;
    this.mark.dataset.tone = tone;
    this.mark.title = tone === "bad" ? text : STATES;
    this.mark.replaceChildren(short, ...(why ? [h("span", { class: "why" }, why)] : []));
  }
}

/** The button that opens what every number means, and the sheet that it opens. @param {() => readonly import("./described.js").Row[]} charts */
function meanings(charts) {
  const title = say("meanings");
  /** @typedef {{title: string, help: string}} Row */
  const words = (/** @type {readonly Row[]} */ rows, /** @type {(help: string) => (Node | string)[]} */ set) => rows.flatMap(({ title, help }) => [h("dt", {}, title), h("dd", {}, ...set(help))]);
  const shown = h("dl", {});
  const { dialog, body } = sheet(
    "meanings",
    title,
    h("dl", {}, ...words([...RATES.map(([, title, help]) => ({ title, help })), ...READINGS, ...FACTS], (help) => [help])),
    h("h3", {}, say("meanings.charts")),
    shown,
  );
  // A long text without a control is scrolled by the keyboard only where it can be reached.
  body.tabIndex = 0;
  const open = () => {
    shown.replaceChildren(...words([...charts()].sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity)), maths));
    dialog.showModal();
  };
  return h("button", { type: "button", class: "what", "aria-haspopup": "dialog", title, "aria-label": title, onclick: open }, "?");
}
