/**
 * What stands at a place of the plane, for the pointer.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 */

import { short } from "../base/format.js";
import { gameOf, WORDS } from "../run/game.js";
import { say } from "../words/words.js";
import { outputsOf, valuesOf } from "./heat.js";

/**
 * @param {Frame} frame
 * @param {[number, number]} place
 * @returns {[style: string, name: string, value: string][]}
 */
export function readings(frame, [x, y]) {
  const { arrays, meta } = frame;
  const [[xLow, xHigh], [yLow, yHigh]] = meta.window;
  const words = WORDS[gameOf(frame).output];
  const cell = (/** @type {string} */ name) => {
    const [rows, columns] = arrays[name].shape;
    const i = Math.floor(((x - xLow) / (xHigh - xLow)) * columns);
    const j = Math.floor(((y - yLow) / (yHigh - yLow)) * rows);
    return i < 0 || j < 0 || i >= columns || j >= rows ? null : j * columns + i;
  };
  const read = (/** @type {string} */ name, /** @type {typeof valuesOf} */ values) => {
    const at = arrays[name] ? cell(name) : null;
    return at === null ? "–" : short(values(frame, name)(at), 2);
  };
  return [
    ["", "$x$", `${short(x)}, ${short(y)}`],
    ["p-data", "$p_data$", read("p_data", valuesOf)],
    ["p-g", "$p_g$", read("p_g", valuesOf)],
    ["d", words.d, read("d", outputsOf)],
    ["d-star", words.star, read("d_star", outputsOf)],
    ...nearest(arrays.modes, x, y),
  ];
}

/**
 * The mode that a sample would count to, as the charts number it.
 * @param {import("../wire/types.js").Tensor | undefined} modes
 * @param {number} x
 * @param {number} y
 * @returns {[string, string, string][]}
 */
function nearest(modes, x, y) {
  if (!modes || modes.shape[0] < 2) return [];
  const away = Array.from({ length: modes.shape[0] }, (_, k) => Math.hypot(modes.data[2 * k] - x, modes.data[2 * k + 1] - y));
  return [["", say("figure.nearest"), String(away.indexOf(Math.min(...away)) + 1)]];
}
