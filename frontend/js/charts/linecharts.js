/**
 * The charts of a game on the line that the server computes only for a page that shows them: what a frame holds of them.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 *
 * @typedef {object} Mapping  G beside the exact monotone map
 * @property {ArrayLike<number>} z  equally likely, in order
 * @property {ArrayLike<number>} g
 * @property {ArrayLike<number>} ideal
 * @property {number} off  mean distance of the two, in units of x
 * @property {number} back  the share of z where G runs against the map
 * @property {boolean} falls  whether the map falls
 *
 * @typedef {object} Plan  lines from quantiles of p_g to the same quantiles of p_data
 * @property {ArrayLike<number>} from
 * @property {ArrayLike<number>} to
 * @property {number} w1  the mean length of all lines, in units of x
 *
 * @typedef {object} Counting  JSD by the number of intervals
 * @property {ArrayLike<number>} real  samples in each of the smallest intervals, and outside the picture
 * @property {ArrayLike<number>} fake
 * @property {ArrayLike<number>} jsd  the estimate with 2, 4, 8… intervals
 * @property {ArrayLike<number>} limit  what it tends to with more and more samples
 * @property {number} read  the JSD that is read
 * @property {boolean} cut  whether that is a lower bound
 * @property {[number, number]} window
 * @property {number} samples  of either side
 *
 * @typedef {{map: Mapping | null, plan: Plan | null, counting: Counting | null}} Line
 */

import { fixed, least } from "../base/format.js";
import { isCut } from "../run/rows.js";

/** What came of the charts that were asked for; null where nothing has come yet. @param {Frame | null} frame @returns {Line} */
export function lineOf(frame) {
  if (!frame) return { map: null, plan: null, counting: null };
  const { arrays, meta } = frame;
  const { map_z: z, map_g: g, map_ideal: ideal, plan_from: from, plan_to: to, count_real: real, count_fake: fake, count_jsd: jsd, count_limit: limit } = arrays;
  const { w1, jsd: read, outside } = meta.readings;
  return {
    map: z && meta.charts?.map ? { z: z.data, g: g.data, ideal: ideal.data, ...meta.charts.map } : null,
    plan: from ? { from: from.data, to: to.data, w1: w1 ?? Number.NaN } : null,
    counting: real ? { real: real.data, fake: fake.data, jsd: jsd.data, limit: limit.data, read: read ?? Number.NaN, cut: isCut(outside), window: meta.window[0], samples: sum(real.data) } : null,
  }; // prettier-ignore
}

/** The JSD that is read, with its sign before it. @param {Counting} counting */
export const readText = ({ read, cut }) => (cut ? least(read, 3) : `= ${fixed(read, 3)}`);

/** @param {ArrayLike<number>} values */
function sum(values) {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** How many numbers of intervals there are: 2, 4, … 512. */
export const LADDER = 9;

/** The number of intervals at a place of the ladder. @param {number} place */
export const intervals = (place) => 2 ** (place + 1);

/**
 * The smallest intervals as k larger ones, in shares of all samples; what is outside is left out.
 * @param {ArrayLike<number>} counts
 * @param {number} k
 * @param {number} samples
 */
export function merged(counts, k, samples) {
  const each = (counts.length - 1) / k;
  return Array.from({ length: k }, (_, i) => {
    let inside = 0;
    for (let j = i * each; j < (i + 1) * each; j++) inside += counts[j];
    return inside / samples;
  });
}

/**
 * The outline of a histogram, as points.
 * @param {number[]} shares
 * @param {[number, number]} window
 */
export function outline(shares, [low, high]) {
  const step = (high - low) / shares.length;
  return [[low, 0], ...shares.flatMap((share, i) => [[low + i * step, share], [low + (i + 1) * step, share]]), [high, 0]]; // prettier-ignore
}

/**
 * Runs of z on which G goes against the map, as [from, to].
 * @param {Mapping} mapping
 */
export function backwards({ z, g, ideal, falls }) {
  const span = Math.abs(ideal[ideal.length - 1] - ideal[0]);
  /** @type {[number, number][]} */
  const runs = [];
  for (let i = 1; i < z.length; i++) {
    if ((g[i] - g[i - 1]) * (falls ? -1 : 1) > -1e-6 * span) continue;
    const last = runs.at(-1);
    if (last && last[1] === z[i - 1]) last[1] = z[i];
    else runs.push([z[i - 1], z[i]]);
  }
  return runs;
}

/** Lowest and highest of some values. @param {...ArrayLike<number>} columns @returns {[number, number]} */
export function reachOf(...columns) {
  let [low, high] = [Infinity, -Infinity];
  for (const column of columns) {
    for (let i = 0; i < column.length; i++) {
      if (!Number.isFinite(column[i])) continue;
      low = Math.min(low, column[i]);
      high = Math.max(high, column[i]);
    }
  }
  return low < high ? [low, high] : Number.isFinite(low) ? [low - 1, low + 1] : [-1, 1];
}
