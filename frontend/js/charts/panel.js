/**
 * A pair of axes with numbers, and lines in them: what a chart is made of that has no axis of rounds.
 *
 * @typedef {import("./curves.js").Box} Box
 * @typedef {import("../base/ticks.js").Tick} Tick
 *
 * @typedef {object} Pen  what is drawn in the units of the axes is clipped at their ends
 * @property {(points: number[][], colour: string, width: number, dash: number[]) => void} line  gaps where a height is not finite
 * @property {(value: number) => number} x
 * @property {(value: number) => number} y
 */

import { rule, ticksBelow } from "./curves.js";
import { write } from "../base/text.js";
import { fontFamily, palette, scale, stroke } from "../base/theme.js";
import { linear } from "../base/ticks.js";

/** Left of an axis of its own, pixels at scale 1. */
export const FOOT = 42;

/** Two equal boxes side by side, with room for the numbers of the second. @param {Box} box @returns {[Box, Box]} */
export function halves(box) {
  const gap = FOOT * scale;
  const width = (box.right - box.left - gap) / 2;
  return [{ ...box, right: box.left + width }, { ...box, left: box.left + width + gap }];
}

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {Box} box
 * @param {{across: [number, number], up: [number, number], below?: Tick[], beside?: Tick[], title?: string}} axes  `below`, `beside`: marks, if not round numbers
 * @param {(pen: Pen) => void} draw
 */
export function panel(ink, box, { across, up, below, beside, title }, draw) {
  const x = (/** @type {number} */ value) => box.left + ((value - across[0]) / (across[1] - across[0])) * (box.right - box.left);
  const y = (/** @type {number} */ value) => box.bottom - ((value - up[0]) / (up[1] - up[0])) * (box.bottom - box.top);
  ink.font = `${12 * scale}px ${fontFamily()}`;
  ink.fillStyle = palette.muted;
  ink.textAlign = "right";
  ink.textBaseline = "middle";
  for (const { at, text } of beside ?? linear(up, Math.max(2, (box.bottom - box.top) / (26 * scale)))) {
    rule(ink, box.left, Math.round(y(at)), box.right, Math.round(y(at)), at === 0 ? palette.lineStrong : palette.line, scale, []);
    ink.fillText(text, box.left - 5 * scale, y(at));
  }
  ticksBelow(ink, below ?? linear(across, Math.max(2, (box.right - box.left) / (40 * scale))), x, box.bottom);
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
  draw({ line, x, y });
  ink.restore();
  if (!title) return;
  const style = { font: fontFamily(), size: 13 * scale, colour: palette.ink, halo: palette.paper, align: /** @type {const} */ ("center") };
  write(ink, title, (box.left + box.right) / 2, box.top + 8 * scale, style);
}
