/**
 * Which charts there can be, and which of them stand where a person has not chosen.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").History} History
 * @typedef {import("./described.js").Row} Row
 */

import { narrow } from "../base/panels.js";
import { arrayOf } from "./sources.js";
import { scale } from "../base/theme.js";

/** Least height of a chart, and of one with four values at its end: see `.stack > .chart`. */
const [LEAST, TALL] = [112, 120];
/** What the numbers below one of them need. */
const NUMBERS = 16;
/** How many stand where the panel is scrolled, so that nothing says how many fit. */
const SCROLLED = 6;
/** The words above and beside a square plane, which is as high as the style sheet has it. */
const AROUND = 88;

/** @param {Row} row @param {number} width  of the column, at scale 1 */
const leastOf = ({ square, over_rounds, traces }, width) => (square ? width - AROUND : over_rounds && traces.length > 3 ? TALL : LEAST);

/**
 * Why a chart is not there; null where it is.
 * @param {Row} row
 * @param {History | null} history
 * @param {Frame | null} frame
 * @returns {string | null}
 */
export function missing({ needs, reason }, history, frame) {
  if (!needs) return null;
  const { array, least = 1, asked } = needs;
  if (asked) return frame?.meta.charts?.[asked] === undefined ? reason : null;
  const held = array === undefined ? 0 : arrayOf({ history: history ?? /** @type {any} */ ({ meta: {}, arrays: {} }), frame }, array, "frame").data.length;
  return held >= least ? null : reason;
}

/**
 * What an experiment is about comes to the front.
 * @param {Row} row
 * @param {Pick<import("../run/state.js").State, "presets" | "preset" | "experiment">} now
 */
export function rankOf({ name, rank, front }, { presets, preset, experiment }) {
  if (presets.find((each) => each.name === preset)?.charts?.includes(name)) return 1.5;
  if (front && experiment.penalties?.some((/** @type {{kind: string}} */ { kind }) => kind === front)) return 1.5;
  return rank ?? Infinity;
}

/**
 * The most telling charts that fit, or some where they are scrolled.
 * @param {Row[]} able
 * @param {(row: Row) => number} rank
 * @param {number} height  pixels
 * @param {number} width
 */
export function fittingOf(able, rank, height, width) {
  const ranked = able.filter((row) => rank(row) < Infinity).sort((a, b) => rank(a) - rank(b));
  let left = narrow.matches ? SCROLLED * LEAST + TALL - LEAST : Math.max(TALL, height / scale - NUMBERS);
  return ranked.filter((row) => (left -= leastOf(row, width / scale)) >= 0);
}
