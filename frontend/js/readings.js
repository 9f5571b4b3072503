/**
 * The numbers under the picture, from the frame that stands there.
 *
 * @typedef {import("./types.js").Frame} Frame
 *
 * @typedef {object} Reading
 * @property {string} name
 * @property {string} title
 * @property {string} help
 * @property {(frame: Frame) => string} text
 * @property {(frame: Frame) => string} [label]  a title that depends on the frame
 */

import { h, setText } from "./dom.js";
import { fixed, percent, short, whole } from "./format.js";

/** @param {string} name */
const of = (name) => (/** @type {Frame} */ frame) => frame.meta.readings[name];

/** @type {Reading[]} */
const READINGS = [
  { name: "round", title: "round", help: "Rounds of Algorithm 1 so far.", text: (f) => whole(f.meta.round) },
  { name: "v", title: "V(G, D)", help: "Value of the game, E log D(x) + E log(1 − D(G(z))), in nats.", text: (f) => fixed(of("v")(f), 4) },
  { name: "v_star", title: "V(G, D*)", help: "The value against the best discriminator; −log 4 = −1.3863 where p_g = p_data.", text: (f) => fixed(of("v_star")(f), 4) },
  { name: "gap", title: "gap", help: "V(G, D*) − V(G, D) ≥ 0: what D has left to learn.", text: (f) => fixed(of("gap")(f), 4) },
  { name: "jsd", title: "JSD", help: "Jensen–Shannon divergence of p_data and p_g, in nats.", text: (f) => fixed(of("jsd")(f), 4) },
  { name: "jsd_floor", title: "JSD floor", help: "What a perfect generator would score here: below it, JSD says no more.", text: (f) => short(of("jsd_floor")(f), 2) },
  { name: "kl_data_g", title: "KL(data‖g)", help: "Kullback–Leibler divergence, large where p_g misses data; nats.", text: (f) => divergence(of("kl_data_g")(f)) },
  { name: "kl_g_data", title: "KL(g‖data)", help: "Kullback–Leibler divergence, large where p_g makes what is no data; nats.", text: (f) => divergence(of("kl_g_data")(f)) },
  { name: "tv", title: "TV", help: "Total variation distance, 0 to 1.", text: (f) => fixed(of("tv")(f), 3) },
  {
    name: "w1", title: "W₁", help: "Wasserstein-1 distance: exact on the line, sliced in the plane.",
    text: (f) => fixed(of("w1")(f), 3), label: (f) => (f.meta.view === "2d" ? "W₁, sliced" : "W₁"),
  },
  { name: "modes", title: "modes", help: "Modes with at least one sample within 3σ, of all modes.", text: (f) => modes(f) },
  { name: "high_quality", title: "high quality", help: "Share of samples within 3σ of their nearest mode; real data scores 99.7% on the line, 98.9% in the plane.", text: (f) => percent(of("high_quality")(f)) },
  { name: "nearest_share", title: "max share", help: "Share of the samples that are nearest to one and the same mode.", text: (f) => percent(of("nearest_share")(f)) },
  { name: "outside", title: "outside", help: "Share of p_g's mass outside the picture; it counts in every measure.", text: (f) => percent(of("outside")(f)) },
]; // prettier-ignore

/** JSON has no infinity: a divergence that the server could not write is infinite. @param {number | null | undefined} value */
const divergence = (value) => (value === null ? "∞" : fixed(value, 3));

/** @param {Frame} frame */
function modes(frame) {
  const found = of("modes")(frame);
  if (found === null || found === undefined) return "–";
  let all = 0;
  for (const weight of frame.arrays.mode_weight?.data ?? []) if (weight > 0) all += 1;
  return all > 0 ? `${found} / ${all}` : String(found);
}

export class ReadingsPanel {
  /** @param {HTMLElement} host */
  constructor(host) {
    const cell = (/** @type {string} */ name, /** @type {string} */ title, /** @type {string} */ help) => {
      const label = h("span", { class: "label" }, title);
      const value = h("span", { class: "value" }, "–");
      host.append(h("div", { class: "reading", "data-reading": name, title: help }, label, value));
      return { label, value };
    };
    const [round, ...rest] = READINGS.map((reading) => () => ({ reading, ...cell(reading.name, reading.title, reading.help) }));
    const first = round();
    this.rounds = cell("rounds_per_second", "rounds/s", "Rounds of training per second.").value;
    this.frames = cell("frames_per_second", "frames/s", "Pictures painted per second.").value;
    this.cells = [first, ...rest.map((make) => make())];
  }

  /** @param {Frame} frame */
  show(frame) {
    for (const { reading, label, value } of this.cells) {
      setText(value, reading.text(frame));
      if (reading.label) setText(label, reading.label(frame));
    }
  }

  /**
   * @param {number} rounds  per second
   * @param {number} frames  painted per second
   */
  rates(rounds, frames) {
    setText(this.rounds, whole(rounds));
    setText(this.frames, whole(frames));
  }
}
