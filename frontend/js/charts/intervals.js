/** How many intervals samples are counted in: sliders that move together, kept from one visit to the next. */

import { h, setText } from "../base/dom.js";
import { intervals, LADDER } from "./linecharts.js";
import { remember, remembered } from "../base/memory.js";
import { slider } from "../base/slider.js";

const KEY = "ganscope.intervals";
/** 64 intervals. */
const FIRST = 5;

/** The place of the ladder that was chosen the last time. @param {string | null} kept */
export function placeFrom(kept) {
  const place = Number(kept ?? FIRST);
  return Number.isInteger(place) && place >= 0 && place < LADDER ? place : FIRST;
}

export class Intervals {
  place = placeFrom(remembered(KEY));
  /** @type {((place: number) => void)[]} */ #followers = [];

  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
  }

  /** A slider of its own. @returns {HTMLElement} */
  control() {
    const text = (/** @type {number} */ place) => `${intervals(place)} intervals`;
    const same = (/** @type {number} */ place) => place;
    const move = (/** @type {number} */ place) => this.#move(place);
    const { element, set } = slider({ steps: LADDER - 1, value: same, position: same }, { name: "Intervals k", text, moved: move, left: move });
    // No box beside it takes the keys.
    element.querySelector("input")?.removeAttribute("tabindex");
    const count = h("span", { class: "count" });
    const follow = (/** @type {number} */ place) => {
      set(place);
      setText(count, String(intervals(place)));
    };
    follow(this.place);
    this.#followers.push(follow);
    return h("span", { class: "intervals" }, h("span", {}, "k ="), count, element);
  }

  /** @param {number} place */
  #move(place) {
    this.place = place;
    remember(KEY, String(place));
    for (const follow of this.#followers) follow(place);
    this.changed();
  }
}
