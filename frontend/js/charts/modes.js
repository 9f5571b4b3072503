/**
 * Colours of the modes, and their shares at a row of the history.
 *
 * @typedef {import("../wire/types.js").Tensor} Tensor
 */

import { generatorColours, modeColours, palette, rgb } from "../base/theme.js";

/**
 * The colour of mode k of K: the theme's in turn, or where G and D are told labels that of its label, as in the picture;
 * what has a colour for the second time is mixed with ink and paper.
 * @param {number} k
 * @param {number} [count]  K
 * @param {number} [labels]  0: none
 */
export function modeColour(k, count = 0, labels = 0) {
  const label = Math.floor((k * labels) / count);
  const [colours, at, turn] = labels
    ? [generatorColours, label, k - Math.ceil((label * count) / labels)]
    : [modeColours, k, Math.floor(k / modeColours.length)];
  const base = rgb(colours[at % colours.length]);
  if (turn === 0) return `rgb(${base.join(",")})`;
  const other = rgb(turn % 2 === 1 ? palette.ink : palette.paper);
  const share = 1 - 1 / (1.5 + Math.ceil(turn / 2) / 4);
  return `rgb(${base.map((value, i) => Math.round(value + share * (other[i] - value))).join(",")})`;
}

/**
 * @param {Tensor} shares  [rows, K]
 * @param {number} row
 */
export function sharesAt(shares, row) {
  const [, count = 0] = shares.shape;
  return shares.data.subarray(row * count, (row + 1) * count);
}
