/**
 * Fields of the plane: what stands in each cell of a grid, and its colours, on a canvas of the grid's own size that is
 * stretched to the picture.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("./description.js").Spec} Spec
 *
 * @typedef {object} Field
 * @property {string} of  the grid that it has the shape of
 * @property {(frame: Frame) => (cell: number) => number} value  in its own units
 * @property {(frame: Frame, end: (most: number) => number) => [number, number]} range  of its scale; `end` keeps one that goes by what is there
 */

import { sameEpoch } from "../run/epoch.js";
import { drawnRange, gameOf } from "../run/game.js";
import { scaleEnd, steady } from "../base/ranges.js";
import { scaleOf } from "../wire/wire.js";
import { palette, rgb } from "../base/theme.js";

/** Steps of a colour scale. */
const STEPS = 1024;

/** The stored numbers of a grid as values. @param {Frame} frame @param {string} name */
export function valuesOf(frame, name) {
  const { offset, step } = scaleOf(frame, name);
  const { data } = frame.arrays[name];
  return (/** @type {number} */ cell) => offset + step * data[cell];
}

/** D as the game has its numbers. @param {Frame} frame @param {string} name */
export function outputsOf(frame, name) {
  const [low, high] = drawnRange(gameOf(frame));
  const drawn = valuesOf(frame, name);
  return (/** @type {number} */ cell) => low + (high - low) * drawn(cell);
}

/** @param {string} of @returns {Field} */
const density = (of) => ({ of, value: (frame) => valuesOf(frame, of), range: (frame, end) => [0, end(255 * scaleOf(frame, of).step)] });

/** @param {string} of @returns {Field} */
const output = (of) => ({ of, value: (frame) => outputsOf(frame, of), range: (frame) => drawnRange(gameOf(frame)) });

/** The largest size among a grid's values, which may be of both signs. @param {Frame} frame @param {string} name */
function peakOf(frame, name) {
  const value = valuesOf(frame, name);
  let peak = 0;
  for (let cell = 0; cell < frame.arrays[name].data.length; cell++) {
    const size = Math.abs(value(cell));
    if (size > peak && size < Infinity) peak = size;
  }
  return peak || 1;
}

/** @type {Record<string, Field>} */
export const FIELDS = {
  p_g: density("p_g"),
  p_data: density("p_data"),
  d_fill: output("d"),
  d_star_fill: output("d_star"),
  difference: {
    of: "d",
    value(frame) {
      const [d, star] = [outputsOf(frame, "d"), outputsOf(frame, "d_star")];
      return (cell) => d(cell) - star(cell);
    },
    range(frame) {
      const [low, high] = drawnRange(gameOf(frame));
      return [low - high, high - low];
    },
  },
  contribution: {
    of: "contribution",
    value: (frame) => valuesOf(frame, "contribution"),
    range(frame, end) {
      const most = end(peakOf(frame, "contribution"));
      return [-most, most];
    },
  },
};

/**
 * Whether either density reaches a step of its scale in a cell; where not, D* is a ratio of two zeros.
 * @param {Frame} frame
 * @returns {(cell: number) => boolean}
 */
export function known(frame) {
  const { p_data: { data: pData }, p_g: { data: pG } } = frame.arrays; // prettier-ignore
  return (cell) => (pData[cell] | pG[cell]) !== 0;
}

/**
 * Where the scales end that go by what is there: they stay while that comes and goes, until another run begins.  One for
 * all pictures that stand side by side.
 */
export class Scales {
  /** @type {import("../run/epoch.js").Epoch | null} */ #epoch = null;
  /** @type {Map<string, [number, number]>} */ #ranges = new Map();

  /** The ends of a field's scale. @param {Frame} frame @param {string} name @returns {[number, number]} */
  range(frame, name) {
    if (!sameEpoch(frame.meta, this.#epoch)) this.#ranges.clear();
    this.#epoch = frame.meta;
    return FIELDS[name].range(frame, (most) => {
      const range = steady(this.#ranges.get(name) ?? null, [0, scaleEnd(most)]);
      this.#ranges.set(name, range);
      return range[1];
    });
  }
}

/** @typedef {[number, number, number, number]} Rgba */

/** @param {string} css  "#rrggbb" or "rgba(…)" @returns {Rgba} */
export function rgba(css) {
  if (css.startsWith("#")) return [...rgb(css), 1];
  return /** @type {Rgba} */ ((css.match(/[\d.]+/g) ?? []).map(Number));
}

/** Little-endian RGBA, as all of today's browsers have it. @param {ArrayLike<number>} colour */
const packed = (colour) => ((255 << 24) | (colour[2] << 16) | (colour[1] << 8) | colour[0]) >>> 0;

/** A colour over paper. @param {Rgba} colour */
function over([r, g, b, a]) {
  const paper = rgb(palette.paper);
  return [r, g, b].map((value, i) => Math.round(paper[i] + (value - paper[i]) * a));
}

/** Where neither density is there. */
export const nothing = () => over([...rgb(palette.ink), 0.17]);

/**
 * The colours of a scale from its lowest value to its highest, over paper, as Plotly mixes them between its stops.
 * @param {[number, string][]} stops
 */
export function tableOf(stops) {
  const at = stops.map(([place, css]) => /** @type {const} */ ([place, rgba(css)]));
  let k = 0;
  return Uint32Array.from({ length: STEPS }, (_, i) => {
    const place = i / (STEPS - 1);
    while (k < at.length - 2 && at[k + 1][0] < place) k += 1;
    const [[from, low], [to, high]] = [at[k], at[k + 1]];
    const share = Math.max(0, Math.min(1, (place - from) / (to - from || 1)));
    return packed(over(/** @type {Rgba} */ (low.map((value, c) => value + share * (high[c] - value)))));
  });
}

/** A canvas that shows fields. */
export class Heat {
  /** @type {ImageData | null} */ #image = null;
  /** @type {{stops: string, table: Uint32Array} | null} */ #colours = null;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Scales} [scales]
   */
  constructor(canvas, scales = new Scales()) {
    this.canvas = canvas;
    this.scales = scales;
  }

  /**
   * @param {Frame} frame
   * @param {Spec} trace  as it is described, dressed
   */
  draw(frame, { name, colorscale, meta }) {
    const { of, value } = FIELDS[name];
    const [rows, columns] = frame.arrays[of].shape;
    const { canvas } = this;
    const ink = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    if (canvas.width !== columns || canvas.height !== rows || !this.#image) {
      canvas.width = columns;
      canvas.height = rows;
      this.#image = ink.createImageData(columns, rows);
    }
    const stops = JSON.stringify([colorscale, palette.paper]);
    if (this.#colours?.stops !== stops) this.#colours = { stops, table: tableOf(colorscale) };
    const { table } = this.#colours;
    const pixels = new Uint32Array(this.#image.data.buffer);
    const seen = meta.masked ? known(frame) : null;
    const empty = packed(nothing());
    const [low, high] = this.scales.range(frame, name);
    const perUnit = (STEPS - 1) / (high - low);
    const at = value(frame);
    for (let j = 0; j < rows; j++) {
      const from = (rows - 1 - j) * columns;
      const to = j * columns;
      for (let i = 0; i < columns; i++) {
        const cell = from + i;
        if (seen && !seen(cell)) pixels[to + i] = empty;
        else pixels[to + i] = table[Math.max(0, Math.min(STEPS - 1, Math.round((at(cell) - low) * perUnit)))];
      }
    }
    ink.putImageData(this.#image, 0, 0);
  }
}
