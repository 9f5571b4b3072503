/** A text box for one number. */

/** @typedef {import("../wire/types.js").Json} Json */
/** @typedef {import("./slider.js").Scale} Scale */

import { h } from "./dom.js";
import { typed } from "./format.js";
import { say } from "../words/words.js";

/**
 * It hands on a number when it is left or on Enter; Escape brings back the last good value; up and down step.  While it
 * holds something that was not handed on, its text differs from its `defaultValue`.
 *
 * @param {object} options
 * @param {Record<string, any>} options.attributes
 * @param {boolean} options.integer
 * @param {Scale | null} [options.scale]  of the slider beside it, by whose range page up and down go
 * @param {(value: number) => void} options.commit
 * @param {(text: string | null) => void} options.error
 * @returns {{input: HTMLInputElement, set: (value: Json) => void, preview: (value: number) => void}}
 */
export function numberBox({ attributes, integer, scale = null, commit, error }) {
  let good = "";
  const input = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", enterkeyhint: "done", class: "number", ...attributes });
  const read = () => {
    if (input.value === good) return error(null);
    const value = typed(input.value);
    if (value === null) return error(say("number.needed", { typed: input.value }));
    error(null);
    commit(value);
  };
  const step = (/** @type {string} */ key, /** @type {number} */ value) => {
    const sign = key.endsWith("Up") ? 1 : -1;
    if (key.startsWith("Page") && scale) {
      const next = scale.value(Math.max(0, Math.min(scale.steps, scale.position(value) + sign * Math.round(scale.steps / 12))));
      return next;
    }
    return value + sign * (integer ? 1 : 10 ** Math.floor(Math.log10(Math.abs(value) || 1) - 1));
  };
  input.addEventListener("change", read);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") read();
    if (event.key === "Escape") {
      input.value = good;
      error(null);
    }
    if (!["ArrowUp", "ArrowDown", "PageUp", "PageDown"].includes(event.key)) return;
    const value = typed(input.value);
    if (value === null) return;
    event.preventDefault();
    input.value = String(Number(step(event.key, value).toPrecision(12)));
    read();
  });
  return {
    input,
    set(value) {
      const typing = document.activeElement === input && input.value !== good && typed(input.value) !== value;
      good = plain(value);
      if (typing || input.getAttribute("aria-invalid") === "true") return;
      input.value = good;
      input.defaultValue = good;
    },
    preview(value) {
      input.removeAttribute("aria-invalid");
      input.value = plain(value);
    },
  };
}

/**
 * A number as a person would type it.
 * @param {Json} value
 */
export function plain(value) {
  if (typeof value !== "number") return "";
  const text = String(value);
  return text.length > 9 ? String(Number(value.toPrecision(6))) : text;
}
