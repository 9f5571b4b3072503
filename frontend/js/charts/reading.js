/**
 * Which round a person reads: pointed at in the figure, or gone to by the arrow keys, which also says it.
 *
 * @typedef {{round: number, marked: boolean}} Cursor  `marked`: by the keyboard
 *
 * @typedef {object} Told
 * @property {() => ArrayLike<number>} rounds
 * @property {(marked: boolean) => void} changed
 * @property {(row: number) => string} told  the values of all charts at a row
 * @property {(name: string, by: -1 | 1) => string} move  a chart up or down; where it is then
 */

import { h, setText } from "../base/dom.js";
import { nearestRow } from "../base/ranges.js";

export class Reading {
  /** @type {Cursor | null} */ cursor = null;

  /**
   * @param {HTMLElement} plots
   * @param {Told} told
   */
  constructor(plots, told) {
    this.told = told;
    this.spoken = h("p", { class: "sr-only", "aria-live": "polite" });
    plots.after(this.spoken);
    document.addEventListener("pointerdown", (event) => {
      if (!plots.contains(/** @type {Node} */ (event.target))) this.at(null);
    });
    plots.addEventListener("blur", () => this.cursor?.marked && this.at(null));
    plots.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {Cursor | null} cursor */
  at(cursor) {
    if (!cursor && !this.cursor) return;
    const marked = cursor?.marked || this.cursor?.marked || false;
    this.cursor = cursor;
    this.told.changed(marked);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.target instanceof HTMLInputElement) return;
    if (event.altKey) return this.#move(event);
    const rounds = this.told.rounds();
    if (rounds.length === 0) return;
    const newest = rounds.length - 1;
    const row = this.cursor ? nearestRow(rounds, this.cursor.round) : newest;
    const stride = Math.max(1, Math.round(rounds.length / 50));
    const next = { ArrowLeft: row - stride, ArrowRight: row + stride, Home: 0, End: newest, Escape: null }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    if (next === null) return this.at(null);
    const at = Math.min(Math.max(next, 0), newest);
    this.at({ round: rounds[at], marked: true });
    setText(this.spoken, `Round ${rounds[at]}. ${this.told.told(at)}`);
  }

  /** A chart whose title has the focus changes places with its neighbour. @param {KeyboardEvent} event */
  #move(event) {
    const by = /** @type {-1 | 1 | undefined} */ ({ ArrowUp: -1, ArrowDown: 1 }[event.key]);
    const title = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".chart-title"));
    const name = /** @type {HTMLElement | null | undefined} */ (title?.closest("[data-chart]"))?.dataset.chart;
    if (!by || !title || !name) return;
    event.preventDefault();
    const place = this.told.move(name, by);
    title.focus();
    setText(this.spoken, `${title.firstElementChild?.textContent}: ${place}`);
  }
}
