/**
 * Where the names of curves stand: beside their own curve, off the others, and where they stood before as long as nothing
 * comes near.
 *
 * @typedef {object} Curve
 * @property {string} name
 * @property {ArrayLike<number>} heights  pixels from the panel's top, one every `step` pixels
 * @property {number | null} share  of the panel's width, where its name stands best; null: on its peak
 * @typedef {{x: number, y: number}} Place  pixels, of the middle of a name
 * @typedef {{width: number, height: number}} Panel
 */

/** Places that are tried across the panel. */
const ACROSS = 40;
/** Half the width of a name and half its height, how near a curve may come, and how near before the name moves: letters. */
const [WIDE, HIGH, CLEAR, STAYS] = [1.5, 0.8, 0.35, 0.1];
/** Where a name may be from its curve, letters: above or below it, or beside a steep flank. */
const WAYS = /** @type {const} */ ([[0, -1.25], [0, 1.25], [-2.1, 0], [2.1, 0], [0, -1.9], [0, 1.9]]); // prettier-ignore

/** How far the curve is from a name's box, pixels; negative where it runs through. @param {Curve} curve @param {Place} place @param {Panel} panel @param {number} letter */
function gap({ heights }, { x, y }, panel, letter) {
  const step = panel.width / heights.length;
  const [from, to] = [x - WIDE * letter, x + WIDE * letter].map((at) => Math.max(0, Math.min(heights.length - 1, Math.round(at / step))));
  let least = Infinity;
  let side = 0;
  for (let i = from; i <= to; i++) {
    const away = Math.max(0, Math.min(panel.height, heights[i])) - y;
    if (side * away < 0) return -1;
    side = Math.sign(away);
    least = Math.min(least, Math.abs(away) - HIGH * letter);
  }
  return least;
}

/** Whether a curve is so near to a name that it is read as its own. @param {Curve} curve @param {Place} place @param {Panel} panel @param {number} letter */
function beside({ heights }, { x, y }, panel, letter) {
  const step = panel.width / heights.length;
  const reach = (WIDE + 0.9) * letter;
  for (let i = Math.max(0, Math.round((x - reach) / step)); i < Math.min(heights.length - 1, (x + reach) / step); i++) {
    const [low, high] = [Math.min(heights[i], heights[i + 1]), Math.max(heights[i], heights[i + 1])];
    if (low - y < (HIGH + 1.4) * letter && y - high < (HIGH + 1.4) * letter) return true;
  }
  return false;
}

/**
 * @param {readonly Curve[]} curves
 * @param {Panel} panel
 * @param {number} letter  pixels
 * @param {ReadonlyMap<string, Place>} before
 * @returns {Map<string, Place>}
 */
export function placeNames(curves, panel, letter, before) {
  /** @type {Map<string, Place>} */
  const placed = new Map();
  const free = (/** @type {Place} */ { x, y }) =>
    x > (WIDE + 0.2) * letter && x < panel.width - (WIDE + 0.2) * letter && y > HIGH * letter && y < panel.height - HIGH * letter &&
    [...placed.values()].every((other) => Math.abs(other.x - x) > 2 * WIDE * letter || Math.abs(other.y - y) > 2 * HIGH * letter); // prettier-ignore
  for (const curve of curves) {
    const others = curves.filter((other) => other !== curve);
    const room = (/** @type {Place} */ place) => Math.min(...others.map((other) => gap(other, place, panel, letter)), Infinity);
    const own = (/** @type {Place} */ place) => gap(curve, place, panel, letter);
    const stood = before.get(curve.name);
    if (stood && free(stood) && room(stood) > STAYS * letter && own(stood) > STAYS * letter && beside(curve, stood, panel, letter)) {
      placed.set(curve.name, stood);
      continue;
    }
    const { heights, share } = curve;
    let top = Infinity;
    for (let i = 0; i < heights.length; i++) top = Math.min(top, heights[i]);
    let best = null;
    let least = Infinity;
    for (let k = 0; k < ACROSS; k++) {
      const x = ((k + 0.5) / ACROSS) * panel.width;
      const here = heights[Math.min(heights.length - 1, Math.round((x / panel.width) * heights.length))];
      // A density is named where there is some of it.
      const height = (panel.height - here) / Math.max(panel.height - top, 1);
      if (share === null && (height < 0.3 || here < 0)) continue;
      for (const [across, up] of WAYS) {
        const place = { x: x + across * letter, y: here + up * letter };
        const away = Math.min(room(place), 3 * letter);
        if (!free(place) || away < CLEAR * letter || own(place) < 0.2 * letter || !beside(curve, place, panel, letter)) continue;
        const cost = (share === null ? 1.5 * (1 - height) : 3 * Math.abs(k / ACROSS - share)) + (up > 0 ? 0.15 : 0) + 0.2 * Math.abs(up) - away / letter / 3;
        if (cost < least) [best, least] = [place, cost];
      }
    }
    if (best) placed.set(curve.name, best);
  }
  return placed;
}
