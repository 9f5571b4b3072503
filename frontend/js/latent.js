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
 * Which arrows have a head: all where there is room, else the outermost and from both of them inwards the next that has
 * room, so that heads are no blot and stand evenly; where all end in one place the middle one.  Those that are there stay
 * while they keep apart and leave no gap.
 * @param {readonly number[]} ends  where the arrows end, in the order of z, pixels
 * @param {number} width  of a head, with its rim and some air
 * @param {readonly boolean[]} [before]  which had one
 * @returns {readonly boolean[]}
 */
export function headed(ends, width, before = []) {
  const along = ends.map((_, i) => i).sort((a, b) => ends[a] - ends[b]);
  if (before.length === ends.length && serves(along.map((i) => [ends[i], before[i]]), width)) return before;
  const heads = ends.map(() => false);
  let [left, right] = [0, along.length - 1];
  if (!(ends[along[right]] - ends[along[left]] >= width)) {
    if (heads.length > 0) heads[heads.length >> 1] = true;
    return heads;
  }
  let [low, high] = [ends[along[left]], ends[along[right]]];
  heads[along[left++]] = heads[along[right--]] = true;
  const put = (/** @type {number} */ i) => (heads[i] = ends[i] - low >= width && high - ends[i] >= width);
  while (left <= right) {
    if (put(along[left])) low = ends[along[left]];
    left += 1;
    if (left > right) break;
    if (put(along[right])) high = ends[along[right]];
    right -= 1;
  }
  return heads;
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
    else if (Math.min(since[i], next - end) >= 1.8 * width) return false;
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
