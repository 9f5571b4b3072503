/**
 * How steep D is where a penalty looks at it: a colour from flat, over the slope 1 in the middle, to steep.
 *
 * @typedef {import("../wire/types.js").Numbers} Numbers
 */

import { diverging, slopeStep } from "./slope_scale.js";
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
