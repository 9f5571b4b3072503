/**
 * Words of the charts with the mathematics in them set as such: p_data and k_D with their index below, and no formula broken
 * over lines.  It finds formulas by what they look like, and goes once the charts' words are in the catalogue, where a
 * formula is marked.
 */

import { h } from "./dom.js";
import { worded } from "./format.js";
import { nodes } from "../words/marks.js";

const SIGN = "[=+−·/≥≤≈<>]";
/** What stands between spaces, or between brackets that hold some. */
const ATOM = String.raw`(?!${SIGN} )(?:[^\s()]*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\S*|\S+)`;
const TERM = String.raw`(?:(?:E|[Α-Ωα-ω]|\d+|[−\d]*log) )*${ATOM}`;
/** Terms with signs between them, or one logarithm. */
const FORMULA = new RegExp(String.raw`(${TERM}(?: ${SIGN} ${TERM})+|[−\d]*\blog ${ATOM})`);

/** A letter with its index. */
const INDEXED = /\b([pk]_(?:data|[a-zA-Z]))(?![a-zA-Z])/;

/**
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export function maths(text) {
  if (text.includes("$")) return nodes(worded(text));
  // Every second piece is a formula.
  return worded(text).split(FORMULA).flatMap((part, i) => (i % 2 === 0 ? indexed(part) : [h("span", { class: "whole" }, ...indexed(part))]));
}

/** @param {string} text @returns {(Node | string)[]} */
function indexed(text) {
  /** @type {(Node | string)[]} */
  const parts = [];
  // Every second piece is a letter with its index.
  for (const [i, part] of text.split(INDEXED).entries()) {
    if (i % 2 === 0) parts.push(part);
    else parts.push(h("i", {}, part[0]), h("sub", {}, part.slice(2)));
  }
  return parts.filter((part) => part !== "");
}
