/**
 * How old a frame is when it is painted: now minus the time at which its state was measured.
 *
 * The server's clock may differ from this one's.  Where even the youngest frame came more than a moment late, or before
 * its time, that difference is taken off; clocks that agree are believed.
 */

/** Milliseconds within which the youngest frame of clocks that agree arrives. */
const AGREE = 60;

export class Freshness {
  #smallest = Infinity;

  /**
   * A frame has arrived.
   * @param {number | undefined} measured  Unix milliseconds of the server
   * @param {number} now  Unix milliseconds of this machine
   */
  arrived(measured, now) {
    if (measured !== undefined) this.#smallest = Math.min(this.#smallest, now - measured);
  }

  /**
   * Milliseconds since a frame's state was measured; NaN where the frame does not say when that was.
   * @param {number | undefined} measured
   * @param {number} now
   */
  age(measured, now) {
    if (measured === undefined) return Number.NaN;
    const agree = this.#smallest >= 0 && this.#smallest <= AGREE;
    return now - measured - (agree || this.#smallest === Infinity ? 0 : this.#smallest);
  }
}
