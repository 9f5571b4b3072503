/** Words with the mathematics in them set as such: p_data and k_D with their index below. */

import { h } from "./dom.js";

/**
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export function maths(text) {
  /** @type {(Node | string)[]} */
  const parts = [];
  // Every second piece is a letter with its index.
  for (const [i, part] of text.split(/\b([pk]_(?:data|[a-zA-Z]))(?![a-zA-Z])/).entries()) {
    if (i % 2 === 0) parts.push(part);
    else parts.push(h("i", {}, part[0]), h("sub", {}, part.slice(2)));
  }
  return parts.filter((part) => part !== "");
}
