/**
 * The bins of D's weights: equal ones from −limit to limit.
 *
 * @typedef {object} Weights
 * @property {ArrayLike<number>} shares  of the weights, per bin
 * @property {number} limit
 * @property {number | null} bound  at which they are clipped
 */

import { short } from "../base/format.js";

/**
 * The middles of equal bins from −limit to limit.
 * @param {number} count
 * @param {number} limit
 */
export const middles = (count, limit) => Array.from({ length: count }, (_, i) => limit * ((2 * i + 1) / count - 1));

/** The bin that holds a weight; null where none does. @param {number} weight @param {number} count @param {number} limit */
export function binOf(weight, count, limit) {
  if (!(Math.abs(weight) <= limit)) return null;
  return Math.min(count - 1, Math.floor(((weight / limit + 1) / 2) * count));
}

/** The top of the axis of shares. @param {ArrayLike<number>} shares */
export function topOf(shares) {
  let most = 0.01;
  for (let i = 0; i < shares.length; i++) most = Math.max(most, shares[i]);
  return [0.05, 0.1, 0.2, 0.4, 0.6, 1].find((top) => most <= 0.95 * top) ?? 1.04;
}

/** @param {Weights} weights */
export const boundText = ({ bound }) => (bound === null ? "" : `c = ${short(bound)}`);

/** The share of the weights in the bins that hold the bound. @param {Weights} weights */
export function atBound({ shares, limit, bound }) {
  if (bound === null || bound > limit * (1 + 1e-6)) return 0;
  const ends = [-1, 1].map((sign) => binOf(sign * Math.min(bound, limit), shares.length, limit));
  return Array.from(shares).reduce((sum, share, i) => sum + (ends.includes(i) ? share : 0), 0);
}
