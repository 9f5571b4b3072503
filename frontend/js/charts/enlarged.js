/**
 * One chart as large as the window, drawn by Plotly: to zoom in, to read values, to save it as an image.  It follows the
 * run, more slowly than the small charts.
 *
 * @typedef {import("./charttable.js").Chart} Chart
 * @typedef {import("../wire/types.js").History} History
 * @typedef {import("./bins.js").Weights} Weights
 * @typedef {import("./functions.js").Pair} Pair
 * @typedef {{history: History, weights: ArrayLike<number>, shares: ArrayLike<number>, labels: number, spread: Weights | null, pair: Pair | null, plane: import("./phase.js").Plane | null, line: import("./linecharts.js").Line, place: number}} Moment
 */

import { middles } from "./bins.js";
import { overRounds } from "./charttable.js";
import { sheet } from "../base/dialog.js";
import { h, setText } from "../base/dom.js";
import { figures, least, percent, short } from "../base/format.js";
import { reach, tangentOf } from "./functions.js";
import { backwards, intervals, merged } from "./linecharts.js";
import { maths } from "../base/maths.js";
import { arrows, said } from "./phase.js";
import { plotly } from "../figure/plotly.js";
import { alone } from "../base/ranges.js";
import { isCut, told } from "../run/rows.js";
import { modeColour } from "./stripes.js";
import { fontFamily, onThemeChange, palette, scale, stroke, zoom } from "../base/theme.js";

/** Milliseconds between two drawings. */
const PERIOD = 1000;
/** From this width on, pixels of plain letters, a chart has buttons to zoom and to save it. */
const BUTTONS = 480;
/** Numbers of an axis have as many decimals as its steps, all of them. */
const DECIMALS = [1, 2, 3, 4].map((digits) => ({ dtickrange: [0.9 * 10 ** -digits, 5.5 * 10 ** -digits], value: `.${digits}f` }));
/** Height of letters, at scale 1, and where it is narrow. */
const LETTERS = 16;
const SMALL = 13;

export class Enlarged {
  /** @type {Chart | null} */ #chart = null;
  /** @type {Moment | null} */ #moment = null;
  /** @type {import("../figure/plotly.js").PlotlyApi | null} */ #api = null;
  #drawn = -Infinity;
  #revision = 0;

  /** @param {HTMLElement} control  of the number of intervals */
  constructor(control) {
    this.control = control;
    this.plot = h("div", { class: "enlarged-plot" });
    this.help = h("p", { class: "enlarged-help" });
    const { dialog } = sheet("enlarged", "Chart", this.help, this.control, this.plot);
    this.dialog = dialog;
    this.title = /** @type {HTMLElement} */ (dialog.querySelector("h2"));
    onThemeChange(() => this.#moment && this.again(this.#moment));
    dialog.addEventListener("close", () => {
      this.#chart = null;
      this.#api?.purge(this.plot);
    });
  }

  /**
   * @param {Chart} chart
   * @param {Moment} moment
   */
  open(chart, moment) {
    this.#chart = chart;
    this.#revision += 1;
    setText(this.title, chart.title);
    this.help.replaceChildren(...maths(chart.help));
    this.control.hidden = chart.kind !== "counting";
    this.dialog.showModal();
    this.#drawn = -Infinity;
    this.follow(moment);
  }

  /** Draws at once, after something was changed by hand. @param {Moment} moment */
  again(moment) {
    this.#drawn = -Infinity;
    this.follow(moment);
  }

  /** @param {Moment} moment */
  follow(moment) {
    this.#moment = moment;
    if (!this.#chart || performance.now() - this.#drawn < PERIOD) return;
    this.#drawn = performance.now();
    this.#draw();
  }

  async #draw() {
    try {
      this.#api = await plotly();
    } catch (error) {
      setText(this.help, `The chart cannot be drawn: ${/** @type {Error} */ (error).message}. Is the server still there?`);
      return;
    }
    const chart = this.#chart;
    const moment = this.#moment;
    if (!chart || !moment) return;
    const image = { format: "png", filename: `ganscope-${chart.name}`, scale: 2 };
    const lines = traces(chart, moment).map((trace) => (trace.line?.width ? { ...trace, line: { ...trace.line, width: trace.line.width * this.#grown } } : trace));
    await this.#api.react(this.plot, lines, this.#layout(chart, moment), {
      // Where it is narrow, its buttons would stand on the legend.
      responsive: true, displaylogo: false, displayModeBar: this.plot.clientWidth > BUTTONS * scale, toImageButtonOptions: image,
      modeBarButtons: [["zoom2d", "pan2d", "resetScale2d", "toImage"]],
    }); // prettier-ignore
    this.#drawn = performance.now();
  }

  /** On a screen larger than a laptop's letters and lines grow with the sheet, beyond what the page's scale does. */
  get #grown() {
    const { clientWidth, clientHeight } = this.plot;
    return Math.max(1, (zoom * Math.min(clientWidth / 1400, clientHeight / 700)) / scale);
  }

  /** @param {Chart} chart @param {Moment} moment */
  #layout(chart, moment) {
    const wide = this.plot.clientWidth > BUTTONS * scale;
    const size = (wide ? LETTERS : SMALL) * scale * this.#grown;
    const last = moment.history.arrays.round.data.at(-1) ?? 1;
    const axis = {
      color: palette.ink, linecolor: palette.lineStrong, gridcolor: palette.line, zeroline: false, showline: true, automargin: true, gridwidth: this.#grown, linewidth: this.#grown,
      tickfont: { size }, title: { font: { size } }, tickformatstops: DECIMALS,
    }; // prettier-ignore
    const marked = chart.marks.some(({ text }) => text);
    const bars = chart.kind === "bars";
    const ends = (/** @type {[number, number]} */ range) => (chart.kind === "curves" ? padded(range) : range);
    const plane = chart.kind === "phase" ? moment.plane : null;
    const { lines, verdict, tone } = said(plane?.eigenvalues ?? null);
    const pair = chart.kind === "function" ? moment.pair : null;
    const counting = chart.kind === "counting" ? moment.line.counting : null;
    const { map, plan } = moment.line;
    const mean = chart.kind === "map" && map ? `off by ${figures(map.off, 3)}` : chart.kind === "plan" && plan ? `W₁ = ${figures(plan.w1, 3)}` : "";
    const bound = chart.kind === "histogram" ? moment.spread?.bound : null;
    const along = { curves: "round", stripes: "round", bars: "mode", histogram: "weight", function: "u", phase: "θ of G", map: "z", plan: "x", counting: "x" }[chart.kind];
    const ticks = chart.ticks && { tickvals: chart.ticks.map(({ at }) => at), ticktext: chart.ticks.map(({ text }) => text) };
    return {
      autosize: true,
      margin: wide ? { l: 60 * scale, r: (marked ? 4.5 : 1.5) * size, t: 2.75 * size, b: 3.5 * size } : { l: 40, r: marked ? 54 : 12, t: 44, b: 48 },
      paper_bgcolor: palette.paper,
      plot_bgcolor: palette.paper,
      font: { family: fontFamily(), size, color: palette.ink },
      legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom", traceorder: "normal", itemwidth: wide ? 36 * scale * this.#grown : 30 },
      showlegend: chart.kind === "curves" || chart.kind === "map" || counting !== null || bars || pair !== null || plane !== null,
      hovermode: plane ? "closest" : "x unified",
      hoverlabel: { bgcolor: palette.paper, bordercolor: palette.lineStrong, font: { color: palette.ink, size } },
      modebar: { color: palette.muted, activecolor: palette.ink, bgcolor: "transparent" },
      uirevision: this.#revision,
      xaxis: {
        ...axis, showgrid: false, title: { ...axis.title, text: along },
        ...(bars ? { dtick: 1 } : overRounds(chart) ? { hoverformat: ",d", range: ends([0, Math.max(last, 1)]) } : {}),
        ...(plane ? { range: plane.theta, constrain: "domain" } : {}),
        ...(counting ? { domain: [0, 0.46], range: counting.window } : {}),
        ...(pair ? { domain: [0, 0.46], range: [0, Math.min(4, pair.u[pair.u.length - 1])] } : {}),
      },
      ...(pair ? { xaxis2: { ...axis, showgrid: false, domain: [0.54, 1], range: reach(pair), anchor: "y2", title: { ...axis.title, text: "t" } }, yaxis2: { ...axis, anchor: "x2", title: { ...axis.title, text: "f*(t)" } } } : {}),
      ...(counting ? { bargap: 0, barmode: "overlay", xaxis2: { ...axis, tickformatstops: [], showgrid: false, type: "log", tickvals: counting.jsd.length ? Array.from(counting.jsd, (_, i) => intervals(i)) : [], domain: [0.54, 1], anchor: "y2", title: { ...axis.title, text: "intervals k" } }, yaxis2: { ...axis, anchor: "x2", rangemode: "tozero", title: { ...axis.title, text: "nats" } } } : {}),
      yaxis: {
        ...axis, ...(chart.kind === "plan" ? { tickvals: [0, 1], ticktext: ["p_g", "p_data"] } : {}), type: chart.scale, exponentformat: "power", ...(chart.scale === "log" ? { tickformatstops: [] } : {}), ...(chart.format === percent ? { tickformat: ".0%", tickformatstops: [] } : {}), ...ticks,
        ...(plane ? { range: plane.psi, title: { ...axis.title, text: "ψ of D" }, scaleanchor: "x", scaleratio: (plane.theta[1] - plane.theta[0]) / (plane.psi[1] - plane.psi[0]), constrain: "domain" } : {}),
        title: { ...axis.title, text: chart.unit ?? "" },
        ...(chart.range ? { range: ends(chart.range) } : chart.zero ? { rangemode: "tozero" } : {}),
      },
      shapes: [
        ...chart.marks.map(({ at }) => ({
          type: "line", xref: "paper", x0: 0, x1: 1, y0: at, y1: at, line: { color: palette.ink, width: 1.5 * stroke * this.#grown, dash: "dot" },
        })),
        ...(chart.kind === "map" && map ? backwards(map) : []).map(([x0, x1]) => ({
          type: "rect", yref: "paper", y0: 0, y1: 1, x0, x1, fillcolor: palette.gap, line: { width: 0 }, layer: "below",
        })),
        ...(bound ? [-bound, bound] : []).map((at) => ({
          type: "line", yref: "paper", y0: 0, y1: 1, x0: at, x1: at, line: { color: palette.ink, width: 1.5 * stroke * this.#grown, dash: "dash" },
        })),
      ],
      annotations: mean ? [{ text: mean, xref: "paper", x: 0.5, y: 1, yref: "paper", yanchor: "bottom", showarrow: false, font: { size, color: palette.ink } }] : plane ? [{ text: `${lines.join(lines[1]?.startsWith("±") ? " " : ", ")}${lines.length ? ": " : ""}${verdict}`, xref: "paper", x: 0.5, y: 1, yref: "paper", yanchor: "bottom", showarrow: false, font: { size, color: palette[tone] } }] : chart.marks.filter(({ text }) => text).map(({ at, text }) => ({
        text, xref: "paper", x: 1, y: chart.scale === "log" ? Math.log10(at) : at, xanchor: "left", yanchor: "middle", xshift: 4 * scale, showarrow: false, font: { size, color: palette.ink },
      })),
    }; // prettier-ignore
  }
}

/** A range with room for half the width of a line at its ends. @param {[number, number]} range @returns {[number, number]} */
const padded = ([low, high]) => [low - 0.01 * (high - low), high + 0.01 * (high - low)];

/**
 * @param {Chart} chart
 * @param {Moment} moment
 * @returns {any[]}
 */
function traces(chart, { history, weights, shares, labels, spread, pair, plane, line: found, place }) {
  if (chart.kind === "phase") return plane ? planeTraces(plane) : [];
  if (chart.kind === "map" || chart.kind === "plan" || chart.kind === "counting") return lineTraces(chart.kind, found, place);
  if (chart.kind === "histogram") {
    if (!spread) return [];
    const count = spread.shares.length;
    return [{ type: "bar", name: "share of D's weights", x: middles(count, spread.limit), y: Array.from(spread.shares), width: (2 * spread.limit) / count, hovertemplate: "%{y:.1%}", marker: { color: palette.d } }];
  }
  if (chart.kind === "function") {
    if (!pair) return [];
    const curve = { type: "scatter", mode: "lines", hovertemplate: "%{y:.4g}" };
    const tangent = tangentOf(pair);
    return [
      { ...curve, name: "f(u)", x: Array.from(pair.u), y: Array.from(pair.value), line: { color: palette.ink, width: 2.5 * stroke } },
      { ...curve, name: "tangent at u = 1", x: [0, 4], y: [tangent(0), tangent(4)], line: { color: palette.muted, width: 1.5 * stroke, dash: "dash" } },
      { ...curve, name: "f*(t)", x: Array.from(pair.t), y: Array.from(pair.conjugate), xaxis: "x2", yaxis: "y2", line: { color: palette.dStar, width: 2.5 * stroke } },
    ];
  }
  const x = history.arrays.round.data;
  const line = { type: "scatter", mode: "lines", x };
  if (chart.kind === "curves") {
    const outside = history.arrays.outside?.data ?? [];
    return chart.lines.flatMap((each) => {
      const { column, title, colour, width, dash, filled, bound, first } = each;
      const y = history.arrays[column]?.data ?? [];
      const said = bound ? { text: Array.from(y, (value, i) => (isCut(outside[i]) ? least : short)(value, 4)), hovertemplate: "%{text}" } : { hovertemplate: "%{y:.4g}" };
      // The legend says where a line ends, what hovers where it is.
      const hover = { ...said, hovertemplate: `${title} : ${said.hovertemplate}<extra></extra>` };
      const end = y.length > 0 && !Number.isNaN(y[y.length - 1]) ? ` <b>${told(chart, each, history, y.length - 1)}</b>\u2003` : "";
      const curve = { ...line, name: `${title}${end}`, legendrank: first ? 999 : 1000, y, ...hover, line: { color: palette[colour], width: width * stroke, dash: dash?.map((length) => `${length * scale}px`).join(",") } };
      // The gap to the line before is filled below its own name, which stands behind the lines'.
      // A value between two that are none makes no line.
      const lone = alone(chart.scale === "log" ? Array.from(y, Math.log10) : y);
      const dots = lone.length > 0 ? [{ ...line, mode: "markers", x: lone.map((i) => x[i]), y: lone.map((i) => y[i]), name: title, showlegend: false, hoverinfo: "skip", marker: { color: palette[colour], size: width * stroke + 3 * scale } }] : [];
      // Plotly would fill across values that are none.
      return filled && Array.from(y).every(Number.isFinite) ? [{ ...line, name: "gap", y, hoverinfo: "skip", line: { color: palette.dStar, width: 1 }, fill: "tonexty", fillcolor: palette.gap, legendrank: 1001 }, curve, ...dots] : [curve, ...dots];
    }); // prettier-ignore
  }
  if (chart.kind === "stripes") {
    const rows = history.arrays.mode_share;
    const count = rows?.shape[1] ?? 0;
    return Array.from({ length: count }, (_, k) => ({
      ...line, name: `mode ${k + 1}`, y: Array.from(x, (_, row) => rows.data[row * count + k]), hovertemplate: "%{y:.1%}",
      stackgroup: "shares", line: { width: 0, shape: "hvh", color: modeColour(k, count, labels) }, fillcolor: modeColour(k, count, labels),
    })); // prettier-ignore
  }
  const modes = Array.from(shares, (_, k) => k + 1);
  return [
    { type: "bar", name: "share of the samples", x: modes, y: Array.from(shares), hovertemplate: "%{y:.1%}", marker: { color: modes.map((k) => modeColour(k - 1, modes.length, labels)) } },
    {
      type: "scatter", mode: "markers", name: "weight in the data", x: modes, y: Array.from(weights), hovertemplate: "%{y:.1%}",
      marker: { symbol: "line-ew", size: 26 * scale, line: { width: 3 * stroke, color: palette.ink } },
    },
  ]; // prettier-ignore
}

/**
 * @param {import("./linecharts.js").Name} name
 * @param {import("./linecharts.js").Line} line
 * @param {number} place
 */
function lineTraces(name, { map, plan, counting }, place) {
  const curve = { type: "scatter", mode: "lines", hovertemplate: "%{y:.4g}" };
  if (name === "map" && map) {
    const z = Array.from(map.z);
    return [
      { ...curve, name: "G(z)", x: z, y: Array.from(map.g), line: { color: palette.pG, width: 2.75 * stroke } },
      { ...curve, name: "exact", x: z, y: Array.from(map.ideal), line: { color: palette.pData, width: 2 * stroke, dash: "dot" } },
    ];
  }
  if (name === "plan" && plan) {
    const x = Array.from(plan.from).flatMap((from, i) => [from, plan.to[i], Number.NaN]);
    return [{ ...curve, name: "plan", x, y: x.map((_, i) => [0, 1, Number.NaN][i % 3]), hoverinfo: "skip", hovertemplate: null, line: { color: palette.pG, width: 1.5 * stroke } }];
  }
  if (name !== "counting" || !counting) return [];
  const { real, fake, jsd, limit, read, window, samples } = counting;
  const k = intervals(place);
  const width = (window[1] - window[0]) / k;
  const middles = Array.from({ length: k }, (_, i) => window[0] + (i + 0.5) * width);
  const bars = (/** @type {ArrayLike<number>} */ counts) => ({ type: "bar", x: middles, y: merged(counts, k, samples), width, hovertemplate: "%{y:.1%}" });
  const ladder = { ...curve, x: Array.from(jsd, (_, i) => intervals(i)), xaxis: "x2", yaxis: "y2" };
  return [
    { ...bars(fake), name: `G, ${k} intervals`, marker: { color: palette.pG, opacity: 0.5 } },
    { ...bars(real), name: `data, ${k} intervals`, marker: { color: "transparent", line: { color: palette.pData, width: (k > 128 ? 1 : 1.5) * stroke } } },
    { ...ladder, name: "counted", mode: "lines+markers", y: Array.from(jsd), line: { color: palette.ink, width: 2.5 * stroke } },
    { ...ladder, name: "endless samples", y: Array.from(limit), line: { color: palette.muted, width: 2 * stroke, dash: "dot" } },
    { ...ladder, name: "JSD", y: Array.from(jsd, () => read), line: { color: palette.pG, width: 2.5 * stroke } },
  ];
}

/** @param {import("./phase.js").Plane} plane */
function planeTraces(plane) {
  const { theta, psi, count, way, at, equilibrium, eigenvalues } = plane;
  const x = (/** @type {number} */ cell) => theta[0] + (cell / count) * (theta[1] - theta[0]);
  const y = (/** @type {number} */ cell) => psi[0] + (cell / count) * (psi[1] - psi[0]);
  // Every arrow is a shaft and two barbs in one line with gaps.
  const field = arrows(plane).flatMap((arrow) => {
    const [tipX, tipY] = [arrow.x + arrow.dx, arrow.y + arrow.dy];
    const angle = Math.atan2(arrow.dy, arrow.dx);
    const barbs = [2.6, -2.6].map((turn) => [tipX + 0.15 * Math.cos(angle + turn), tipY + 0.15 * Math.sin(angle + turn)]);
    return [[arrow.x, arrow.y], [tipX, tipY], barbs[0], [tipX, tipY], barbs[1], [Number.NaN, Number.NaN]];
  }); // prettier-ignore
  const marker = { type: "scatter", mode: "markers", hovertemplate: "θ %{x:.3g}, ψ %{y:.3g}" };
  return [
    { type: "scatter", mode: "lines", name: "field", x: field.map(([along]) => x(along)), y: field.map(([, up]) => y(up)), hoverinfo: "skip", line: { color: palette.lineStrong, width: stroke } },
    { type: "scatter", mode: "lines", name: "so far", x: way.map((point) => point.theta), y: way.map((point) => point.psi), text: way.map(({ round }) => `round ${round}`), hovertemplate: "%{text}: θ %{x:.3g}, ψ %{y:.3g}<extra></extra>", line: { color: palette.muted, width: 2 * stroke } },
    { ...marker, name: "rest", x: equilibrium ? [equilibrium[0]] : [], y: equilibrium ? [equilibrium[1]] : [], marker: { symbol: "circle-open", size: 14 * scale, color: palette[said(eigenvalues).tone], line: { width: 3 * stroke } } },
    { ...marker, name: "now", x: at ? [at[0]] : [], y: at ? [at[1]] : [], marker: { size: 12 * scale, color: palette.ink } },
  ];
}
