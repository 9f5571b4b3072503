/** The words of the page's own markup: it has them in English, as the catalogue has, and the catalogue has them in each language. */

import { say } from "../words/words.js";

/** @typedef {import("../words/words.js").Key} Key */

/** Attributes that hold a key, and where its sentence belongs: the text, or an attribute. */
const PLACES = /** @type {const} */ ([["data-say", null], ["data-say-label", "aria-label"], ["data-say-title", "title"]]); // prettier-ignore

export function markup() {
  for (const [place, attribute] of PLACES) {
    for (const element of document.querySelectorAll(`[${place}]`)) {
      const words = say(/** @type {Key} */ (element.getAttribute(place)));
      if (attribute) element.setAttribute(attribute, words);
      else element.textContent = words;
    }
  }
}
