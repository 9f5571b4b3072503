/** A figure as a file: PNG or SVG at print size, or its numbers as a table. */

import { plotly } from "./plotly.js";

/** How many pixels a PNG has for one of the screen, and how wide a file is at least. */
const [SCALE, WIDE] = [3, 1200];

/** @typedef {{data: object[], layout: Record<string, any>}} Whole */

/** @param {string} name @param {string} href */
function save(name, href) {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  link.click();
}

/**
 * @param {Whole} whole
 * @param {"png" | "svg"} format
 * @param {string} background
 */
export async function picture({ data, layout }, format, background) {
  const { width, height } = layout;
  const grown = Math.max(1, WIDE / width);
  const figure = { data, layout: { ...layout, paper_bgcolor: background, plot_bgcolor: "rgba(0,0,0,0)" } };
  return (await plotly()).toImage(figure, { format, width, height, scale: format === "png" ? SCALE * grown : 1 });
}

/** @param {Whole} whole @param {"png" | "svg"} format @param {string} name @param {string} background */
export async function savePicture(whole, format, name, background) {
  save(`${name}.${format}`, await picture(whole, format, background));
}

/**
 * @param {readonly string[]} head
 * @param {readonly ArrayLike<number>[]} columns
 */
export function table(head, columns) {
  const rows = Array.from({ length: columns[0]?.length ?? 0 }, (_, i) => columns.map((column) => (Number.isNaN(column[i]) ? "" : String(column[i]))).join(","));
  return [head.join(","), ...rows].join("\n") + "\n";
}

/** @param {string} text @param {string} name */
export function saveTable(text, name) {
  const href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  save(`${name}.csv`, href);
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}
