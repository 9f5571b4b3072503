/**
 * Figure 1 on a canvas, without axes and words: the first picture, until Plotly is there, and the small ones of the gallery.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("./description.js").Spec} Spec
 * @typedef {import("./painter.js").Box} Box
 */

import { fill } from "./figure1_data.js";
import { latentRange } from "./latent.js";
import { visible } from "./visible.js";

/** @param {string | undefined} dash  "3px,4px" */
const dashes = (dash) => (dash?.match(/[\d.]+/g) ?? []).map(Number);

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {Frame} frame
 * @param {ReadonlySet<string>} layers
 * @param {readonly Spec[]} traces  dressed
 * @param {Box} whole  the plot area
 * @param {Spec} layout  that of the figure: its domains and ranges
 */
export function drawStill(ink, frame, layers, traces, whole, layout) {
  const shown = visible(traces, layers);
  const { xaxis, xaxis2 } = layout;
  const [foot, head] = layout.yaxis6.domain;
  const data = fill(frame, shown, { seen: xaxis.range, aspect: whole.width / ((head - foot) * whole.height), arrows: whole.width });
  const z = latentRange(frame) ?? xaxis2.range ?? [-1, 1];
  /** @type {Spec[]} */ const before = [];
  for (const trace of shown) {
    const found = data.get(trace.name);
    if (!found || trace.type !== "scatter") continue;
    const axis = layout[(trace.yaxis ?? "y").replace("y", "yaxis")];
    const [low, high] = axis.domain ?? layout.yaxis.domain;
    const [from, to] = axis.range;
    const [left, right] = trace.xaxis === "x2" ? z : xaxis.range;
    const box = { left: whole.left, width: whole.width, top: whole.top + (1 - high) * whole.height, height: (high - low) * whole.height };
    const x = (/** @type {number} */ at) => box.left + ((at - left) / (right - left)) * box.width;
    const y = (/** @type {number} */ at) => box.top + box.height * (1 - (at - from) / (to - from));
    ink.save();
    ink.beginPath();
    ink.rect(box.left, box.top - 1, box.width, box.height + 2);
    ink.clip();
    ink.beginPath();
    if (trace.mode === "lines") {
      for (let i = 0; i < found.x.length; i++) ink.lineTo(x(found.x[i]), Math.max(-1e4, Math.min(1e4, y(found.y[i]))));
      const last = before.at(-1);
      if (trace.fill === "tozeroy") ink.lineTo(box.left + box.width, y(0));
      if (trace.fill === "tonexty" && last) for (let i = last.x.length - 1; i >= 0; i--) ink.lineTo(x(last.x[i]), y(last.y[i]));
      ink.fillStyle = trace.fillcolor ?? "";
      if (trace.fill) ink.fill();
      ink.strokeStyle = trace.line.color;
      ink.lineWidth = trace.line.width;
      ink.setLineDash(dashes(trace.line.dash));
      if (trace.line.width > 0) ink.stroke();
      before.push(found);
    } else if (trace.mode === "markers" && trace.marker.symbol === "triangle-up") {
      ink.fillStyle = trace.marker.color;
      const half = trace.marker.size / 2;
      for (const at of found.x) {
        ink.moveTo(x(at) - half, y(0));
        ink.lineTo(x(at), y(0) - 1.6 * half);
        ink.lineTo(x(at) + half, y(0));
      }
      ink.fill();
    }
    ink.restore();
  }
}
