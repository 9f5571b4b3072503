/**
 * The charts as the server describes them, one row each, in the words of the game that is played: figures/charts.py.
 *
 * @typedef {{how: "fixed" | "roomy" | "figures" | "percent" | "bounded" | "least", digits: number}} Format
 * @typedef {"x" | "y" | "x2" | "y2"} Place  of an axis in its chart
 * @typedef {{from: string, x?: string, y?: string, of?: string, colour?: string, bound?: boolean, compared?: boolean, while?: string[], [name: string]: any}} Meta
 * @typedef {{name: string, type: string, meta: Meta, showlegend?: boolean, line?: {width?: number, dash?: string}, xaxis?: string, yaxis?: string, [name: string]: any}} Trace
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {string} title
 * @property {string} help
 * @property {Trace[]} traces
 * @property {number | null} rank  which charts are shown where not all fit: the lowest; null: only where it is chosen
 * @property {string} unit
 * @property {{array?: string, least?: number, asked?: import("../wire/types.js").ChartsCommand["names"][number]} | null} needs
 * @property {string} reason  why it is not there, where it is not
 * @property {string | null} front  the kind of penalty with which it comes to the front
 * @property {boolean} over_rounds
 * @property {boolean} square
 * @property {Partial<Record<Place, any>>} axes
 * @property {boolean} zero
 * @property {number | null} most
 * @property {string | null} ranges
 * @property {{at: number, text: string}[]} levels
 * @property {Format} format
 * @property {Format | null} least
 * @property {string} says
 * @property {number} aside
 *
 * @typedef {{layout: any, axis: any, charts: Row[]}} Description
 */

import { bounded, figures, fixed, least, percent, roomy } from "../base/format.js";
import { isCut } from "../run/rows.js";

/** @type {Record<Format["how"], (value: number, digits: number) => string>} */
const WRITTEN = {
  fixed, roomy, figures, percent, least,
  bounded: (value, digits) => (Number.isFinite(value) ? bounded(value, digits, roomy) : roomy(value, digits)),
}; // prettier-ignore

/** @param {Format} format @param {number} value */
export const written = ({ how, digits }, value) => WRITTEN[how](value, digits);

/**
 * What a chart says of a line at a row of the history.
 * @param {Row} row
 * @param {Trace} trace  of a column
 * @param {import("../wire/types.js").History} history
 * @param {number} at
 */
export function told(row, { meta: { y = "", bound } }, { arrays }, at) {
  const value = arrays[y]?.data[at] ?? Number.NaN;
  return written(bound && row.least && isCut(arrays.outside?.data[at]) ? row.least : row.format, value);
}

/** The lines of a chart: the traces whose values are read, each of a column. @param {Row} row */
export const linesOf = ({ traces, over_rounds }) => (over_rounds ? traces.filter(({ meta }) => meta.from === "columns") : []);
