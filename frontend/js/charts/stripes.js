/**
 * Shares of the samples per mode: over rounds as stacked bands, so that a hop is a change of colour, and at one round as
 * bars beside the weights.
 *
 * @typedef {import("../wire/types.js").Tensor} Tensor
 * @typedef {import("./curves.js").View} View
 */

import { across, rule, upwards } from "./curves.js";
import { generatorColours, modeColours, palette, rgb, scale, stroke } from "../base/theme.js";

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
  if (turn === 0) return `rgb(${base.join(" ")})`;
  const other = rgb(turn % 2 === 1 ? palette.ink : palette.paper);
  const share = 1 - 1 / (1.5 + Math.ceil(turn / 2) / 4);
  return `rgb(${base.map((value, i) => Math.round(value + share * (other[i] - value))).join(" ")})`;
}

/**
 * @param {Tensor} shares  [rows, K]
 * @param {number} row
 */
export function sharesAt(shares, row) {
  const [, count] = shares.shape;
  return shares.data.subarray(row * count, (row + 1) * count);
}

/**
 * The mode whose band holds a height between 0 and 1, and the middle of that band.
 * @param {ArrayLike<number>} shares
 * @param {number} height
 */
export function bandAt(shares, height) {
  let below = 0;
  for (let k = 0; k < shares.length; k++) {
    if (height < below + shares[k]) return { mode: k, middle: below + shares[k] / 2 };
    below += shares[k];
  }
  return null;
}

/**
 * One column of the screen shows one row, that of the nearest round: nothing is averaged.
 * @param {CanvasRenderingContext2D} ink
 * @param {ArrayLike<number>} rounds
 * @param {Tensor} shares  [rows, K]
 * @param {View} view
 * @param {number} labels
 */
export function drawStripes(ink, rounds, shares, view, labels) {
  const { box } = view;
  const x = across(view);
  const y = upwards(view, false);
  const count = shares.shape[1];
  const colours = Array.from({ length: count }, (_, k) => modeColour(k, count, labels));
  const pixel = 1 / ink.getTransform().a;
  // Runs of columns that show the same row are one rectangle.
  /** @type {{from: number, row: number}[]} */
  const stops = [];
  for (let row = 0; row < rounds.length; row++) {
    const left = row === 0 ? x(rounds[0]) : (x(rounds[row - 1]) + x(rounds[row])) / 2;
    const from = Math.round(left / pixel) * pixel;
    if (stops.length > 0 && stops[stops.length - 1].from === from) stops.pop();
    stops.push({ from, row });
  }
  const end = Math.max(x(rounds[rounds.length - 1]), (stops.at(-1)?.from ?? 0) + 2 * pixel);
  stops.forEach(({ from, row }, i) => {
    const width = (stops[i + 1]?.from ?? end) - from;
    let below = 0;
    for (let k = 0; k < count; k++) {
      const share = shares.data[row * count + k];
      if (!(share > 0)) continue;
      ink.fillStyle = colours[k];
      ink.fillRect(from, y(below + share), width, y(below) - y(below + share));
      below += share;
    }
  });
  if (view.reading) rule(ink, x(rounds[view.row]), box.top, x(rounds[view.row]), box.bottom, palette.ink, stroke, []);
}

/**
 * @param {ArrayLike<number>} shares  of K modes
 * @param {ArrayLike<number>} weights
 * @param {import("./curves.js").Box} box
 */
export const slot = (shares, weights, box) => (box.right - box.left) / Math.max(shares.length, weights.length, 1);

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {ArrayLike<number>} shares
 * @param {ArrayLike<number>} weights
 * @param {View} view
 * @param {number | null} pointed  the mode that a person points at
 * @param {number} labels
 */
export function drawBars(ink, shares, weights, view, pointed, labels) {
  const { box } = view;
  const y = upwards(view, false);
  const step = slot(shares, weights, box);
  for (let k = 0; k < shares.length; k++) {
    const left = box.left + k * step;
    ink.fillStyle = modeColour(k, shares.length, labels);
    ink.globalAlpha = pointed === null || pointed === k ? 1 : 0.45;
    ink.fillRect(left + 0.15 * step, y(shares[k]), 0.7 * step, box.bottom - y(shares[k]));
    ink.globalAlpha = 1;
    const level = y(weights[k] ?? 0);
    rule(ink, left + 0.06 * step, level, left + 0.94 * step, level, palette.paper, 2 * stroke + scale, []);
    rule(ink, left + 0.06 * step, level, left + 0.94 * step, level, palette.ink, 2 * stroke, []);
  }
  rule(ink, box.left, box.bottom, box.right, box.bottom, palette.lineStrong, scale, []);
}
