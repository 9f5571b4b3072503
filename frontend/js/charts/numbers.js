/**
 * Where values stand on an axis, and which numbers beside it.
 *
 * @typedef {import("./described.js").Row} Row
 * @typedef {import("./described.js").Place} Place
 * @typedef {import("./figure.js").Box} Box
 * @typedef {import("./figure.js").Sheet} Sheet
 */

import { isLog } from "./spans.js";
import { linear, logarithmic } from "../base/ticks.js";
import { scale } from "../base/theme.js";

/** Pixels that a number of an axis needs, at scale 1. */
export const APART = { across: 52, down: 20 };
/** @param {Box} box @param {[number, number]} span @param {boolean} log */
export function heightOf({ top, bottom }, [low, high], log) {
  return (/** @type {number} */ value) => bottom - (((log ? Math.log10(value) : value) - low) / (high - low)) * (bottom - top);
}

/**
 * Numbers of an axis that Plotly would crowd: those of powers of ten, and those beside a level that has a name.
 * @param {Row} row
 * @param {Place} place
 * @param {[number, number]} range
 * @param {Box} box
 * @param {Sheet} sheet
 */
export function marked(row, place, range, box, { grown, large }) {
  const named = place === "y" ? row.levels.filter(({ text }) => text) : [];
  const log = isLog(row, place);
  if (named.length === 0 && !log) return {};
  const letters = 12 * scale * grown;
  const y = heightOf(box, range, log);
  const room = (box.bottom - box.top) / (scale * grown);
  const free = (/** @type {number} */ at) => named.every((mark) => Math.abs(y(mark.at) - y(at)) >= 1.2 * letters);
  const steps = (/** @type {number} */ more) =>
    (log ? logarithmic(range, Math.max(2, Math.floor(room / APART.down)) + more) : linear(range, Math.max(2, Math.floor(room / (large ? 40 : APART.down + 2))) + more)).filter(({ at }) => free(at));
  let ticks = steps(0);
  for (let more = 1; ticks.filter(({ text }) => text).length + named.length < 2 && more <= 8; more++) ticks = steps(more);
  ticks = [...ticks, ...named];
  return { tickmode: "array", tickvals: ticks.map(({ at }) => at), ticktext: ticks.map(({ text }) => text) };
}
