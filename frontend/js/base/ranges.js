/** Ranges of the charts' axes: they hold what matters, and move rarely. */

/**
 * Steps of 1, 2 or 5 times a power of ten, about `count` in the span.
 * @param {number} span
 * @param {number} count
 */
export function niceStep(span, count) {
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const lead = raw / power;
  return power * (lead > 5 ? 10 : lead > 2 ? 5 : lead > 1 ? 2 : 1);
}

/** Share of a column's values that may lie beside the axis on either side. */
const CUT = 0.02;

/**
 * Lowest and highest of the columns without the outermost fiftieth of each on either side: the first rounds of a run may
 * be far off, and would press all others together.
 * @param {ArrayLike<number>[]} columns
 * @param {boolean} log  of the values' logarithms to base 10
 * @returns {[number, number] | null} null where there is no finite value
 */
export function extent(columns, log) {
  let low = Infinity;
  let high = -Infinity;
  for (const column of columns) {
    const values = Float64Array.from(column, log ? Math.log10 : Number).filter(Number.isFinite).sort();
    if (values.length === 0) continue;
    const cut = Math.floor(CUT * values.length);
    low = Math.min(low, values[cut]);
    high = Math.max(high, values[values.length - 1 - cut]);
  }
  return low <= high ? [low, high] : null;
}

/**
 * The extent with a column that only serves for comparison, where that is less than a power of ten away.
 * @param {[number, number]} of  exponents
 * @param {[number, number] | null} other
 * @returns {[number, number]}
 */
export function withNear([low, high], other) {
  if (!other) return [low, high];
  return [other[0] > low - 1 ? Math.min(low, other[0]) : low, other[1] < high + 1 ? Math.max(high, other[1]) : high];
}

/**
 * The extent, and as much of a column that only serves for comparison as lies within this much room.
 * @param {[number, number]} of
 * @param {[number, number] | null} other
 * @param {number} room
 * @returns {[number, number]}
 */
export function reaching([low, high], other, room) {
  if (!other) return [low, high];
  return [Math.min(low, Math.max(other[0], low - room)), Math.max(high, Math.min(other[1], high + room))];
}

/**
 * A range around [low, high], rounded outwards.
 * @param {number} low
 * @param {number} high
 * @param {{log?: boolean, zero?: boolean}} [how]
 * @returns {[number, number]}
 */
export function rounded(low, high, { log = false, zero = false } = {}) {
  const from = zero ? Math.min(0, low) : low;
  const least = log ? 0.5 : Math.max(1e-3 * Math.max(Math.abs(from), Math.abs(high)), 1e-6);
  const step = log ? 0.5 : niceStep(Math.max(high - from, least), 8);
  const pad = 0.06 * Math.max(high - from, log ? step : least);
  return [from === 0 && zero ? 0 : Math.floor((from - pad) / step) * step, Math.ceil((high + pad) / step) * step];
}

/**
 * The range to show: the one that stands, while the new one fits into it and fills more than half of it.
 * @param {[number, number] | null} standing
 * @param {[number, number]} wanted
 * @returns {[number, number]}
 */
export function steady(standing, wanted) {
  if (!standing) return wanted;
  const fits = wanted[0] >= standing[0] && wanted[1] <= standing[1];
  return fits && wanted[1] - wanted[0] > 0.55 * (standing[1] - standing[0]) ? standing : wanted;
}

/**
 * The lowest of these leads times a power of ten that a positive value does not pass.
 * @param {number} value
 * @param {number[]} leads  rising, below 10
 */
function roundedUp(value, leads) {
  const power = 10 ** Math.floor(Math.log10(value));
  return (leads.find((lead) => value <= lead * power) ?? 10) * power;
}

/**
 * Where the axis of rounds ends: rounded up, so that it moves rarely.
 * @param {number} last
 */
export const axisEnd = (last) => [10, 20, 50].find((end) => last <= end) ?? roundedUp(last, [1, 1.5, 2, 3, 4, 5, 6, 8]);

/**
 * Where a scale from 0 ends that holds a positive value: a tenth, a quarter and a half of it have few digits.
 * @param {number} most
 */
export const scaleEnd = (most) => roundedUp(most * (1 - 1e-9), [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8]);

/** Places of the finite ones between two that are not: no line shows them. @param {ArrayLike<number>} heights */
export function alone(heights) {
  const found = [];
  const there = (/** @type {number} */ i) => Number.isFinite(heights[i]);
  for (let i = 0; i < heights.length; i++) if (there(i) && !there(i - 1) && !there(i + 1)) found.push(i);
  return found;
}

/** The place of the largest. @param {ArrayLike<number>} values */
export function largest(values) {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k] > values[best]) best = k;
  return best;
}

/**
 * The row nearest to a round.
 * @param {ArrayLike<number>} rounds  rising
 * @param {number} round
 */
export function nearestRow(rounds, round) {
  let low = 0;
  let high = rounds.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rounds[middle] < round) low = middle + 1;
    else high = middle;
  }
  return low > 0 && round - rounds[low - 1] < rounds[low] - round ? low - 1 : low;
}

/**
 * Heights of labels that stand beside their points without covering each other, each as near to its own as that allows.
 * @param {number[]} wanted  middles
 * @param {number} line  the height of one
 * @param {number} top
 * @param {number} bottom
 * @returns {number[]}
 */
export function spread(wanted, line, top, bottom) {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b] || a - b);
  const placed = wanted.map((y) => Math.min(Math.max(y, top + line / 2), bottom - line / 2));
  for (let i = 1; i < order.length; i++) placed[order[i]] = Math.max(placed[order[i]], placed[order[i - 1]] + line);
  let limit = bottom - line / 2;
  for (let i = order.length - 1; i >= 0; i--) {
    placed[order[i]] = Math.min(placed[order[i]], limit);
    limit = placed[order[i]] - line;
  }
  return placed;
}
