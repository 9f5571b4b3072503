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
 * Which arrows have a head: all where there is room, else those nearest to even distances from the one outermost to the
 * other, so that heads are no blot, and any that has room beside them; where all end in one place the middle one.  Those
 * that are there stay while they keep apart and leave no gap.
 * @param {readonly number[]} ends  where the arrows end, in the order of z, pixels
 * @param {number} width  of a head, with its rim and some air
 * @param {readonly boolean[]} [before]  which had one
 * @returns {readonly boolean[]}
 */
export function headed(ends, width, before = []) {
  const along = ends.map((_, i) => i).sort((a, b) => ends[a] - ends[b]);
  if (before.length === ends.length && serves(along.map((i) => [ends[i], before[i]]), width)) return before;
  const heads = ends.map(() => false);
  if (along.length === 0) return heads;
  const rising = along.map((i) => ends[i]);
  const span = rising[rising.length - 1] - rising[0];
  if (!(span >= width)) {
    heads[heads.length >> 1] = true;
    return heads;
  }
  // Far outside the picture there is room for any number.
  const most = Math.min(Math.floor(span / width), along.length - 1);
  let even = [0, along.length - 1];
  for (let steps = most; steps >= 0.5 * most; steps--) {
    // Of an even number of arrows none is in the middle.
    if (steps > 1 && steps % 2 === 0 && along.length % 2 === 0) continue;
    even = nearest(rising, steps);
    if (even.every((at, k) => k === 0 || rising[at] - rising[even[k - 1]] >= width)) break;
  }
  /** @type {number[]} */ const taken = [];
  for (const at of [...inwards(even), ...inwards([...along.keys()])]) {
    if (taken.some((other) => Math.abs(other - rising[at]) < width)) continue;
    taken.push(rising[at]);
    heads[along[at]] = true;
  }
  return heads;
}

/** From both ends to the middle. @param {readonly number[]} all */
const inwards = (all) => all.map((_, k) => (k % 2 ? all[all.length - 1 - (k >> 1)] : all[k >> 1]));

/**
 * The places nearest to so many equal steps from the first to the last, from both ends alike, without repetition.
 * @param {readonly number[]} values  rising
 * @param {number} steps
 */
function nearest(values, steps) {
  const last = values.length - 1;
  const found = new Set([0, last]);
  for (let k = 1; k < steps; k++) {
    const at = values[0] + (k * (values[last] - values[0])) / steps;
    let best = 0;
    const nearer = (/** @type {number} */ i) => Math.abs(values[i] - at) - Math.abs(values[best] - at);
    for (let i = 1; i <= last; i++) if (2 * k < steps ? nearer(i) < -1e-9 : nearer(i) < 1e-9) best = i;
    found.add(best);
  }
  return [...found].sort((a, b) => a - b);
}

/**
 * Whether heads stand well apart, and nowhere so far that another one has plenty of room.
 * @param {[end: number, head: boolean][]} arrows  by their ends
 * @param {number} width
 */
function serves(arrows, width) {
  let last = -Infinity;
  const since = [];
  for (const [end, head] of arrows) {
    if (head && end - last < 0.8 * width) return false;
    if (head) last = end;
    since.push(end - last);
  }
  let next = Infinity;
  for (let i = arrows.length - 1; i >= 0; i--) {
    const [end, head] = arrows[i];
    if (head) next = end;
    else if (Math.min(since[i], next - end) >= 1.4 * width) return false;
  }
  return last > -Infinity;
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
