/**
 * Figure 1 of Goodfellow et al. (2014), live: a figure of Plotly whose curves move with every frame.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("./binding.js").Binding} Binding
 * @typedef {import("./description.js").Described} Described
 * @typedef {import("./description.js").Spec} Spec
 * @typedef {import("./description.js").Size} Size
 * @typedef {{width: number, height: number, size: Size}} Room  of the picture, pixels
 */

import { drawnRange, gameOf, kindsOf, outputAxis, undecided } from "../run/game.js";
import { largest } from "../base/ranges.js";
import { fixed } from "../base/format.js";
import { dressed, wardrobe } from "./description.js";
import { changed, densityTop, fill, ontoLatent } from "./figure1_data.js";
import { latentRange, regions } from "./latent.js";
import { merged } from "./merge.js";
import { placeNames } from "./names.js";
import { visible } from "./visible.js";

/** Narrower than this, the axes have no names and fewer numbers. */
const NARROW = 520;
/** Of an axis, beyond its ends: room for half of a line that runs along one. */
const RIM = 0.005;
/** Between two places of the names, milliseconds: words that move with every frame cannot be read. */
const STILL = 300;

const NOTHING_MORE = {};

/** @typedef {{x: [number, number], density: [number, number], output: [number, number]}} Seen  what the axes show */

export class Figure1 {
  /** @type {Frame | null} */ #frame = null;
  /** @type {[number, number] | null} */ #axis = null;
  /** @type {Map<string, Spec>} */ #data = new Map();
  /** @type {Map<string, import("./names.js").Place>} */ #names = new Map();
  #named = -Infinity;
  #key = "";
  #words = "";
  #dressed = wardrobe();

  /** @param {Binding} binding */
  constructor(binding) {
    this.binding = binding;
  }

  /** What was drawn means nothing any more. */
  forget() {
    this.#key = "";
  }

  /**
   * @param {Frame} frame
   * @param {ReadonlySet<string>} layers
   * @param {Described} described
   * @param {Room} room
   * @returns {Promise<unknown>}
   */
  paint(frame, layers, described, room) {
    this.#frame = frame;
    this.#axis = outputAxis(this.#axis, gameOf(frame));
    const shown = visible(described.data, layers);
    const layout = this.layout(frame, layers, described, room);
    const key = JSON.stringify([layout, shown.map(({ name }) => name), room]);
    const now = this.#fill(frame, shown, layers, described, layout, key !== this.#key);
    const before = this.#data;
    this.#data = now;
    if (key === this.#key && this.binding.stands && !this.binding.busy) return this.binding.move(moving(shown, before, now));
    this.#key = key;
    return this.binding.draw(this.#filled(described, layers, room.size), layout);
  }

  /**
   * The whole figure with its data, for a file.
   * @param {ReadonlySet<string>} layers
   * @param {Described} described
   * @param {Room} room
   * @returns {{data: Spec[], layout: Spec} | null}
   */
  whole(layers, described, room) {
    const frame = this.#frame;
    return frame && { data: this.#filled(described, layers, room.size), layout: this.layout(frame, layers, described, room) };
  }

  /** @param {Described} described @param {ReadonlySet<string>} layers @param {Size} size */
  #filled(described, layers, size) {
    const shown = new Set(visible(described.data, layers));
    return this.#dressed(described.data, size).map((trace, i) => ({ ...merged(trace, this.#data.get(trace.name) ?? { x: [], y: [] }), visible: shown.has(described.data[i]) && this.#data.has(trace.name) }));
  }

  /** What the axes show, in whole, before a person zooms. @param {Frame} frame @returns {Seen} */
  #seen(frame) {
    const top = densityTop(frame);
    const [low, high] = this.#axis ?? [0, 1];
    const rim = RIM * (high - low);
    return { x: frame.meta.window[0], density: [-RIM * top, (1 + RIM) * top], output: [low - rim, high + rim] };
  }

  /**
   * @param {Frame} frame
   * @param {ReadonlySet<string>} layers
   * @param {Described} described
   * @param {Room} room
   * @returns {Spec}
   */
  layout(frame, layers, described, { width, height, size }) {
    const z = layers.has("arrows") ? latentRange(frame) : null;
    const seen = this.#seen(frame);
    let layout = this.#dressed(/** @type {Spec} */ (z ? described.layout : described.alone), size);
    if (width < NARROW) layout = merged(layout, this.#dressed(described.narrow ?? NOTHING_MORE, size));
    const axis = (/** @type {boolean} */ there) => (there ? {} : { showticklabels: false, ticks: "", title: { text: "" } });
    return merged(layout, {
      width,
      height,
      uirevision: `${frame.meta.run} ${frame.meta.epoch}`,
      xaxis: { range: seen.x },
      xaxis2: z ? { range: z } : { visible: false },
      // An axis without a curve would only ask questions.
      yaxis: { range: seen.density, ...axis(layers.has("p_data") || layers.has("p_g")) },
      yaxis2: { range: seen.output, ...axis(["d", "d_star", "difference"].some((name) => layers.has(name))) },
    });
  }

  /**
   * @param {Frame} frame
   * @param {readonly Spec[]} shown
   * @param {ReadonlySet<string>} layers
   * @param {Described} described
   * @param {Spec} layout
   * @param {boolean} anew
   */
  #fill(frame, shown, layers, described, layout, anew) {
    const whole = this.#seen(frame);
    const zoomed = anew ? null : this.binding.ranges;
    const seen = { ...whole, x: zoomed?.x ?? whole.x, density: zoomed?.y ?? whole.density };
    const { l, r, t, b } = layout.margin;
    const panel = { width: Math.max(1, layout.width - l - r), height: layout.height - t - b };
    const [low, high] = layout.yaxis6.domain;
    const view = { seen: seen.x, aspect: panel.width / Math.max(1, (high - low) * panel.height), arrows: panel.width };
    const now = fill(frame, shown, view);
    const even = gameOf(frame).output === "probability" && (layers.has("d") || layers.has("d_star")) ? undecided(gameOf(frame)) : null;
    if (even !== null) now.set("level", { x: whole.x, y: [even, even] });
    if (layers.has("notes")) this.#say(frame, shown, layers, now, described, seen, panel, layout);
    return now;
  }

  /**
   * The words among the curves.
   * @param {Frame} frame
   * @param {readonly Spec[]} shown
   * @param {ReadonlySet<string>} layers
   * @param {Map<string, Spec>} now
   * @param {Described} described
   * @param {Seen} seen
   * @param {{width: number, height: number}} whole
   * @param {Spec} layout
   */
  #say(frame, shown, layers, now, { words = {}, colours = {} }, seen, whole, layout) {
    const [foot, head] = layout.yaxis.domain;
    const panel = { width: whole.width, height: (head - foot) * whole.height };
    const span = (/** @type {[number, number]} */ [low, high]) => high - low;
    const letter = layout.font?.size ?? 13;
    const x = frame.arrays.x.data;
    const inside = [x.findIndex((at) => at >= seen.x[0]), x.length - 1 - [...x].reverse().findIndex((at) => at <= seen.x[1])];
    const [low, high] = drawnRange(gameOf(frame));
    const scales = /** @type {const} */ ({ p_data: "density", d: "output", d_star: "output", p_g: "density" });
    const curves = Object.entries(scales)
      .filter(([name]) => layers.has(name) && frame.arrays[name])
      .map(([name, scale]) => {
        const range = seen[scale];
        const own = (/** @type {number} */ value) => (scale === "output" ? low + value * (high - low) : value);
        const heights = Float32Array.from(frame.arrays[name].data.subarray(inside[0], inside[1] + 1), (value) => panel.height * (1 - (own(value) - range[0]) / span(range)));
        return { name, heights, share: scale === "density" ? null : name === "d" ? 0.07 : 0.93 };
      });
    const laid = JSON.stringify([layout.width, layout.height, seen, curves.map(({ name }) => name)]);
    if (laid !== this.#words || performance.now() > this.#named + STILL) {
      this.#names = placeNames(curves, panel, 1.15 * letter, laid === this.#words ? this.#names : new Map());
      [this.#words, this.#named] = [laid, performance.now()];
    }
    const at = (/** @type {"density" | "output"} */ scale) => {
      const own = [...this.#names].filter(([name]) => scales[/** @type {keyof typeof scales} */ (name)] === scale);
      const range = seen[scale];
      return {
        x: own.map(([, place]) => seen.x[0] + (place.x / panel.width) * span(seen.x)),
        y: own.map(([, place]) => range[0] + (1 - place.y / panel.height) * span(range)),
        text: own.map(([name]) => words[name]),
        textfont: { color: own.map(([name]) => dressed(colours[name] ?? "@ink", { text: letter, line: 1 })) },
      };
    };
    now.set("names_p", at("density"));
    now.set("names_d", at("output"));
    now.set("numbers", numbers(frame, shown, seen));
    now.set("notes", notes(frame, layers, words, seen));
    if (layers.has("arrows") && latentRange(frame) && kindsOf(frame) === 1) now.set("deeds", deeds(frame, words, seen.x, panel.width, letter));
  }
}

/**
 * The data that have changed, and those of a pair of axes in which nothing has: Plotly would empty it.
 * @param {readonly Spec[]} shown
 * @param {Map<string, Spec>} before
 * @param {Map<string, Spec>} now
 */
function moving(shown, before, now) {
  const moved = changed(before, now);
  if (moved.size === 0) return moved;
  const axes = (/** @type {Spec} */ { xaxis = "x", yaxis = "y" }) => xaxis + yaxis;
  const busy = new Set(shown.filter(({ name }) => moved.has(name)).map(axes));
  for (const trace of shown) {
    const data = now.get(trace.name);
    if (data && !busy.has(axes(trace))) moved.set(trace.name, data);
  }
  return moved;
}

/** @param {number} value */
const steadyDigits = (value) => fixed(value, Math.max(0, 2 - Math.max(-2, Math.floor(Math.log10(value)))));

/** From this share of p_g outside the picture on, it is said. */
const OUTSIDE = 0.05;

/**
 * How high p_g reaches beyond the panel, and how much of it is outside at a side.
 * @param {Frame} frame
 * @param {ReadonlySet<string>} layers
 * @param {Record<string, string>} words
 * @param {Seen} seen
 */
function notes({ arrays, meta }, layers, words, { x: [low, high], density }) {
  /** @type {{x: number[], y: number[], text: string[], textposition: string[]}} */
  const said = { x: [], y: [], text: [], textposition: [] };
  const put = (/** @type {number} */ x, /** @type {number} */ share, /** @type {string} */ text, /** @type {string} */ side) => {
    said.x.push(x);
    said.y.push(density[0] + share * (density[1] - density[0]));
    said.text.push(text);
    said.textposition.push(side);
  };
  const peak = largest(arrays.p_g.data);
  if (layers.has("p_g") && arrays.p_g.data[peak] > density[1]) {
    const at = arrays.x.data[peak];
    const right = at < (low + high) / 2;
    const point = arrays.p_g.data.filter((value) => value > 0).length === 1;
    const text = point ? words.point : words.reaches?.replace("{height}", steadyDigits(arrays.p_g.data[peak]));
    put(at + (right ? 0.01 : -0.01) * (high - low), 0.965, right ? `↑ ${text}` : `${text} ↑`, right ? "middle right" : "middle left");
  }
  const outside = meta.readings.outside ?? 0;
  if (outside >= OUTSIDE) {
    let balance = 0;
    for (const sample of arrays.fake.data) balance += sample > high ? 1 : sample < low ? -1 : 0;
    const text = words.outside?.replace("{share}", String(Math.round(100 * outside)));
    if (balance >= 0) put(high - 0.01 * (high - low), 0.2, `${text} →`, "middle left");
    else put(low + 0.01 * (high - low), 0.2, `← ${text}`, "middle right");
  }
  return said.x.length > 0 ? said : { ...NOTHING, textposition: ["middle left"] };
}

/**
 * The numbers of generators or labels, on the peaks of their densities.
 * @param {Frame} frame
 * @param {readonly Spec[]} shown
 * @param {Seen} seen
 */
function numbers(frame, shown, { density }) {
  const own = shown.filter(({ meta }) => meta.layer === "each");
  if (own.length === 0) return NOTHING;
  const x = frame.arrays.x.data;
  const rows = own.map((_, k) => frame.arrays.p_g_each.data.subarray(k * x.length, (k + 1) * x.length));
  const peaks = rows.map(largest);
  return {
    x: peaks.map((peak) => x[peak]),
    y: peaks.map((peak, k) => Math.min(rows[k][peak], density[0] + 0.9 * (density[1] - density[0]))),
    text: own.map((_, k) => `<b>${k + 1}</b>`),
    textfont: { color: own.map(({ line }) => dressed(line.color, { text: 13, line: 1 })) },
  };
}

/** Where nothing is said: words that stood there must go. */
const NOTHING = { x: [0], y: [0], text: [""] };

/**
 * What G does, above the line of x to which its arrows lead.
 * @param {Frame} frame
 * @param {Record<string, string>} words
 * @param {[number, number]} seen
 * @param {number} width
 * @param {number} letter
 */
function deeds(frame, words, seen, width, letter) {
  const [low, high] = seen;
  const order = { folds: 0, contracts: 1, expands: 2 };
  const found = regions(frame.arrays.z.data, frame.arrays.gz.data, high - low);
  // Rarest first, then the widest: these get the room.
  found.sort((a, b) => order[a.kind] - order[b.kind] || Math.abs(b.to - b.from) - Math.abs(a.to - a.from) || a.from - b.from);
  const onto = ontoLatent(frame, seen);
  /** @type {number[]} */
  const taken = [];
  const said = { x: /** @type {number[]} */ ([]), y: /** @type {number[]} */ ([]), text: /** @type {string[]} */ ([]) };
  for (const { kind, from, to } of found) {
    const share = ((from + to) / 2 - low) / (high - low);
    const pixel = share * width;
    if (pixel < 4 * letter || pixel > width - 4 * letter || taken.some((other) => Math.abs(other - pixel) < 9 * letter)) continue;
    taken.push(pixel);
    said.x.push(onto((from + to) / 2));
    said.y.push(1.13);
    said.text.push(words[kind]);
  }
  if (frame.arrays.gz.data.every((x) => Math.abs(x - (low + high) / 2) > 3.5 * (high - low))) {
    const [from, to] = latentRange(frame) ?? [-1, 1];
    return { x: [(from + to) / 2], y: [0.5], text: [words.all_outside] };
  }
  return said.x.length > 0 ? said : NOTHING;
}
