/**
 * Words in Figure 1: names beside the curves, D = ½, how high p_g goes beyond the panel, and where G contracts, expands
 * or folds.  They follow from the frame alone, so the same frame always has the same words in the same places; a word
 * that finds no room is left out, as the legend says it too.
 *
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Numbers} Numbers
 * @typedef {import("./axes.js").Size} Size
 * @typedef {import("./figure1_ink.js").Panels} Panels
 * @typedef {import("./figure1_ink.js").Scales} Scales
 * @typedef {{left: number, top: number, right: number, bottom: number}} Rect
 * @typedef {{name: keyof NAMES, values: Numbers, toY: (y: number) => number}} Line
 */

import { short } from "./format.js";
import { gameOf, kindsOf, undecided, WORDS as OUTPUTS } from "./game.js";
import { latentRange, regions } from "./latent.js";
import { outside, widthOf, write } from "./text.js";
import { palette } from "./theme.js";

const NAMES = /** @type {const} */ ({ p_data: "{p}_data", p_g: "{p}_g", d: "{D}", d_star: "{D}*" });
const COLOURS = /** @type {const} */ ({ p_data: "ink", p_g: "pGText", d: "dText", d_star: "dStarText" });

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {Frame} frame
 * @param {ReadonlySet<string>} layers
 * @param {Line[]} lines  the curves that are drawn
 * @param {Panels} panels
 * @param {Scales} to
 * @param {Size} size
 * @param {Rect[]} taken  where something stands already
 */
export function annotate(ink, frame, layers, lines, panels, to, size, taken) {
  const { arrays } = frame;
  const { output } = gameOf(frame);
  const place = new Placing(ink, panels.upper, arrays.x.data, lines, to.x, size, { ...NAMES, d: OUTPUTS[output].d, d_star: OUTPUTS[output].star }, taken);
  // What leaves the panel is said with or without notes.
  place.beyond(frame);
  if (layers.has("p_g")) place.offScale(arrays.p_g.data, to);
  if (!layers.has("notes")) return;
  if (output === "probability" && (layers.has("d") || layers.has("d_star"))) level(ink, to.chance(undecided(gameOf(frame))), panels.upper, size);
  // The name that moves most chooses last.
  for (const name of /** @type {const} */ (["p_data", "d", "d_star", "p_g"])) if (layers.has(name)) place.name(name);
  // Arrows of several generators or labels stand side by side: between two of them nothing contracts or folds.
  if (layers.has("arrows") && latentRange(frame) && kindsOf(frame) === 1) words(ink, frame, to, panels.lower, size);
}

/**
 * The level at which D cannot tell.
 * @param {CanvasRenderingContext2D} ink
 * @param {number} at  pixels
 * @param {import("./axes.js").Box} box
 * @param {Size} size
 */
function level(ink, at, box, size) {
  const y = Math.round(at) + 0.5;
  ink.strokeStyle = palette.dText;
  ink.lineWidth = Math.max(1, 0.8 * size.line);
  ink.globalAlpha = 0.55;
  ink.setLineDash([2 * size.line, 4 * size.line]);
  ink.beginPath();
  ink.moveTo(box.left, y);
  ink.lineTo(box.left + box.width, y);
  ink.stroke();
  ink.setLineDash([]);
  ink.globalAlpha = 1;
}

/** Finds room for names beside curves. */
class Placing {
  /** @type {Rect[]} */ #taken = [];

  /**
   * @param {CanvasRenderingContext2D} ink
   * @param {import("./axes.js").Box} box
   * @param {Numbers} x
   * @param {Line[]} lines
   * @param {(x: number) => number} toX
   * @param {Size} size
   * @param {Record<keyof NAMES, string>} names
   * @param {Rect[]} taken
   */
  constructor(ink, box, x, lines, toX, size, names, taken) {
    this.ink = ink;
    this.box = box;
    this.x = x;
    this.lines = lines;
    this.toX = toX;
    this.size = size;
    this.names = names;
    this.#taken = [...taken];
  }

  /** @param {keyof NAMES} name */
  name(name) {
    const line = this.lines.find((other) => other.name === name);
    if (!line) return;
    const text = this.names[name];
    const style = { font: this.size.font, size: 1.25 * this.size.text, colour: palette[COLOURS[name]], halo: palette.halo };
    const width = widthOf(this.ink, text, style);
    const high = 1.3 * style.size;
    let best = null;
    let least = 3;
    for (const [share, side, above] of this.#places(name, line.values)) {
      const i = Math.min(this.x.length - 1, Math.round(share * (this.x.length - 1)));
      const centre = this.toX(this.x[i]) + side * (width / 2 + 0.6 * this.size.text);
      const y = line.toY(line.values[i]) + (side ? 0 : above * (0.5 * high + 0.35 * this.size.text));
      const rect = { left: centre - width / 2, right: centre + width / 2, top: y - high / 2, bottom: y + high / 2 };
      const cost = this.#cost(rect);
      if (cost < least) [best, least] = [rect, cost];
      if (cost === 0) break;
    }
    if (!best) return;
    this.#taken.push(best);
    write(this.ink, text, best.left, (best.top + best.bottom) / 2, style);
  }

  /**
   * Where a name may stand, the best first: a place along the curve, beside it (−1 left, 1 right, 0: below it or above).
   * @param {keyof NAMES} name
   * @param {Numbers} values
   * @returns {Generator<[number, number, number]>}
   */
  *#places(name, values) {
    if (name === "p_data" || name === "p_g") {
      let peak = 0;
      for (let i = 1; i < values.length; i++) if (values[i] > values[peak]) peak = i;
      // On the flanks, where a density is steep and a name beside it is clear of the others.
      for (const level of [0.6, 0.75, 0.4, 0.9, 0.25]) {
        const sides = name === "p_data" ? [-1, 1] : [1, -1];
        for (const side of sides) {
          let i = peak;
          while (i + side >= 0 && i + side < values.length && values[i] > level * values[peak]) i += side;
          yield [i / (values.length - 1), side, 0];
        }
      }
      yield [peak / (values.length - 1), 0, -1];
      return;
    }
    const shares = name === "d" ? [0.06, 0.12, 0.2, 0.3, 0.4, 0.75, 0.9] : [0.94, 0.88, 0.8, 0.7, 0.6, 0.25, 0.1];
    for (const share of shares) for (const above of [-1, 1]) yield [share, 0, above];
  }

  /** How much a rectangle is in the way of others: 0 is not at all, 3 is out of the question. @param {Rect} rect */
  #cost(rect) {
    const { box } = this;
    if (rect.left < box.left + 2 || rect.right > box.left + box.width - 2 || rect.top < box.top || rect.bottom > box.top + box.height) return 3;
    for (const other of this.#taken) {
      if (rect.left < other.right + 4 && other.left < rect.right + 4 && rect.top < other.bottom && other.top < rect.bottom) return 3;
    }
    let crossed = 0;
    const from = this.#index(rect.left);
    const to = this.#index(rect.right);
    for (const { values, toY } of this.lines) {
      // A curve crosses where it is inside, or jumps from above to below.
      let above = false;
      let below = false;
      for (let i = from; i <= to; i++) {
        const y = toY(values[i]);
        if (y < rect.top) above = true;
        else if (y > rect.bottom) below = true;
        else above = below = true;
      }
      if (above && below) crossed += 1;
    }
    return Math.min(2.5, crossed);
  }

  /** @param {number} px */
  #index(px) {
    const share = (px - this.box.left) / this.box.width;
    return Math.max(0, Math.min(this.x.length - 1, Math.round(share * (this.x.length - 1))));
  }

  /** How much of p_g is outside the picture, where that is much, on the side to which it went. @param {Frame} frame */
  beyond(frame) {
    const text = outside(frame);
    if (!text) return;
    const [[low, high]] = frame.meta.window;
    let balance = 0;
    for (const sample of frame.arrays.fake.data) balance += sample > high ? 1 : sample < low ? -1 : 0;
    const { box, size } = this;
    const style = { font: size.font, size: size.text, colour: palette.pGText, halo: palette.halo };
    const said = balance > 0 ? `${text} →` : balance < 0 ? `← ${text}` : text;
    const width = widthOf(this.ink, said, style);
    const left = balance > 0 ? box.left + box.width - width - 0.6 * size.text : box.left + 0.6 * size.text;
    // Above the ticks of the samples, where a p_g that is elsewhere leaves room.
    const y = box.top + box.height - 3.2 * size.text;
    this.#taken.push({ left, right: left + width, top: y - size.text, bottom: y + size.text });
    write(this.ink, said, left, y, style);
  }

  /**
   * How high p_g goes where it leaves the panel.
   * @param {Numbers} density
   * @param {Scales} to
   */
  offScale(density, to) {
    let peak = 0;
    for (let i = 1; i < density.length; i++) if (density[i] > density[peak]) peak = i;
    const { box, size } = this;
    if (to.density(density[peak]) >= box.top - 1) return;
    const style = { font: size.font, size: size.text, colour: palette.pGText, halo: palette.halo };
    const text = `{p}_g reaches ${short(density[peak])} ↑`;
    const width = widthOf(this.ink, text, style);
    const at = this.toX(this.x[peak]);
    const left = at + 10 + width > box.left + box.width ? at - 10 - width : at + 10;
    const y = box.top + 0.8 * size.text;
    this.#taken.push({ left, right: left + width, top: y - size.text, bottom: y + size.text });
    write(this.ink, text, left, y, style);
  }
}

const WORDS = { contracts: "→ contracts ←", expands: "← expands →", folds: "{G} folds" };

/**
 * What G does, above the line of x to which its arrows lead.
 * @param {CanvasRenderingContext2D} ink
 * @param {Frame} frame
 * @param {Scales} to
 * @param {import("./axes.js").Box} lower
 * @param {Size} size
 */
function words(ink, frame, to, lower, size) {
  const [[low, high]] = frame.meta.window;
  const style = { font: size.font, size: 0.95 * size.text, colour: palette.pGText, halo: palette.halo };
  const y = lower.top - 0.85 * size.text;
  const order = { folds: 0, contracts: 1, expands: 2 };
  const found = regions(frame.arrays.z.data, frame.arrays.gz.data, high - low);
  // Rarest first, then the widest: these get the room.
  found.sort((a, b) => order[a.kind] - order[b.kind] || Math.abs(b.to - b.from) - Math.abs(a.to - a.from) || a.from - b.from);
  /** @type {[number, number][]} */
  const taken = [];
  for (const { kind, from, to: end } of found) {
    const centre = (from + end) / 2;
    if (centre < low || centre > high) continue;
    const width = widthOf(ink, WORDS[kind], style);
    const left = Math.max(lower.left, Math.min(lower.left + lower.width - width, to.x(centre) - width / 2));
    if (taken.some(([a, b]) => left < b + size.text && a < left + width + size.text)) continue;
    taken.push([left, left + width]);
    write(ink, WORDS[kind], left, y, style);
  }
}
