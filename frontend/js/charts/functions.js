/**
 * f of an f-GAN on the left, with its tangent at u = 1; its conjugate f* on the right.
 *
 * @typedef {import("./curves.js").Box} Box
 * @typedef {import("../wire/types.js").Tensor} Tensor
 * @typedef {{u: ArrayLike<number>, value: ArrayLike<number>, t: ArrayLike<number>, conjugate: ArrayLike<number>}} Pair
 */

import { heights } from "./formula_picture.js";
import { halves, panel } from "./panel.js";
import { palette, scale } from "../base/theme.js";

/** f and f*, where they were sent. @param {Record<string, Tensor>} arrays @returns {Pair | null} */
export function pairOf({ f_u: u, f_value: value, f_t: t, f_conjugate: conjugate }) {
  return u && value && t && conjugate ? { u: u.data, value: value.data, t: t.data, conjugate: conjugate.data } : null;
}

/** f at u, between the points that were sent. @param {ArrayLike<number>} u @param {ArrayLike<number>} value @param {number} at */
export function between(u, value, at) {
  let i = 1;
  while (i < u.length - 1 && u[i] < at) i += 1;
  const share = (at - u[i - 1]) / (u[i] - u[i - 1]);
  return value[i - 1] + share * (value[i] - value[i - 1]);
}

/**
 * The line through (1, f(1)) with the slope of f there.
 * @param {Pair} pair
 * @returns {(u: number) => number}
 */
export function tangentOf({ u, value, t }) {
  const [at, slope] = [between(u, value, 1), between(u, t, 1)];
  return (x) => at + slope * (x - 1);
}

/** Where t reaches, without what lies far off as u nears 0. @param {Pair} pair @returns {[number, number]} */
export function reach({ u, t }) {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < u.length; i++) {
    if (u[i] < 0.1 || !Number.isFinite(t[i])) continue;
    low = Math.min(low, t[i]);
    high = Math.max(high, t[i]);
  }
  return high > low ? [low, high] : [low - 1, low + 1];
}

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {Pair} pair
 * @param {Box} box
 */
export function drawPair(ink, pair, box) {
  const [left, right] = halves(box);
  const tangent = tangentOf(pair);
  // No convex curve is high in its middle, where the title stands.
  const end = Math.min(4, pair.u[pair.u.length - 1]);
  panel(ink, left, { across: [0, end], up: heights(pair.value, pair.u), title: "{f}({u})" }, ({ line, x, y }) => {
    line([[0, tangent(0)], [4, tangent(4)]], palette.muted, 1.5, [5, 4]);
    line(Array.from(pair.u, (u, i) => [u, pair.value[i]]), palette.ink, 2.5, []);
    ink.beginPath();
    ink.arc(x(1), y(tangent(1)), 3 * scale, 0, 7);
    ink.fillStyle = palette.ink;
    ink.fill();
  }); // prettier-ignore
  const seen = reach(pair);
  const inside = Array.from(pair.t, (t, i) => ({ t, value: pair.conjugate[i] })).filter(({ t }) => t >= seen[0] && t <= seen[1]);
  const range = heights(inside.map(({ value }) => value), inside.map(() => 1)); // prettier-ignore
  panel(ink, right, { across: seen, up: range, title: "{f}*({t})" }, ({ line }) => {
    line(inside.map(({ t, value }) => [t, value]), palette.dStar, 2.5, []);
  }); // prettier-ignore
}
