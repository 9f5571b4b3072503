/**
 * The plane: p_g's density as a heat map, contours of D and D*, real and fake samples, the target's modes.
 *
 * The heat map is a canvas of the grid's own size, stretched by the style sheet under Plotly's transparent axes.
 *
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Tensor} Tensor
 * @typedef {import("./axes.js").Box} Box
 */

import { Axes } from "./axes.js";
import { contour } from "./contours.js";
import { short } from "./format.js";
import { fontFamily, palette, rgb } from "./theme.js";
import { scaleOf } from "./wire.js";

/** @type {import("./picture.js").Layer[]} */
export const LAYERS = [
  { name: "p_g", title: "p_g", help: "density of p_g; full colour is its peak, by the square root", style: "patch p-g" },
  { name: "fake", title: "fake", help: "samples of G", style: "dot fake" },
  { name: "real", title: "real", help: "samples of p_data", style: "cross p-data" },
  { name: "modes", title: "modes", help: "the centres of p_data's Gaussians", style: "ring p-data" },
  { name: "d", title: "D", help: "contours of D at .1, .25, ½ (heavy), .75, .9", style: "solid d" },
  { name: "d_star", title: "D*", help: "contours of the best discriminator at the same levels, where p_data or p_g is above 1/500 of its peak", style: "thin d-star" },
];

/** D is drawn at these levels, ½ heavier. */
const LEVELS = [0.1, 0.25, 0.5, 0.75, 0.9];
const NEAR = 18;

export class Plane {
  /** @type {Frame | null} */ #frame = null;
  /** @type {ImageData | null} */ #image = null;
  #colours = new Uint32Array(256);
  #coloursOf = "";

  /** @param {Axes} axes */
  constructor(axes) {
    this.axes = axes;
  }

  /** The square in which the plane is drawn. @returns {Box} */
  #box() {
    const { width, height } = this.axes;
    const left = 40;
    const bottom = 34;
    const side = Math.max(60, Math.min(width - left - 16, height - bottom - 12));
    return { left: Math.round((width - side - left + 16) / 2) + left - 16, top: 12, width: side, height: side };
  }

  /**
   * @param {Frame} frame
   * @param {ReadonlySet<string>} hidden
   */
  paint(frame, hidden) {
    this.#frame = frame;
    const box = this.#box();
    const [[xLow, xHigh], [yLow, yHigh]] = frame.meta.window;
    this.#axes(xLow, xHigh, yLow, yHigh, box);
    this.#heat(frame, box, hidden.has("p_g"));

    const { ink } = this.axes;
    this.axes.clear();
    const toX = (/** @type {number} */ x) => box.left + ((x - xLow) / (xHigh - xLow)) * box.width;
    const toY = (/** @type {number} */ y) => box.top + box.height - ((y - yLow) / (yHigh - yLow)) * box.height;
    ink.save();
    ink.beginPath();
    ink.rect(box.left, box.top, box.width, box.height);
    ink.clip();
    const size = box.width < 420 ? 1.75 : 2.25;
    if (!hidden.has("real")) this.#crosses(frame.arrays.real, toX, toY, palette.pData, size, 0.55);
    if (!hidden.has("fake")) this.#dots(frame.arrays.fake, toX, toY, palette.fake, size, 0.8);
    if (!hidden.has("d_star")) this.#contours(frame, "d_star", box, palette.dStar, [0.75, 1.75]);
    if (!hidden.has("d")) this.#contours(frame, "d", box, palette.d, [1.1, 2.75]);
    if (!hidden.has("modes") && frame.arrays.modes) this.#modes(frame.arrays.modes, toX, toY);
    ink.restore();
  }

  /**
   * @param {Frame} frame
   * @param {Box} box
   * @param {boolean} hidden
   */
  #heat(frame, box, hidden) {
    const canvas = this.axes.under;
    canvas.hidden = hidden;
    if (hidden) return;
    const { data, shape: [rows, columns] } = frame.arrays.p_g; // prettier-ignore
    const ink = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    if (canvas.width !== columns || canvas.height !== rows || !this.#image) {
      canvas.width = columns;
      canvas.height = rows;
      this.#image = ink.createImageData(columns, rows);
    }
    const image = this.#image;
    const place = `left:${box.left}px;top:${box.top}px;width:${box.width}px;height:${box.height}px`;
    if (canvas.getAttribute("style") !== place) canvas.setAttribute("style", place);
    const colours = this.#table();
    const pixels = new Uint32Array(image.data.buffer);
    for (let j = 0; j < rows; j++) {
      const from = (rows - 1 - j) * columns;
      for (let i = 0; i < columns; i++) pixels[j * columns + i] = colours[data[from + i]];
    }
    ink.putImageData(image, 0, 0);
  }

  /** Colour of each stored density: from paper to p_g's green by the square root, so that faint mass is seen. */
  #table() {
    const key = palette.paper + palette.pG;
    if (key === this.#coloursOf) return this.#colours;
    this.#coloursOf = key;
    const [r0, g0, b0] = rgb(palette.paper);
    const [r1, g1, b1] = rgb(palette.pG);
    for (let u = 0; u < 256; u++) {
      const t = 0.92 * Math.sqrt(u / 255);
      const mix = (/** @type {number} */ a, /** @type {number} */ b) => Math.round(a + (b - a) * t);
      // Little-endian RGBA, as all of today's browsers have it.
      this.#colours[u] = (255 << 24) | (mix(b0, b1) << 16) | (mix(g0, g1) << 8) | mix(r0, r1);
    }
    return this.#colours;
  }

  /**
   * @param {Tensor} points
   * @param {(x: number) => number} toX
   * @param {(y: number) => number} toY
   * @param {string} colour
   * @param {number} size
   * @param {number} opacity
   */
  #dots({ data, shape: [count] }, toX, toY, colour, size, opacity) {
    const { ink } = this.axes;
    ink.fillStyle = colour;
    ink.globalAlpha = opacity;
    // Small squares are several times cheaper than discs, and look the same at this size.
    for (let i = 0; i < count; i++) ink.fillRect(toX(data[2 * i]) - size / 2, toY(data[2 * i + 1]) - size / 2, size, size);
    ink.globalAlpha = 1;
  }

  /**
   * Real samples have another shape than fakes, for eyes that do not tell the colours apart.
   * @param {Tensor} points
   * @param {(x: number) => number} toX
   * @param {(y: number) => number} toY
   * @param {string} colour
   * @param {number} size
   * @param {number} opacity
   */
  #crosses({ data, shape: [count] }, toX, toY, colour, size, opacity) {
    const { ink } = this.axes;
    ink.strokeStyle = colour;
    ink.globalAlpha = opacity;
    ink.lineWidth = 1;
    ink.beginPath();
    for (let i = 0; i < count; i++) {
      const x = toX(data[2 * i]);
      const y = toY(data[2 * i + 1]);
      ink.moveTo(x - size, y);
      ink.lineTo(x + size, y);
      ink.moveTo(x, y - size);
      ink.lineTo(x, y + size);
    }
    ink.stroke();
    ink.globalAlpha = 1;
  }

  /**
   * @param {Frame} frame
   * @param {"d" | "d_star"} name
   * @param {Box} box
   * @param {string} colour
   * @param {[number, number]} widths  of a line, and of that at ½
   */
  #contours(frame, name, box, colour, [thin, thick]) {
    const { ink } = this.axes;
    const { data, shape: [rows, columns] } = frame.arrays[name]; // prettier-ignore
    const { offset, step } = scaleOf(frame, name);
    // Where neither density reaches a step of its scale there is nothing to tell apart, and D* is a ratio of two zeros.
    const { p_data: pData, p_g: pG } = frame.arrays;
    const known = name === "d_star" && pData.data.length === data.length;
    const where = known ? (/** @type {number} */ k) => (pData.data[k] | pG.data[k]) !== 0 : undefined;
    const cellX = box.width / columns;
    const cellY = box.height / rows;
    const toX = (/** @type {number} */ i) => box.left + (i + 0.5) * cellX;
    const toY = (/** @type {number} */ j) => box.top + box.height - (j + 0.5) * cellY;
    const draw = (/** @type {number[]} */ levels, /** @type {number} */ width, /** @type {number} */ opacity) => {
      ink.beginPath();
      for (const level of levels) contour(ink, data, rows, columns, (level - offset) / step, toX, toY, where);
      ink.lineWidth = width;
      ink.globalAlpha = opacity;
      ink.stroke();
    };
    ink.strokeStyle = colour;
    draw(LEVELS.filter((level) => level !== 0.5), thin, 0.8); // prettier-ignore
    draw([0.5], thick, 1);
    ink.globalAlpha = 1;
  }

  /**
   * @param {Tensor} modes
   * @param {(x: number) => number} toX
   * @param {(y: number) => number} toY
   */
  #modes({ data, shape: [count] }, toX, toY) {
    const { ink } = this.axes;
    for (const [colour, width] of /** @type {[string, number][]} */ ([[palette.halo, 3.5], [palette.pData, 1.25]])) {
      ink.strokeStyle = colour;
      ink.lineWidth = width;
      ink.beginPath();
      for (let k = 0; k < count; k++) {
        const x = toX(data[2 * k]);
        const y = toY(data[2 * k + 1]);
        ink.moveTo(x + 8, y);
        ink.arc(x, y, 8, 0, 2 * Math.PI);
      }
      ink.stroke();
    } // prettier-ignore
  }

  /**
   * @param {number} xLow
   * @param {number} xHigh
   * @param {number} yLow
   * @param {number} yHigh
   * @param {Box} box
   */
  #axes(xLow, xHigh, yLow, yHigh, box) {
    const { width, height } = this.axes;
    const key = JSON.stringify(["2d", width, height, xLow, xHigh, yLow, yHigh, palette.ink]);
    this.axes.draw(key, () => {
      const axis = {
        color: palette.muted, linecolor: palette.lineStrong, tickcolor: palette.lineStrong, zeroline: false,
        showline: true, mirror: true, ticks: "outside", ticklen: 4, fixedrange: true, showgrid: false,
        tickfont: { size: 12 }, nticks: Math.max(4, Math.round(box.width / 60)),
      }; // prettier-ignore
      return {
        traces: [{ x: [null], y: [null] }],
        layout: {
          width, height, showlegend: false, paper_bgcolor: "transparent", plot_bgcolor: "transparent",
          margin: {
            l: box.left, t: box.top, r: width - box.left - box.width, b: height - box.top - box.height, pad: 0,
          },
          font: { family: fontFamily(), size: 12, color: palette.muted },
          xaxis: { ...axis, range: [xLow, xHigh] },
          yaxis: { ...axis, range: [yLow, yHigh] },
        },
      }; // prettier-ignore
    });
  }

  /**
   * What stands at this pixel, for the pointer.
   * @param {number} px
   * @param {number} py
   * @returns {{x: number, rows: [string, string, string][]} | null}
   */
  at(px, py) {
    const frame = this.#frame;
    if (!frame) return null;
    const box = this.#box();
    const u = (px - box.left) / box.width;
    const v = 1 - (py - box.top) / box.height;
    if (u < 0 || u > 1 || v < 0 || v > 1) return null;
    const [[xLow, xHigh], [yLow, yHigh]] = frame.meta.window;
    const value = (/** @type {string} */ name) => {
      const { data, shape: [rows, columns] } = frame.arrays[name]; // prettier-ignore
      const { offset, step } = scaleOf(frame, name);
      const j = Math.min(rows - 1, Math.floor(v * rows));
      const i = Math.min(columns - 1, Math.floor(u * columns));
      return short(offset + step * data[j * columns + i], 2);
    };
    return {
      x: px,
      rows: [
        ["", "x", `${short(xLow + u * (xHigh - xLow))}, ${short(yLow + v * (yHigh - yLow))}`],
        ["p-data", "p_data", value("p_data")],
        ["p-g", "p_g", value("p_g")],
        ["d", "D", value("d")],
        ["d-star", "D*", value("d_star")],
      ],
    };
  }

  /**
   * @param {number} px
   * @param {number} py
   * @param {readonly number[][]} centres
   * @returns {{index: number, perPixel: [number, number]} | null}
   */
  grab(px, py, centres) {
    if (!this.#frame) return null;
    const box = this.#box();
    const [[xLow, xHigh], [yLow, yHigh]] = this.#frame.meta.window;
    const perX = (xHigh - xLow) / box.width;
    const perY = (yHigh - yLow) / box.height;
    let best = -1;
    let nearest = NEAR;
    centres.forEach(([x, y], k) => {
      const away = Math.hypot(box.left + (x - xLow) / perX - px, box.top + box.height - (y - yLow) / perY - py);
      if (away < nearest) [best, nearest] = [k, away];
    });
    return best < 0 ? null : { index: best, perPixel: [perX, -perY] };
  }
}
