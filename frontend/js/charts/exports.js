/**
 * Charts as files: an image as large as a page of print wants it, or the numbers.
 *
 * @typedef {import("./stack.js").Stack} Stack
 * @typedef {import("./figure.js").Drawn} Drawn
 */

import { ICONS, savePicture, saveTable, savingButtons, table } from "../figure/exports.js";
import { linesOf } from "./described.js";

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

/**
 * The buttons of a figure: to zoom, to move, to see the whole again, and to save it.
 * @param {() => Stack} stack
 * @param {() => string} name  of the files
 */
export function buttons(stack, name) {
  const save = (/** @type {"png" | "svg" | "csv"} */ kind) => {
    const { whole, last } = stack();
    if (kind === "csv") saveTable(csv(last?.charts ?? []), name());
    else if (whole) savePicture(whole, kind, name());
  };
  return [
    ["zoom2d", "pan2d", { name: "whole", title: "The whole again (or double-click)", icon: ICONS.whole, click: () => stack().reset() }],
    savingButtons(save),
  ];
}
