/**
 * The plane: a figure of Plotly, which has its axes, its colour bar and whatever rests; what moves is painted on a canvas
 * exactly below its plot area, through the ranges that its axes show.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("./binding.js").Binding} Binding
 * @typedef {import("./description.js").Described} Described
 * @typedef {import("./description.js").Spec} Spec
 * @typedef {import("./figure1.js").Room} Room
 * @typedef {import("./heat.js").Scales} Scales
 * @typedef {{frame: Frame, layers: ReadonlySet<string>, described: Described, room: Room}} Last
 */

import { short } from "../base/format.js";
import { groundOf } from "../run/layers.js";
import { dressed, wardrobe } from "./description.js";
import { visible } from "./visible.js";
import { isFaint } from "./marks.js";
import { merged } from "./merge.js";
import { Painter } from "./painter.js";
import { apart, emptyColour, fill } from "./plane_data.js";

/** Milliseconds without a frame after which a picture rests. */
const RESTS = 180;
/** From this share of p_g outside the picture on, it is said. */
const OUTSIDE = 0.05;

/** @typedef {{left: number, top: number, width: number, height: number}} Box  pixels */

export class Plane {
  /** @type {Last | null} */ #last = null;
  #key = "";
  /** What the axes showed when they last stood. @type {import("./binding.js").Ranges | null} */ #seen = null;
  #timer = 0;
  #dressed = wardrobe();
  /** Whether what stands are the resting traces. */ resting = false;

  /**
   * @param {Binding} binding
   * @param {HTMLElement} area  lies below the plot area
   * @param {Scales} scales
   * @param {(frame: Frame) => void} rested  called when a frame's traces stand
   */
  constructor(binding, area, scales, rested) {
    this.rested = rested;
    this.binding = binding;
    this.area = area;
    this.scales = scales;
    this.painter = new Painter(area, scales);
  }

  forget() {
    this.#key = "";
    this.#seen = null;
    this.resting = false;
    clearTimeout(this.#timer);
  }

  /**
   * @param {Frame} frame
   * @param {ReadonlySet<string>} layers
   * @param {Described} described
   * @param {Room} room
   */
  paint(frame, layers, described, room) {
    this.#last = { frame, layers, described, room };
    const layout = this.layout(frame, layers, described, room);
    this.painter.paint(frame, layers, this.#dressed(described.data, room.size), this.#box(layout), room.size.line, this.ranges(frame));
    const bar = this.#bar(frame, layers, described, room);
    const key = JSON.stringify([layout, bar]);
    if (key !== this.#key || this.resting) this.binding.draw(bar, layout);
    this.#key = key;
    this.resting = false;
    this.area.hidden = false;
    clearTimeout(this.#timer);
    if (!frame.meta.playing) this.#timer = window.setTimeout(() => this.rest(), RESTS);
  }

  /** What the axes show. @param {Frame} frame @returns {[[number, number], [number, number]]} */
  ranges({ meta: { window: whole } }) {
    // Until it is drawn the axes may still be another picture's.
    if (this.#key && this.binding.stands && !this.binding.busy) this.#seen = this.binding.ranges;
    return this.#seen ? [this.#seen.x, this.#seen.y] : /** @type {any} */ (whole);
  }

  /** The plot area. @param {Spec} layout @returns {Box} */
  #box({ width, height, margin: { l, r, t, b } }) {
    return { left: l, top: t, width: width - l - r, height: height - t - b };
  }

  /** @returns {Box | null} */
  get box() {
    const last = this.#last;
    return last && this.#box(this.layout(last.frame, last.layers, last.described, last.room));
  }

  /** After a person has zoomed: what moves is painted anew, what rests follows by itself but for what has a length in pixels. */
  moved() {
    const last = this.#last;
    if (!last) return;
    if (this.resting) return void this.rest();
    const { frame, layers, described, room } = last;
    const box = this.#box(this.layout(frame, layers, described, room));
    this.painter.paint(frame, layers, this.#dressed(described.data, room.size), box, room.size.line, this.ranges(frame));
  }

  /** Hands what was painted over to Plotly. */
  async rest() {
    const last = this.#last;
    if (!last || !this.binding.api || last.frame.meta.playing) return;
    const { data, layout } = this.whole();
    await this.binding.draw(data, layout);
    if (this.#last !== last) return;
    this.resting = true;
    this.area.hidden = true;
    this.rested(last.frame);
  }

  /**
   * The whole figure with its data.
   * @returns {{data: Spec[], layout: Spec}}
   */
  whole() {
    const { frame, layers, described, room } = /** @type {Last} */ (this.#last);
    const layout = this.layout(frame, layers, described, room);
    const [[low, high]] = this.ranges(frame);
    const traces = visible(described.data, layers);
    const filled = fill(frame, traces, this.scales, { width: this.#box(layout).width, span: high - low });
    const data = traces.filter(({ name }) => filled.has(name)).map((trace) => {
      const whole = merged(dressed(trace, room.size), /** @type {Spec} */ (filled.get(trace.name)));
      return trace.type === "heatmap" ? merged(whole, { colorbar: this.#beside }) : whole;
    }); // prettier-ignore
    const [[x0, x1], [y0, y1]] = frame.meta.window;
    const empty = { type: "rect", x0, x1, y0, y1, fillcolor: emptyColour(), line: { width: 0 }, layer: "below" };
    return { data, layout: traces.some(({ meta }) => meta.masked) ? { ...layout, shapes: [empty] } : layout };
  }

  /**
   * The colour bar alone, which stands while the field itself is painted.
   * @param {Frame} frame
   * @param {ReadonlySet<string>} layers
   * @param {Described} described
   * @param {Room} room
   * @returns {Spec[]}
   */
  #bar(frame, layers, described, { size }) {
    const field = described.data.find((trace) => trace.type === "heatmap" && trace.name === groundOf(layers));
    if (!field) return [];
    const { colorscale, colorbar } = this.#dressed(field, size);
    const [cmin, cmax] = this.scales.range(frame, field.name);
    const marker = { colorscale, cmin, cmax, color: [cmin], showscale: true, colorbar: merged(colorbar, this.#beside) };
    return [{ type: "scatter", mode: "markers", name: `${field.name} scale`, x: [null], y: [null], hoverinfo: "skip", marker }];
  }

  /** Where the colour bar is, as the room has it. @type {Spec} */ #beside = {};

  /**
   * @param {Frame} frame
   * @param {ReadonlySet<string>} layers
   * @param {Described} described
   * @param {Room} room
   * @returns {Spec}
   */
  layout(frame, layers, described, { width, height, size }) {
    const { text } = size;
    const [[xLow, xHigh], [yLow, yHigh]] = frame.meta.window;
    // The largest square, with the bar beside or below it.
    const left = Math.round((frame.meta.window.flat().some((end) => Math.abs(end) >= 100) ? 3.6 : 2.9) * text);
    const above = Math.round(0.8 * text);
    const below = Math.round(3.5 * text);
    const side = (/** @type {number} */ right, /** @type {number} */ foot) => Math.min(width - left - right, height - above - foot);
    const flat = side(1.2 * text, below + 3.4 * text) > side(7.1 * text, below);
    const right = Math.round(flat ? 1.2 * text : 7.1 * text);
    const foot = Math.round(flat ? below + 3.4 * text : below);
    const square = Math.max(60, side(right, foot));
    const spareX = Math.max(0, width - left - right - square);
    const spareY = Math.max(0, height - above - foot - square);
    const margin = { l: left + Math.round(spareX / 2), t: above + Math.round(spareY / 2) };
    this.#beside = flat
      ? { orientation: "h", x: 0, xanchor: "left", y: -(below + 0.2 * text) / square, yanchor: "top", len: 0.8, title: { side: "right" } }
      : { x: 1 + (0.7 * text) / square, len: Math.min(1, (20 * text) / square), thickness: text };
    return merged(this.#dressed(described.layout, size), {
      width,
      height,
      uirevision: `${frame.meta.run} ${frame.meta.epoch}`,
      margin: { ...margin, r: width - margin.l - square, b: height - margin.t - square, autoexpand: false },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      xaxis: { range: [xLow, xHigh] },
      yaxis: { range: [yLow, yHigh] },
      annotations: this.#notes(frame, layers, described, square, size),
    });
  }

  /**
   * What is said below, as much as there is room for, and how much of p_g is not seen.
   * @param {Frame} frame
   * @param {ReadonlySet<string>} layers
   * @param {Described} described
   * @param {number} width
   * @param {import("./description.js").Size} size
   */
  #notes(frame, layers, { captions = [], words = {} }, width, { text }) {
    const letters = width / (0.46 * text);
    const faint = layers.has("pull") && isFaint(frame, width);
    const own = captions.filter(({ layers: needed }) => needed.every((name) => layers.has(name)));
    const said = own.filter(({ text: one, layers: needed }, i) => own.findIndex((other) => other.text === one) === i && !own.some((other) => other !== own[i] && other.layers.length > needed.length && needed.every((name) => other.layers.includes(name))));
    const put = (/** @type {string} */ one) => one.replace("{h}", short(frame.meta.h, 2)).replace("{apart}", short(apart(frame)));
    const plain = (/** @type {string} */ one) => one.replaceAll(/<[^>]*>/g, "").length;
    const all = [...said.map((row) => [put(row.text), put(row.brief)]), ...(faint ? [[words.faint ?? "", words.faint ?? ""]] : [])];
    let line = "";
    for (const pick of [0, 1]) {
      for (let count = all.length; count > 0 && !line; count--) {
        const tried = all.slice(0, count).map((row) => row[pick]).join(" · "); // prettier-ignore
        if (plain(tried) <= letters) line = tried;
      }
      if (line && line.split(" · ").length === all.length) break;
    }
    const font = { size: Math.max(11, 0.9 * text), color: dressed("@muted", { text, line: 1 }) };
    const below = { text: line, xref: "paper", x: 1, xanchor: "right", yref: "paper", y: 0, yanchor: "middle", yshift: -2.75 * text, showarrow: false, font };
    const share = frame.meta.readings.outside ?? 0;
    const outside = words[width < 24 * text ? "outside_brief" : "outside"]?.replace("{share}", String(Math.round(100 * share)));
    const beyond = {
      text: outside, xref: "paper", x: 0, xanchor: "left", yref: "paper", y: 1, yanchor: "top", xshift: 0.4 * text, yshift: -0.4 * text, showarrow: false,
      font: { size: text, color: dressed("@p_g_text", { text, line: 1 }) }, bgcolor: dressed("@paper/0.88", { text, line: 1 }),
    }; // prettier-ignore
    return [...(line ? [below] : []), ...(share >= OUTSIDE ? [beyond] : [])];
  }
}
