/**
 * The plane: a background, contours, samples, G's mesh and D's slopes, as layers.js lists them.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("./axes.js").Box} Box
 * @typedef {import("./axes.js").Size} Size
 */

import { Axes, drawTicks } from "./axes.js";
import { contour } from "./contours.js";
import { coloursOf, dyeOf, modeDye, plainDye, realDye } from "./dye.js";
import { short } from "../base/format.js";
import { chanceText, drawnRange, gameOf, labelsOf, outputName, packOf, said, undecided, WORDS } from "../run/game.js";
import { barColour, GROUNDS, Heat, known } from "./heat.js";
import { groundOf } from "../run/layers.js";
import { arrowLength, arrows, crosses, dots, LONGEST, meshes, rings, SPECK } from "./marks.js";
import { drawSlopes, slopeKey } from "./slopes.js";
import { outside, plated, widthOf, write } from "../base/text.js";
import { palette } from "../base/theme.js";
import { linear } from "../base/ticks.js";
import { scaleOf } from "../wire/wire.js";

/** Where D is a probability it is drawn at these levels, and heavier where it cannot tell, mostly at ½; p_data at these shares of its peak. */
const LEVELS = [0.1, 0.25, 0.75, 0.9];
/** A critic is drawn at about this many round values. */
const ROUND = 7;
const SHARES = [0.05, 0.25, 0.5, 0.75];
/** Grounds on which the level where D cannot tell is drawn, by the array whose level it is. */
const LINED = /** @type {Record<string, "d" | "d_star">} */ ({ d_fill: "d", d_star_fill: "d_star" });
/** Grounds that are grey where neither density is there. */
const GREY = ["d_star_fill", "difference"];
/** What follows from the densities, which are smoothed by h. */
const SMOOTHED = ["p_g", "p_data", "p_data_lines", "d_star", "d_star_fill", "difference"];
/** D* and D as lines: the ground that they are drawn on too, colours, and width and opacity of the thin ones and width of the heavy one. */
const OUTPUTS = /** @type {const} */ ([
  ["d_star", "d_star_fill", ["dStar", "dStarText"], [0.85, 0.9, 1.9]],
  ["d", "d_fill", ["d", "dText"], [1.2, 0.85, 2.9]],
]);
/** A handle is caught from this near, pixels. */
const NEAR = 18;

/**
 * The levels at which D is drawn, as the frame has it, and what is said of those of these layers.
 * @param {Frame} frame
 * @param {ReadonlySet<string>} layers
 * @returns {{levels: number[], half: number[], text: string}}
 */
export function contoursOf(frame, layers) {
  const game = gameOf(frame);
  const { d, star } = WORDS[game.output];
  const half = game.output === "probability" ? [undecided(game)] : [];
  const levels = half[0] === 0.5 ? LEVELS : [...LEVELS, 0.5];
  const heavy = half.length > 0 ? `heavy ${chanceText(half[0])}, ` : "";
  const thin = levels === LEVELS ? ".1 ¼ ¾ .9" : ".1 ¼ ½ ¾ .9";
  const mean = labelsOf(frame) > 0 ? "mean " : ""; // over labels
  const of = [layers.has("d") && (packOf(game) > 1 ? outputName(game) : `${mean}${d}`), layers.has("d_star") && star].filter(Boolean).join(" and ");
  if (game.output !== "score") {
    const lined = LINED[groundOf(layers)];
    const line = half.length > 0 && lined && !layers.has(lined) ? `line: ${lined === "d" ? d : star} = ${chanceText(half[0])}` : "";
    return { levels, half, text: [of && `contours of ${of}: ${heavy}${thin}`, line].filter(Boolean).join(" · ") };
  }
  const [low, high] = drawnRange(game);
  const ticks = linear([low, high], ROUND);
  const apart = ticks.length > 1 ? ticks[1].at - ticks[0].at : 0;
  return { levels: ticks.map(({ at }) => (at - low) / (high - low)), half, text: of && apart ? `contours of {f} ${short(apart)} apart` : "" };
}

/**
 * What stands above the background.
 * @param {CanvasRenderingContext2D} ink
 * @param {Frame} frame
 * @param {ReadonlySet<string>} layers
 * @param {Box} box
 * @param {number} line  factor of widths and marks
 */
export function drawPlane(ink, frame, layers, box, line) {
  const [[xLow, xHigh], [yLow, yHigh]] = frame.meta.window;
  const perX = box.width / (xHigh - xLow);
  const perY = box.height / (yHigh - yLow);
  const to = {
    x: (/** @type {number} */ x) => box.left + (x - xLow) * perX,
    y: (/** @type {number} */ y) => box.top + box.height - (y - yLow) * perY,
  };
  const { arrays } = frame;
  const ground = groundOf(layers);
  ink.save();
  ink.beginPath();
  ink.rect(box.left, box.top, box.width, box.height);
  ink.clip();
  const mark = line * (box.width < 420 ? 1.9 : 2.25);
  if (layers.has("p_data_lines")) {
    const { step } = scaleOf(frame, "p_data");
    levels(ink, frame, "p_data", box, palette.ink, SHARES.map((share) => 255 * share * step), ...fine(line, 0.6)); // prettier-ignore
  }
  // Below what was sampled: where D is ½ all over, its line goes anywhere and must hide nothing.
  const { levels: drawn, half } = contoursOf(frame, layers);
  for (const [name, filled, colours, widths] of OUTPUTS) {
    if (!layers.has(name) && ground !== filled) continue;
    if (layers.has(name)) levels(ink, frame, name, box, palette[colours[0]], drawn, ...fine(widths[0] * line, widths[1]));
    levels(ink, frame, name, box, palette[colours[1]], half, widths[2] * line, 1);
  }
  const apart = layers.has("each");
  if (layers.has("mesh") && arrays.mesh) meshes(ink, arrays.mesh, to, apart ? coloursOf(frame) : [ground === "p_g" ? palette.pGText : palette.pG], line);
  if (layers.has("modes") && arrays.modes) rings(ink, arrays.modes, to, apart ? modeDye(frame) : null, line);
  if (layers.has("real")) crosses(ink, arrays.real, to, (apart && realDye(frame)) || plainDye(palette.pData), mark, 0.6, line);
  if (layers.has("fake")) dots(ink, arrays.fake, to, apart ? dyeOf(frame) : plainDye(palette.fake), 1.15 * mark, 0.85);
  if (layers.has("pull") && arrays.pull) arrows(ink, arrays.fake, arrays.pull, to, box.width / (xHigh - xLow), box.width, palette.d, line);
  if (layers.has("points")) {
    const { data, shape: [count] } = arrays.points; // prettier-ignore
    drawSlopes(ink, count, (i) => [to.x(data[2 * i]), to.y(data[2 * i + 1])], arrays.points_slope?.data, 1.15 * mark);
  }
  ink.restore();
}

/**
 * Width and opacity of thin lines.  Lines of one pixel are stroked five times as fast as those a little wider; they are
 * as strong when they are more opaque.
 * @param {number} width
 * @param {number} opacity
 * @returns {[width: number, opacity: number]}
 */
const fine = (width, opacity) => (width > 1 && width < 1.5 ? [1, Math.min(1, opacity * width)] : [width, opacity]);

/**
 * Contours of a grid.
 * @param {CanvasRenderingContext2D} ink
 * @param {Frame} frame
 * @param {"d" | "d_star" | "p_data"} name
 * @param {Box} box
 * @param {string} colour
 * @param {readonly number[]} at  values
 * @param {number} width
 * @param {number} opacity
 */
function levels(ink, frame, name, box, colour, at, width, opacity) {
  const finer = name === "d" && frame.arrays.d_fine; // on the edges of cells too
  const { data, shape: [rows, columns] } = finer || frame.arrays[name]; // prettier-ignore
  const { offset, step } = scaleOf(frame, finer ? "d_fine" : name);
  const [rim, intervals] = finer ? [0, -1] : [0.5, 0];
  const cellX = box.width / (columns + intervals);
  const cellY = box.height / (rows + intervals);
  const toX = (/** @type {number} */ i) => box.left + (i + rim) * cellX;
  const toY = (/** @type {number} */ j) => box.top + box.height - (j + rim) * cellY;
  const where = name === "d_star" ? known(frame) : undefined;
  ink.strokeStyle = colour;
  ink.lineWidth = width;
  ink.globalAlpha = opacity;
  // Of a ridge between the grid's points sharp corners would be thorns.
  ink.lineJoin = "round";
  ink.beginPath();
  for (const level of at) contour(ink, data, rows, columns, (level - offset) / step, toX, toY, where);
  ink.stroke();
  ink.globalAlpha = 1;
}

export class Plane {
  /** @type {Frame | null} */ #frame = null;

  /**
   * @param {Axes} axes
   * @param {import("./heat.js").Scales} scales
   */
  constructor(axes, scales) {
    this.axes = axes;
    this.heat = new Heat(axes.under, scales);
  }

  /**
   * The square in which the plane is drawn, and whether the bar stands below it; room for the bar is kept, so that a
   * background moves nothing.
   * @returns {Box & {flat: boolean}}
   */
  #box() {
    const { width, height, size: { text } } = this.axes; // prettier-ignore
    // "−100" is a digit longer.
    const left = Math.round((this.#frame?.meta.window.flat().some((end) => Math.abs(end) >= 100) ? 3.4 : 2.7) * text);
    const above = Math.round(0.8 * text);
    const below = Math.round(3.5 * text);
    const side = (/** @type {number} */ right, /** @type {number} */ foot) => Math.min(width - left - right, height - above - foot);
    // Wherever the bar leaves the larger square.
    const flat = side(1.2 * text, below + 3.4 * text) > side(7.1 * text, below);
    const right = Math.round(flat ? 1.2 * text : 7.1 * text);
    const foot = Math.round(flat ? below + 3.4 * text : below);
    const square = Math.max(60, side(right, foot));
    const spare = Math.max(0, height - above - foot - square);
    return {
      left: Math.round(left + Math.max(0, width - left - right - square) / 2), top: above + Math.round(spare / 2),
      width: square, height: square, flat,
    }; // prettier-ignore
  }

  /**
   * @param {Frame} frame
   * @param {ReadonlySet<string>} layers
   */
  paint(frame, layers) {
    this.#frame = frame;
    const box = this.#box();
    const ground = groundOf(layers);
    this.#axes(frame, layers, box, ground);
    const canvas = this.axes.under;
    canvas.hidden = !ground;
    if (ground) {
      const place = `left:${box.left}px;top:${box.top}px;width:${box.width}px;height:${box.height}px`;
      if (canvas.getAttribute("style") !== place) canvas.setAttribute("style", place);
      this.heat.draw(frame, ground);
    }
    const { ink, size } = this.axes;
    this.axes.clear(box);
    drawPlane(ink, frame, layers, box, size.line);
    if (layers.has("points")) slopeKey(ink, WORDS[gameOf(frame).output].d, box, size);
    const style = { font: size.font, size: size.text, colour: palette.pGText, halo: palette.halo };
    const beyond = [false, true].map((brief) => outside(frame, brief)).find((words) => widthOf(ink, words, style) < box.width - 1.6 * size.text);
    if (beyond) plated(ink, beyond, box.left + 0.8 * size.text, box.top + 1.2 * size.text, style);
  }

  /**
   * @param {Frame} frame
   * @param {ReadonlySet<string>} layers
   * @param {Box & {flat: boolean}} box
   * @param {string} ground
   */
  #axes(frame, layers, box, ground) {
    const { size } = this.axes;
    const { window: [[xLow, xHigh], [yLow, yHigh]], h } = frame.meta; // prettier-ignore
    const game = gameOf(frame);
    const bar = ground ? this.heat.marks(frame, ground) : [];
    const contours = contoursOf(frame, layers).text;
    const grey = GREY.includes(ground) ? "grey: no density" : "";
    const slopes = layers.has("pull");
    const faint = slopes && isFaint(frame, box.width / (xHigh - xLow), box.width);
    const shares = layers.has("p_data_lines") ? "{p}_data: .05 ¼ ½ ¾ of its peak" : "";
    // Samples of a longer z lie beside what is drawn of it.
    const slice = layers.has("mesh") && (frame.meta.latent ?? 2) > 2 ? "mesh: {z}₁ and {z}₂, all other {z} = 0" : "";
    const smoothed = SMOOTHED.some((name) => layers.has(name));
    const key = JSON.stringify(["2d", xLow, xHigh, yLow, yHigh, h, box, ground, bar, contours, shares, grey, slopes, faint, slice, smoothed, outputName(game)]);
    this.axes.draw(key, (ink) => {
      const count = Math.min(8, box.width / (4.5 * size.text));
      const right = box.left + box.width;
      const bottom = box.top + box.height;
      ink.strokeStyle = palette.lineStrong;
      ink.lineWidth = Math.max(1, Math.round(size.line));
      ink.strokeRect(box.left - 0.5, box.top - 0.5, box.width + 1, box.height + 1);
      const along = (/** @type {number} */ low, /** @type {number} */ high, /** @type {(share: number) => number} */ to) =>
        linear([low, high], count).map(({ at, text }) => /** @type {[number, string]} */ ([to((at - low) / (high - low)), text]));
      drawTicks(ink, along(xLow, xHigh, (share) => box.left + share * box.width), "bottom", bottom, size);
      drawTicks(ink, along(yLow, yHigh, (share) => bottom - share * box.height), "left", box.left, size);
      if (ground) this.#bar(ink, ground, GROUNDS[ground].title(game), bar, box, game.output === "probability" ? undecided(game) : null);
      const small = { font: size.font, size: Math.max(11, 0.9 * size.text), colour: palette.muted };
      const line = bottom + 2.75 * size.text;
      let room = box.width;
      if (slopes) {
        // One slope of known length: the scale of all the others.
        const known = LONGEST * (xHigh - xLow) <= 1 ? 1 : 0.1;
        const perX = box.width / (xHigh - xLow);
        const length = arrowLength(known, perX, box.width);
        const one = (/** @type {number[]} */ ...pair) => ({ data: Float32Array.from(pair), shape: [1, 2] });
        arrows(ink, one(0, 0), one(known, 0), { x: () => box.left + 1, y: () => line }, perX, box.width, palette.d, size.line);
        const label = `|∇${WORDS[game.output].d}| = ${short(known)}${faint ? ", here near 0" : ""}`;
        write(ink, label, box.left + length + 0.6 * size.text, line, small);
        room -= length + widthOf(ink, label, small) + 2 * size.text;
      }
      const lined = contours.replace("contours", "lines");
      const brief = contours.replace("contours of ", "");
      const width = smoothed ? `{h} = ${short(h, 2)}` : "";
      const others = slice.replace("all other {z}", "others");
      const least = slice && "mesh: {z}₁, {z}₂ only";
      // The longest that there is room for.
      const texts = [
        [slice, shares, contours, grey, width && `densities smoothed by ${width}`], [slice, shares, contours, grey, width], [slice, shares, contours, grey],
        ...(shares && !contours ? [[others, shares, width], [least, shares, width], [least, shares]] : []),
        [slice, contours, grey, width && `densities smoothed by ${width}`], [slice, contours, grey, width], [slice, brief, grey, width], [slice, brief, grey],
        ...(slice ? [[slice, width], [slice], [others], [least]] : []),
        [lined, grey, width], [lined, grey], [brief, grey, width], [brief, grey], ...(brief ? [[brief, grey && "grey: empty"], [brief]] : []), [grey, width], [grey], [width],
      ].map((parts) => parts.filter(Boolean).join(" · ")); // prettier-ignore
      const text = texts.find((each) => widthOf(ink, each, small) <= room);
      if (text) write(ink, text, right, line, { ...small, align: "right" });
    });
  }

  /**
   * The scale of the background: upright beside the square, or lying below it.
   * @param {CanvasRenderingContext2D} ink
   * @param {string} ground
   * @param {string} title
   * @param {import("./heat.js").Mark[]} marks
   * @param {Box & {flat: boolean}} box
   * @param {number | null} level  of D that is drawn heavier
   */
  #bar(ink, ground, title, marks, box, level) {
    const { size: { text, line, font }, size } = this.axes; // prettier-ignore
    const name = { font, size: 1.1 * text, colour: palette.ink };
    const thick = Math.round(text);
    const colour = { d_fill: palette.dText, d_star_fill: palette.dStarText }[ground];
    const strips = 64;
    ink.save();
    let long = 0;
    if (box.flat) {
      long = Math.min(0.75 * box.width, 26 * text);
      const left = box.left + widthOf(ink, title, name) + 0.8 * text;
      const top = box.top + box.height + 3.9 * text;
      write(ink, title, box.left, top + thick / 2, name);
      drawTicks(ink, marks.map(({ at, text: label }) => [left + at * long, label]), "bottom", top + thick, size); // prettier-ignore
      // Upright, then laid on its side: its top to the right.
      ink.translate(left + long, top);
      ink.rotate(Math.PI / 2);
    } else {
      long = Math.min(box.height - 1.6 * text, 20 * text);
      const left = box.left + box.width + Math.round(1.1 * text);
      const top = box.top + Math.round(1.6 * text);
      write(ink, title, left, box.top + 0.45 * text, name);
      drawTicks(ink, marks.map(({ at, text: label }) => [top + long * (1 - at), label]), "right", left + thick, size); // prettier-ignore
      ink.translate(left, top);
    }
    for (let i = 0; i < strips; i++) {
      ink.fillStyle = barColour(ground, 1 - (i + 0.5) / strips);
      ink.fillRect(0, (i * long) / strips, thick, long / strips + 1);
    }
    ink.strokeStyle = palette.lineStrong;
    ink.lineWidth = 1;
    ink.strokeRect(-0.5, -0.5, thick + 1, long + 1);
    if (colour && level !== null) {
      ink.fillStyle = colour;
      ink.fillRect(0, long * (1 - level) - 1.3 * line, thick, 2.6 * line);
    }
    ink.restore();
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
    const cell = (/** @type {string} */ name) => {
      const { data, shape: [rows, columns] } = frame.arrays[name]; // prettier-ignore
      const { offset, step } = scaleOf(frame, name);
      const j = Math.min(rows - 1, Math.floor(v * rows));
      const i = Math.min(columns - 1, Math.floor(u * columns));
      return offset + step * data[j * columns + i];
    };
    const game = gameOf(frame);
    const words = WORDS[game.output];
    const output = (/** @type {string} */ name) => (frame.arrays[name] ? short(said(game, cell(name)), 2) : "–");
    return {
      x: px,
      rows: [
        ["", "{x}", `${short(xLow + u * (xHigh - xLow))}, ${short(yLow + v * (yHigh - yLow))}`],
        ["p-data", "{p}_data", short(cell("p_data"), 2)],
        ["p-g", "{p}_g", short(cell("p_g"), 2)],
        ["d", words.d, output("d")],
        ["d-star", words.star, output("d_star")],
        ...nearest(frame.arrays.modes, [xLow + u * (xHigh - xLow), yLow + v * (yHigh - yLow)]),
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

/**
 * The mode that a sample would count to, as the charts number it.
 * @param {import("../wire/types.js").Tensor | undefined} modes
 * @param {[number, number]} at
 * @returns {[string, string, string][]}
 */
function nearest(modes, [x, y]) {
  if (!modes || modes.shape[0] < 2) return [];
  const away = Array.from({ length: modes.shape[0] }, (_, k) => Math.hypot(modes.data[2 * k] - x, modes.data[2 * k + 1] - y));
  return [["", "nearest mode", String(away.indexOf(Math.min(...away)) + 1)]];
}

/** Whether D is so flat where G's samples are that none of its slopes can be seen. @param {Frame} frame @param {number} pixels  per unit of x @param {number} width */
function isFaint({ arrays: { pull } }, pixels, width) {
  if (!pull) return false;
  let steepest = 0;
  for (let i = 0; i < pull.data.length; i += 2) steepest = Math.max(steepest, Math.hypot(pull.data[i], pull.data[i + 1]));
  return arrowLength(steepest, pixels, width) < SPECK;
}
