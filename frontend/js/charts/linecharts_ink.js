/**
 * The map, the plan and JSD by counting on a canvas.
 *
 * @typedef {import("./curves.js").Box} Box
 * @typedef {import("./linecharts.js").Mapping} Mapping
 * @typedef {import("./linecharts.js").Plan} Plan
 * @typedef {import("./linecharts.js").Counting} Counting
 */

import { rule } from "./curves.js";
import { fixed } from "../base/format.js";
import { backwards, intervals, merged, outline, readText } from "./linecharts.js";
import { halves, panel } from "./panel.js";
import { write } from "../base/text.js";
import { fontFamily, palette, scale, stroke } from "../base/theme.js";

/** @param {CanvasRenderingContext2D} ink @param {Mapping} mapping @param {Box} box @param {[number, number]} range  of x */
export function drawMap(ink, mapping, box, range) {
  const { z, g, ideal } = mapping;
  const end = z[z.length - 1] <= 1 ? 1 : z[z.length - 1];
  const points = (/** @type {ArrayLike<number>} */ values) => Array.from(z, (at, i) => [at, values[i]]);
  panel(ink, box, { across: [-end, end], up: range }, ({ line, x }) => {
    ink.fillStyle = palette.gap;
    for (const [from, to] of backwards(mapping)) ink.fillRect(x(from), box.top, x(to) - x(from), box.bottom - box.top);
    line(points(g), palette.pG, 2.75, []);
    line(points(ideal), palette.pData, 1.75, [2, 3]);
  });
  write(ink, "{z}", box.right + 12 * scale, box.bottom + 13 * scale, { font: fontFamily(), size: 13 * scale, colour: palette.muted });
}

/** @param {CanvasRenderingContext2D} ink @param {Plan} plan @param {Box} box @param {[number, number]} range  of x */
export function drawPlan(ink, { from, to }, box, range) {
  const ends = [{ at: 0, text: "G" }, { at: 1, text: "data" }]; // prettier-ignore
  panel(ink, box, { across: range, up: [0, 1], beside: ends }, ({ x }) => {
    const fade = ink.createLinearGradient(0, box.bottom, 0, box.top);
    fade.addColorStop(0, palette.pG);
    fade.addColorStop(0.35, palette.pG);
    fade.addColorStop(1, palette.pData);
    ink.beginPath();
    for (let i = 0; i < from.length; i++) {
      ink.moveTo(x(from[i]), box.bottom);
      ink.lineTo(x(to[i]), box.top);
    }
    ink.strokeStyle = fade;
    ink.lineWidth = 1.25 * stroke;
    ink.stroke();
  });
}

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {Counting} counting
 * @param {Box} box
 * @param {[number, number]} range  of JSD
 * @param {number} place  of the chosen number of intervals in the ladder
 */
export function drawCounting(ink, counting, box, range, place) {
  const { real, fake, jsd, limit, read, window, samples } = counting;
  const [left, right] = halves(box);
  const k = intervals(place);
  const shares = [real, fake].map((counts) => merged(counts, k, samples));
  const top = 1.08 * Math.max(...shares.flat(), 0.01);
  panel(ink, left, { across: window, up: [0, top] }, ({ line, x, y }) => {
    ink.beginPath();
    for (const [at, share] of outline(shares[1], window)) ink.lineTo(x(at), y(share));
    ink.fillStyle = palette.pG;
    ink.globalAlpha = 0.45;
    ink.fill();
    ink.globalAlpha = 1;
    line(outline(shares[0], window), palette.pData, k > 128 ? 1 : 1.5, []);
  });
  const end = jsd.length - 1;
  const every = right.right - right.left < 130 * scale ? 4 : 2;
  const below = Array.from(jsd, (_, at) => at).filter((at) => at % every === 0).map((at) => ({ at, text: String(intervals(at)) }));
  const points = (/** @type {ArrayLike<number>} */ values) => Array.from(values, (value, i) => [i, value]);
  panel(ink, right, { across: [0, end], up: range, below }, ({ line, x, y }) => {
    rule(ink, x(place), right.top, x(place), right.bottom, palette.line, 1.5 * stroke, []);
    line([[0, read], [end, read]], palette.pG, 2.25, []); // prettier-ignore
    line(points(limit), palette.muted, 1.75, [2, 3]);
    line(points(jsd), palette.ink, 2.25, []);
    ink.beginPath();
    ink.arc(x(place), y(jsd[place]), 3.5 * scale, 0, 7);
    ink.fillStyle = palette.ink;
    ink.fill();
  });
  const style = { font: fontFamily(), size: 12.5 * scale, halo: palette.paper };
  // Where the curves are not: they begin low, or are high from the start.
  const head = jsd[0] > 0.4 * range[1] ? right.bottom - 42 * scale : right.top;
  write(ink, `JSD ≈ ${fixed(jsd[place], 3)}`, right.left + 5 * scale, head + 8 * scale, { ...style, colour: palette.ink });
  write(ink, `JSD ${readText(counting)}`, right.left + 5 * scale, head + 24 * scale, { ...style, colour: palette.pGText });
}
