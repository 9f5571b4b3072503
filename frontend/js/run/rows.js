/**
 * The rows of the charts up to the frame that is painted: histories come a few times a second and leave rows out.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").History} History
 * @typedef {import("../wire/types.js").Tensor} Tensor
 */

/** What a history says once, not per round: the f of an f-GAN. */
const STILL = new Set(["f_u", "f_value", "f_t", "f_conjugate"]);

/**
 * The history with the frame as its last row, where it is of the same run and newer than all of them.
 * @param {History} history
 * @param {Frame | null} frame
 * @returns {History}
 */
export function upTo(history, frame) {
  const rounds = history.arrays.round.data;
  if (!frame || rounds.length === 0 || frame.meta.round <= rounds[rounds.length - 1]) return history;
  if ((frame.meta.run ?? 0) !== (history.meta.run ?? 0)) return history;
  const shares = frame.arrays.mode_share?.data ?? [];
  /** @type {Record<string, Tensor>} */
  const arrays = {};
  for (const [name, { data, shape }] of Object.entries(history.arrays)) {
    if (STILL.has(name)) {
      arrays[name] = { data, shape };
    } else if (name === "mode_share") {
      // Modes that have come or gone since do not fit into these rows.
      if (shares.length !== shape[1]) return history;
      arrays[name] = appended(data, shape, shares);
    } else {
      arrays[name] = appended(data, shape, [name === "round" ? frame.meta.round : readingOf(frame, name)]);
    }
  }
  return { meta: history.meta, arrays };
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
 * @param {import("../wire/types.js").Numbers} data
 * @param {number[]} shape
 * @param {ArrayLike<number>} row
 * @returns {Tensor}
 */
function appended(data, shape, row) {
  const kind = /** @type {Float32ArrayConstructor} */ (data.constructor);
  const longer = new kind(data.length + row.length);
  longer.set(data);
  longer.set(row, data.length);
  return { data: longer, shape: [shape[0] + 1, ...shape.slice(1)] };
}
