/**
 * f of an f-GAN, with its tangent at u = 1, and its conjugate f*.
 *
 * @typedef {import("../wire/types.js").Tensor} Tensor
 * @typedef {{u: ArrayLike<number>, value: ArrayLike<number>, t: ArrayLike<number>, conjugate: ArrayLike<number>}} Pair
 */

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
