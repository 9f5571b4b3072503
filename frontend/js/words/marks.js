/**
 * Mathematics in words: what stands between two `$` is a formula, all else is prose, and nothing guesses.
 *
 * A formula is written as it would be typed: `$p_data(x) = N(μ, σ²)$`, `$E log D(x)$`, `$p^m / (p^m + q^m)$`.  One letter is
 * a variable and italic, save E, N, U and I; several are a word, upright (log, data, const), save a matrix before its x.
 * What follows `_` or `^` stands low or high: a word, or a formula in `{}`.  A space is a space.
 *
 * The same text becomes MathML in the page, pieces for a canvas, and what a person would type where there are letters only.
 *
 * @typedef {{text: string, kind: "space" | "number" | "variable" | "word" | "sign" | "low" | "high", grouped?: true}} Token
 */

const TOKEN = new RegExp(
  [
    String.raw`(?<space>\s+)`,
    String.raw`(?<script>[_^])(?:\{(?<group>(?:[^{}]|\{[^{}]*\})*)\}|(?<index>[\p{L}\p{N}*]+))`,
    String.raw`(?<number>\d+(?:[.,\u202f]\d+)*|\.\d+|[½⅓¼⅕⅙⅛∞])`,
    String.raw`(?<matrix>[A-Z](?=[xz](?![a-z])))`,
    String.raw`(?<word>[a-zA-Z]{2,}(?:-[a-z]{2,})?)`,
    String.raw`(?<letter>\p{L}[\p{M}\p{Lm}₀-₉₊₋⁰-⁹²³¹⁺⁻′]*)`,
    String.raw`(?<sign>.)`,
  ].join("|"),
  "gu",
);

/** Letters that stand for no variable: an expectation, a normal and a uniform distribution, the identity; Greek capitals. */
const UPRIGHT = /^[ENUIΑ-Ω]/;

/** @param {string} formula @returns {Token[]} */
export function tokens(formula) {
  return [...formula.matchAll(TOKEN)].map(({ 0: text, groups = {} }) => {
    const { space, script, group, index, number, word, matrix, letter } = groups;
    if (space !== undefined) return { text: space, kind: "space" };
    if (script) return { text: group ?? index ?? "", kind: script === "_" ? "low" : "high", ...(group === undefined ? {} : { grouped: true }) };
    if (number) return { text: number, kind: "number" };
    if (word) return { text: word, kind: "word" };
    if (matrix) return { text: matrix, kind: "variable" };
    if (letter) return { text: letter, kind: UPRIGHT.test(letter) ? "word" : "variable" };
    return { text, kind: "sign" };
  });
}

/** Prose and formulas in turn, the first is prose; a `$` without another is one that is meant. @param {string} text @returns {string[]} */
export function parts(text) {
  const found = text.split("$");
  if (found.length % 2 === 0) found.push(found.splice(-2).join("$"));
  return found;
}

/** As a person would type it: for what is read aloud, for menus, for the names of windows. @param {string} text */
export const typed = (text) => (text.includes("$") ? parts(text).map((part, i) => (i % 2 ? part.replaceAll(/\{([^{}]*)\}/g, (_, group) => (/^\w+$/.test(group) ? group : `(${group})`)) : part)).join("") : text);

const MATHML = "http://www.w3.org/1998/Math/MathML";

/** A formula from so many letters on may be broken where it has to. */
const LONG = 26;

/** As nodes of the page. @param {string} text @returns {(Node | string)[]} */
export function nodes(text) {
  return parts(text).map((part, i) => (i % 2 ? whole(part) : part)).filter((part) => part !== "");
}

/** A formula, which keeps to one line where it fits one. @param {string} formula */
function whole(formula) {
  const element = document.createElement("span");
  element.className = "whole";
  for (const [i, line] of lines(tokens(formula), formula.length).entries()) {
    if (i > 0) element.append(" ");
    const math = document.createElementNS(MATHML, "math");
    math.append(...row(line));
    element.append(math);
  }
  return element;
}

const SIGNS = new Set("=+−≥≤≈<>∝↦←~");

/**
 * Where a long formula may be broken: after a comma and the like, and before a sign between two terms, outside of brackets.
 * @param {Token[]} all
 * @param {number} length
 * @returns {Token[][]}
 */
function lines(all, length) {
  /** @type {Token[][]} */
  const found = [[]];
  let depth = 0;
  for (const [i, token] of all.entries()) {
    if (token.kind === "sign") depth += "([{".includes(token.text) ? 1 : ")]}".includes(token.text) ? -1 : 0;
    const before = all[i - 1]?.text ?? "";
    const next = all[i + 1];
    const breaks = token.kind === "space" && depth === 0 && i > 0 && (",:;?".includes(before) || (next && SIGNS.has(next.text) && all[i + 2]?.kind === "space"));
    if (breaks && length >= LONG) found.push([]);
    else found[found.length - 1].push(token);
  }
  return found;
}

/** @param {Token[]} all @returns {Element[]} */
function row(all) {
  /** @type {Element[]} */
  const made = [];
  for (const { text, kind, grouped } of all) {
    const base = made.at(-1);
    if ((kind === "low" || kind === "high") && base) {
      // A letter that stands low is a name.
      const inner = kind === "low" && !grouped ? [element("mi", { mathvariant: "normal" }, text)] : row(tokens(text));
      const index = inner.length === 1 ? inner[0] : element("mrow", {}, ...inner);
      made[made.length - 1] = element(kind === "low" ? "msub" : "msup", {}, base, index);
    } else if (kind === "space") made.push(element("mtext", {}, "\u00a0"));
    else if (kind === "number") made.push(element("mn", {}, text));
    else if (kind === "variable") made.push(element("mi", {}, text));
    else if (kind === "sign") made.push(element("mo", { stretchy: "false", lspace: "0", rspace: "0" }, text));
    else made.push(element("mi", { mathvariant: "normal" }, text));
  }
  return made;
}

/** @param {string} tag @param {Record<string, string>} attributes @param {...(Node | string)} children */
function element(tag, attributes, ...children) {
  const made = document.createElementNS(MATHML, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
