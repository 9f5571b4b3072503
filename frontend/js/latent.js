/**
 * The line of z and what G does to it.
 *
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Numbers} Numbers
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
 * Which arrows have a head: all where there is room, else every second, fourth, eighth …, so that heads are no blot and
 * stay on their arrows while G moves.
 * @param {readonly number[]} ends  where the arrows end, in the order of z, pixels
 * @param {number} width  of a head, with its rim and some air
 * @returns {boolean[]}
 */
export function headed(ends, width) {
  const middle = ends.length >> 1;
  return ends.map((_, i) => {
    const [from, to] = [Math.max(0, i - 1), Math.min(ends.length - 1, i + 1)];
    const apart = Math.abs(ends[to] - ends[from]) / Math.max(1, to - from);
    const every = 2 ** Math.max(0, Math.ceil(Math.log2(width / Math.max(apart, width / ends.length))));
    return (i - middle) % every === 0;
  });
}
