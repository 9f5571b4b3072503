/**
 * The line of z and what G does to it.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").Numbers} Numbers
 * @typedef {{kind: "contracts" | "expands" | "folds", from: number, to: number}} Region  in units of x
 */

/**
 * The line of z, symmetric and a little wider than the outermost arrow; null where there are no arrows.
 * @param {Frame} frame
 * @returns {[number, number] | null}
 */
export function latentRange(frame) {
  const z = frame.arrays.z?.data ?? [];
  if (z.length < 2) return null;
  let most = 0;
  for (const value of z) most = Math.max(most, Math.abs(value));
  const end = most <= 1 ? 1 : Math.ceil(most * 2) / 2;
  return [-end, end];
}

/**
 * Runs of arrows between which G contracts or expands, and the turns at which it folds.
 * @param {Numbers} z  in order
 * @param {Numbers} gz
 * @param {number} span  of the picture, units of x
 * @returns {Region[]}
 */
export function regions(z, gz, span) {
  const slopes = Array.from({ length: z.length - 1 }, (_, i) => (gz[i + 1] - gz[i]) / (z[i + 1] - z[i]));
  // Against the mean slope, but a G that takes all z to one place contracts everywhere.
  const whole = z[z.length - 1] - z[0];
  const mean = Math.max(slopes.reduce((sum, slope, i) => sum + Math.abs(slope) * (z[i + 1] - z[i]), 0) / whole, (0.02 * span) / whole);
  const kinds = slopes.map((slope) => (Math.abs(slope) < 0.65 * mean ? "contracts" : Math.abs(slope) > 1.6 * mean ? "expands" : null));
  /** @type {Region[]} */
  const found = [];
  for (let start = 0; start < kinds.length; ) {
    let end = start;
    while (end < kinds.length && kinds[end] === kinds[start]) end += 1;
    const kind = kinds[start];
    // A single gap may be noise; of an expansion it is the very thing, where G leaps from mode to mode.
    if (kind && (kind === "expands" || end - start >= 4)) found.push({ kind, from: gz[start], to: gz[end] });
    start = end;
  }
  let low = gz[0];
  let high = gz[0];
  let way = 0;
  for (let i = 1; i < gz.length; i++) {
    low = Math.min(low, gz[i]);
    high = Math.max(high, gz[i]);
    // It has turned once it has come back by a visible part of the picture.
    if (way >= 0 && gz[i] < high - 0.02 * span) {
      if (way > 0) found.push({ kind: "folds", from: high, to: high });
      [way, low, high] = [-1, gz[i], way > 0 ? gz[i] : high];
    } else if (way <= 0 && gz[i] > low + 0.02 * span) {
      if (way < 0) found.push({ kind: "folds", from: low, to: low });
      [way, low, high] = [1, low, gz[i]];
    }
  }
  return found;
}

/**
 * Arrows that are drawn: all, or fewer of equal distance where they would be one block, the outermost always.
 * @param {Numbers} z  in order
 * @param {(z: number) => number} toX
 * @param {number} apart  pixels
 * @returns {number}  of how many one is drawn, a power of two
 */
export function thinning(z, toX, apart) {
  // In the middle, where noise is dense.
  const [low, high] = [z.length >> 2, (3 * z.length) >> 2];
  const room = high > low ? (toX(z[high]) - toX(z[low])) / (high - low) : apart;
  return 2 ** Math.min(3, Math.max(0, Math.ceil(Math.log2(apart / Math.max(room, 1e-3)))));
}

/**
 * One of so many, of equal distance, with the first and the last.
 * @template T
 * @param {readonly T[]} all
 * @param {number} every
 * @returns {readonly T[]}
 */
export function thinned(all, every) {
  const count = Math.ceil(all.length / every);
  if (every === 1 || count < 2) return all;
  return Array.from({ length: count }, (_, k) => all[Math.round((k * (all.length - 1)) / (count - 1))]);
}
