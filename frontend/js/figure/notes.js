/**
 * Words in Figure 1: names beside the curves, D = ½, how high p_g goes beyond the panel, and where G contracts, expands
 * or folds.  A word that finds no room is left out, as the legend says it too.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").Numbers} Numbers
 * @typedef {import("./axes.js").Size} Size
 * @typedef {import("./figure1_ink.js").Panels} Panels
 * @typedef {import("./figure1_ink.js").Scales} Scales
 * @typedef {import("./naming.js").Rect} Rect
 * @typedef {import("./naming.js").Line} Line
 */

import { fixed } from "../base/format.js";
import { gameOf, kindsOf, undecided, WORDS as OUTPUTS } from "../run/game.js";
import { latentRange, regions } from "./latent.js";
import { Naming } from "./naming.js";
import { largest } from "../base/ranges.js";
import { chip, outside, plated, widthOf, write } from "../base/text.js";
import { palette } from "../base/theme.js";

const NAMES = /** @type {const} */ ({ p_data: "{p}_data", p_g: "{p}_g", d: "{D}", d_star: "{D}*" });
const COLOURS = /** @type {const} */ ({ p_data: "ink", p_g: "pGText", d: "dText", d_star: "dStarText" });
/** Of the panel's width, where the names stand best; null: on a flank. */
const SHARES = { p_data: null, p_g: null, d: 0.06, d_star: 0.94 };

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {Frame} frame
 * @param {ReadonlySet<string>} layers
 * @param {readonly Line[]} lines  the curves that are drawn
 * @param {Panels} panels
 * @param {Scales} to
 * @param {Size} size
 * @param {readonly Rect[]} taken  where something stands already
 * @param {import("./naming.js").Places} places  where names stood last
 * @param {readonly string[]} colours  of the densities of several generators or labels, if they are drawn
 */
export function annotate(ink, frame, layers, lines, panels, to, size, taken, places, colours) {
  const { arrays } = frame;
  const { output } = gameOf(frame);
  const { upper } = panels;
  const even = output === "probability" && (layers.has("d") || layers.has("d_star")) ? to.chance(undecided(gameOf(frame))) : null;
  // The same layers in the same picture have the same words in the same places, whatever was shown in between.
  const kept = places.of(JSON.stringify([upper, frame.meta.generator, output, size.text, [...layers].sort()]));
  const naming = new Naming(upper, arrays.x.data.length, lines, size.text, taken, layers.has("notes") ? even : null);
  // What leaves the panel is said with or without notes.
  if (layers.has("p_g")) offScale(ink, arrays.x.data, arrays.p_g.data, to, upper, size, naming, kept);
  // Below the words: a plate erases it.
  if (even !== null && layers.has("notes")) level(ink, even, upper, size);
  beyond(ink, frame, upper, size, naming, kept);
  if (!layers.has("notes")) return;
  const numbered = colours.map((_, k) => ({ name: String(k + 1), width: (k < 9 ? 1.25 : 1.8) * size.text, height: 1.3 * size.text, share: null }));
  naming.number(numbered, kept);
  const words = { ...NAMES, d: OUTPUTS[output].d, d_star: OUTPUTS[output].star };
  // The name that moves most chooses last.
  const named = /** @type {const} */ (["p_data", "d", "d_star", "p_g"]).filter((name) => layers.has(name));
  const styles = named.map((name) => ({ font: size.font, size: 1.25 * size.text, colour: palette[COLOURS[name]], halo: palette.halo }));
  const wishes = named.map((name, k) => ({
    name, width: widthOf(ink, words[name], styles[k]), height: (words[name].includes("_") ? 1.2 : 0.9) * styles[k].size, share: SHARES[name],
  })); // prettier-ignore
  naming.place(wishes, kept);
  named.forEach((name, k) => {
    const rect = kept.get(name);
    if (!rect) return;
    lead(ink, naming.lead(name, rect), styles[k].colour, size);
    write(ink, words[name], rect.left, rect.top + 0.42 * styles[k].size, styles[k]);
  });
  numbers(ink, numbered, colours, naming, kept, size);
  // Arrows of several generators or labels stand side by side: between two of them nothing contracts or folds.
  if (layers.has("arrows") && latentRange(frame) && kindsOf(frame) === 1) deeds(ink, frame, to, panels.lower, size);
}

/**
 * The numbers of generators or labels, each on a chip with a line to the peak of its density.
 * @param {CanvasRenderingContext2D} ink
 * @param {readonly import("./naming.js").Wish[]} wishes
 * @param {readonly string[]} colours
 * @param {Naming} naming
 * @param {Map<string, Rect>} kept
 * @param {Size} size
 */
function numbers(ink, wishes, colours, naming, kept, { font, text, line }) {
  // Lines first: a chip may stand on the end of another's.
  for (const [k, { name }] of wishes.entries()) lead(ink, naming.lead(name, kept.get(name) ?? NOWHERE), colours[k], { line });
  for (const [k, { name, width, height }] of wishes.entries()) {
    const rect = kept.get(name);
    if (!rect) continue;
    const style = { font, size: 0.9 * text, width, height, colour: palette.ink, rim: colours[k], ground: palette.halo };
    chip(ink, name, (rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2, style);
  }
}

const NOWHERE = { left: 0, right: 0, top: 0, bottom: 0 };

/**
 * A line from a word to its curve, which ends in a dot.
 * @param {CanvasRenderingContext2D} ink
 * @param {readonly [number, number, number, number] | null} ends
 * @param {string} colour
 * @param {Pick<Size, "line">} size
 */
function lead(ink, ends, colour, { line }) {
  if (!ends) return;
  const [x, y, toX, toY] = ends;
  for (const [rim, dye] of /** @type {[number, string][]} */ ([[1.2 * line, palette.halo], [0, colour]])) {
    ink.strokeStyle = ink.fillStyle = dye;
    ink.lineWidth = 1.3 * line + 2 * rim;
    ink.beginPath();
    ink.moveTo(x, y);
    ink.lineTo(toX, toY);
    ink.stroke();
    ink.beginPath();
    ink.arc(toX, toY, 2.4 * line + rim, 0, 2 * Math.PI);
    ink.fill();
  }
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

/**
 * How much of p_g is outside the picture, where that is much, on the side to which it went.
 * @param {CanvasRenderingContext2D} ink
 * @param {Frame} frame
 * @param {import("./axes.js").Box} box
 * @param {Size} size
 * @param {Naming} naming
 * @param {Map<string, Rect>} kept
 */
function beyond(ink, frame, box, size, naming, kept) {
  if (!outside(frame)) return;
  const [[low, high]] = frame.meta.window;
  let balance = 0;
  for (const sample of frame.arrays.fake.data) balance += sample > high ? 1 : sample < low ? -1 : 0;
  const style = { font: size.font, size: size.text, colour: palette.pGText, halo: palette.halo };
  const { text } = size;
  const room = box.height - 3.5 * text;
  // Above the ticks of the samples, where a p_g that is elsewhere leaves room, or higher, where no curve is, or lower.
  const ups = [3.9, 5, 6, 7, 8, 10, 12, 14, 16, 18].map((up) => up * text).concat([0.5, 0.6, 0.7, 0.8, 0.9, 1].map((share) => 3.5 * text + share * room), 2.2 * text);
  const tops = ups.filter((up) => up <= box.height - 0.3 * text).map((up) => Math.round(box.top + box.height - up));
  const places = [false, true].flatMap((brief) => {
    const words = outside(frame, brief);
    const said = balance > 0 ? `${words} →` : balance < 0 ? `← ${words}` : words;
    const width = widthOf(ink, said, style) + 0.8 * text;
    return [0.4, 3.5].flatMap((inset) => {
      const left = balance > 0 ? box.left + box.width - width - inset * text : box.left + inset * text;
      return tops.map((top) => ({ said, left, right: left + width, top, bottom: top + 1.6 * text }));
    });
  });
  if (places.length === 0) return;
  const { at, clear } = naming.among("outside", places, places.length / 2, kept);
  const { said, left, top, bottom } = places[at];
  // A plate would rub out a curve.
  (clear ? plated : write)(ink, said, left + 0.4 * text, (top + bottom) / 2, style);
}

/** As long as it can be: it must not grow and shrink while it runs. @param {number} value */
const steadyDigits = (value) => fixed(value, Math.max(0, 2 - Math.max(-2, Math.floor(Math.log10(value)))));

/** Whether a density is nothing but one point, spread over the cell it falls in. @param {Numbers} density */
function isPoint(density) {
  let cells = 0;
  for (const value of density) if (value > 0) cells += 1;
  return cells === 1;
}

const POINT = ["all of {p}_g in one point", "one point"];
/** Where it is said, in letters below the panel's top, and in how many places across. */
const ROWS = [0.5, 2, 3.5];
const ELSEWHERE = 24;
const COUNTED = "{p}_g is one point, counted as one cell";

/**
 * How high p_g goes where it leaves the panel, on the side of its peak where no other curve is.
 * @param {CanvasRenderingContext2D} ink
 * @param {Numbers} x
 * @param {Numbers} density
 * @param {Scales} to
 * @param {import("./axes.js").Box} box
 * @param {Size} size
 * @param {Naming} naming
 * @param {Map<string, Rect>} kept
 */
function offScale(ink, x, density, to, box, size, naming, kept) {
  const peak = largest(density);
  if (!leaves(density[peak], to, box)) return;
  const style = { font: size.font, size: size.text, colour: palette.pGText, halo: palette.halo };
  const at = to.x(x[peak]);
  // Of a point the height would only say how fine the grid is.  Wherever it is, half the panel is free on one of its sides.
  const fits = (/** @type {string} */ text) => widthOf(ink, `${text} ↑`, style) < box.width / 2 - 12;
  const said = isPoint(density) ? [COUNTED, ...POINT].filter((text) => text === POINT[0] || fits(text)) : [`{p}_g reaches ${steadyDigits(density[peak])}`, steadyDigits(density[peak])];
  const rows = ROWS.map((row) => box.top + row * size.text);
  // A name beside it would be read as one with it.
  const away = 1.2 * size.text;
  const beside = (/** @type {string} */ words) => {
    const width = widthOf(ink, `${words} ↑`, style);
    // The arrow stands beside what it points along.
    const after = { text: `↑ ${words}`, from: at + 10, left: at + 10, right: at + 10 + width + away };
    const before = { text: `${words} ↑`, from: at - 10 - width, left: at - 10 - width - away, right: at - 10 };
    const sides = after.from + width + 6 > box.left + box.width ? [before] : before.from < box.left + 6 ? [after] : [after, before];
    return rows.flatMap((top) => sides.map((side) => ({ ...side, top, bottom: top + 1.6 * size.text })));
  };
  const full = beside(said[0]);
  const places = [...full, ...said.slice(1).flatMap(beside)];
  // With curves on both of its sides the words stand without an arrow, as near to it as they can.
  for (const words of said.filter((each) => each.includes("{p}_g"))) {
    const width = widthOf(ink, words, style);
    const room = box.width - width - 2 * away;
    const lefts = Array.from({ length: ELSEWHERE }, (_, k) => box.left + away + (room * k) / (ELSEWHERE - 1));
    lefts.sort((a, b) => Math.abs(a + width / 2 - at) - Math.abs(b + width / 2 - at));
    for (const from of lefts) for (const top of rows) places.push({ text: words, from, left: from - away, right: from + width + away, top, bottom: top + 1.6 * size.text });
  }
  const { at: place, clear } = naming.among("off the scale", places, full.length, kept);
  const { text, from, top } = places[place];
  // A plate hides the lines of the grid between words, but would rub out a curve.
  if (clear) plated(ink, text, from, top + 0.7 * size.text, style, 0.15);
  else write(ink, text, from, top + 0.7 * size.text, style);
}

/** Whether a density is too high for the panel. @param {number} peak @param {Scales} to @param {import("./axes.js").Box} box */
export const leaves = (peak, to, box) => to.density(peak) < box.top - 1;

const WORDS = { contracts: "→ contracts ←", expands: "← expands →", folds: "{G} folds" };

/**
 * What G does, above the line of x to which its arrows lead.
 * @param {CanvasRenderingContext2D} ink
 * @param {Frame} frame
 * @param {Scales} to
 * @param {import("./axes.js").Box} lower
 * @param {Size} size
 */
function deeds(ink, frame, to, lower, size) {
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
