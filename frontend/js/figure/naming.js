/**
 * Room for the names of curves: clear of every curve that is drawn, and nearer to its own than to any other.  A name that
 * has found a place stands still until a curve runs into it or its own has gone; one that finds none stands apart with
 * a line that leads to its curve, or is left out.  Numbers of curves always have such a line, to a peak.
 *
 * @typedef {import("../wire/types.js").Numbers} Numbers
 * @typedef {import("./axes.js").Box} Box
 * @typedef {{left: number, top: number, right: number, bottom: number}} Rect
 * @typedef {Rect & {to?: number}} Place  `to`: the sample of its curve to which a line leads
 * @typedef {{name: string, values: Numbers, toY: (y: number) => number, width: number}} Line  `width`: of the stroke, pixels
 * @typedef {{place: Place, lead: readonly [number, number, number, number]}} Led
 * @typedef {object} Wish  what a name asks for, pixels
 * @property {string} name  of the line
 * @property {number} width  of the word
 * @property {number} height
 * @property {number | null} share  of the panel's width at which it stands best; null: on a density's flank
 */

import { largest } from "../base/ranges.js";

/** In letters: the least room between a name and a curve; less does for a name that stands already. */
const CLEAR = 0.35;
const STANDING = 0.22;
/** In letters: from this far on a nearer place is looked for, and by how much nearer it must be. */
const AWAY = 1.5;
const NEARER = 0.6;
/** In letters: from this far on a curve is no neighbour, and a name is not read as its curve's. */
const FAR = 2.6;
/** In letters: the distances from its curve at which a name is tried. */
const STEPS = [0.5, 0.8, 1.1, 1.9];
/** Places along a curve, and heights of a density's flank, at which it is tried. */
const ALONG = 30;
const FLANK = [0.85, 0.7, 0.55, 0.4, 0.25];
/** Ways from a peak to its number, how many letters it goes along them, and the same to a name. */
const WAYS = [[0, -1], [-0.7, -0.7], [0.7, -0.7], [-1, 0], [1, 0], [-0.7, 0.7], [0.7, 0.7]]; // prettier-ignore
const LENGTHS = [0.35, 0.9, 1.6, 2.5, 3.5, 4.5];
const LED = [1.2, 2, 3, 4, 5];
/** A number stands while its place is no worse than this, then moves to one that is better by so much. */
const GOOD = 3;
const BETTER = 1.5;
/** How bad it is, in letters of a longer line: a crossing with a curve, or with such a line; a curve or a number that is hidden. */
const CROSSED = 0.15;
const TANGLED = 4;
const HIDDEN = 6;
/** How often all numbers are asked whether they stand well, and the room between two, pixels. */
const TURNS = 3;
const APART = 4;
/** Around the end of a number's line, pixels. */
const DOT = 5;
/** How far down from a peak a number may lead, of its height. */
const LEAST = 0.3;
/** Arrangements that are remembered. */
const MOST = 40;

/** Where names stood last, by what is drawn and how large, and which arrows had heads, by view and colour. */
export class Places {
  /** @type {Map<string, Map<string, Place>>} */ #kept = new Map();
  /** @type {Map<string, readonly boolean[]>} */ heads = new Map();

  /** @param {string} key @returns {Map<string, Place>} */
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
    /** Lines that lead to curves: their two ends. @type {[number, number, number, number][]} */
    this.leads = [];
    /** Where these lines go. @type {Rect[]} */
    this.crossed = [];
    /** Ends of the lines of numbers, those to come too, by curve. @type {Map<number, [number, number]>} */
    this.dots = new Map();
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
   * @param {Map<string, Place>} kept  where they stood; where they stand now
   */
  place(wishes, kept) {
    const far = new Set();
    for (const wish of wishes) {
      const was = kept.get(wish.name);
      if (!was || !this.#holds(wish, was)) kept.delete(wish.name);
      else if (was.to === undefined && this.#gap(was, this.#own(wish.name)) > AWAY) far.add(wish.name);
      else this.#put(wish.name, was, kept);
    }
    for (const wish of wishes) {
      const was = kept.get(wish.name);
      if (was && !far.has(wish.name)) continue;
      const own = this.#own(wish.name);
      const stands = was && this.#holds(wish, was) ? was : null;
      let found = this.#find(wish) ?? this.#led(wish) ?? this.#find(wish, true);
      // It need not go for little.
      if (found && stands && this.#gap(found, own) > this.#gap(stands, own) - NEARER) found = stands;
      found ??= stands;
      if (found) this.#put(wish.name, found, kept);
      else kept.delete(wish.name);
    }
  }

  /**
   * Places for the numbers of curves, with lines that lead to their peaks.
   * @param {readonly Wish[]} wishes
   * @param {Map<string, Place>} kept  where they stood; where they stand now
   */
  number(wishes, kept) {
    /** @type {Map<number, Place>} */
    const spots = new Map();
    /** @type {Map<number, number>} */
    const peaks = new Map();
    // Always in one order, so that no two change places.
    for (const { name } of wishes) {
      const own = this.#own(name);
      const was = kept.get(name);
      const to = this.#aside(own, this.#peak(own, was?.to));
      kept.delete(name);
      if (!(this.lines[own].values[to] > 0)) continue;
      peaks.set(own, to);
      this.dots.set(own, this.#target(own, to));
      if (was) spots.set(own, { ...was, to });
    }
    // The highest has least room above.
    const order = wishes.filter(({ name }) => peaks.has(this.#own(name))).sort((a, b) => this.#dotOf(a)[1] - this.#dotOf(b)[1]);
    for (let turn = 0; turn < TURNS; turn++) {
      let moved = false;
      for (const wish of order) moved = this.#settle(wish, order, peaks, spots) || moved;
      if (!moved) break;
    }
    for (const { name } of order) {
      const place = spots.get(this.#own(name));
      if (place) this.#put(name, place, kept);
    }
  }

  /** Where the line of a number ends. @param {Wish} wish @returns {[number, number]} */
  #dotOf({ name }) {
    return /** @type {[number, number]} */ (this.dots.get(this.#own(name)));
  }

  /**
   * Moves a number to a better place, or lets it change places with another, unless it stands well.
   * @param {Wish} wish
   * @param {readonly Wish[]} order  all of them
   * @param {ReadonlyMap<number, number>} peaks  the samples to which they lead
   * @param {Map<number, Place>} spots  where they stand, by curve
   * @returns {boolean}  whether anything moved
   */
  #settle(wish, order, peaks, spots) {
    const own = this.#own(wish.name);
    const to = /** @type {number} */ (peaks.get(own));
    const was = spots.get(own);
    const rest = this.#others(spots, [own]);
    const now = was ? this.#cost(was, own, wish, true, Infinity, rest) : Infinity;
    // Nobody looks for a place while it has a good one.
    if (now <= GOOD) return false;
    let best = now < Infinity ? was : undefined;
    let least = now - BETTER;
    for (const rect of this.#around(to, own, wish, LENGTHS)) {
      const cost = this.#cost({ ...rect, to }, own, wish, false, least, rest);
      if (cost < least) [best, least] = [{ ...rect, to }, cost];
    }
    if (was && now < Infinity) {
      for (const other of order) {
        const k = this.#own(other.name);
        const there = spots.get(k);
        if (k === own || !there) continue;
        const both = this.#others(spots, [own, k]);
        const [mine, its] = [{ ...there, to }, { ...was, to: /** @type {number} */ (there.to) }];
        const before = now + this.#cost(there, k, other, true, Infinity, rest.filter(({ place }) => place !== there).concat({ place: was, lead: this.#leadOf(own, was) }));
        const after = this.#cost(mine, own, wish, false, Infinity, [...both, { place: its, lead: this.#leadOf(k, its) }]) + this.#cost(its, k, other, false, Infinity, [...both, { place: mine, lead: this.#leadOf(own, mine) }]);
        if (after < before - BETTER && now - (before - after) < least) {
          spots.set(own, mine);
          spots.set(k, its);
          return true;
        }
      }
    }
    if (best) spots.set(own, best);
    else spots.delete(own);
    return best !== was;
  }

  /** Places but those of some curves, and their lines. @param {ReadonlyMap<number, Place>} spots @param {readonly number[]} but @returns {Led[]} */
  #others(spots, but) {
    return [...spots].filter(([k]) => !but.includes(k)).map(([k, place]) => ({ place, lead: this.#leadOf(k, place) }));
  }

  /** @param {number} own @param {Place} place */
  #leadOf(own, place) {
    return /** @type {[number, number, number, number]} */ (this.lead(this.lines[own].name, place));
  }

  /** @param {string} name @param {Place} place @param {Map<string, Place>} kept */
  #put(name, place, kept) {
    kept.set(name, place);
    this.taken.push(place);
    const lead = this.lead(name, place);
    if (!lead) return;
    this.leads.push(lead);
    const [x, y, toX, toY] = lead;
    for (const share of [0.2, 0.5, 0.8]) {
      const [px, py] = [x + share * (toX - x), y + share * (toY - y)];
      this.crossed.push({ left: px, right: px, top: py - 1, bottom: py + 1 });
    }
  }

  /**
   * The line from a place to its curve: from the nearest point of its rim.
   * @param {string} name
   * @param {Place} place
   * @returns {[number, number, number, number] | null}
   */
  lead(name, { to, left, right, top, bottom }) {
    if (to === undefined) return null;
    const [x, y] = this.#target(this.#own(name), to);
    return [Math.max(left, Math.min(right, x)), Math.max(top, Math.min(bottom, y)), x, y];
  }

  /** A sample of a line in the panel, pixels. @param {number} own @param {number} to @returns {[number, number]} */
  #target(own, to) {
    return [this.#x(to), Math.max(this.box.top, Math.min(this.box.top + this.box.height, this.heights[own][to]))];
  }

  /** The peak to which a number leads: that to which it led, where it is still about the highest. @param {number} own @param {number} [was] */
  #peak(own, was) {
    const { values } = this.lines[own];
    const peak = this.peaks[own];
    if (was === undefined || was >= this.count) return peak;
    const at = this.#climb(own, was);
    return values[at] >= 0.8 * values[peak] ? at : peak;
  }

  /** The sample nearest to a peak, down its flanks, whose dot is clear of those of other numbers. @param {number} own @param {number} peak */
  #aside(own, peak) {
    const { values } = this.lines[own];
    const clear = (/** @type {number} */ at) => {
      const [x, y] = this.#target(own, at);
      return [...this.dots.values()].every(([dotX, dotY]) => Math.hypot(dotX - x, dotY - y) >= 2 * DOT);
    };
    for (let away = 0; away < this.count; away++) {
      const sides = [peak - away, peak + away].filter((at) => values[at] >= LEAST * values[peak]);
      if (sides.length === 0) return peak;
      const found = sides.find(clear);
      if (found !== undefined) return found;
    }
    return peak;
  }

  /** The peak above a sample. @param {number} own @param {number} at */
  #climb(own, at) {
    const { values } = this.lines[own];
    for (;;) {
      if (values[at - 1] > values[at]) at -= 1;
      else if (values[at + 1] > values[at]) at += 1;
      else return at;
    }
  }

  /**
   * Places around a sample of a line.
   * @param {number} to
   * @param {number} own
   * @param {Wish} wish
   * @param {readonly number[]} lengths  letters
   * @returns {Generator<Rect>}
   */
  *#around(to, own, { width, height }, lengths) {
    const { top, height: tall } = this.box;
    const [x, y] = this.#target(own, to);
    for (const length of lengths) {
      for (const [across, up] of WAYS) {
        const left = x + across * length * this.letter + (Math.sign(across) - 1) * 0.5 * width;
        const above = y + up * length * this.letter + (Math.sign(up) - 1) * 0.5 * height;
        const at = Math.max(top + 1, Math.min(top + tall - height - 1, above));
        yield { left, right: left + width, top: at, bottom: at + height };
      }
    }
  }

  /**
   * How bad a place with a line to its curve is for a number.
   * @param {Place} place
   * @param {number} own
   * @param {Wish} wish
   * @param {boolean} stands  there already
   * @param {number} most  from which on nobody asks
   * @param {readonly Led[]} rest  the other numbers
   */
  #cost(place, own, { width, height }, stands, most, rest) {
    if (Math.abs(place.right - place.left - width) > 1 || Math.abs(place.bottom - place.top - height) > 1 || !this.#free(place)) return Infinity;
    if (rest.some(({ place: other }) => overlap(place, { ...other, top: other.top - APART, bottom: other.bottom + APART }, APART))) return Infinity;
    const lead = this.#leadOf(own, place);
    const [x, y, toX, toY] = lead;
    const length = Math.hypot(toX - x, toY - y) / this.letter;
    if (length > LENGTHS[LENGTHS.length - 1] + 1) return Infinity;
    if (length >= most) return Infinity;
    let cost = length + CROSSED * this.#crossings(lead, own);
    for (const other of rest) {
      if (meet(lead, other.lead)) cost += TANGLED;
      if (through(lead, other.place) || through(other.lead, place)) cost += 2 * HIDDEN;
    }
    for (const other of this.taken) if (through(lead, other)) cost += HIDDEN;
    for (const [k, [dotX, dotY]] of this.dots) if (k !== own && overlap(place, { left: dotX, right: dotX, top: dotY - DOT, bottom: dotY + DOT }, DOT)) cost += 4;
    if (cost >= most) return Infinity;
    const mine = this.#gap(place, own, 1.5);
    for (let k = 0; k < this.lines.length && cost < most; k++) {
      const gap = k === own ? mine : this.#gap(place, k, 1.5);
      // One that stands there already may stay for a curve that only passes.
      if (gap <= 0.05) cost += stands ? 0.6 * HIDDEN : HIDDEN;
      else if (this.dots.has(k) && k !== own && gap < mine) cost += 0.3;
    }
    return cost;
  }

  /** How often a line that leads to a curve crosses the others. @param {readonly [number, number, number, number]} lead @param {number} own */
  #crossings([x, y, toX, toY], own) {
    const [from, to] = [this.#index(Math.min(x, toX)), this.#index(Math.max(x, toX))];
    let count = 0;
    this.heights.forEach((heights, k) => {
      if (k === own) return;
      if (Math.abs(toX - x) < 1) {
        if (heights[from] > Math.min(y, toY) && heights[from] < Math.max(y, toY)) count += 1;
        return;
      }
      let side = 0;
      for (let i = from; i <= to; i++) {
        const now = Math.sign(heights[i] - (y + ((toY - y) * (this.#x(i) - x)) / (toX - x)));
        if (now * side < 0) count += 1;
        if (now !== 0) side = now;
      }
    });
    return count;
  }

  /** A place clear of every curve for the name of a density, with a line to one of its peaks. @param {Wish} wish @returns {Place | null} */
  #led(wish) {
    const own = this.#own(wish.name);
    if (wish.share !== null || !(this.lines[own].values[this.peaks[own]] > 0)) return null;
    let best = null;
    let least = Infinity;
    for (const to of this.#peaks(own)) {
      // A peak among other curves is hard to tell from theirs.
      const [x, y] = this.#target(own, to);
      const crowd = this.lines.filter((_, k) => k !== own && this.#gap({ left: x, right: x, top: y, bottom: y }, k, 1) < 0.6).length;
      for (const rect of this.#around(to, own, wish, LED)) {
        if (!this.#free(rect)) continue;
        const place = { ...rect, to };
        const lead = /** @type {[number, number, number, number]} */ (this.lead(wish.name, place));
        const cost = Math.hypot(lead[2] - lead[0], lead[3] - lead[1]) / this.letter + crowd;
        if (cost >= least || this.lines.some((_, k) => this.#gap(rect, k, 2 * CLEAR) < CLEAR)) continue;
        const total = cost + this.#crossings(lead, own);
        if (total < least && !this.leads.some((other) => meet(lead, other))) [best, least] = [place, total];
      }
    }
    return best;
  }

  /** The peaks of a density that can be seen, from left to right. @param {number} own @returns {number[]} */
  #peaks(own) {
    const { values } = this.lines[own];
    const [peak, foot, top] = this.#shape(own);
    const seen = [];
    for (let i = 1; i + 1 < this.count; i++) {
      if (values[i] >= values[i - 1] && values[i] > values[i + 1] && foot - this.heights[own][i] > 0.25 * (foot - top) && this.heights[own][i] > this.box.top) seen.push(i);
    }
    return seen.length > 8 ? [peak] : seen;
  }

  /**
   * One of a few places for what must be said, the best first: where it stood, or the first that is clear of every curve,
   * or that with the fewest curves.
   * @param {string} name
   * @param {readonly Rect[]} rects
   * @param {number} full  how many of them, the first, hold all that there is to say: it goes back to one with room to spare
   * @param {Map<string, Place>} kept
   * @returns {{at: number, clear: boolean}}  which
   */
  among(name, rects, full, kept) {
    const was = kept.get(name);
    // A percentage is no two letters longer at most.
    const stood = was ? rects.findIndex((rect) => rect.top === was.top && Math.abs(rect.left - was.left) + Math.abs(rect.right - was.right) < 2.5 * this.letter) : -1;
    const clear = (/** @type {Rect} */ rect, room = STANDING) => this.#free(rect) && this.lines.every((_, k) => this.#gap(rect, k, 2 * room) >= room);
    let at = stood >= full ? rects.findIndex((rect, k) => k < full && clear(rect, CLEAR)) : -1;
    if (at < 0) at = stood >= 0 && clear(rects[stood]) ? stood : rects.findIndex((rect) => clear(rect));
    const free = at >= 0;
    if (!free) {
      const hit = rects.map((rect) => this.lines.filter((_, k) => this.#gap(rect, k, 2 * STANDING) < STANDING).length + (this.#free(rect) ? 0 : 2));
      at = stood >= 0 && hit[stood] <= Math.min(...hit) ? stood : hit.indexOf(Math.min(...hit));
    }
    kept.set(name, rects[at]);
    this.taken.push(rects[at]);
    return { at, clear: free };
  }

  /** @param {string} name */
  #own(name) {
    return this.lines.findIndex((line) => line.name === name);
  }

  /** @param {Wish} wish @param {Place} rect */
  #holds(wish, rect) {
    const own = this.#own(wish.name);
    if (Math.abs(rect.right - rect.left - wish.width) > 1 || !this.#free(rect)) return false;
    if (rect.to !== undefined) {
      if (rect.to >= this.count) return false;
      rect.to = this.#climb(own, rect.to);
      const [x, y, toX, toY] = /** @type {[number, number, number, number]} */ (this.lead(wish.name, rect));
      return toY > this.box.top && Math.hypot(toX - x, toY - y) < (LED[LED.length - 1] + 1) * this.letter && this.lines.every((_, k) => this.#gap(rect, k, 2 * STANDING) >= STANDING);
    }
    if (wish.share === null && this.#nothing(rect, own)) return false;
    const { mine, others } = this.#near(rect, own);
    return Math.min(mine, others) >= STANDING && mine < FAR && others > mine - 0.5;
  }

  /**
   * @param {Wish} wish
   * @param {boolean} [anywhere]  on the level too, where the name of a density would be read as its own
   * @returns {Rect | null}
   */
  #find(wish, anywhere = false) {
    const own = this.#own(wish.name);
    let best = null;
    let least = Infinity;
    for (const [rect, cost] of this.#candidates(wish, own)) {
      if (cost >= least || !this.#free(rect) || (wish.share === null && this.#nothing(rect, own))) continue;
      const { mine, others } = this.#near(rect, own);
      // On a line that another covers neither is nearer.
      if (Math.min(mine, others) < CLEAR || mine > 0.9 * FAR || others < mine - 0.2) continue;
      const crossed = this.level !== null && rect.top < this.level && rect.bottom > this.level;
      if (crossed && wish.share === null && !anywhere) continue;
      const total = cost + 0.6 * mine + Math.max(0, mine + 0.9 - others) + (crossed ? 1.2 : 0);
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
    // Off the axes, whose numbers stand there.
    const edge = half + 0.8 * letter;
    for (let k = 0; k < ALONG; k++) {
      const centre = this.box.left + edge + ((k + 0.5) / ALONG) * (this.box.width - 2 * edge);
      const at = (centre - this.box.left) / this.box.width;
      const [left, right] = [centre - half, centre + half];
      let [high, low] = [Infinity, -Infinity];
      for (let i = this.#index(left); i <= this.#index(right); i++) {
        if (heights[i] < high) high = heights[i];
        if (heights[i] > low) low = heights[i];
      }
      // Along the axis lie others too.
      const lying = high > this.box.top + this.box.height - 4;
      const cost = share === null ? 0.45 : 1.5 * Math.abs(at - share) + (lying ? 1 : 0);
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

  /**
   * Whether a rectangle is in the panel, nothing stands there, and no line leads through it.
   * @param {Rect} rect
   */
  #free(rect) {
    const { box } = this;
    if (rect.left < box.left + 2 || rect.right > box.left + box.width - 2 || rect.top < box.top || rect.bottom > box.top + box.height) return false;
    return !this.taken.some((other) => overlap(rect, other, 4)) && !this.crossed.some((other) => overlap(rect, other, 4));
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

  /** In letters, up to `most`. @param {Rect} rect @param {number} k  of the line @param {number} [most] */
  #gap(rect, k, most = FAR + 1) {
    const { box, letter } = this;
    const heights = this.heights[k];
    const bottom = box.top + box.height;
    const reach = most * letter + 0.5 * this.lines[k].width;
    const end = this.#index(rect.right + reach);
    let least = reach;
    for (let i = this.#index(rect.left - reach); i < end; i++) {
      const high = Math.max(box.top, Math.min(heights[i], heights[i + 1]));
      const low = Math.min(bottom, Math.max(heights[i], heights[i + 1]));
      // Out of the panel.
      if (!(low >= high)) continue;
      const across = Math.max(0, rect.left - this.#x(i + 1), this.#x(i) - rect.right);
      const up = Math.max(0, rect.top - low, high - rect.bottom);
      if (across < least && up < least) least = Math.min(least, Math.sqrt(across * across + up * up));
    }
    return Math.max(0, least - this.lines[k].width / 2) / letter;
  }
}

/** Whether two lines cross. @param {readonly [number, number, number, number]} one @param {readonly [number, number, number, number]} other */
function meet([ax, ay, bx, by], [cx, cy, dx, dy]) {
  const side = (/** @type {number} */ x, /** @type {number} */ y) => (bx - ax) * (y - ay) - (by - ay) * (x - ax);
  const back = (/** @type {number} */ x, /** @type {number} */ y) => (dx - cx) * (y - cy) - (dy - cy) * (x - cx);
  return side(cx, cy) * side(dx, dy) < 0 && back(ax, ay) * back(bx, by) < 0;
}

/** Whether a line goes through a rectangle. @param {readonly [number, number, number, number]} line @param {Rect} rect */
function through(line, { left, top, right, bottom }) {
  return meet(line, [left, top, right, bottom]) || meet(line, [left, bottom, right, top]);
}
