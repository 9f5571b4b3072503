/**
 * The keys of the page, in one table: what listens to them and what the help sheet lists are the same.
 *
 * @typedef {object} Binding
 * @property {string} key  as `KeyboardEvent.key` has it, in lower case; "space" for the space bar, "→" for the arrow
 * @property {string} title  what it does, in a few words
 * @property {"training" | "page"} group
 * @property {() => void} act
 * @property {boolean} [repeats]  whether holding the key down repeats it
 */

import { say } from "../words/words.js";

/** @type {Map<string, Binding>} */
const bindings = new Map();

/** @param {Binding} binding */
export function bind(binding) {
  bindings.set(binding.key, binding);
}

const GROUPS = /** @type {const} */ ({ training: say("keys.training"), page: say("keys.page") });

/** All bindings, by the title of their group. @returns {[string, Binding[]][]} */
export const groups = () => Object.entries(GROUPS).map(([group, title]) => [title, [...bindings.values()].filter((binding) => binding.group === group)]);

/** How a key is written on the page. @param {string} key */
export const label = (key) => (key === "space" ? say("key.space") : key.length === 1 ? key.toUpperCase() : key);

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.closest("input:not([type=range]), select, textarea, dialog")) return;
  const key = event.key === " " ? "space" : event.key === "ArrowRight" ? "→" : event.key.toLowerCase();
  if (key === "→" && target.closest("input[type=range], [role=slider]")) return;
  // On a button that the keyboard has reached, space presses that button.
  if (key === "space" && target.closest("button, summary, a")) return;
  const binding = bindings.get(key);
  if (!binding) return;
  event.preventDefault();
  if (event.repeat && !binding.repeats) return;
  binding.act();
}

document.addEventListener("keydown", pressed);
