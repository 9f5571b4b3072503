/** Words with the mathematics in them set as such: p_data and k_D with their index below, and no formula broken over lines. */

import { h } from "./dom.js";
import { worded } from "./format.js";

const SIGN = "[=+−·/≥≤≈<>]";
/** What stands between spaces, or between brackets that hold some. */
const ATOM = String.raw`(?!${SIGN} )(?:[^\s()]*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\S*|\S+)`;
const TERM = String.raw`(?:(?:E|[Α-Ωα-ω]|\d+|[−\d]*log) )*${ATOM}`;
/** Terms with signs between them, or one logarithm. */
const FORMULA = new RegExp(String.raw`(${TERM}(?: ${SIGN} ${TERM})+|[−\d]*\blog ${ATOM})`);

/** A letter with its index: in words p and k alone, in a formula any. */
const INDEXED = /\b([pk]_(?:data|[a-zA-Z]))(?![a-zA-Z])/;
const ANY_INDEXED = /(?<![a-zA-Z])([a-zA-Zα-ωℓ]_[a-zA-Z]+)/;
/** A letter that stands for something, or a matrix before its x: not E, N, U and I, nor the article in "once a round". */
const VARIABLE = /(?<![a-zA-Z])((?:(?!a [a-z])[A-DF-HJ-MO-TV-Za-zŝ]|[A-Z][xz])[\u0300-\u036f]?′?(?![a-zA-Z])|[α-ορ-ωℓ][\u0300-\u036f]?)/;

/**
 * @param {string} text
 * @param {boolean} [formula]  whether it is one, and not words with formulas in them
 * @returns {(Node | string)[]}
 */
export function maths(text, formula = false) {
  /** @type {(words: string) => (Node | string)[]} */
  const set = formula ? variables : (words) => indexed(words, INDEXED);
  // Every second piece is a formula.
  return worded(text).split(FORMULA).flatMap((part, i) => (i % 2 === 0 ? set(part) : [h("span", { class: "whole" }, ...set(part))]));
}

/** @param {string} text @returns {(Node | string)[]} */
const variables = (text) =>
  indexed(text, ANY_INDEXED).flatMap((part) => (typeof part === "string" ? italic(part) : [part])).filter((part) => part !== "");

/** @param {string} text @returns {(Node | string)[]} */
const italic = (text) => text.split(VARIABLE).map((piece, i) => (i % 2 === 0 ? piece : h("i", {}, piece)));

/**
 * @param {string} text
 * @param {RegExp} letter  with its index
 * @returns {(Node | string)[]}
 */
function indexed(text, letter) {
  /** @type {(Node | string)[]} */
  const parts = [];
  // Every second piece is a letter with its index.
  for (const [i, part] of text.split(letter).entries()) {
    if (i % 2 === 0) parts.push(part);
    else parts.push(part[0] === "E" ? part[0] : h("i", {}, part[0]), h("sub", {}, part.slice(2)));
  }
  return parts.filter((part) => part !== "");
}
