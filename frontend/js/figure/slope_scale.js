/** The colours of D's slope: flat, the slope 1 in the middle, steep. */

/** Steps of the scale, an odd number: the slope 1 has a colour of its own. */
const STEPS = 21;

/**
 * The step of a slope: 0 is flat, the middle is 1, the last is 2 and steeper.
 * @param {number} slope
 */
export const slopeStep = (slope) => (Number.isFinite(slope) ? Math.round(Math.max(0, Math.min(1, slope / 2)) * (STEPS - 1)) : STEPS - 1);

/**
 * Colours from `low` over `middle` to `high`.
 * @param {[number, number, number]} low
 * @param {[number, number, number]} middle
 * @param {[number, number, number]} high
 * @returns {string[]}
 */
export function diverging(low, middle, high) {
  const half = (STEPS - 1) / 2;
  return Array.from({ length: STEPS }, (_, i) => {
    const to = i < half ? low : high;
    // By the square root: what is a little off 1 is already seen.
    const share = Math.sqrt(Math.abs(i - half) / half);
    return `rgb(${middle.map((value, k) => Math.round(value + share * (to[k] - value))).join(" ")})`;
  });
}
