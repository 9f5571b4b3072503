/**
 * Charts as files: an image as large as a page of print wants it, or the numbers.
 *
 * @typedef {import("./stack.js").Stack} Stack
 * @typedef {import("./figure.js").Drawn} Drawn
 */

import { linesOf } from "./described.js";

/** Pixels of an image for each of the page's. */
const FINE = 3;

/**
 * Charts over rounds as columns of one table; of others each point of each trace, one below the other.
 * @param {Drawn[]} charts
 */
export function csv(charts) {
  const over = charts.filter(({ row }) => row.over_rounds);
  const [first] = charts;
  if (over.length === 0) {
    const points = (first?.traces ?? []).flatMap(({ name, x, y }) => Array.from(x, (at, i) => [name, at, y[i]]));
    return table([["trace", "x", "y"], ...points]);
  }
  const columns = over.flatMap(({ row, traces }) => {
    const lines = new Set(linesOf(row).map(({ name }) => name));
    const shown = traces.filter(({ name, stackgroup }) => lines.has(name) || stackgroup);
    return shown.map(({ name, x, y }) => ({ name: over.length > 1 ? `${row.title}: ${name}` : name, at: new Map(Array.from(x, (round, i) => [round, y[i]])) }));
  });
  const rounds = [...new Set(columns.flatMap(({ at }) => [...at.keys()]))].sort((a, b) => a - b);
  return table([["round", ...columns.map(({ name }) => name)], ...rounds.map((round) => [round, ...columns.map(({ at }) => at.get(round))])]);
}

/** @param {(string | number | undefined)[][]} rows */
const table = (rows) => rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";

/** Empty where there is no number; infinity by its name. @param {string | number | undefined} value */
function cell(value) {
  if (value === undefined || Number.isNaN(value)) return "";
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {string} name @param {string} text */
function save(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A drawing of a button, in the units of a square of 24. @param {string} path */
const icon = (path) => ({ width: 24, height: 24, path });

const [IMAGE, VECTOR, TABLE, WHOLE] = [
  icon("M4 4h16v16H4zm2 2v9l4-4 3 3 2-2 3 3V6zm9 1.500a1.500 1.500 0 1 1 0 3 1.500 1.500 0 0 1 0-3z"),
  icon("M3 3h5v2h8V3h5v5h-2c0 4-3 7-6 8v5H8v-5h3c4-1 6-4 6-8h-1V7H8v1H3z"),
  icon("M3 4h18v16H3zm2 5v4h4V9zm6 0v4h8V9zm-6 6v3h4v-3zm6 0v3h8v-3z"),
  icon("M4 9V4h5v2H6v3zm11-5h5v5h-2V6h-3zm5 11v5h-5v-2h3v-3zM9 20H4v-5h2v3h3z"),
];

/**
 * The buttons of a figure: to zoom, to move, to see the whole again, and to save it.
 * @param {() => Stack} stack
 * @param {() => string} name  of the files
 */
export function buttons(stack, name) {
  const image = (/** @type {"png" | "svg"} */ format) => () => {
    const { api, whole } = stack();
    if (!api || !whole) return;
    const { width, height } = whole.layout;
    return api.downloadImage(whole, { format, filename: name(), width, height, scale: format === "png" ? FINE : 1 });
  };
  return [
    ["zoom2d", "pan2d", { name: "whole", title: "The whole again (or double-click)", icon: WHOLE, click: () => stack().reset() }],
    [
      { name: "png", title: "Save as PNG, for print", icon: IMAGE, click: image("png") },
      { name: "svg", title: "Save as SVG", icon: VECTOR, click: image("svg") },
      { name: "csv", title: "Data as CSV", icon: TABLE, click: () => save(`${name()}.csv`, csv(stack().last?.charts ?? [])) },
    ],
  ]; // prettier-ignore
}
