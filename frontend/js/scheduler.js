/**
 * One requestAnimationFrame loop.  It paints the newest frame and acknowledges it only then, so that a slow page gets
 * fewer frames and never old ones.  A hidden tab paints nothing and so asks for nothing.
 *
 * @typedef {import("./types.js").Frame} Frame
 */

const REMEMBERED = 240;

export class Scheduler {
  /** @type {Frame | null} */ #next = null;
  #asked = false;
  /** @type {number[]} */ #times = [];
  /** @type {number[]} */ #costs = [];
  painted = 0;

  /**
   * @param {(frame: Frame) => void} paint
   * @param {(frame: Frame) => void} acknowledge
   */
  constructor(paint, acknowledge) {
    this.paint = paint;
    this.acknowledge = acknowledge;
  }

  /** @param {Frame} frame */
  offer(frame) {
    this.#next = frame;
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
    try {
      this.paint(frame);
    } finally {
      // Without its acknowledgement the server would wait for ever, even where painting failed.
      this.acknowledge(frame);
    }
    const end = performance.now();
    this.painted += 1;
    this.#times.push(end);
    this.#costs.push(end - start);
    if (this.#times.length > REMEMBERED) {
      this.#times.shift();
      this.#costs.shift();
    }
  }

  /** Frames painted in the last second. */
  rate() {
    const since = performance.now() - 1000;
    let count = 0;
    for (let i = this.#times.length - 1; i >= 0 && this.#times[i] >= since; i--) count += 1;
    return count;
  }

  /** Milliseconds of main thread for the frames lately painted. */
  costs() {
    const sorted = [...this.#costs].sort((a, b) => a - b);
    const at = (/** @type {number} */ q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
    return { frames: this.painted, median: at(0.5), p95: at(0.95), max: at(1) };
  }
}
