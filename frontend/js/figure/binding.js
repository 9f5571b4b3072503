/**
 * A figure on the page: drawn by Plotly, the newest picture last, and moved between two of them without drawing it anew.
 *
 * @typedef {import("./plotly.js").PlotlyApi} PlotlyApi
 * @typedef {import("./plotly.js").PlotElement} PlotElement
 * @typedef {import("./description.js").Spec} Spec
 * @typedef {{x: [number, number], y: [number, number]}} Ranges
 */

import { h } from "../base/dom.js";
import { plotly } from "./plotly.js";

/** Milliseconds after which a movement counts as done. */
const PATIENCE = 300;
/** At once, and without drawing axes. */
const NOW = { transition: { duration: 0 }, frame: { duration: 0, redraw: false }, mode: "immediate" };

export class Binding {
  /** @type {PlotlyApi | null} */ api = null;
  /** @type {{data: Spec[], layout: Spec} | null} */ #next = null;
  /** The picture that is being drawn. @type {Promise<void> | null} */ #drawing = null;
  #bound = false;
  /** The traces that stand, by name. @type {Map<string, number>} */ places = new Map();

  /**
   * @param {object} options
   * @param {(failed: Error) => void} options.failed
   * @param {() => void} options.moved  a person has zoomed or panned
   * @param {object[]} options.buttons  of the modebar
   */
  constructor({ failed, moved, buttons }) {
    this.failed = failed;
    this.moved = moved;
    this.element = /** @type {PlotElement} */ (/** @type {unknown} */ (h("div", { class: "plot-element" })));
    this.config = {
      displaylogo: false, responsive: false, scrollZoom: false, doubleClick: "reset", showTips: false,
      modeBarButtons: [["zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "resetScale2d"], buttons],
    }; // prettier-ignore
  }

  /** Whether a picture stands there. */
  get stands() {
    return this.#bound;
  }

  /** Whether a picture is being drawn. */
  get busy() {
    return this.#drawing !== null;
  }

  /** Loads Plotly; what was asked to be drawn is drawn then. */
  async load() {
    try {
      this.api = await plotly();
    } catch (error) {
      return this.failed(/** @type {Error} */ (error));
    }
    if (this.#next) this.draw(this.#next.data, this.#next.layout);
  }

  /**
   * Draws a whole figure; of several that wait only the newest.
   * @param {Spec[]} data
   * @param {Spec} layout
   * @returns {Promise<void>}
   */
  draw(data, layout) {
    this.#next = { data, layout };
    if (this.#drawing) return this.#drawing;
    if (!this.api) return Promise.resolve();
    this.#drawing = this.#draw(this.api).finally(() => {
      this.#drawing = null;
    });
    return this.#drawing;
  }

  /** @param {PlotlyApi} api */
  async #draw(api) {
    while (this.#next) {
      const { data, layout } = this.#next;
      this.#next = null;
      await api.react(this.element, data, layout, this.config);
      this.places = new Map(data.map(({ name }, place) => [name, place]));
      if (!this.#bound) this.#bind();
    }
  }

  /**
   * Moves traces to other data, by name.
   * @param {Map<string, Spec>} data
   * @returns {Promise<unknown>}
   */
  move(data) {
    const names = [...data.keys()].filter((name) => this.places.has(name));
    if (!this.api || names.length === 0) return Promise.resolve();
    const traces = names.map((name) => /** @type {number} */ (this.places.get(name)));
    const moved = this.api.animate(this.element, { data: names.map((name) => data.get(name)), traces }, NOW).catch(() => {}); // a newer one has replaced it
    // Whoever waits for it must not wait for ever.
    return Promise.race([moved, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  }

  /** What the axes show, as Plotly tells it. @returns {Ranges | null} */
  get ranges() {
    const { xaxis, yaxis } = this.element.layout ?? {};
    const pair = (/** @type {any} */ axis) => /** @type {[number, number]} */ ([Number(axis.range[0]), Number(axis.range[1])]);
    return xaxis?.range && yaxis?.range ? { x: pair(xaxis), y: pair(yaxis) } : null;
  }

  #bind() {
    this.#bound = true;
    const { element } = this;
    element.on("plotly_relayout", () => this.moved());
    element.on("plotly_relayouting", () => this.moved());
  }

  /** Reads again where the pointer is, as the curves have moved. @param {object} at @param {string} subplot */
  read(at, subplot) {
    if (this.#bound && !this.#drawing) this.api?.Fx.hover(this.element, at, subplot);
  }
}
