/**
 * Charts one below the other: what the page writes of each (RowView), and one Plotly figure behind all of them.
 *
 * @typedef {import("./described.js").Description} Description
 * @typedef {import("./described.js").Row} Row
 * @typedef {import("./sources.js").Moment} Moment
 * @typedef {import("./figure.js").Drawn} Drawn
 * @typedef {import("../figure/plotly.js").PlotlyApi} PlotlyApi
 * @typedef {{moment: Moment, end: number, at: number, reading: boolean, marked: boolean, run: string}} State  `marked`: a person reads by the keyboard
 *
 * @typedef {object} Options
 * @property {boolean} large
 * @property {(row: Row) => void} enlarge
 * @property {(row: Row) => HTMLElement | null} control  what stands in a heading beside the title
 * @property {(round: number | null, marked: boolean) => void} point  a person points at a round, or no longer; `marked`: it stays
 * @property {() => void} again  something was changed by hand in the figure
 * @property {() => any[][]} buttons
 */

import { figure, whole } from "./figure.js";
import { h } from "../base/dom.js";
import { RowView } from "./rowview.js";
import { saysOf } from "./says.js";
import { filled } from "./sources.js";
import { Standing } from "./spans.js";
import { scale, zoom } from "../base/theme.js";

const REMEMBERED = 240;
const touched = matchMedia("(pointer: coarse)");

export class Stack {
  /** @type {RowView[]} */ views = [];
  /** @type {Map<string, RowView>} */ #made = new Map();
  /** @type {PlotlyApi | null} */ api = null;
  /** @type {Description | null} */ #description = null;
  /** @type {State | null} */ #state = null;
  /** Uids of the traces that a person has hidden. @type {Set<string>} */ hidden = new Set();
  #standing = new Standing();
  #zoom = 0;
  /** Of axes that a person has zoomed, by their keys in the layout. @type {Map<string, [number, number]>} */ #ranges = new Map();
  #run = "";
  #busy = false;
  #again = false;
  #heard = false;
  /** @type {{charts: Drawn[], drawn: any, labels: import("./says.js").Label[], sheet: any} | null} */ last = null;
  /** Milliseconds of main thread that the last drawings took. @type {number[]} */ costs = [];
  redraws = 0;

  /** @param {HTMLElement} host @param {Options} options */
  constructor(host, options) {
    this.options = options;
    this.drawing = h("div", { class: "drawing" });
    this.host = h("div", { class: "stack" }, this.drawing);
    host.append(this.host);
  }

  /**
   * @param {Description} description
   * @param {Row[]} rows
   */
  lay(description, rows) {
    if (description !== this.#description) this.#standing.forget();
    this.#description = description;
    this.views = rows.map((row) => {
      const view = this.#made.get(row.name) ?? new RowView(row, this.options.enlarge, this.options.control(row));
      this.#made.set(row.name, view);
      if (view.row !== row) view.become(row);
      return view;
    });
    const over = rows.filter(({ over_rounds }) => over_rounds);
    // One below the other share the numbers of the last.
    for (const view of this.views) view.number(view.row === over.at(-1));
    const figures = this.views.map(({ figure }) => figure);
    const stand = [...this.host.children].filter((child) => child !== this.drawing);
    if (figures.length !== stand.length || figures.some((figure, i) => figure !== stand[i])) {
      for (const child of stand) if (!figures.includes(/** @type {HTMLElement} */ (child))) child.remove();
      this.host.append(...figures);
    }
  }

  /** A person wants the whole of it again. */
  reset() {
    this.#zoom += 1;
    this.#ranges.clear();
    this.options.again();
  }

  /** Whether there is anything to see. */
  get seen() {
    return !document.hidden && this.host.clientWidth > 0 && this.host.clientHeight > 0;
  }

  /** How much larger than the page's own letters are: on a screen larger than a laptop's they grow with the sheet. */
  get #grown() {
    if (!this.options.large) return 1;
    const { clientWidth, clientHeight } = this.host;
    return Math.max(clientWidth < 480 ? 1 : 1.25, (1.25 * zoom * Math.min(clientWidth / 1400, clientHeight / 700)) / scale);
  }

  /** Writes the numbers, and draws the figure where Plotly is there. @param {State} state @param {boolean} [onlyNumbers] */
  draw(state, onlyNumbers = false) {
    this.#state = state;
    if (!this.#description || !this.seen) return;
    if (state.run !== this.#run) {
      this.#run = state.run;
      this.#standing.forget();
      this.hidden.clear();
      this.#ranges.clear();
    }
    if (onlyNumbers && this.last) return void this.#write(this.last.charts, state);
    const start = performance.now();
    const width = this.host.clientWidth;
    for (const view of this.views) view.fold(width);
    const charts = this.views.map((view) => this.#drawn(view, state.moment));
    const labels = this.#write(charts, state);
    const sheet = {
      width, height: this.host.clientHeight, end: state.end, round: state.marked ? state.moment.history.arrays.round.data[state.at] : null,
      run: `${state.run} ${this.#zoom}`, large: this.options.large, grown: this.#grown, touched: touched.matches && !this.options.large, zoomed: this.#zoomed, hidden: this.hidden,
    }; // prettier-ignore
    const drawn = figure(this.#description, charts, sheet);
    this.last = { charts, drawn, labels, sheet };
    this.#react(drawn, start);
  }

  /** @param {RowView} view @param {Moment} moment @returns {Drawn} */
  #drawn(view, moment) {
    const { row, numbered } = view;
    const number = this.#description?.charts.findIndex(({ name }) => name === row.name) ?? 0;
    const place = view.place(this.options.large ? this.#grown : 0);
    const traces = filled(row, { ...moment, most: Math.max(50, Math.round(place.box.right - place.box.left)) }, this.hidden);
    return { row, number, numbered, folded: view.folded, wrapped: view.wrapped, ...place, traces, spans: this.#standing.of(row, traces, moment, this.hidden) };
  }

  /** The range that a person gave an axis by zooming. @type {(name: string) => [number, number] | null} */
  #zoomed = (name) => this.#ranges.get(`${name[0]}axis${name.slice(1)}`) ?? null;

  /** @param {Drawn[]} charts @param {State} state */
  #write(charts, state) {
    return charts.flatMap((drawn, i) => {
      // Where a person has zoomed, values stand beside their lines there.
      const range = this.#zoomed(`y${2 * drawn.number + 2}`);
      const { labels, more } = saysOf(range ? { ...drawn, spans: { ...drawn.spans, y: range } } : drawn, { ...state, hidden: this.hidden });
      return this.views[i].write(labels, drawn.box, drawn.head.bottom, more);
    });
  }

  /** @param {any} drawn @param {number} start */
  async #react(drawn, start) {
    if (!this.api) return;
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    try {
      const done = this.api.react(this.drawing, drawn.data, drawn.layout, {
        displaylogo: false, doubleClick: false, showTips: false, displayModeBar: true, modeBarButtons: this.options.buttons(), scrollZoom: false,
      }); // prettier-ignore
      this.redraws += 1;
      this.costs.push(performance.now() - start);
      if (this.costs.length > REMEMBERED) this.costs.shift();
      await done;
      this.#listen();
    } finally {
      this.#busy = false;
      if (this.#again) {
        this.#again = false;
        if (this.#state) this.draw(this.#state);
      }
    }
  }

  #listen() {
    if (this.#heard) return;
    this.#heard = true;
    const drawing = /** @type {any} */ (this.drawing);
    // Each chart says its values in a sentence: the letters of the drawing would only repeat some of them.
    for (const svg of this.drawing.querySelectorAll("svg.main-svg")) svg.setAttribute("aria-hidden", "true");
    const read = (/** @type {any} */ { points }, /** @type {boolean} */ marked) => points?.[0]?.xaxis?._id === "x" && this.options.point(points[0].x, marked);
    drawing.on("plotly_hover", (/** @type {any} */ event) => read(event, false));
    // A finger does not hover: what it touched stays marked until it touches something else.
    drawing.on("plotly_click", (/** @type {any} */ event) => touched.matches && read(event, true));
    drawing.on("plotly_unhover", () => !touched.matches && this.options.point(null, false));
    drawing.on("plotly_doubleclick", () => this.reset());
    drawing.on("plotly_relayout", (/** @type {object} */ changed) => {
      for (const key of Object.keys(changed)) {
        const [axis, what = ""] = key.split(".");
        if (what.startsWith("range")) this.#ranges.set(axis, drawing.layout[axis].range.slice());
      }
      this.options.again();
    });
    drawing.on("plotly_restyle", () => {
      this.hidden = new Set(drawing.data.filter((/** @type {any} */ { visible }) => visible === "legendonly").map((/** @type {any} */ { uid }) => uid));
      this.options.again();
    });
  }

  /** The figure with what the page writes beside it, for a file. */
  get whole() {
    if (!this.last) return null;
    const { drawn, charts, labels, sheet } = this.last;
    return whole(drawn, charts, labels, sheet);
  }

  /** Lets go of the figure. */
  clear() {
    this.api?.purge(this.drawing);
    this.#heard = false;
    this.hidden.clear();
    this.#ranges.clear();
    this.#standing.forget();
    this.last = null;
  }
}
