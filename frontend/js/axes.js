/**
 * A picture: axes by Plotly, and above and below them canvases for what changes with every frame.
 *
 * Plotly is asked only when the range, the size or the theme changes; a frame costs no call of it.
 *
 * @typedef {{left: number, top: number, width: number, height: number}} Box  in CSS pixels of the picture
 * @typedef {object} Plan
 * @property {object} layout  for Plotly
 * @property {object[]} traces  empty ones, which make Plotly draw the axes
 */

import { h } from "./dom.js";
import { plotly } from "./plotly.js";

export class Axes {
  /** @type {string} */ #drawn = "";
  width = 0;
  height = 0;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.under = h("canvas", { class: "under", "aria-hidden": "true" });
    this.plot = h("div", { class: "axes", "aria-hidden": "true" });
    this.over = h("canvas", { class: "over", "aria-hidden": "true" });
    host.replaceChildren(this.under, this.plot, this.over);
    this.ink = /** @type {CanvasRenderingContext2D} */ (this.over.getContext("2d"));
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    const ratio = Math.min(devicePixelRatio || 1, 2);
    this.width = width;
    this.height = height;
    this.over.width = Math.round(width * ratio);
    this.over.height = Math.round(height * ratio);
    this.over.style.width = `${width}px`;
    this.over.style.height = `${height}px`;
    this.ink.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  /**
   * Has Plotly draw the axes, unless `key` says that these are the ones that stand there.
   * @param {string} key
   * @param {() => Plan} plan
   */
  async draw(key, plan) {
    if (key === this.#drawn) return;
    this.#drawn = key;
    const { layout, traces } = plan();
    const api = await plotly();
    if (key === this.#drawn) await api.react(this.plot, traces, layout, { staticPlot: true, displayModeBar: false });
  }

  clear() {
    this.ink.clearRect(0, 0, this.width, this.height);
  }
}

/**
 * Steps of 1, 2 or 5 times a power of ten, about `count` in the span.
 * @param {number} span
 * @param {number} count
 */
export function niceStep(span, count) {
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const lead = raw / power;
  return power * (lead > 5 ? 10 : lead > 2 ? 5 : lead > 1 ? 2 : 1);
}
