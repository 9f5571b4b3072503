/**
 * How steep D is where a penalty looks at it: a colour from flat, over the slope 1 in the middle, to steep, and its key.
 *
 * @typedef {import("../wire/types.js").Numbers} Numbers
 * @typedef {import("./axes.js").Size} Size
 * @typedef {import("./axes.js").Box} Box
 */

import { diverging, slopeStep } from "./slope_scale.js";
import { widthOf, write } from "../base/text.js";
import { palette, rgb } from "../base/theme.js";

const colours = () => diverging(rgb(palette.slopeLow), rgb(palette.slopeMid), rgb(palette.slopeHigh));

/**
 * Points as discs, coloured by their slopes.
 * @param {CanvasRenderingContext2D} ink
 * @param {number} count
 * @param {(i: number) => [number, number]} place  pixels of a point
 * @param {Numbers | undefined} slopes
 * @param {number} radius
 */
export function drawSlopes(ink, count, place, slopes, radius) {
  const scale = colours();
  /** @type {number[][]} */
  const steps = scale.map(() => []);
  for (let i = 0; i < count; i++) steps[slopeStep(slopes?.[i] ?? 1)].push(i);
  steps.forEach((points, step) => {
    if (points.length === 0) return;
    ink.fillStyle = scale[step];
    ink.beginPath();
    for (const i of points) {
      const [x, y] = place(i);
      ink.moveTo(x + radius, y);
      ink.arc(x, y, radius, 0, 7);
    }
    ink.fill();
  });
}

/**
 * What the colours mean, in the upper right corner of a box; returns the place that it takes.
 * @param {CanvasRenderingContext2D} ink
 * @param {string} name  of D
 * @param {Box} box
 * @param {Size} size
 * @param {number} [down]  lines of letters below the top
 */
export function slopeKey(ink, name, box, { text, font }, down = 0) {
  const small = { font, size: Math.max(11, 0.9 * text), colour: palette.ink, halo: palette.halo };
  const title = `‖∇${name}‖`;
  const strip = { width: 6.5 * text, height: 0.6 * text };
  const wide = strip.width + widthOf(ink, title, small) + 2.2 * text;
  const left = box.left + box.width - wide - 0.5 * text;
  const top = box.top + (0.4 + down) * text;
  write(ink, title, left + 0.5 * text, top + 0.85 * text, small);
  const x = left + wide - strip.width - 0.9 * text;
  const scale = colours();
  scale.forEach((colour, i) => {
    ink.fillStyle = colour;
    ink.fillRect(x + (i * strip.width) / scale.length, top + 0.5 * text, strip.width / scale.length + 0.5, strip.height);
  });
  for (const [share, label] of /** @type {const} */ ([[0, "0"], [0.5, "1"], [1, "≥ 2"]])) {
    write(ink, label, x + share * strip.width, top + 1.85 * text, { ...small, colour: palette.muted, align: "center" });
  } // prettier-ignore
  return { left, right: left + wide, top, bottom: top + 2.4 * text };
}
