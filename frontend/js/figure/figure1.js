/**
 * Figure 1 of Goodfellow et al. (2014), live: p_data dotted, p_g solid, D dashed, the optimal D* thin beside it; below,
 * the line from which z is drawn and the arrows z → x = G(z).
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("./figure1_ink.js").Panels} Panels
 */

import { Axes, drawTicks } from "./axes.js";
import { densityTop, drawFigure1 } from "./figure1_ink.js";
import { short } from "../base/format.js";
import { gameOf, outputAxis, outputName, outputTicks, said, undecided, WORDS } from "../run/game.js";
import { latentRange } from "./latent.js";
import { Places } from "./naming.js";
import { widthOf, write } from "../base/text.js";
import { palette } from "../base/theme.js";
import { linear } from "../base/ticks.js";

export class Figure1 {
  /** @type {Frame | null} */ #frame = null;
  #arrows = false;
  /** What D's axis shows. @type {[number, number] | null} */ #axis = null;
  #places = new Places();

  /** @param {Axes} axes */
  constructor(axes) {
    this.axes = axes;
  }

  /** Where the density panel, the line of x and the line of z stand; without arrows the panel has all the room. @returns {Panels} */
  #panels() {
    const { width, height, size: { text } } = this.axes; // prettier-ignore
    const right = Math.round(this.#aside(width) * text);
    const bottom = Math.round(2.4 * text);
    // In a narrow picture the axes' names stand above them.
    const top = Math.round((this.#narrow ? 1.9 : 1) * text);
    const band = this.#arrows ? Math.max(40, Math.min(0.22 * height, 0.6 * width)) : 0;
    const gap = this.#arrows ? Math.round(4 * text) : 0;
    const tall = Math.max(40, height - top - bottom - band - gap);
    const longest = this.#frame ? Math.max(...this.#densities(tall).map((tick) => tick.text.length)) : 3;
    const left = Math.round(((this.#narrow ? 3 : 4.2) + 0.65 * Math.max(0, longest - 3)) * text);
    const inner = { left, width: width - left - right };
    return {
      upper: { ...inner, top, height: tall },
      lower: { ...inner, top: height - bottom - band, height: band },
      whole: true,
      axis: this.#axis ?? undefined,
    };
  }

  get #narrow() {
    return this.axes.width < 520;
  }

  /** Room for D's axis, in letters: a critic's numbers are wider than ½, and so are decimals. @param {number} width */
  #aside(width) {
    const game = gameOf(this.#frame);
    const wide = game.output === "score" ? 1.5 : undecided(game) !== 0.5 ? 0.7 : 0;
    return (width < 520 ? 2.4 : 3.8) + wide;
  }

  /** Ticks of the densities in a panel so high. @param {number} height */
  #densities(height) {
    const top = this.#frame ? densityTop(this.#frame) : 1;
    return linear([0, top], this.#rows(height));
  }

  /** @param {number} height */
  #rows(height) {
    const letters = height / this.axes.size.text;
    return Math.min(6, Math.max(letters / 3.6, Math.min(3.5, letters / 2.2)));
  }

  /**
   * @param {Frame} frame
   * @param {ReadonlySet<string>} layers
   * @param {readonly number[]} handles
   */
  paint(frame, layers, handles) {
    this.#frame = frame;
    this.#arrows = layers.has("arrows") && latentRange(frame) !== null;
    this.#axis = outputAxis(this.#axis, gameOf(frame));
    const panels = this.#panels();
    this.#axes(frame, layers, panels);
    this.axes.clear();
    drawFigure1(this.axes.ink, frame, layers, panels, this.axes.size, handles, this.#places);
  }

  /**
   * @param {Frame} frame
   * @param {ReadonlySet<string>} layers
   * @param {Panels} panels
   */
  #axes(frame, layers, { upper, lower }) {
    const { size, width } = this.axes;
    const [[low, high]] = frame.meta.window;
    const top = densityTop(frame);
    const z = this.#arrows ? latentRange(frame) : null;
    // An axis without a curve would only ask questions.
    const density = layers.has("p_data") || layers.has("p_g");
    const chance = ["d", "d_star", "difference"].some((name) => layers.has(name));
    const game = gameOf(frame);
    const axis = this.#axis ?? [0, 1];
    this.axes.draw(JSON.stringify(["1d", low, high, top, z, density, chance, outputName(game), undecided(game), axis, upper]), (ink) => {
      const { text, line } = size;
      const right = upper.left + upper.width;
      const floor = upper.top + upper.height;
      const count = Math.min(10, upper.width / (5 * text));
      const rows = this.#rows(upper.height);
      const at = (/** @type {number} */ y) => upper.top + upper.height * (1 - y);

      const densities = density ? this.#densities(upper.height) : [];
      ink.strokeStyle = palette.line;
      ink.lineWidth = 1;
      ink.beginPath();
      for (const tick of densities) {
        const y = Math.round(at(tick.at / top)) + 0.5;
        ink.moveTo(upper.left, y);
        ink.lineTo(right, y);
      }
      ink.stroke();

      ink.strokeStyle = palette.lineStrong;
      ink.lineWidth = Math.max(1, Math.round(line));
      ink.beginPath();
      if (density) ink.moveTo(upper.left - 0.5, upper.top);
      ink.lineTo(upper.left - 0.5, floor + 0.5);
      ink.lineTo(right + 0.5, floor + 0.5);
      if (chance) ink.lineTo(right + 0.5, upper.top);
      if (z) {
        for (const y of [lower.top, lower.top + lower.height]) {
          ink.moveTo(lower.left, y + 0.5);
          ink.lineTo(right, y + 0.5);
        }
      }
      ink.stroke();

      const across = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ n) =>
        linear([from, to], n).map((tick) => /** @type {[number, string]} */ ([upper.left + ((tick.at - from) / (to - from)) * upper.width, tick.text]));
      drawTicks(ink, across(low, high, count), "bottom", floor, size);
      drawTicks(ink, densities.map((tick) => [at(tick.at / top), tick.text]), "left", upper.left, size);
      if (chance) drawTicks(ink, outputTicks(game, axis, rows + 2).map((tick) => [at(tick.at), tick.text]), "right", right, size, palette.dText);
      if (z) drawTicks(ink, across(...z, count), "bottom", lower.top + lower.height, size);

      const name = { font: size.font, size: 1.15 * text, colour: palette.ink, align: /** @type {const} */ ("center") };
      const small = { ...name, size: 0.9 * text };
      const [said, output] = [{ ...small, colour: palette.muted }, { ...small, colour: palette.dText }];
      if (this.#narrow) {
        const fits = widthOf(ink, "density", said) + widthOf(ink, outputName(game), output) < width - 2 * text;
        if (density) write(ink, "density", 0.8 * text, 0.8 * text, { ...said, align: "left" });
        if (chance && fits) write(ink, outputName(game), width - 0.8 * text, 0.8 * text, { ...output, align: "right" });
      } else if (upper.height > 7 * text) {
        // A low panel has no room for words along its axes.
        const middle = upper.top + upper.height / 2;
        if (density) sideways(ink, "density", 0.7 * text, middle, { ...name, size: text, colour: palette.muted });
        if (chance) sideways(ink, outputName(game), right + (this.#aside(width) - 0.9) * text, middle, { ...name, size: text, colour: palette.dText });
      }
      if (z) {
        write(ink, "{x}", lower.left - 1.4 * text, lower.top, name);
        write(ink, "{z}", lower.left - 1.4 * text, lower.top + lower.height, name);
      } else {
        // Clear of D's 0 above it and of the last tick beside it.
        write(ink, "{x}", Math.min(right + 1.9 * text, width - 0.9 * text), floor + 1.15 * text, name);
      }
    }); // prettier-ignore
  }

  /**
   * What stands at this pixel, for the pointer.
   * @param {number} px
   * @returns {{x: number, rows: [string, string, string][]} | null} rows: style, name, value
   */
  at(px) {
    const frame = this.#frame;
    if (!frame) return null;
    const { upper } = this.#panels();
    const [[low, high]] = frame.meta.window;
    const x = low + ((px - upper.left) / upper.width) * (high - low);
    if (x < low || x > high) return null;
    const count = frame.arrays.x.data.length;
    const i = Math.max(0, Math.min(count - 1, Math.floor(((x - low) / (high - low)) * count)));
    const game = gameOf(frame);
    const words = WORDS[game.output];
    const value = (/** @type {string} */ name) => short(frame.arrays[name].data[i]);
    const output = (/** @type {string} */ name) => (frame.arrays[name] ? short(said(game, frame.arrays[name].data[i])) : "–");
    return {
      x: px,
      rows: [
        ["", "{x}", short(frame.arrays.x.data[i])],
        ["p-data", "{p}_data", value("p_data")],
        ["p-g", "{p}_g", value("p_g")],
        ["d", words.d, output("d")],
        // Of the best critic only the slope means something.
        ["d-star", words.star, game.kind === "wasserstein" ? "–" : output("d_star")],
      ],
    };
  }

  /**
   * The handle at a pixel and what a pixel is worth, for dragging.
   * @param {number} px
   * @param {number} py
   * @param {readonly number[]} handles
   * @returns {{index: number, perPixel: [number, number]} | null}
   */
  grab(px, py, handles) {
    if (!this.#frame) return null;
    const { upper } = this.#panels();
    const [[low, high]] = this.#frame.meta.window;
    const perPixel = (high - low) / upper.width;
    if (Math.abs(py - upper.top - upper.height) > 18) return null;
    let best = -1;
    let nearest = 16;
    handles.forEach((centre, k) => {
      const away = Math.abs(upper.left + (centre - low) / perPixel - px);
      if (away < nearest) [best, nearest] = [k, away];
    });
    return best < 0 ? null : { index: best, perPixel: [perPixel, 0] };
  }
}

/**
 * Writes upwards.
 * @param {CanvasRenderingContext2D} ink
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {import("../base/text.js").Style} style
 */
function sideways(ink, text, x, y, style) {
  ink.save();
  ink.translate(x, y);
  ink.rotate(-Math.PI / 2);
  write(ink, text, 0, 0, style);
  ink.restore();
}
