/**
 * What happened so far, over rounds: four charts under one another on one axis.
 *
 * A history replaces the one before it.  Charts are redrawn one per turn, so that no turn takes long, and only while they
 * can be seen.
 *
 * @typedef {import("./types.js").History} History
 * @typedef {import("./theme.js").Palette} Palette
 *
 * @typedef {object} Line
 * @property {string} column  of the history
 * @property {string} title
 * @property {string} style  of its key in the heading
 * @property {keyof Palette} colour
 * @property {number} [width]
 * @property {string} [dash]
 * @property {boolean} [filled]  shade between this line and the one before it
 *
 * @typedef {object} Chart
 * @property {string} name
 * @property {string} title
 * @property {Line[]} lines
 * @property {{at: number, text: string}[]} marks  levels with a meaning
 * @property {"linear" | "log"} scale
 * @property {[number, number]} [range]
 */

import { h, setText } from "./dom.js";
import { fixed, short } from "./format.js";
import { niceStep } from "./axes.js";
import { plotly } from "./plotly.js";
import { fontFamily, onThemeChange, palette } from "./theme.js";

const LOG4 = Math.log(4);
/** Milliseconds in which all charts are redrawn once: curves need no more, and a redraw costs more than a picture. */
const PERIOD = 400;

/** @type {Chart[]} */
export const CHARTS = [
  {
    name: "value",
    title: "Value of the game",
    scale: "linear",
    marks: [{ at: -LOG4, text: "−log 4" }],
    lines: [
      { column: "v_star", title: "V(G, D*)", style: "thin d-star", colour: "dStar", width: 1.5 },
      { column: "v", title: "V(G, D)", style: "solid d", colour: "d", width: 2, filled: true },
    ],
  },
  {
    name: "jsd",
    title: "Jensen–Shannon divergence",
    scale: "log",
    marks: [],
    lines: [
      { column: "jsd_floor", title: "floor", style: "dotted muted", colour: "muted", width: 1.5, dash: "dot" },
      { column: "jsd", title: "JSD, nats", style: "solid p-g", colour: "pG", width: 2 },
    ],
  },
  {
    name: "outputs",
    title: "Mean output of D",
    scale: "linear",
    range: [0, 1],
    marks: [{ at: 0.5, text: "½" }],
    lines: [
      { column: "d_real", title: "on real", style: "solid p-data", colour: "pData", width: 1.75 },
      { column: "d_fake", title: "on fake", style: "solid p-g", colour: "pG", width: 1.75 },
    ],
  },
  {
    name: "losses",
    title: "Losses",
    scale: "linear",
    marks: [],
    lines: [
      { column: "d_loss", title: "D", style: "solid d", colour: "d", width: 1.5 },
      { column: "g_loss", title: "G", style: "solid p-g", colour: "pG", width: 1.5 },
    ],
  },
];

export class Charts {
  /** @type {History | null} */ #newest = null;
  /** @type {History | null} */ #shown = null;
  /** @type {number[]} */ #queue = [];
  #dirty = false;
  #end = 0;
  #timer = 0;
  /** @type {number[]} */ costs = [];

  /** @param {HTMLElement} host */
  constructor(host) {
    this.figures = CHARTS.map((chart) => {
      const values = chart.lines.map(() => h("span", { class: "value" }, "–"));
      const heading = h(
        "figcaption",
        {},
        h("span", { class: "chart-title" }, chart.title),
        ...[...chart.lines.keys()].map((i) =>
          h(
            "span",
            { class: "entry" },
            h("span", { class: `key ${chart.lines[i].style}`, "aria-hidden": "true" }),
            chart.lines[i].title,
            values[i],
          ),
        ),
      );
      const plot = h("div", { class: "plot", role: "img", "aria-label": `${chart.title} over rounds` });
      host.append(h("figure", { class: "chart", "data-chart": chart.name }, heading, plot));
      return { chart, values, plot };
    });
    new ResizeObserver(() => this.#redraw()).observe(host);
    document.addEventListener("visibilitychange", () => this.#redraw());
    onThemeChange(() => this.#redraw());
  }

  /** @param {History} history */
  show(history) {
    this.#newest = history;
    this.#redraw();
  }

  #redraw() {
    this.#dirty = true;
    this.#later();
  }

  #later() {
    if (this.#timer || document.hidden || (this.#queue.length === 0 && !this.#dirty)) return;
    this.#timer = window.setTimeout(() => this.#turn(), PERIOD / CHARTS.length);
  }

  async #turn() {
    if (this.#queue.length === 0) this.#take();
    const index = this.#queue.shift();
    const history = this.#shown;
    if (index !== undefined && history) {
      const { chart, plot } = this.figures[index];
      const { clientWidth, clientHeight } = plot;
      if (clientWidth > 0 && clientHeight > 0) {
        const api = await plotly();
        const start = performance.now();
        api.react(plot, ...this.#figure(chart, history, clientWidth, clientHeight, index === CHARTS.length - 1));
        this.costs.push(performance.now() - start);
        if (this.costs.length > 200) this.costs.shift();
      }
    }
    this.#timer = 0;
    this.#later();
  }

  /** All charts show one history: a newer one is taken up when the last chart of this one stands. */
  #take() {
    this.#dirty = false;
    const history = this.#newest;
    if (!history) return;
    const rounds = history.arrays.round.data;
    const last = rounds[rounds.length - 1] ?? 0;
    this.#end = axisEnd(last);
    this.#shown = history;
    this.#queue = [...CHARTS.keys()];
    for (const { chart, values } of this.figures) {
      chart.lines.forEach(({ column }, i) => {
        const value = history.arrays[column]?.data[rounds.length - 1];
        setText(values[i], chart.scale === "log" ? short(value, 2) : fixed(value, 3));
      });
    }
  }

  /**
   * @param {Chart} chart
   * @param {History} history
   * @param {number} width
   * @param {number} height
   * @param {boolean} last
   * @returns {[object[], object, object]}
   */
  #figure(chart, history, width, height, last) {
    const x = history.arrays.round.data;
    const traces = chart.lines.map(({ column, title, colour, width: thickness, dash, filled }) => ({
      type: "scatter",
      mode: "lines",
      name: title,
      x,
      y: history.arrays[column]?.data ?? [],
      line: { color: palette[colour], width: thickness, dash },
      fill: filled ? "tonexty" : "none",
      fillcolor: palette.gap,
      hovertemplate: "%{y:.4g}",
    }));
    const range = this.#range(chart, history);
    const decades = Math.max(1, Math.ceil((range[1] - range[0]) / 3));
    const axis = {
      color: palette.muted, linecolor: palette.lineStrong, gridcolor: palette.line, tickcolor: palette.line,
      zeroline: false, fixedrange: true, tickfont: { size: 11 }, automargin: false,
      ticklabeloverflow: "allow",
    }; // prettier-ignore
    const layout = {
      width,
      height,
      margin: { l: 46, r: 18, t: 9, b: last ? 34 : 8 },
      showlegend: false,
      paper_bgcolor: "transparent",
      plot_bgcolor: "transparent",
      font: { family: fontFamily(), size: 11, color: palette.muted },
      hovermode: "x unified",
      hoverlabel: { bgcolor: palette.paper, bordercolor: palette.line, font: { color: palette.ink, size: 12 } },
      xaxis: {
        ...axis, range: [0, this.#end], nticks: 5, showgrid: false, showline: true, showticklabels: last, tickformat: "~s",
        ticks: last ? "outside" : "", title: last ? { text: "round", standoff: 4 } : undefined, hoverformat: ",d",
      },
      yaxis: { ...axis, type: chart.scale, range, nticks: 5, exponentformat: "power",
        ...(chart.scale === "log" ? { dtick: decades } : {}), ...(chart.range ? { dtick: chart.range[1] / 2 } : {}),
      },
      shapes: chart.marks.map(({ at }) => ({
        type: "line", xref: "paper", x0: 0, x1: 1, y0: at, y1: at, line: { color: palette.ink, width: 1, dash: "dot" },
      })),
      annotations: chart.marks.map(({ at, text }) => ({
        text, xref: "paper", x: 1, y: at, xanchor: "right", yanchor: "bottom", showarrow: false,
        font: { size: 11, color: palette.ink }, borderpad: 0, bgcolor: palette.paper, opacity: 0.85,
      })),
    }; // prettier-ignore
    return [traces, layout, { displayModeBar: false, doubleClick: false, scrollZoom: false }];
  }

  /**
   * A range that holds all but the outermost hundredth of the values on either side, rounded outwards: the first rounds
   * of a run may be far off, and would press all others together.
   * @param {Chart} chart
   * @param {History} history
   * @returns {[number, number]}
   */
  #range(chart, history) {
    if (chart.range) return chart.range;
    const log = chart.scale === "log";
    let low = Infinity;
    let high = -Infinity;
    for (const { column } of chart.lines) {
      const values = Array.from(history.arrays[column]?.data ?? [], log ? Math.log10 : Number).filter(Number.isFinite);
      if (values.length === 0) continue;
      values.sort((a, b) => a - b);
      const cut = Math.floor(0.01 * values.length);
      low = Math.min(low, values[cut]);
      high = Math.max(high, values[values.length - 1 - cut]);
    }
    for (const { at } of chart.marks) {
      low = Math.min(low, at);
      high = Math.max(high, at);
    }
    if (!(low <= high)) return log ? [-4, 0] : [0, 1];
    const step = log ? 0.5 : niceStep(Math.max(high - low, 0.1), 4);
    const pad = 0.06 * Math.max(high - low, step);
    return [Math.floor((low - pad) / step) * step, Math.ceil((high + pad) / step) * step];
  }
}

/**
 * Where the axis of rounds ends: rounded up, so that it moves rarely.
 * @param {number} last
 */
function axisEnd(last) {
  if (last < 50) return 50;
  const power = 10 ** Math.floor(Math.log10(last));
  const lead = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => last <= step * power) ?? 10;
  return lead * power;
}
