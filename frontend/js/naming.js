/**
 * Room for the names of curves: clear of every curve that is drawn, and nearer to its own than to any other.  A name that
 * has found a place stands still until a curve runs into it or its own has gone; one that finds none is left out.
 *
 * @typedef {import("./types.js").Numbers} Numbers
 * @typedef {import("./axes.js").Box} Box
 * @typedef {{left: number, top: number, right: number, bottom: number}} Rect
 * @typedef {{name: string, values: Numbers, toY: (y: number) => number, width: number}} Line  `width`: of the stroke, pixels
 * @typedef {object} Wish  what a name asks for, pixels
 * @property {string} name  of the line
 * @property {number} width  of the word
 * @property {number} height
 * @property {number | null} share  of the panel's width at which it stands best; null: on a density's flank
 */

import { largest } from "./ranges.js";

/** In letters: the least room between a name and a curve; less does for a name that stands already. */
const CLEAR = 0.35;
const STANDING = 0.22;
/** In letters: from this far on a curve is no neighbour, and a name is not read as its curve's. */
const FAR = 2.6;
/** In letters: the distances from its curve at which a name is tried. */
const STEPS = [0.5, 1.1, 1.9];
/** Places along a curve, and heights of a density's flank, at which it is tried. */
const ALONG = 30;
const FLANK = [0.85, 0.7, 0.55, 0.4, 0.25];
/** Arrangements that are remembered. */
const MOST = 40;

/** Where names stood last, by what is drawn and how large. */
export class Places {
  /** @type {Map<string, Map<string, Rect>>} */ #kept = new Map();

  /** @param {string} key @returns {Map<string, Rect>} */
  of(key) {
    let found = this.#kept.get(key);
    if (!found) {
      if (this.#kept.size >= MOST) this.#kept.clear();
      this.#kept.set(key, (found = new Map()));
    }
    return found;
  }
}

/** @param {Rect} a @param {Rect} b @param {number} room  between them, sideways */
export const overlap = (a, b, room) => a.left < b.right + room && b.left < a.right + room && a.top < b.bottom && b.top < a.bottom;

export class Naming {
  /**
   * @param {Box} box
   * @param {number} count  of the values of each line, over the whole width
   * @param {readonly Line[]} lines  all that are drawn; those that nobody names may share a name
   * @param {number} letter  pixels
   * @param {readonly Rect[]} taken  where something stands already
   * @param {number | null} level  of a thin line that a name had better not stand on, pixels
   */
  constructor(box, count, lines, letter, taken, level) {
    this.box = box;
    this.count = count;
    this.lines = lines;
    this.letter = letter;
    this.taken = [...taken];
    this.level = level;
    this.heights = lines.map(({ values, toY }) => Float64Array.from({ length: count }, (_, i) => toY(values[i])));
    this.peaks = lines.map(({ values }) => largest(values));
  }

  /** @param {number} i */
  #x(i) {
    return this.box.left + ((i + 0.5) / this.count) * this.box.width;
  }

  /** @param {number} px */
  #index(px) {
    return Math.max(0, Math.min(this.count - 1, Math.round(((px - this.box.left) / this.box.width) * this.count - 0.5)));
  }

  /**
   * Places for names, those that are kept first.
   * @param {readonly Wish[]} wishes
   * @param {Map<string, Rect>} kept  where they stood; where they stand now
   */
  place(wishes, kept) {
    for (const wish of wishes) {
      const was = kept.get(wish.name);
      if (was && this.#holds(wish, was)) this.taken.push(was);
      else kept.delete(wish.name);
    }
    for (const wish of wishes) {
      if (kept.has(wish.name)) continue;
      const found = this.#find(wish);
      if (!found) continue;
      kept.set(wish.name, found);
      this.taken.push(found);
    }
  }

  /**
   * One of a few places for what must be said: where it stood, or the first that is clear of every curve, or the first.
   * @param {string} name
   * @param {readonly Rect[]} rects
   * @param {Map<string, Rect>} kept
   * @returns {Rect}
   */
  among(name, rects, kept) {
    const was = kept.get(name)?.top;
    const clear = (/** @type {Rect} */ rect) => this.#free(rect) && this.lines.every((_, k) => this.#gap(rect, k) >= STANDING);
    const found = rects.find((rect) => rect.top === was && clear(rect)) ?? rects.find(clear) ?? rects[0];
    kept.set(name, found);
    this.taken.push(found);
    return found;
  }

  /** @param {string} name */
  #own(name) {
    return this.lines.findIndex((line) => line.name === name);
  }

  /** @param {Wish} wish @param {Rect} rect */
  #holds(wish, rect) {
    const own = this.#own(wish.name);
    if (Math.abs(rect.right - rect.left - wish.width) > 1 || !this.#free(rect)) return false;
    if (wish.share === null && this.#nothing(rect, own)) return false;
    const { mine, others } = this.#near(rect, own);
    return Math.min(mine, others) >= STANDING && mine < FAR && others > mine - 0.5;
  }

  /** @param {Wish} wish @returns {Rect | null} */
  #find(wish) {
    const own = this.#own(wish.name);
    let best = null;
    let least = Infinity;
    for (const [rect, cost] of this.#candidates(wish, own)) {
      if (cost >= least || !this.#free(rect) || (wish.share === null && this.#nothing(rect, own))) continue;
      const { mine, others } = this.#near(rect, own);
      // On a line that another covers neither is nearer.
      if (Math.min(mine, others) < CLEAR || mine > 0.9 * FAR || others < mine - 0.2) continue;
      const crossed = this.level !== null && rect.top < this.level && rect.bottom > this.level;
      const total = cost + 0.4 * mine + Math.max(0, mine + 0.9 - others) + (crossed ? 0.4 : 0);
      if (total < least) [best, least] = [rect, total];
    }
    return best;
  }

  /**
   * Places to try, and how far they are from what is wished.
   * @param {Wish} wish
   * @param {number} own
   * @returns {Generator<[Rect, number]>}
   */
  *#candidates({ width, height, share }, own) {
    const { letter, count } = this;
    const heights = this.heights[own];
    const half = width / 2;
    if (share === null) {
      const [peak, foot, top] = this.#shape(own);
      // Beside a flank, where a density is steep and a name is clear of the others.
      for (const level of FLANK) {
        const y = Math.max(foot - level * (foot - top), this.box.top + height / 2);
        for (const side of [-1, 1]) {
          let i = peak;
          while (i + side >= 0 && i + side < count && heights[i] < y) i += side;
          for (const step of STEPS) {
            const left = side < 0 ? this.#x(i) - step * letter - width : this.#x(i) + step * letter;
            yield [{ left, right: left + width, top: y - height / 2, bottom: y + height / 2 }, 0.7 * Math.abs(level - 0.6)];
          }
        }
      }
    }
    for (let k = 0; k < ALONG; k++) {
      const at = (k + 0.5) / ALONG;
      const centre = this.box.left + at * this.box.width;
      const [left, right] = [centre - half, centre + half];
      let [high, low] = [Infinity, -Infinity];
      for (let i = this.#index(left); i <= this.#index(right); i++) {
        if (heights[i] < high) high = heights[i];
        if (heights[i] > low) low = heights[i];
      }
      const cost = share === null ? 0.45 : 1.5 * Math.abs(at - share);
      for (const step of STEPS) {
        const [above, below] = [high - step * letter, low + step * letter];
        yield [{ left, right, top: above - height, bottom: above }, cost];
        // Under a density a name looks shut in.
        yield [{ left, right, top: below, bottom: below + height }, cost + (share === null ? 0.4 : 0.05)];
      }
    }
  }

  /** Of a density: where its peak is, its foot, and its top in the panel, pixels. @param {number} own @returns {[number, number, number]} */
  #shape(own) {
    const peak = this.peaks[own];
    return [peak, this.lines[own].toY(0), Math.max(this.box.top, this.heights[own][peak])];
  }

  /** Whether a density is next to nothing around a rectangle: there it lies on the axis, as all others do. @param {Rect} rect @param {number} own */
  #nothing(rect, own) {
    const [, foot, top] = this.#shape(own);
    const heights = this.heights[own];
    const end = this.#index(rect.right + this.letter);
    for (let i = this.#index(rect.left - this.letter); i <= end; i++) if (foot - heights[i] > 0.1 * (foot - top)) return false;
    return true;
  }

  /** Whether a rectangle is in the panel, and nothing stands there. @param {Rect} rect */
  #free(rect) {
    const { box } = this;
    if (rect.left < box.left + 2 || rect.right > box.left + box.width - 2 || rect.top < box.top || rect.bottom > box.top + box.height) return false;
    return !this.taken.some((other) => overlap(rect, other, 4));
  }

  /** How far its own line is from a rectangle, and the nearest of the others, in letters. @param {Rect} rect @param {number} own */
  #near(rect, own) {
    let mine = FAR + 1;
    let others = FAR + 1;
    for (let k = 0; k < this.lines.length; k++) {
      const away = this.#gap(rect, k);
      if (k === own) mine = away;
      else if (away < others) others = away;
      if (away < STANDING) break;
    }
    return { mine, others };
  }

  /** In letters, up to FAR + 1. @param {Rect} rect @param {number} k  of the line */
  #gap(rect, k) {
    const { box, letter } = this;
    const heights = this.heights[k];
    const bottom = box.top + box.height;
    const reach = (FAR + 1) * letter;
    const end = this.#index(rect.right + reach);
    let least = reach;
    for (let i = this.#index(rect.left - reach); i < end; i++) {
      const high = Math.max(box.top, Math.min(heights[i], heights[i + 1]));
      const low = Math.min(bottom, Math.max(heights[i], heights[i + 1]));
      // Out of the panel.
      if (!(low >= high)) continue;
      const across = Math.max(0, rect.left - this.#x(i + 1), this.#x(i) - rect.right);
      const up = Math.max(0, rect.top - low, high - rect.bottom);
      if (across < least && up < least) least = Math.min(least, Math.hypot(across, up));
    }
    return Math.max(0, least - this.lines[k].width / 2) / letter;
  }
}

/**
 * Numbers above peaks, moved sideways where they would hide one another; those that meet stand in order.
 * @param {readonly {x: number, y: number}[]} peaks  pixels, of number k + 1
 * @param {number} apart  pixels
 * @param {[number, number]} range  in which they stand
 * @returns {number[]}  where each stands
 */
export function sideBySide(peaks, apart, [low, high]) {
  const groups = peaks.map(({ x }, k) => ({ members: [k], middle: x }));
  const wide = (/** @type {{members: number[]}} */ group) => group.members.length * apart;
  const inside = (/** @type {{members: number[], middle: number}} */ group) =>
    Math.max(low + wide(group) / 2, Math.min(high - wide(group) / 2, group.middle));
  for (let joined = true; joined; ) {
    joined = false;
    groups.sort((a, b) => a.middle - b.middle);
    for (let i = 0; i + 1 < groups.length; i++) {
      const [a, b] = [groups[i], groups[i + 1]];
      if (inside(b) - inside(a) >= (wide(a) + wide(b)) / 2 - 1e-6) continue;
      const members = [...a.members, ...b.members].sort((one, other) => one - other);
      groups.splice(i, 2, { members, middle: members.reduce((sum, k) => sum + peaks[k].x, 0) / members.length });
      joined = true;
      break;
    }
  }
  const places = peaks.map(() => 0);
  for (const group of groups) group.members.forEach((k, i) => (places[k] = inside(group) + (i - (group.members.length - 1) / 2) * apart));
  return places;
}
