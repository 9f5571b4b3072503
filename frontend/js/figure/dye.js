/**
 * The colours of samples, arrows, densities and modes: of several generators each has its own, and so has each label.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {{colours: readonly string[], of: (k: number) => number}} Dye  colours, and which of them number k has
 */

import { kindsOf, labelsOf } from "../run/game.js";
import { generatorColours } from "../base/theme.js";

/** One colour for all. @param {string} colour @returns {Dye} */
export const plainDye = (colour) => ({ colours: [colour], of: () => 0 });

/** The colours of a frame's generators or labels; where there are more of them than colours, they come again. @param {Frame} frame */
export const coloursOf = (frame) => Array.from({ length: kindsOf(frame) }, (_, k) => generatorColours[k % generatorColours.length]);

/** What G makes, by its generator or label. @param {Frame} frame @returns {Dye} */
export function dyeOf(frame) {
  const colours = coloursOf(frame);
  const labels = frame.arrays.fake_label?.data;
  return { colours, of: labels ? (k) => labels[k] : (k) => k % colours.length };
}

/** Real samples, by their label. @param {Frame} frame @returns {Dye | null} */
export function realDye(frame) {
  const labels = frame.arrays.real_label?.data;
  return labels ? { colours: coloursOf(frame), of: (k) => labels[k] } : null;
}

/** The modes of the data, by their label: neighbours in the list share one where there are fewer. @param {Frame} frame @returns {Dye | null} */
export function modeDye(frame) {
  const labels = labelsOf(frame);
  const modes = frame.arrays.modes?.shape[0] ?? 0;
  return labels ? { colours: coloursOf(frame), of: (k) => Math.floor((k * labels) / modes) } : null;
}
