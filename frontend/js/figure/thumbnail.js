/**
 * A frame as a small picture without axes and words, in the palette of the theme that is on.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("./description.js").Descriptions} Descriptions
 */

import { drawable } from "../run/layers.js";
import { palette, stroke } from "../base/theme.js";
import { dressed } from "./description.js";
import { densityTop } from "./figure1_data.js";
import { Heat } from "./heat.js";
import { latentRange } from "./latent.js";
import { merged } from "./merge.js";
import { drawPlane } from "./painter.js";
import { drawStill } from "./still.js";
import { visible } from "./visible.js";

/** Pixels. */
const HEADROOM = 6;

/**
 * Fills a canvas, whose size in the page must be set.
 * @param {HTMLCanvasElement} canvas
 * @param {Frame} frame
 * @param {Descriptions} described
 * @param {string} [choice]  of layers, as layers.js writes it
 */
export function thumbnail(canvas, frame, described, choice = "") {
  const width = canvas.clientWidth || canvas.width;
  const height = canvas.clientHeight || canvas.height;
  const ratio = Math.min(devicePixelRatio || 1, 2);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const ink = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  ink.setTransform(ratio, 0, 0, ratio, 0, 0);
  ink.fillStyle = palette.paper;
  ink.fillRect(0, 0, width, height);
  const line = Math.max(0.5, Math.min(width, height) / 300) * stroke;
  const size = { text: 10, line };
  const layers = drawable(frame, choice);
  if (frame.meta.view === "1d") {
    const z = latentRange(frame);
    const { data, layout, alone } = described.figure1;
    const top = densityTop(frame);
    const axes = merged(/** @type {any} */ (z ? layout : alone), { xaxis: { range: frame.meta.window[0] }, xaxis2: { range: z ?? [-1, 1] }, yaxis: { range: [0, top] }, yaxis2: { range: [0, 1] } });
    // Room above, so that D = 1 does not run along the edge.
    drawStill(ink, frame, layers, dressed(data, size), { left: 0, top: HEADROOM, width, height: height - HEADROOM - 2 }, axes);
    return;
  }
  // The whole of a plane is square.
  const side = Math.min(width, height);
  const box = { left: (width - side) / 2, top: (height - side) / 2, width: side, height: side };
  const traces = dressed(described.plane.data, size);
  const field = visible(traces, layers).find((trace) => trace.type === "heatmap");
  if (field) {
    const grid = document.createElement("canvas");
    new Heat(grid).draw(frame, field);
    ink.drawImage(grid, box.left, box.top, box.width, box.height);
  }
  drawPlane(ink, frame, layers, traces, box, line, /** @type {any} */ (frame.meta.window));
  // Where the plane ends, beside which the card goes on.
  ink.strokeStyle = palette.line;
  ink.lineWidth = 1;
  ink.strokeRect(box.left - 0.5, box.top - 0.5, side + 1, side + 1);
}
