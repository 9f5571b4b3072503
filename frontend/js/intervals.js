/** How many intervals samples are counted in: a slider on the chart, kept from one visit to the next. */

import { h, setText } from "./dom.js";
import { intervals } from "./linecharts.js";
import { remember, remembered } from "./memory.js";
import { slider } from "./slider.js";

const KEY = "ganscope.intervals";
/** The last place of the ladder: 512. */
const LAST = 8;
const FIRST_CHOICE = 5;

/** The place of the ladder that is chosen. */
export function chosenPlace() {
  const kept = Number(remembered(KEY) ?? FIRST_CHOICE);
  return Number.isInteger(kept) && kept >= 0 && kept <= LAST ? kept : FIRST_CHOICE;
}

export class Intervals {
  place = chosenPlace();

  /** @param {() => void} changed */
  constructor(changed) {
    const move = (/** @type {number} */ place) => {
      this.place = place;
      setText(this.count, String(intervals(place)));
      remember(KEY, String(place));
      changed();
    };
    const text = (/** @type {number} */ place) => `${intervals(place)} intervals`;
    const same = (/** @type {number} */ at) => at;
    const control = slider({ steps: LAST, value: same, position: same }, { name: "Intervals k", text, moved: move, left: move });
    control.set(this.place);
    const input = control.element.querySelector("input");
    if (input) input.tabIndex = 0;
    this.count = h("span", { class: "count" }, String(intervals(this.place)));
    this.element = h("span", { class: "intervals" }, h("span", {}, "k ="), this.count, control.element);
  }
}
