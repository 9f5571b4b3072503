/**
 * f of an f-GAN on the left, with its tangent at u = 1; its conjugate f* on the right.
 *
 * @typedef {import("./curves.js").Box} Box
 * @typedef {import("./types.js").Tensor} Tensor
 * @typedef {{u: ArrayLike<number>, value: ArrayLike<number>, t: ArrayLike<number>, conjugate: ArrayLike<number>}} Pair
 */

import { rule, ticksBelow } from "./curves.js";
import { heights } from "./formula_picture.js";
import { write } from "./text.js";
import { fontFamily, palette, scale, stroke } from "./theme.js";
import { linear } from "./ticks.js";

/** Left of an axis of its own, pixels at scale 1. */
const FOOT = 42;

/** f and f*, where they were sent. @param {Record<string, Tensor>} arrays @returns {Pair | null} */
export function pairOf({ f_u: u, f_value: value, f_t: t, f_conjugate: conjugate }) {
  return u && value && t && conjugate ? { u: u.data, value: value.data, t: t.data, conjugate: conjugate.data } : null;
}

/** f at u, between the points that were sent. @param {ArrayLike<number>} u @param {ArrayLike<number>} value @param {number} at */
export function between(u, value, at) {
  let i = 1;
  while (i < u.length - 1 && u[i] < at) i += 1;
  const share = (at - u[i - 1]) / (u[i] - u[i - 1]);
  return value[i - 1] + share * (value[i] - value[i - 1]);
}

/**
 * The line through (1, f(1)) with the slope of f there.
 * @param {Pair} pair
 * @returns {(u: number) => number}
 */
export function tangentOf({ u, value, t }) {
  const [at, slope] = [between(u, value, 1), between(u, t, 1)];
  return (x) => at + slope * (x - 1);
}

/** Where t reaches, without what lies far off as u nears 0. @param {Pair} pair @returns {[number, number]} */
export function reach({ u, t }) {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < u.length; i++) {
    if (u[i] < 0.1 || !Number.isFinite(t[i])) continue;
    low = Math.min(low, t[i]);
    high = Math.max(high, t[i]);
  }
  return high > low ? [low, high] : [low - 1, low + 1];
}

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {Pair} pair
 * @param {Box} box
 */
export function drawPair(ink, pair, box) {
  const gap = FOOT * scale;
  const width = (box.right - box.left - gap) / 2;
  const tangent = tangentOf(pair);
  const left = { ...box, right: box.left + width };
  panel(ink, left, [0, Math.min(4, pair.u[pair.u.length - 1])], heights(pair.value, pair.u), { x: "{u}", y: "{f}" }, (line, x, y) => {
    line([[0, tangent(0)], [4, tangent(4)]], palette.muted, 1.5, [5, 4]);
    line(Array.from(pair.u, (u, i) => [u, pair.value[i]]), palette.ink, 2.5, []);
    ink.beginPath();
    ink.arc(x(1), y(tangent(1)), 3 * scale, 0, 7);
    ink.fillStyle = palette.ink;
    ink.fill();
  }); // prettier-ignore
  const seen = reach(pair);
  const inside = Array.from(pair.t, (t, i) => ({ t, value: pair.conjugate[i] })).filter(({ t }) => t >= seen[0] && t <= seen[1]);
  const range = heights(inside.map(({ value }) => value), inside.map(() => 1)); // prettier-ignore
  panel(ink, { ...box, left: box.left + width + gap }, seen, range, { x: "{t}", y: "{f}*" }, (line) => {
    line(inside.map(({ t, value }) => [t, value]), palette.dStar, 2.5, []);
  }); // prettier-ignore
}

/**
 * One pair of axes with what stands in it.
 * @param {CanvasRenderingContext2D} ink
 * @param {Box} box
 * @param {[number, number]} across
 * @param {[number, number]} up
 * @param {{x: string, y: string}} names
 * @param {(line: (points: number[][], colour: string, width: number, dash: number[]) => void, x: (value: number) => number, y: (value: number) => number) => void} draw
 */
function panel(ink, box, across, up, names, draw) {
  const x = (/** @type {number} */ value) => box.left + ((value - across[0]) / (across[1] - across[0])) * (box.right - box.left);
  const y = (/** @type {number} */ value) => box.bottom - ((value - up[0]) / (up[1] - up[0])) * (box.bottom - box.top);
  ink.font = `${12 * scale}px ${fontFamily()}`;
  ink.fillStyle = palette.muted;
  ink.textAlign = "right";
  ink.textBaseline = "middle";
  for (const { at, text } of linear(up, Math.max(2, (box.bottom - box.top) / (26 * scale)))) {
    rule(ink, box.left, Math.round(y(at)), box.right, Math.round(y(at)), at === 0 ? palette.lineStrong : palette.line, scale, []);
    ink.fillText(text, box.left - 5 * scale, y(at));
  }
  ticksBelow(ink, linear(across, Math.max(2, (box.right - box.left) / (40 * scale))), x, box.bottom);
  rule(ink, box.left, box.top, box.left, box.bottom, palette.lineStrong, scale, []);
  rule(ink, box.left, box.bottom, box.right, box.bottom, palette.lineStrong, scale, []);
  ink.save();
  ink.beginPath();
  ink.rect(box.left, box.top - 1, box.right - box.left + 1, box.bottom - box.top + 2);
  ink.clip();
  ink.lineJoin = "round";
  const line = (/** @type {number[][]} */ points, /** @type {string} */ colour, /** @type {number} */ width, /** @type {number[]} */ dash) => {
    ink.beginPath();
    let down = false;
    for (const [a, b] of points) {
      const [px, py] = [x(a), y(b)];
      if (!Number.isFinite(py)) down = false;
      else if (down) ink.lineTo(px, Math.max(-1e4, Math.min(1e4, py)));
      else {
        ink.moveTo(px, Math.max(-1e4, Math.min(1e4, py)));
        down = true;
      }
    }
    ink.strokeStyle = colour;
    ink.lineWidth = width * stroke;
    ink.setLineDash(dash.map((length) => length * scale));
    ink.stroke();
    ink.setLineDash([]);
  };
  draw(line, x, y);
  ink.restore();
  // No convex curve is high in its middle.
  const style = { font: fontFamily(), size: 13 * scale, colour: palette.ink, halo: palette.paper, align: /** @type {const} */ ("center") };
  write(ink, `${names.y}(${names.x})`, (box.left + box.right) / 2, box.top + 8 * scale, style);
}
