/**
 * A picture's three sheets: a heat map below, axes, and above them a canvas for what changes with every frame.
 *
 * The axes are drawn again only when the range, the size or the theme changes; a frame costs nothing here.  The canvas
 * above them goes to the screen as a whole with every frame, so it is no larger than what is drawn on it.
 *
 * @typedef {{left: number, top: number, width: number, height: number}} Box  in CSS pixels of the picture
 * @typedef {object} Size  how large letters and lines are, so that a large picture is read from afar
 * @property {number} text  pixels
 * @property {number} line  factor of line widths and marks
 * @property {string} font  family
 */

import { h } from "../base/dom.js";
import { fontFamily, palette, scale, stroke, zoom } from "../base/theme.js";

/** A picture this high has letters and lines of their plain size. */
const PLAIN = 620;

/**
 * @param {number} width
 * @param {number} height
 * @returns {Size}
 */
export function sizeFor(width, height) {
  const grown = Math.min(1.9, Math.max(0.5, Math.min(width, 1.2 * height) / PLAIN));
  return {
    text: Math.round(10 * Math.max(12.5 * scale, Math.min(13 * grown * zoom, 26))) / 10,
    line: Math.max(0.85, grown) * Math.max(1, stroke / scale),
    font: fontFamily(),
  };
}

export class Axes {
  #drawn = "";
  #place = "";
  #ratio = 0;
  width = 0;
  height = 0;
  /** @type {Size} */ size = { text: 12, line: 1, font: "sans-serif" };

  /** @param {HTMLElement} host */
  constructor(host) {
    const sheet = (/** @type {string} */ name) => h("canvas", { class: name, "aria-hidden": "true" });
    this.under = sheet("under");
    this.lines = sheet("axes");
    this.over = sheet("over");
    host.replaceChildren(this.under, this.lines, this.over);
    this.ink = /** @type {CanvasRenderingContext2D} */ (this.over.getContext("2d"));
  }

  /** Whether this is the size that it has, on a screen of these pixels. @param {number} width @param {number} height */
  fits(width, height) {
    return width === this.width && height === this.height && this.#ratio === devicePixelRatio;
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    this.width = width;
    this.height = height;
    this.#ratio = devicePixelRatio;
    spread(this.lines, { left: 0, top: 0, width, height });
    this.#place = "";
    this.restyle();
  }

  /** After a change of size or theme. */
  restyle() {
    this.#drawn = "";
    this.size = sizeFor(this.width, this.height);
  }

  /**
   * Draws the axes, unless `key` says that these are the ones that stand there.
   * @param {string} key
   * @param {(ink: CanvasRenderingContext2D) => void} draw
   */
  draw(key, draw) {
    if (key === this.#drawn) return;
    this.#drawn = key;
    const ink = /** @type {CanvasRenderingContext2D} */ (this.lines.getContext("2d"));
    ink.clearRect(0, 0, this.width, this.height);
    draw(ink);
  }

  /**
   * An empty sheet for what changes; of a box, for what is drawn inside it alone.
   * @param {Box | null} [box]
   */
  clear(box = null) {
    const whole = { left: 0, top: 0, width: this.width, height: this.height };
    const { left, top, width, height } = box ? crisp(box) : whole;
    const place = [left, top, width, height].join();
    if (place !== this.#place) spread(this.over, { left, top, width, height });
    else this.ink.clearRect(left, top, width, height);
    this.#place = place;
  }
}

/**
 * A little more than a box, so that its edges lie between pixels of the screen.
 * @param {Box} box
 * @returns {Box}
 */
function crisp({ left, top, width, height }) {
  const ratio = devicePixelRatio || 1;
  const [from, to] = [(/** @type {number} */ at) => Math.floor(at * ratio) / ratio, (/** @type {number} */ at) => Math.ceil(at * ratio) / ratio];
  return { left: from(left), top: from(top), width: to(left + width) - from(left), height: to(top + height) - from(top) };
}

/**
 * Lays a sheet on a box of the picture, empty, and lets it be drawn on in pixels of the picture.
 * @param {HTMLCanvasElement} sheet
 * @param {Box} box
 */
function spread(sheet, { left, top, width, height }) {
  const ratio = Math.min(devicePixelRatio || 1, 2);
  sheet.width = Math.round(width * ratio);
  sheet.height = Math.round(height * ratio);
  Object.assign(sheet.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
  sheet.getContext("2d")?.setTransform(ratio, 0, 0, ratio, -left * ratio, -top * ratio);
}

/** How much larger a number is written: the digits of a fraction in one sign are half as high as others. @param {string} text */
export const large = (text) => (/^−?[½¼¾⅓⅔⅕]$/.test(text) ? 1.2 : 1);

/**
 * Ticks and their numbers along one side of a box.
 * @param {CanvasRenderingContext2D} ink
 * @param {readonly [number, string][]} marks  pixel along the side, text
 * @param {"bottom" | "left" | "right"} side
 * @param {number} edge  pixel of the side
 * @param {Size} size
 * @param {string} [colour]
 */
export function drawTicks(ink, marks, side, edge, size, colour = palette.muted) {
  const long = Math.round(0.4 * size.text);
  ink.fillStyle = colour;
  ink.strokeStyle = palette.lineStrong;
  ink.lineWidth = Math.max(1, Math.round(size.line));
  ink.textBaseline = "alphabetic";
  ink.textAlign = side === "bottom" ? "center" : side === "left" ? "right" : "left";
  const away = side === "left" ? -1 : 1;
  ink.beginPath();
  for (const [at, text] of marks) {
    const crisp = Math.round(at) + 0.5;
    ink.font = `${large(text) * size.text}px ${size.font}`;
    if (side === "bottom") {
      ink.moveTo(crisp, edge);
      ink.lineTo(crisp, edge + long);
      // A minus sign in front must not push the number off its tick.
      const shift = text.startsWith("−") ? -0.25 * size.text : 0;
      ink.fillText(text, at + shift, edge + long + size.text);
    } else {
      ink.moveTo(edge, crisp);
      ink.lineTo(edge + away * long, crisp);
      ink.fillText(text, edge + away * (long + 0.3 * size.text), at + 0.35 * large(text) * size.text);
    }
  }
  ink.stroke();
}
