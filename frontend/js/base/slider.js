/**
 * How a slider's position stands for a number: linear, logarithmic, or logarithmic in the distance from 1, as the schema
 * says.
 *
 * @typedef {import("../run/schema.js").Node} Node
 *
 * @typedef {object} Scale
 * @property {number} steps  positions are whole numbers from 0 to this
 * @property {(position: number) => number} value
 * @property {(value: number) => number} position
 */

import { h } from "./dom.js";
import { underFinger } from "./finger.js";
import { say } from "../words/words.js";

/**
 * @param {Node} node
 * @returns {Scale | null} null where the range is unknown or too wide to be of use
 */
export function scaleOf(node) {
  const integer = node.type === "integer";
  let low = node.minimum ?? node.exclusiveMinimum;
  let high = node.maximum ?? node.exclusiveMaximum;
  if (low === undefined || high === undefined) return null;
  const tidy = (/** @type {number} */ value) => (integer ? Math.round(value) : Number(value.toPrecision(3)));
  if (node["x-scale"] === "log") return logarithmic(node, low, high, tidy);
  if (node["x-scale"] === "one_minus") return oneMinus(high);
  // Of positions anywhere on the line, a slider reaches those that a picture shows.
  if (low <= -100 && high >= 100) [low, high] = [-10, 10];
  if (high - low > 1000) return null;
  const steps = integer ? Math.min(high - low, 400) : 200;
  return {
    steps,
    value: (position) => tidy(low + ((high - low) * position) / steps),
    position: (value) => Math.round((steps * (Math.max(low, Math.min(high, value)) - low)) / (high - low)),
  };
}

/**
 * @param {Node} node
 * @param {number} low
 * @param {number} high
 * @param {(value: number) => number} tidy
 * @returns {Scale}
 */
function logarithmic(node, low, high, tidy) {
  // Zero has no place on a log axis: the leftmost position stands for it where it is allowed.
  const zero = node.minimum === 0;
  const from = low > 0 ? low : Math.min(high * 1e-6, (Number(node.default) || high) / 100);
  const steps = 240;
  const span = Math.log(high / from);
  return {
    steps,
    value: (position) => (position === 0 && zero ? 0 : position === 0 ? from : position === steps ? high : tidy(from * Math.exp((span * position) / steps))),
    position: (value) => (value <= from ? 0 : Math.min(steps, Math.round((steps * Math.log(value / from)) / span))),
  };
}

/**
 * For memories like β₂: 0, .9, .99 and .999 stand equally far apart.
 * @param {number} high  below 1
 * @returns {Scale}
 */
function oneMinus(high) {
  const steps = 200;
  const span = Math.log(1 - high);
  return {
    steps,
    value: (position) => (position === steps ? high : Number((1 - Number(Math.exp((span * position) / steps).toPrecision(2))).toPrecision(8))),
    position: (value) => (value >= high ? steps : Math.round(steps * Math.abs(Math.log(1 - Math.max(0, value)) / span))),
  };
}

/**
 * @param {Scale} scale
 * @param {object} told
 * @param {string} told.name
 * @param {(value: number) => string} told.text
 * @param {(value: number) => void} told.moved  while it moves
 * @param {(value: number) => void} told.left  where it was let go
 */
export function slider(scale, { name, text, moved, left }) {
  const read = () => scale.value(Number(input.value));
  const input = h("input", {
    type: "range", min: 0, max: scale.steps, step: 1, "aria-label": say("slider", { name }),
    // The box beside it takes the same keys; one stop for Tab is enough.
    tabindex: -1,
    oninput: () => {
      paint();
      moved(read());
    },
    onchange: () => left(read()),
  }); // prettier-ignore
  const tick = h("span", { class: "preset-mark", hidden: true });
  const element = h("span", { class: "slide" }, input, tick);
  underFinger(element, input);
  const share = (/** @type {number} */ position) => String(position / scale.steps);
  const paint = () => {
    element.style.setProperty("--at", share(Number(input.value)));
    input.setAttribute("aria-valuetext", text(read()));
  };
  return {
    element,
    /** @param {number} value */
    set(value) {
      const position = String(scale.position(value));
      // A slider that a person holds stays where they hold it.
      if (element.classList.contains("held") || (document.activeElement === input && input.matches(":active"))) return;
      if (input.value === position && element.style.getPropertyValue("--at")) return;
      input.value = position;
      paint();
      input.setAttribute("aria-valuetext", text(value));
    },
    /** A mark at the value that the preset has. @param {number | undefined} value */
    mark(value) {
      tick.hidden = value === undefined;
      if (value !== undefined) element.style.setProperty("--base", share(scale.position(value)));
    },
  };
}
