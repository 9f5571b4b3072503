/**
 * One requestAnimationFrame loop.  It paints the newest frame and acknowledges it only then, so that a slow page gets
 * fewer frames and never old ones.  A hidden tab paints nothing and so asks for nothing.
 *
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {{median: number, p95: number}} Summary  milliseconds
 */

import { Freshness } from "./freshness.js";

const REMEMBERED = 240;

export class Scheduler {
  /** @type {Frame | null} */ #next = null;
  #asked = false;
  /** When the last frames were painted, what they cost, and how old they were while the run played. @type {number[]} */ #times = [];
  /** @type {number[]} */ #costs = [];
  /** @type {number[]} */ #ages = [];
  /** @type {Record<string, number[]>} */ #parts = {};
  #freshness = new Freshness();
  painted = 0;

  /**
   * @param {Record<string, (frame: Frame) => void | Promise<unknown>>} painters  what is painted, in this order; the time of each is kept
   * @param {(frame: Frame) => void} acknowledge
   */
  constructor(painters, acknowledge) {
    this.painters = Object.entries(painters);
    this.acknowledge = acknowledge;
    for (const name of Object.keys(painters)) this.#parts[name] = [];
  }

  /** @param {Frame} frame */
  offer(frame) {
    this.#next = frame;
    this.#freshness.arrived(frame.meta.time, Date.now());
    if (!this.#asked) {
      this.#asked = true;
      requestAnimationFrame(() => this.#tick());
    }
  }

  #tick() {
    this.#asked = false;
    const frame = this.#next;
    if (!frame) return;
    this.#next = null;
    const start = performance.now();
    let end = start;
    const drawn = [];
    try {
      for (const [name, paint] of this.painters) {
        const before = end;
        drawn.push(paint(frame));
        end = performance.now();
        keep(this.#parts[name], end - before);
      }
    } finally {
      // Without its acknowledgement the server would wait for ever, even where painting failed.
      Promise.allSettled(drawn).then(() => this.acknowledge(frame));
    }
    this.painted += 1;
    keep(this.#times, end);
    keep(this.#costs, end - start);
    // The picture of a run that stands still does not age.
    const age = this.#freshness.age(frame.meta.time, Date.now());
    if (frame.meta.playing && Number.isFinite(age)) keep(this.#ages, age);
    else this.#ages.length = 0;
  }

  /** Frames painted in the last second. */
  rate() {
    const since = performance.now() - 1000;
    return this.#times.length - 1 - this.#times.findLastIndex((time) => time < since);
  }

  /**
   * Milliseconds by which the picture of a playing run is late: the median age of the frames painted in the last second,
   * or the age of the last one where there was none; null while nothing plays.
   * @returns {number | null}
   */
  late() {
    if (this.#ages.length === 0) return null;
    const recent = this.rate();
    if (recent === 0) return performance.now() - this.#times[this.#times.length - 1] + this.#ages[this.#ages.length - 1];
    return summary(this.#ages.slice(-recent)).median;
  }

  /**
   * What the frames lately painted cost the main thread, in all and by part, and how old they were when painted.
   * @param {Record<string, number[]>} [others]  what is drawn in turns of its own
   * @returns {Summary & {frames: number, painted: number, rate: number, max: number, age: Summary, parts: Record<string, Summary>}}
   */
  frames(others = {}) {
    return {
      ...summary(this.#costs),
      frames: this.painted,
      painted: this.painted,
      rate: this.rate(),
      max: Math.max(0, ...this.#costs),
      age: summary(this.#ages),
      parts: Object.fromEntries(Object.entries({ ...this.#parts, ...others }).map(([name, costs]) => [name, summary(costs)])),
    };
  }
}

/**
 * @param {number[]} list
 * @param {number} value
 */
function keep(list, value) {
  list.push(value);
  if (list.length > REMEMBERED) list.shift();
}

/**
 * @param {number[]} values
 * @returns {Summary}
 */
export function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (/** @type {number} */ q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
  return { median: at(0.5), p95: at(0.95) };
}
