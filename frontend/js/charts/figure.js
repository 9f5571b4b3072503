/**
 * One Plotly figure of the charts that stand: their traces filled, their axes where the page has room for them.  All
 * charts over rounds have one x axis, so that what is zoomed in one is zoomed in all.  Pure: arrays in, JSON out.
 *
 * The box at the pointer has the values of the chart that it is in: of all of them it would cover most of the column, and
 * the page writes those of the others at the ends of their lines.
 *
 * @typedef {import("./described.js").Description} Description
 * @typedef {import("./described.js").Row} Row
 * @typedef {import("./described.js").Place} Place
 * @typedef {import("./sources.js").Moment} Moment
 * @typedef {import("./spans.js").Spans} Spans
 * @typedef {import("./says.js").Label} Label
 *
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box  pixels from the figure's upper left corner
 * @typedef {object} Drawn  a chart as it is drawn now
 * @property {Row} row
 * @property {number} number  its place in the table, by which its axes have their names
 * @property {Box} head  where its title and its legend are
 * @property {Box} box  of the axes
 * @property {boolean} numbered  whether the axis of rounds has its numbers here
 * @property {boolean} folded  whether its legend is below its title
 * @property {boolean} wrapped  whether that is too narrow for all: then the first of its lines is named beside the title
 * @property {Spans} spans
 * @property {ReturnType<typeof import("./sources.js").filled>} traces
 *
 * @typedef {object} Sheet
 * @property {number} width
 * @property {number} height
 * @property {number} end  of the axis of rounds
 * @property {number | null} round  that a person reads by the keyboard
 * @property {string} run  what a person has done to the figure stays while it does
 * @property {ReadonlySet<string>} hidden  uids of the traces that a person has hidden
 * @property {boolean} large  axes have their names, for there is room
 * @property {number} grown  how much larger than the page's own letters are
 * @property {boolean} touched  a finger scrolls
 * @property {(axis: string) => [number, number] | null} zoomed  the range that a person gave an axis
 */

import { dressed } from "./dressed.js";
import { linesOf } from "./described.js";
import { APART, heightOf, marked } from "./numbers.js";
import { alone } from "../base/ranges.js";
import { isLog } from "./spans.js";
import { scale } from "../base/theme.js";

/** Between two halves of a chart, at scale 1. */
const BETWEEN = 46;

/** The name of an axis in the figure. @param {Drawn} drawn @param {string} [place] */
function nameOf({ row, number }, place = "x") {
  if (row.over_rounds && place[0] === "x") return "x";
  return `${place[0]}${2 * number + (place.endsWith("2") ? 3 : 2)}`;
}

/** @param {Drawn} drawn @param {any} [trace] */
const legendOf = ({ number, wrapped }, trace) => `legend${number + (wrapped && trace?.legendrank === 1 ? 102 : 2)}`;

/** Left and right half of a chart, or all of it. @param {Drawn} drawn @param {string} place */
function acrossOf({ row, box }, place) {
  if (!row.axes.x2) return [box.left, box.right];
  const half = (box.right - box.left - BETWEEN * scale) / 2;
  return place.endsWith("2") ? [box.right - half, box.right] : [box.left, box.left + half];
}

/**
 * @param {Description} description
 * @param {Drawn[]} charts
 * @param {Sheet} sheet
 */
export function figure({ layout, axis }, charts, sheet) {
  const { width, height, grown, large } = sheet;
  const size = 12 * scale * grown;
  const dressedAxis = { ...dressed(axis, grown), tickfont: { size }, gridwidth: scale, linewidth: scale, zeroline: false, ticklabeloverflow: "allow" };
  /** @type {Record<string, any>} */
  const axes = {};
  /** @type {any[]} */
  const data = [];
  /** @type {any[]} */
  const shapes = [];
  /** @type {any[]} */
  const annotations = [];
  for (const drawn of charts) {
    const { row, box, head } = drawn;
    for (const place of placesOf(row)) axes[keyOf(nameOf(drawn, place))] ??= axisOf(drawn, place, sheet, dressedAxis);
    if (row.over_rounds && drawn.numbered) axes.xaxis = axisOf(drawn, "x", sheet, dressedAxis);
    for (const trace of [...drawn.traces, ...endsOf(drawn, sheet.hidden)]) {
      const { xaxis = "x", yaxis = "y" } = trace;
      data.push({ ...dressed(trace, grown), visible: sheet.hidden.has(trace.uid) ? "legendonly" : true, name: named(trace, drawn), xaxis: nameOf(drawn, xaxis), yaxis: nameOf(drawn, yaxis), legend: legendOf(drawn, trace) });
    }
    const legend = {
      orientation: "h", ...(large ? { x: box.left / width, xanchor: "left" } : { x: 1 - (3 * scale) / width, xanchor: "right" }), y: 1 - (head.bottom + 1) / height, yanchor: "bottom", bgcolor: "rgba(0,0,0,0)",
      font: { size: size * (drawn.folded && !large ? 0.95 : 1), color: dressed("@muted") }, itemwidth: 30, indentation: -6, traceorder: "normal", tracegroupgap: 0,
    }; // prettier-ignore
    axes[legendOf(drawn)] = legend;
    if (drawn.wrapped) axes[legendOf(drawn, { legendrank: 1 })] = { ...legend, y: 1 - (head.top + 2 * scale) / height, yanchor: "top" };
    const upright = { yref: `${nameOf(drawn, "y")} domain`, y0: 0, y1: 1 };
    const line = { type: "line", layer: "between", xref: "paper", x0: box.left / width, x1: box.right / width, yref: nameOf(drawn, "y") };
    for (const { at } of row.levels) shapes.push({ ...line, y0: at, y1: at, line: dressed({ color: "@ink", width: 1.25, dash: "2px,3px" }, grown) });
    if (sheet.round !== null && row.over_rounds) shapes.push({ type: "line", xref: "x", x0: sheet.round, x1: sheet.round, ...upright, line: dressed({ color: "@muted", width: 1 }) });
    if (!large) annotations.push(...namesOf(drawn, sheet, size));
    if (drawn.traces.every(({ y }) => !Array.prototype.some.call(y, Number.isFinite))) {
      annotations.push(note(row.over_rounds ? "from round 1 on" : "preparing…", (box.left + box.right) / 2, (box.top + box.bottom) / 2, sheet, size));
    }
  }
  // Below each chart over rounds: the axis itself is below one of them.
  const foot = charts.filter(({ row }) => row.over_rounds).map(({ box }) => `M${box.left / width},${1 - box.bottom / height}H${box.right / width}`);
  if (foot.length > 0) shapes.push({ type: "path", xref: "paper", yref: "paper", path: foot.join(""), line: { color: dressed("@line_strong"), width: scale } });
  return {
    data,
    layout: {
      ...dressed(layout, grown), ...axes, shapes, annotations, width, height, autosize: false, margin: { l: 0, r: 0, t: 0, b: 0, pad: 0 },
      font: { ...dressed(layout.font, grown), size }, hoverlabel: { ...dressed(layout.hoverlabel), font: { size: 12 * scale * grown, color: dressed("@ink") } },
      hovermode: charts.length === 1 && charts[0].row.square ? "closest" : "x unified", hoversubplots: "single", hoverdistance: 40, bargap: 0.16,
      dragmode: sheet.touched ? false : "zoom", uirevision: sheet.run, showlegend: true,
    },
  }; // prettier-ignore
}

/** With an arrow where a line that only serves for comparison is off the axis. @param {any} trace @param {Drawn} drawn @returns {string} */
function named({ name, shown, meta, y }, { row, box, spans }) {
  if (!meta.compared || !spans.y) return shown ?? name;
  const at = heightOf(box, spans.y, isLog(row))(y[y.length - 1]);
  return at > box.bottom + 1 ? `${name} ↓` : at < box.top - 1 ? `${name} ↑` : name;
}

/** @param {Row} row @returns {Place[]} */
const placesOf = ({ axes }) => (axes.x2 ? ["x", "y", "x2", "y2"] : ["x", "y"]);

/** xaxis4 of x4. @param {string} name */
const keyOf = (name) => `${name[0]}axis${name.slice(1)}`;

/**
 * @param {Drawn} drawn
 * @param {Place} place
 * @param {Sheet} sheet
 * @param {any} common
 */
function axisOf(drawn, place, sheet, common) {
  const { row, box, spans } = drawn;
  const { width, height, large, grown } = sheet;
  const own = dressed(row.axes[place] ?? {}, grown);
  const second = place.endsWith("2") ? "2" : "";
  const title = place === "y" ? row.unit : row.over_rounds && place === "x" ? "round" : (own.title?.text ?? "");
  const named = { ...common, ...own, title: large ? { ...common.title, text: title } : { text: "" } };
  const range = sheet.zoomed(nameOf(drawn, place)) ?? spans[place];
  if (place[0] === "x") {
    const across = acrossOf(drawn, place);
    const domain = across.map((at) => at / width);
    const nticks = Math.max(2, Math.floor((across[1] - across[0]) / ((row.over_rounds ? APART.across : 30) * scale * grown)));
    const anchor = nameOf(drawn, `y${second}`);
    if (!row.over_rounds) return { nticks, ...named, anchor, domain, ticklen: 4, range: range ?? [0, 1] };
    const spike = { showspikes: true, spikemode: "across", spikethickness: 1, spikedash: "solid", spikecolor: dressed("@muted"), spikesnap: "hovered data" };
    return { ...named, anchor, domain, nticks, ticklen: 4, range: range ?? [0, sheet.end], tickformat: "~s", hoverformat: ",d", unifiedhovertitle: { text: "round %{x:,d}" }, showgrid: false, showticklabels: drawn.numbered, ...spike };
  }
  const domain = [1 - box.bottom / height, 1 - box.top / height].map((at) => Math.min(Math.max(at, 0), 1));
  const nticks = Math.max(3, Math.floor((box.bottom - box.top) / ((row.square || large ? 40 : APART.down) * scale * grown)) + 1);
  const free = row.over_rounds || row.square ? {} : { zeroline: false };
  return {
    nticks, ...named, ...free, ...(range ? marked(row, place, range, box, sheet) : {}), anchor: nameOf(drawn, `x${second}`), domain, ticks: "", ticklabelstandoff: 5,
    range: range ?? (isLog(row, place) ? [-4, 0] : [0, 1]), ...(range ? {} : { showticklabels: false }),
  }; // prettier-ignore
}

/** Points at the newest values of the lines, and where a value stands between two that are none. @param {Drawn} drawn @param {ReadonlySet<string>} hidden */
function endsOf({ row, traces }, hidden) {
  const names = new Set(linesOf(row).map(({ name }) => name));
  const lines = traces.filter(({ name, uid }) => names.has(name) && !hidden.has(uid));
  const ends = lines.flatMap((line) => {
    const { x, y } = line;
    const last = y.length - 1;
    const lone = alone(isLog(row) ? Array.from(y, Math.log10) : y).filter((i) => i !== last);
    const width = line.line?.width ?? 2;
    const color = /** @type {any} */ (line.line).color;
    return [...lone.map((i) => ({ x: x[i], y: y[i], color, size: width + 2 })), ...(Number.isFinite(y[last]) ? [{ x: x[last], y: y[last], color, size: 6 }] : [])];
  });
  if (ends.length === 0) return [];
  const column = (/** @type {"x" | "y" | "color" | "size"} */ name) => ends.map((end) => end[name]);
  return [
    {
      type: "scatter", mode: "markers", name: "newest", uid: `${row.name}-newest`, x: column("x"), y: column("y"), showlegend: false, hoverinfo: "skip", cliponaxis: false,
      marker: { color: column("color"), size: column("size").map((size) => Number(size) * scale), line: { color: "@paper", width: 1 }, opacity: 1 }, meta: { from: "newest" }, xaxis: "x", yaxis: "y",
    },
  ]; // prettier-ignore
}

/** The names of the x axes, where they stand beside their numbers. @param {Drawn} drawn @param {Sheet} sheet @param {number} size */
function namesOf(drawn, sheet, size) {
  const { row, box, numbered } = drawn;
  const below = box.bottom + 14 * scale;
  if (row.square) {
    const [x, y] = [row.axes.x.title.text, row.axes.y.title.text].map((text) => text.replace(/^./u, "<i>$&</i>"));
    return [
      { ...note(x, box.right + 8 * scale, below, sheet, size), xanchor: "left", font: { size, color: dressed("@p_g_text") } },
      { ...note(y, box.left, box.top - 11 * scale, sheet, size), font: { size, color: dressed("@d_text") } },
    ];
  }
  const right = sheet.width - 12 * scale;
  if (row.axes.x2) return [];
  if (row.over_rounds ? !numbered : !row.axes.x?.title) return [];
  return [{ ...note(row.over_rounds ? "round" : row.axes.x.title.text, right, below, sheet, size), xanchor: "right" }];
}

/** @param {string} text @param {number} x @param {number} y @param {Sheet} sheet @param {number} size */
const note = (text, x, y, { width, height }, size) => ({
  text, xref: "paper", yref: "paper", x: x / width, y: 1 - y / height, xanchor: "center", yanchor: "middle", showarrow: false, borderpad: 0, font: { size, color: dressed("@muted") },
}); // prettier-ignore

/**
 * The same figure with what the page writes beside it: titles, and the values at the ends.
 * @param {ReturnType<typeof figure>} drawn
 * @param {Drawn[]} charts
 * @param {Label[]} labels  with their heights in the figure
 * @param {Sheet} sheet
 */
export function whole(drawn, charts, labels, sheet) {
  const size = 14 * scale * sheet.grown;
  const titles = charts.map(({ row, head }) => ({ ...note(`<b>${row.title}</b>`, 16 * scale, (head.top + Math.min(head.bottom, head.top + 28 * scale)) / 2, sheet, size), xanchor: "left", font: { size, color: dressed("@ink") } }));
  const values = labels.map(({ text, colour, at }) => ({ ...note(`<b>${text}</b>`, sheet.width - 12 * scale, at, sheet, size), xanchor: "right", font: { size: 0.95 * size, color: colour } }));
  return { ...drawn, layout: { ...drawn.layout, annotations: [...drawn.layout.annotations, ...titles, ...values] } };
}
