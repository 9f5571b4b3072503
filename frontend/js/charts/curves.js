/**
 * Curves over rounds, on a canvas: a redraw costs a fraction of a millisecond.
 *
 * @typedef {import("./charttable.js").Chart} Chart
 * @typedef {import("../wire/types.js").History} History
 *
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box  of the axes, in CSS pixels
 * @typedef {object} View  what a chart shows
 * @property {Box} box
 * @property {number} end  of the axis of rounds
 * @property {[number, number]} range  of the other one; exponents of ten on a logarithmic one
 * @property {number} row  of the history, whose values are written beside the curves
 * @property {boolean} reading  whether a person points at that row
 */

import { alone } from "../base/ranges.js";
import { palette, scale, stroke } from "../base/theme.js";

/** @param {View} view */
export const across = ({ box, end }) => (/** @type {number} */ round) => box.left + ((box.right - box.left) * round) / end;

/**
 * @param {View} view
 * @param {boolean} log
 */
export function upwards({ box, range }, log) {
  const perUnit = (box.bottom - box.top) / (range[1] - range[0]);
  return (/** @type {number} */ value) => box.bottom - ((log ? Math.log10(value) : value) - range[0]) * perUnit;
}

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {Chart} chart
 * @param {History} history
 * @param {View} view
 */
export function drawCurves(ink, chart, history, view) {
  const { box } = view;
  const x = across(view);
  const y = upwards(view, chart.scale === "log");
  const rounds = history.arrays.round.data;
  ink.save();
  ink.beginPath();
  ink.rect(box.left, box.top - 1, box.right - box.left + 1, box.bottom - box.top + 2);
  ink.clip();
  chart.lines.forEach((line, i) => {
    if (line.filled) shade(ink, rounds, history.arrays[line.column]?.data, history.arrays[chart.lines[i - 1].column]?.data, x, y);
  });
  for (const { at } of chart.marks) {
    rule(ink, box.left, y(at), box.right, y(at), palette.ink, stroke, [2 * scale, 3 * scale]);
  }
  ink.lineJoin = "round";
  for (const { column, colour, width, dash } of chart.lines) {
    const values = history.arrays[column]?.data;
    if (!values) continue;
    ink.beginPath();
    let down = false;
    for (let i = 0; i < rounds.length; i++) {
      const height = y(values[i]);
      if (!Number.isFinite(height)) {
        down = false;
      } else if (down) {
        ink.lineTo(x(rounds[i]), height);
      } else {
        ink.moveTo(x(rounds[i]), height);
        down = true;
      }
    }
    ink.strokeStyle = palette[colour];
    ink.lineWidth = width * stroke;
    ink.setLineDash((dash ?? []).map((length) => length * scale));
    ink.stroke();
  }
  ink.setLineDash([]);
  ink.restore();
  for (const { column, colour, width } of chart.lines) {
    const heights = Float64Array.from(history.arrays[column]?.data ?? [], y);
    ink.fillStyle = palette[colour];
    for (const i of alone(heights)) {
      if (heights[i] < box.top - 2 || heights[i] > box.bottom + 2) continue;
      ink.beginPath();
      ink.arc(x(rounds[i]), heights[i], 0.5 * width * stroke + scale, 0, 7);
      ink.fill();
    }
  }
  for (const { column, colour } of chart.lines) {
    const height = y(history.arrays[column]?.data[view.row]);
    if (height < box.top - 2 || height > box.bottom + 2 || !Number.isFinite(height)) continue;
    ink.beginPath();
    ink.arc(x(rounds[view.row]), height, (view.reading ? 4 : 3) * scale, 0, 7);
    ink.fillStyle = palette[colour];
    ink.fill();
    ink.strokeStyle = palette.paper;
    ink.lineWidth = scale;
    ink.stroke();
  }
}

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {ArrayLike<number>} rounds
 * @param {ArrayLike<number> | undefined} low
 * @param {ArrayLike<number> | undefined} high
 * @param {(round: number) => number} x
 * @param {(value: number) => number} y
 */
function shade(ink, rounds, low, high, x, y) {
  if (!low || !high) return;
  ink.fillStyle = palette.gap;
  let from = 0;
  for (let i = 0; i <= rounds.length; i++) {
    if (i < rounds.length && Number.isFinite(low[i]) && Number.isFinite(high[i])) continue;
    if (i > from) {
      ink.beginPath();
      for (let k = from; k < i; k++) ink.lineTo(x(rounds[k]), y(high[k]));
      for (let k = i - 1; k >= from; k--) ink.lineTo(x(rounds[k]), y(low[k]));
      ink.fill();
    }
    from = i + 1;
  }
}

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 * @param {string} colour
 * @param {number} width
 * @param {number[]} dash
 */
export function rule(ink, x0, y0, x1, y1, colour, width, dash) {
  ink.beginPath();
  ink.moveTo(x0, y0);
  ink.lineTo(x1, y1);
  ink.strokeStyle = colour;
  ink.lineWidth = width;
  ink.setLineDash(dash);
  ink.stroke();
  ink.setLineDash([]);
}

/**
 * Marks below an axis, their numbers centred under them.
 * @param {CanvasRenderingContext2D} ink
 * @param {{at: number, text: string}[]} ticks
 * @param {(value: number) => number} x
 * @param {number} bottom  where the axis is
 */
export function ticksBelow(ink, ticks, x, bottom) {
  ink.textAlign = "center";
  ink.textBaseline = "top";
  for (const { at, text } of ticks) {
    rule(ink, x(at), bottom, x(at), bottom + 4 * scale, palette.lineStrong, scale, []);
    ink.fillText(text, x(at), bottom + 7 * scale);
  }
}
