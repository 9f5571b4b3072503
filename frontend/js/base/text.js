/**
 * Words with mathematics in them on a canvas, in the page and read aloud.  A formula stands between two `$`, as
 * words/marks.js reads it; `{p}_data`, an italic p with a small "data" below, is the older way of writing one.
 *
 * @typedef {object} Style
 * @property {string} font  family
 * @property {number} size  pixels
 * @property {string} colour
 * @property {"left" | "center" | "right"} [align]
 * @property {string} [halo]  colour of a rim that keeps the letters readable over lines
 */

/** @typedef {{text: string, kind: "plain" | "italic" | "low"}} Piece */

import { say } from "../words/words.js";
import { nodes as marked, parts, tokens, typed } from "../words/marks.js";

/** @type {Map<string, Piece[]>} */
const read = new Map();

/** @param {string} text @returns {Piece[]} */
export function pieces(text) {
  let found = read.get(text);
  if (!found) {
    found = parts(text).flatMap((part, i) => (i % 2 ? formula(part) : prose(part)));
    if (read.size < 200) read.set(text, found); // texts with numbers in them are many
  }
  return found;
}

/** @param {string} text @returns {Piece[]} */
const prose = (text) =>
  [...text.matchAll(/\{([^}]*)\}|_([a-z]+)|([^{_]+)/g)].map(([, italic, low, plain]) =>
    italic !== undefined ? { text: italic, kind: "italic" } : low !== undefined ? { text: low, kind: "low" } : { text: plain, kind: "plain" },
  );

/** What stands alike is one piece. @param {string} text @returns {Piece[]} */
function formula(text) {
  /** @type {Piece[]} */
  const found = [];
  for (const token of tokens(text)) {
    const kind = token.kind === "variable" ? "italic" : token.kind === "low" ? "low" : "plain";
    const last = found.at(-1);
    if (last?.kind === kind) last.text += token.text;
    else found.push({ text: token.text, kind });
  }
  return found;
}

/** As it would be typed: for labels that are read aloud. @param {string} text */
export const plain = (text) => typed(text).replaceAll(/[{}]/g, "");

/** As nodes of the page. @param {string} text @returns {Node[]} */
export const nodes = (text) =>
  text.includes("$") ? marked(text).map((node) => (typeof node === "string" ? document.createTextNode(node) : node)) : lettered(text);

/** @param {string} text @returns {Node[]} */
const lettered = (text) =>
  pieces(text).map(({ text, kind }) => {
    if (kind === "plain") return document.createTextNode(text);
    const element = document.createElement(kind === "low" ? "sub" : "i");
    element.textContent = text;
    return element;
  });

/** @param {Piece} piece @param {Style} style */
const fontOf = ({ kind }, { font, size }) => (kind === "low" ? `${0.74 * size}px ${font}` : `${kind === "italic" ? "italic " : ""}${size}px ${font}`);

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {string} text
 * @param {Style} style
 */
export function widthOf(ink, text, style) {
  let width = 0;
  for (const piece of pieces(text)) {
    ink.font = fontOf(piece, style);
    width += ink.measureText(piece.text).width;
  }
  return width;
}

/**
 * Writes a text whose middle stands at height y.
 * @param {CanvasRenderingContext2D} ink
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {Style} style
 */
export function write(ink, text, x, y, style) {
  const { align = "left", size } = style;
  const start = align === "left" ? x : x - widthOf(ink, text, style) * (align === "right" ? 1 : 0.5);
  ink.textAlign = "left";
  ink.textBaseline = "alphabetic";
  ink.fillStyle = style.colour;
  const run = (/** @type {(text: string, x: number, y: number) => void} */ put) => {
    let at = start;
    for (const piece of pieces(text)) {
      ink.font = fontOf(piece, style);
      put(piece.text, at, y + 0.35 * size + (piece.kind === "low" ? 0.2 * size : 0));
      at += ink.measureText(piece.text).width;
    }
  };
  if (style.halo) {
    ink.strokeStyle = style.halo;
    ink.lineWidth = 0.32 * size;
    ink.lineJoin = "round";
    run((...piece) => ink.strokeText(...piece));
  }
  run((...piece) => ink.fillText(...piece));
}

/**
 * The same on a plate in the colour of its halo, to be read over whatever is drawn.
 * @param {CanvasRenderingContext2D} ink
 * @param {string} text
 * @param {number} x  of its left end
 * @param {number} y
 * @param {Style} style
 * @param {number} [room]  on either side, letters
 */
export function plated(ink, text, x, y, style, room = 0.4) {
  const [side, half] = [room * style.size, 0.8 * style.size];
  ink.fillStyle = style.halo ?? "#fff";
  ink.globalAlpha = 0.88;
  ink.fillRect(x - side, y - half, widthOf(ink, text, style) + 2 * side, 2 * half);
  ink.globalAlpha = 1;
  write(ink, text, x, y, style);
}

/**
 * A number on a chip with a rim in its colour, to be read over whatever is drawn; x and y are its middle.
 * @param {CanvasRenderingContext2D} ink
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {{font: string, size: number, width: number, height: number, colour: string, rim: string, ground: string}} style  the chip's width and height
 */
export function chip(ink, text, x, y, { font, size, width, height, colour, rim, ground }) {
  const line = 0.13 * size;
  ink.fillStyle = ground;
  ink.strokeStyle = rim;
  ink.lineWidth = line;
  ink.beginPath();
  ink.roundRect(x - width / 2 + line / 2, y - height / 2 + line / 2, width - line, height - line, 0.28 * size);
  ink.fill();
  ink.stroke();
  ink.font = `bold ${size}px ${font}`;
  ink.textAlign = "center";
  ink.textBaseline = "alphabetic";
  ink.fillStyle = colour;
  ink.fillText(text, x, y + 0.36 * size);
}

/**
 * Says how much of p_g the picture does not show, from a twentieth on; it counts in every measure.
 * @param {import("../wire/types.js").Frame} frame
 * @param {boolean} [brief]
 */
export function outside(frame, brief = false) {
  const share = frame.meta.readings.outside ?? 0;
  return share < 0.05 ? "" : say(brief ? "outside.brief" : "outside", { share: Math.round(100 * share) });
}
