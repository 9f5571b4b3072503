/**
 * The rows of the charts up to the frame that is painted: histories come a few times a second and leave rows out.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").History} History
 */

import { sameEpoch } from "./epoch.js";

/**
 * The history with the frame as its last row, where it is of the same epoch and newer than all of them.
 * @param {History} history
 * @param {Frame | null} frame
 * @returns {History}
 */
export function upTo(history, frame) {
  const rounds = history.arrays.round.data;
  const newest = rounds[rounds.length - 1];
  if (!frame || newest === undefined || frame.meta.round <= newest || !sameEpoch(frame.meta, history.meta)) return history;
  const shares = frame.arrays.mode_share?.data ?? [];
  /** @type {Record<string, import("../wire/types.js").Tensor>} */
  const longer = {};
  for (const [name, { data, shape }] of Object.entries(history.arrays)) {
    if (name === "mode_share") {
      // Modes that have come or gone since do not fit into these rows.
      if (shares.length !== shape[1]) return history;
      longer[name] = appended(data, shape, shares);
    } else {
      longer[name] = appended(data, shape, [name === "round" ? frame.meta.round : readingOf(frame, name)]);
    }
  }
  return { meta: history.meta, arrays: { ...history.arrays, ...longer } };
}

/**
 * A reading as the history has it: JSON has no infinity, and an infinite one is named beside the others; NaN where it is
 * not known.
 * @param {Frame} frame
 * @param {string} name
 */
export const readingOf = ({ meta }, name) => (meta.infinite?.[name] ?? 0) * Infinity || (meta.readings[name] ?? Number.NaN);

/** From this share of p_g outside the picture on, what counts it as one cell, or two, is a lower bound: merging cells makes nothing differ more. */
const OUTSIDE = 1e-3;

/** Whether so much of p_g outside makes the divergences lower bounds. @param {number | null | undefined} outside */
export const isCut = (outside) => (outside ?? 0) > OUTSIDE;

/**
/**
 * @template {import("../wire/types.js").Numbers} N
 * @param {N} data
 * @param {number[]} shape
 * @param {ArrayLike<number>} row
 * @returns {import("../wire/types.js").Tensor<N>}
 */
function appended(data, [rows = 0, ...inner], row) {
  const kind = /** @type {new (length: number) => N} */ (data.constructor);
  const all = new kind(data.length + row.length);
  all.set(data);
  all.set(row, data.length);
  return { data: all, shape: [rows + 1, ...inner] };
}
