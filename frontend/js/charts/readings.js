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
    name: "v", title: "V(G, D)", key: "d", help: "Value of the game, E log D(x) + E log(1 − D(G(z))), in nats.  D pushes it up, G pushes it down.", text: (f) => roomy(of("v")(f), 4),
    label: (f) => (gameOf(f).kind === "wasserstein" ? "estimate" : "V(G, D)"), meaning: value,
  },
  {
    name: "v_star", title: "V(G, D*)", key: "d-star", help: "The value against the best discriminator D*, in nats; −log 4 = −1.3863 where p_g = p_data.",
    // A distance has no cell for what is outside.
    text: (f) => (gameOf(f).kind === "wasserstein" ? roomy(of("v_star")(f), 4) : atLeast("v_star", 4, roomy, 2)(f)),
    meaning: best, absent: (f) => !gameOf(f).optimum,
  },
  { name: "gap", title: "gap", help: "V(G, D*) − V(G, D) ≥ 0: what D has left to learn, in nats.", text: atLeast("gap", 4, roomy), absent: (f) => !gameOf(f).optimum || gameOf(f).kind === "wasserstein" },
  { name: "jsd", title: "JSD", key: "p-g", help: "Jensen–Shannon divergence of p_data and p_g, in nats: 0 where they are equal, log 2 = 0.6931 where they do not overlap.", text: atLeast("jsd", 4, fixed) },
  { name: "jsd_floor", title: "JSD floor", help: "The JSD that a perfect generator would score here: below it, JSD cannot tell G from a perfect one.", text: (f) => figures(of("jsd_floor")(f), 2) },
  { name: "kl_data_g", title: "KL(data‖g)", help: "Kullback–Leibler divergence KL(p_data‖p_g), in nats: large where p_g misses data, ∞ where p_data has mass and p_g is below 1e−38, which is 0 in numbers of 32 bits.", text: atLeast("kl_data_g", 3, roomy) },
  { name: "kl_g_data", title: "KL(g‖data)", help: "Kullback–Leibler divergence KL(p_g‖p_data), in nats: large where p_g makes what is no data, ∞ where p_data is 0 and p_g is not, as beside an interval.", text: atLeast("kl_g_data", 3, roomy) },
  { name: "tv", title: "TV", help: "Total variation distance: 0 where p_g = p_data, 1 where they do not overlap.", text: atLeast("tv", 3, fixed, 3) },
  {
    name: "w1", title: "W₁", help: "Wasserstein-1 distance, in units of x: how far mass has to be carried; exact on the line, sliced in the plane.",
    text: (f) => roomy(of("w1")(f), 3), label: (f) => (f.meta.view === "2d" ? "W₁, sliced" : "W₁"),
  },
  { name: "modes", title: "modes", help: "Modes of the data, its bumps or spots, with at least one sample of G within 3σ, of all modes.", text: (f) => modes(f) },
  { name: "high_quality", title: "high quality", help: "Share of G's samples within 3σ of their nearest mode; real data score 99.7% on the line, 98.9% in the plane.", text: (f) => percent(of("high_quality")(f)) },
  { name: "nearest_share", title: "max share", help: "Largest share of G's samples that are nearest to one mode: 100% after a total collapse.", text: (f) => percent(of("nearest_share")(f)), absent: (f) => labelsOf(f) > 0 || gameOf(f).named !== undefined },
  {
    name: "named", title: "named", help: "Share of the fakes whose generator D names rightly; by chance one in as many as there are generators.  It falls where generators make the same samples.",
    text: (f) => percent(gameOf(f).named), absent: (f) => gameOf(f).named === undefined,
  },
  {
    name: "obeyed", title: "right label", help: "Share of G's samples whose nearest mode bears the label that G was asked for; only where G and D are told labels.",
    text: (f) => percent(of("obeyed")(f)), absent: (f) => labelsOf(f) === 0,
  },
  { name: "outside", title: "outside", help: "Share of p_g's mass outside the picture; it counts in every measure, as one cell in the plane and one at either end of the line, so JSD, KL, TV, V(G, D*) and the gap are then at least what is shown.", text: (f) => percent(of("outside")(f)) },
]; // prettier-ignore

/** @type {[string, string, string][]} */
const RATES = [
  ["round", "round", "Rounds of Algorithm 1 so far: k_D steps of D, then k_G steps of G."],
  ["rounds_per_second", "rounds/s", "Rounds of training per second, now."],
  ["frames_per_second", "frames/s", "Pictures painted in the last second, while it plays."],
];

/** @type {{name: string, title: string, help: string, text: (frame: Frame) => string}[]} */
const FACTS = [
  { name: "device", title: "on", help: "What computes the run: a CPU, or a GPU with its name.", text: ({ meta }) => meta.device?.toUpperCase() ?? "–" },
  { name: "seed", title: "seed", help: "The seed of all random numbers: the same experiment with the same seed gives the same run.", text: ({ meta }) => String(meta.seed ?? "–") },
  {
    name: "cells", title: "grid", help: "Resolution: cells of the grid on which densities, D and every integral are computed.",
    text: ({ meta }) => (meta.cells === undefined ? "–" : meta.view === "2d" ? `${meta.cells}²` : whole(meta.cells)),
  },
  {
    name: "h", title: "h", help: "Smoothing width: p_data and p_g are both smoothed by a Gaussian of this width, in units of x; 0 on the line, where p_g is exact.",
    text: ({ meta }) => short(meta.h, 2),
  },
]; // prettier-ignore

/** @param {Frame} frame */
function value(frame) {
  const game = gameOf(frame);
  if (game.reconstructor) return "Value of the game on 512 pairs of either side, real x with the z that F gives for them, and G(z) with their z: what D is trained to make large.  G pulls the other way.";
  if (labelsOf(frame) > 0) return "Value of the game between samples with their labels, real and fake: what D is trained to make large.  G pulls the other way.";
  if (game.across) return "Value of the game on one batch of real samples and one of fakes, across which D looks: what D is trained to make large.  G pulls the other way.";
  if (packOf(game) > 1) return `Value of the game between packs of ${packOf(game)} samples, over evenly spread ones: what D is trained to make large.  G pulls the other way.`;
  if (game.kind === "wasserstein") return "The critic's estimate of the distance W₁: the gap between its means on real data and on fakes.";
  if (game.kind === "mad_gan") return "Value of the game of n generators, E log D(x) + Σ E log(1 − D(Gᵢ(z))), in nats, D the share for real.  D pushes it up, every generator pushes it down.";
  if (game.kind === "d2gan") return "Value of the game of two discriminators, α E log D₁(x) − E D₁(G(z)) − E D₂(x) + β E log D₂(G(z)), in nats.  Both push it up, G pushes it down.";
  if (levelText(game.equilibrium ?? 0) === "−log 4" && game.output === "probability") return READINGS[0].help;
  return "Value of the game: what D is trained to make large.  G pulls the other way.";
}

/** @param {Frame} frame */
function best(frame) {
  const game = gameOf(frame);
  const { equilibrium } = game;
  if (packOf(game) > 1) return `The value against the best D of packs of ${packOf(game)} samples, over evenly spread ones${equilibrium === null ? "" : `; ${levelText(equilibrium)} where p_g = p_data`}.`;
  if (equilibrium === null || levelText(equilibrium) === "−log 4") return READINGS[1].help;
  return `The value against the best discriminator D*; ${levelText(equilibrium)} where p_g = p_data.`;
}

const STATES = "How the run stands, and how far behind it the picture was when it was painted: from 150 ms on the picture lags.";

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
 * @returns {[tone: "bad" | "warn" | "wait" | "good" | "idle", text: string]}
 */
export function standing({ link, stopped, waiting, busy, playing, round }, late) {
  if (link === "refused") return ["bad", "the server is full"];
  if (link === "lost") return ["bad", "no connection"];
  if (stopped) return ["bad", `stopped at round ${whole(stopped.round)}: ${stopped.reason}`];
  if (link === "connecting") return ["wait", "connecting…"];
  if (waiting) return ["wait", "preparing the run…"];
  if (busy === "train_d") return ["wait", "training D only"];
  if (!playing) return ["idle", round === 0 ? "ready, not trained" : "paused"];
  if (late === null) return ["good", "training"];
  return late > LATE ? ["warn", `picture lags ${whole(late)} ms`] : ["good", `training, picture ${whole(late)} ms behind`];
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
      if (cell.title !== help) cell.title = help;
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
    const [tone, text] = standing(this.store.now, this.#late);
    if (this.mark.textContent === text) return;
    this.mark.dataset.tone = tone;
    this.mark.title = tone === "bad" ? text : STATES;
    const why = text.indexOf(": ");
    this.mark.replaceChildren(...(why < 0 ? [text] : [text.slice(0, why), h("span", { class: "why" }, text.slice(why))]));
  }
}

/** The button that opens what every number means, and the sheet that it opens. @param {() => readonly import("./described.js").Row[]} charts */
function meanings(charts) {
  const words = (/** @type {readonly {title: string, help: string}[]} */ rows) => rows.flatMap(({ title, help }) => [h("dt", {}, title), h("dd", {}, ...maths(help))]);
  const list = (/** @type {readonly {title: string, help: string}[]} */ rows) => h("dl", {}, ...words(rows));
  const shown = h("dl", {});
  const { dialog, body } = sheet(
    "meanings",
    "What the numbers mean",
    list([...RATES.map(([, title, help]) => ({ title, help })), ...READINGS, ...FACTS]),
    h("h3", {}, "What the charts show"),
    shown,
  );
  // A long text without a control is scrolled by the keyboard only where it can be reached.
  body.tabIndex = 0;
  const title = "What the numbers mean";
  const open = () => {
    shown.replaceChildren(...words([...charts()].sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity))));
    dialog.showModal();
  };
  return h("button", { type: "button", class: "what", "aria-haspopup": "dialog", title, "aria-label": title, onclick: open }, "?");
}
