/**
 * The keys of the page, in one table: what listens to them and what the help sheet lists are the same.
 *
 * @typedef {object} Binding
 * @property {string} key  as `KeyboardEvent.key` has it, in lower case; "space" for the space bar, "→" for the arrow
 * @property {string} title  what it does, in a few words
 * @property {string} group
 * @property {() => void} act
 * @property {boolean} [repeats]  whether holding the key down repeats it
 */

/** @type {Map<string, Binding>} */
const bindings = new Map();

/** @param {Binding} binding */
export function bind(binding) {
  bindings.set(binding.key, binding);
}

/** All bindings, by group. @returns {Map<string, Binding[]>} */
export function groups() {
  /** @type {Map<string, Binding[]>} */
  const found = new Map([["Training", []], ["Page", []]]);
  for (const binding of bindings.values()) found.set(binding.group, [...(found.get(binding.group) ?? []), binding]);
  return found;
}

/** How a key is written on the page. @param {string} key */
export const label = (key) => (key === "space" ? "Space" : key.length === 1 ? key.toUpperCase() : key);

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
