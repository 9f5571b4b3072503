/**
 * Backgrounds of the plane: one colour per cell of a grid, on a canvas of the grid's own size that is stretched to the
 * picture.  And their scale, for the bar beside it.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").Game} Game
 * @typedef {[number, number, number]} Colour
 * @typedef {{at: number, text: string}} Mark  `at`: 0 at the bar's foot, 1 at its top
 */

import { short } from "../base/format.js";
import { sameEpoch } from "../run/epoch.js";
import { drawnRange, gameOf, outputTicks, WORDS } from "../run/game.js";
import { scaleEnd, steady } from "../base/ranges.js";
import { palette, rgb } from "../base/theme.js";
import { scaleOf } from "../wire/wire.js";

/** Steps of a colour scale. */
const STEPS = 1024;

/** @param {"p_data" | "p_g"} of @param {() => string} full */
const density = (of, full) => ({
  title: () => `{p}_${of.slice(2)}`,
  of: [of],
  colour: (/** @type {number} */ t) => mix(palette.paper, full(), 0.92 * Math.sqrt(t)),
  // By the square root: a quarter of the scale stands half way up.
  valueAt: (/** @type {number} */ place) => place ** 2,
  most: (/** @type {Frame} */ frame) => 255 * scaleOf(frame, of).step,
  marks: (/** @type {Frame} */ _, /** @type {number} */ end) => [0, 0.1, 0.25, 0.5, 1].map((share) => ({ at: Math.sqrt(share), text: short(share * end) })),
});

/** @param {string} of @param {(game: Game) => string} title @param {() => string} full */
const chance = (of, title, full) => ({
  title,
  of: [of],
  colour: (/** @type {number} */ t) => mix(palette.paper, full(), 0.78 * t),
  marks: (/** @type {Frame} */ frame) => outputTicks(gameOf(frame), drawnRange(gameOf(frame)), 5),
});

/** By the square root of the size, on either side of a middle that is 0. @param {number} place */
const signedRoot = (place) => 0.5 + 0.5 * Math.sign(place - 0.5) * (2 * place - 1) ** 2;

/** The largest size among a grid's values, which may be of both signs. @param {Frame} frame @param {string} name */
function peakOf(frame, name) {
  const { offset, step } = scaleOf(frame, name);
  let peak = 0;
  for (const stored of frame.arrays[name].data) {
    const size = Math.abs(offset + step * stored);
    if (size > peak && size < Infinity) peak = size;
  }
  return peak || 1;
}

/**
 * Each: `of`, the grids that it needs; `colour`, of a value from 0 (lowest) to 1; `valueAt`, the value that stands at a
 * place of its bar, from 0 to 1, where that is not the place itself; `most`, the largest value, where the scale goes by
 * what is there; `marks` of its bar, on a scale that ends there.
 * @typedef {object} Ground
 * @property {(game: Game) => string} title
 * @property {string[]} of
 * @property {(t: number) => Colour} colour
 * @property {(place: number) => number} [valueAt]
 * @property {(frame: Frame) => number} [most]
 * @property {(frame: Frame, end: number) => Mark[]} marks
 */

/** @type {Record<string, Ground>} */
export const GROUNDS = {
  p_g: density("p_g", () => palette.pG),
  p_data: density("p_data", () => palette.ink),
  d_fill: chance("d", ({ output }) => WORDS[output].d, () => palette.d),
  d_star_fill: chance("d_star", ({ output }) => WORDS[output].star, () => palette.dStar),
  difference: {
    title: ({ output }) => `${WORDS[output].d} − ${WORDS[output].star}`,
    of: ["d", "d_star"],
    colour: (t) => mix(palette.paper, t > 0.5 ? palette.d : palette.dStar, 0.9 * Math.sqrt(Math.abs(2 * t - 1))),
    valueAt: signedRoot,
    marks: (frame) => {
      const [low, high] = drawnRange(gameOf(frame));
      if (gameOf(frame).output !== "score") return ["−1", "−¼", "0", "¼", "1"].map((text, i) => ({ at: i / 4, text }));
      return [-1, -0.25, 0, 0.25, 1].map((share, i) => ({ at: i / 4, text: short(share * (high - low), 2) }));
    },
  },
  contribution: {
    title: () => "to {D}_f",
    of: ["contribution"],
    colour: (t) => mix(palette.paper, t > 0.5 ? palette.share : palette.muted, 0.9 * Math.sqrt(Math.abs(2 * t - 1))),
    valueAt: signedRoot,
    most: (frame) => peakOf(frame, "contribution"),
    marks: (_, end) => [-1, -0.25, 0, 0.25, 1].map((share, i) => ({ at: i / 4, text: short(share * end) })),
  },
};

/** Those that say nothing where neither density is there. */
const MASKED = new Set(["d_star_fill", "difference"]);

/** @type {Map<string, Uint32Array>} */
const tables = new Map();
let tablesOf = "";

/**
 * The colours of a background in the theme that is on, from its lowest value to its highest.
 * @param {string} name
 */
function table(name) {
  const theme = palette.paper + palette.ink + palette.pG + palette.d + palette.share;
  if (theme !== tablesOf) tables.clear();
  tablesOf = theme;
  let found = tables.get(name);
  if (!found) {
    found = Uint32Array.from({ length: STEPS }, (_, i) => packed(GROUNDS[name].colour(place(name, i))));
    tables.set(name, found);
  }
  return found;
}

/** Those whose middle is 0. */
const SIGNED = new Set(["difference", "contribution"]);

/** Where a step stands on its scale; what has a sign is 0 at a step of its own. @param {string} name @param {number} i */
const place = (name, i) => (SIGNED.has(name) ? Math.min(1, i / (STEPS / 2) / 2) : i / (STEPS - 1));

/** Little-endian RGBA, as all of today's browsers have it. @param {Colour} colour */
const packed = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;

/** @param {string} from @param {string} to @param {number} t @returns {Colour} */
function mix(from, to, t) {
  const a = rgb(from);
  return /** @type {Colour} */ (rgb(to).map((value, i) => Math.round(a[i] + (value - a[i]) * t)));
}

/** The colour at a place of a bar: that of the value which stands there. @param {string} name @param {number} place */
export function barColour(name, place) {
  const { colour, valueAt } = GROUNDS[name];
  return `rgb(${colour(valueAt?.(place) ?? place).join(" ")})`;
}

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
 * The step of a stored number on a scale whose middle is 0; what is beyond an end is at it.
 * @param {Frame} frame
 * @param {string} name
 * @param {number} end
 * @returns {(stored: number) => number}
 */
function signedStep(frame, name, end) {
  const { offset, step } = scaleOf(frame, name);
  const half = STEPS / 2 / end;
  return (stored) => Math.max(0, Math.min(STEPS - 1, Math.round(STEPS / 2 + (offset + step * stored) * half) || 0));
}

/**
 * Where the scales end that go by what is there: they stay while that comes and goes, until another run begins.  One for
 * all pictures that stand side by side.
 */
export class Scales {
  /** @type {import("../run/epoch.js").Epoch | null} */ #epoch = null;
  /** @type {Map<string, [number, number]>} */ #ranges = new Map();

  /**
   * @param {Frame} frame
   * @param {string} name  a row of GROUNDS
   */
  end(frame, name) {
    const { most } = GROUNDS[name];
    if (!most) return 1;
    if (!sameEpoch(frame.meta, this.#epoch)) this.#ranges.clear();
    this.#epoch = frame.meta;
    const range = steady(this.#ranges.get(name) ?? null, [0, scaleEnd(most(frame))]);
    this.#ranges.set(name, range);
    return range[1];
  }
}

/** A canvas that shows backgrounds. */
export class Heat {
  /** @type {ImageData | null} */ #image = null;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Scales} [scales]
   */
  constructor(canvas, scales = new Scales()) {
    this.canvas = canvas;
    this.scales = scales;
  }

  /**
   * Of the bar that stands beside the canvas.
   * @param {Frame} frame
   * @param {string} name  a row of GROUNDS
   */
  marks(frame, name) {
    return GROUNDS[name].marks(frame, this.scales.end(frame, name));
  }

  /**
   * @param {Frame} frame
   * @param {string} name  a row of GROUNDS
   */
  draw(frame, name) {
    const [of] = GROUNDS[name].of;
    const { data, shape: [rows, columns] } = frame.arrays[of]; // prettier-ignore
    const { canvas } = this;
    const ink = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    if (canvas.width !== columns || canvas.height !== rows || !this.#image) {
      canvas.width = columns;
      canvas.height = rows;
      this.#image = ink.createImageData(columns, rows);
    }
    const pixels = new Uint32Array(this.#image.data.buffer);
    const colours = table(name);
    const star = name === "difference" ? frame.arrays.d_star.data : null;
    const seen = MASKED.has(name) ? known(frame) : null;
    const nothing = packed(mix(palette.paper, palette.ink, 0.17));
    const end = this.scales.end(frame, name);
    const signed = name === "contribution" ? signedStep(frame, name, end) : null;
    const step = ((STEPS - 1) * scaleOf(frame, of).step) / end;
    for (let j = 0; j < rows; j++) {
      const from = (rows - 1 - j) * columns;
      const to = j * columns;
      for (let i = 0; i < columns; i++) {
        const cell = from + i;
        if (seen && !seen(cell)) pixels[to + i] = nothing;
        else if (signed) pixels[to + i] = colours[signed(data[cell])];
        else if (star) pixels[to + i] = colours[Math.min(STEPS - 1, (data[cell] - star[cell] + 65536) >> 7)];
        else pixels[to + i] = colours[(data[cell] * step) | 0];
      }
    }
    ink.putImageData(this.#image, 0, 0);
  }
}
