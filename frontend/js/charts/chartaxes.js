/**
 * The axes of a chart: lines of the grid with their values, and rounds, or the numbers of the modes, along the bottom.
 *
 * @typedef {import("./charttable.js").Chart} Chart
 * @typedef {import("./curves.js").View} View
 */

import { across, rule, ticksBelow, upwards } from "./curves.js";
import { percent } from "../base/format.js";
import { fontFamily, palette, scale } from "../base/theme.js";
import { linear, logarithmic, rounds } from "../base/ticks.js";

/** How much larger a number is written. @param {string} text */
const large = (text) => (/^−?[½¼¾⅓⅔⅕]$/.test(text) ? 1.2 : 1);

/** Room for the values beside the axes, and what stays free at its right, pixels at scale 1: see `.plot > .value`. */
export const ASIDE = 84;
const EDGE = 12;

/** Pixels that a label of an axis needs, at scale 1. */
const APART = { across: 48, down: 22 };

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {Chart} chart
 * @param {View} view
 * @param {{numbered: boolean, modes: number}} what  whether rounds are written below, and how many modes there are
 */
export function drawAxes(ink, chart, view, { numbered, modes }) {
  const { box, range, end } = view;
  const log = chart.scale === "log";
  const bars = chart.kind === "bars";
  const histogram = chart.kind === "histogram";
  const y = upwards(view, log);
  const many = Math.max(2, Math.floor((box.bottom - box.top) / (APART.down * scale)));
  const size = 12 * scale;
  // A label ends before the axis, and does not begin left of the heading.
  const beside = [box.left - 5 * scale, box.left - 21 * scale];
  const named = chart.marks.filter(({ at, text }) => text && y(at) >= box.top && y(at) <= box.bottom);
  // A level with a name takes the place of a number.
  const free = (/** @type {number} */ at) => named.every((mark) => Math.abs(y(mark.at) - y(at)) >= 1.2 * size);
  // Decades stand closer than what has numbers between.
  const decades = Math.max(3, Math.floor((box.bottom - box.top) / (1.7 * size)) + 1);
  const numbers = (/** @type {number} */ most) =>
    (chart.ticks ?? (log ? logarithmic(range, Math.max(most, decades)) : linear(range, most, chart.format === percent))).filter(({ at }) => free(at));
  let steps = numbers(many);
  // One alone is no scale, whether it is a name or a number.
  const written = () => steps.filter(({ text }) => text).length + named.length;
  for (let more = 1; written() < 2 && more <= 8; more++) steps = numbers(many + more);
  ink.fillStyle = palette.muted;
  ink.textAlign = "right";
  ink.textBaseline = "middle";
  for (const { at, text } of steps) {
    const level = Math.round(y(at));
    if (chart.kind !== "stripes") rule(ink, box.left, level, box.right, level, palette.line, scale, []);
    ink.font = `${large(text) * size}px ${fontFamily()}`;
    ink.fillText(text, beside[0], level, beside[1]);
  }
  ink.font = `${size}px ${fontFamily()}`;
  for (const { at, text } of named) ink.fillText(text, beside[0], y(at), beside[1]);
  rule(ink, box.left, box.top, box.left, box.bottom, palette.lineStrong, scale, []);
  rule(ink, box.left, box.bottom, box.right, box.bottom, palette.lineStrong, scale, []);
  if (histogram || (!numbered && !bars)) return;
  ink.textBaseline = "top";
  const foot = box.bottom + 7 * scale;
  ink.fillText(bars ? "mode" : "round", box.right + (ASIDE - EDGE) * scale, foot);
  if (bars) {
    ink.textAlign = "center";
    const step = (box.right - box.left) / Math.max(modes, 1);
    const every = [1, 5, 10].find((each) => each * step > 20 * scale) ?? 20;
    for (let k = 1; k <= modes; k++) if (k === 1 || k % every === 0) ink.fillText(String(k), box.left + (k - 0.5) * step, foot);
    return;
  }
  const x = across(view);
  ticksBelow(ink, rounds(end, (box.right - box.left) / (APART.across * scale)), (round) => Math.round(x(round)), box.bottom);
}
