/** Small helpers to build and find elements.  Texts may have formulas in them, as words/marks.js reads them. */

import { nodes, typed } from "../words/marks.js";

/** Attributes that a person reads. */
const READ = new Set(["title", "aria-label", "aria-valuetext"]);

/**
 * An element with attributes and children.  `class`, `for`, `aria-*` and so on are attributes; `on*` are listeners;
 * `true` sets an empty attribute, `false`, null and undefined leave it out.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, READ.has(name) ? typed(String(value)) : String(value));
  }
  for (const child of children) {
    if (typeof child === "string") element.append(...nodes(child));
    else if (child !== null && child !== undefined) element.append(child);
  }
  return element;
}

/**
 * The element with this id; the page's own markup guarantees it.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no element #${id}`);
  return element;
}

/**
 * Sets letters only where they change, so that unchanged numbers cost no layout.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  const letters = typed(text);
  if (element.textContent !== letters) element.textContent = letters;
}
