/** A figure as a file: an image as large as a page of print wants it, or its numbers as a table. */

import { say } from "../words/words.js";
import { plotly } from "./plotly.js";

/** How many pixels a PNG has for one of the figure's. */
const FINE = 3;

/**
 * @param {{data: object[], layout: Record<string, any>}} figure
 * @param {"png" | "svg"} format
 * @param {string} name  of the file
 */
export async function savePicture(figure, format, name) {
  const { width, height } = figure.layout;
  await (await plotly()).downloadImage(figure, { format, filename: name, width, height, scale: format === "png" ? FINE : 1 });
}

/** @param {(string | number | undefined)[][]} rows */
export const table = (rows) => rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";

/** Empty where there is no number; infinity by its name. @param {string | number | undefined} value */
function cell(value) {
  if (value === undefined || Number.isNaN(value)) return "";
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {string} text @param {string} name  of the file */
export function saveTable(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
  link.download = `${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A drawing of a button, in the units of a square of 24. @param {string} path */
const icon = (path) => ({ width: 24, height: 24, path });

export const ICONS = {
  whole: icon("M4 9V4h5v2H6v3zm11-5h5v5h-2V6h-3zm5 11v5h-5v-2h3v-3zM9 20H4v-5h2v3h3z"),
  png: icon("M4 4h16v16H4zm2 2v9l4-4 3 3 2-2 3 3V6zm9 1.500a1.500 1.500 0 1 1 0 3 1.500 1.500 0 0 1 0-3z"),
  svg: icon("M3 3h5v2h8V3h5v5h-2c0 4-3 7-6 8v5H8v-5h3c4-1 6-4 6-8h-1V7H8v1H3z"),
  csv: icon("M3 4h18v16H3zm2 5v4h4V9zm6 0v4h8V9zm-6 6v3h4v-3zm6 0v3h8v-3z"),
};

/**
 * The buttons that save a figure.
 * @param {(kind: "png" | "svg" | "csv") => unknown} save
 */
export const savingButtons = (save) => [
  { name: "png", title: say("save.png"), icon: ICONS.png, click: () => save("png") },
  { name: "svg", title: say("save.svg"), icon: ICONS.svg, click: () => save("svg") },
  { name: "csv", title: say("save.csv"), icon: ICONS.csv, click: () => save("csv") },
];
