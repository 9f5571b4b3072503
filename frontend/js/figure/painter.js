/**
 * Paints the plane on canvases: what its traces show, in their colours and widths, at frame rate.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("./description.js").Spec} Spec
 * @typedef {import("./heat.js").Scales} Scales
 * @typedef {{left: number, top: number, width: number, height: number}} Box  pixels
 * @typedef {[[number, number], [number, number]]} Ranges  of x and of y, as the axes show them
 */

import { h } from "../base/dom.js";
import { palette } from "../base/theme.js";
import { coloursOf, dyeOf, modeDye, plainDye, realDye } from "./dye.js";
import { Heat } from "./heat.js";
import { arrows, crosses, dots, meshes, rings } from "./marks.js";
import { drawContours } from "./plane_data.js";
import { drawSlopes } from "./slopes.js";
import { visible } from "./visible.js";

/** Two sheets below the plot area: a field, and above it what is drawn with lines. */
export class Painter {
  /** @param {HTMLElement} area @param {Scales} scales */
  constructor(area, scales) {
    this.area = area;
    this.under = h("canvas", { class: "under", "aria-hidden": "true" });
    this.over = h("canvas", { class: "over", "aria-hidden": "true" });
    area.replaceChildren(this.under, this.over);
    this.heat = new Heat(this.under, scales);
  }

  /**
   * @param {Frame} frame
   * @param {ReadonlySet<string>} layers
   * @param {readonly Spec[]} traces  dressed
   * @param {Box} box  the plot area
   * @param {number} line  factor of widths and marks
   * @param {Ranges} ranges
   */
  paint(frame, layers, traces, box, line, ranges) {
    const style = `left:${box.left}px;top:${box.top}px;width:${box.width}px;height:${box.height}px`;
    if (this.area.getAttribute("style") !== style) this.area.setAttribute("style", style);
    const field = visible(traces, layers).find((trace) => trace.type === "heatmap");
    this.under.hidden = !field;
    if (field) {
      const { left, top, right, bottom } = corners(frame, box, ranges);
      const place = `left:${left}px;top:${top}px;width:${right - left}px;height:${bottom - top}px`;
      if (this.under.getAttribute("style") !== place) this.under.setAttribute("style", place);
      this.heat.draw(frame, field);
    }
    const ratio = Math.min(devicePixelRatio || 1, 2);
    const [width, height] = [Math.round(box.width * ratio), Math.round(box.height * ratio)];
    const ink = /** @type {CanvasRenderingContext2D} */ (this.over.getContext("2d"));
    if (this.over.width !== width || this.over.height !== height) [this.over.width, this.over.height] = [width, height];
    ink.setTransform(ratio, 0, 0, ratio, 0, 0);
    ink.clearRect(0, 0, box.width, box.height);
    drawPlane(ink, frame, layers, traces, { left: 0, top: 0, width: box.width, height: box.height }, line, ranges);
  }
}

/** @param {Box} box @param {Ranges} ranges */
function scalesOf(box, [[xLow, xHigh], [yLow, yHigh]]) {
  const perX = box.width / (xHigh - xLow);
  const perY = box.height / (yHigh - yLow);
  return {
    x: (/** @type {number} */ x) => box.left + (x - xLow) * perX,
    y: (/** @type {number} */ y) => box.top + box.height - (y - yLow) * perY,
    perX,
  };
}

/** Where the whole window lies, in pixels of the plot area. @param {Frame} frame @param {Box} box @param {Ranges} ranges */
function corners(frame, { width, height }, ranges) {
  const to = scalesOf({ left: 0, top: 0, width, height }, ranges);
  const [[xLow, xHigh], [yLow, yHigh]] = frame.meta.window;
  return { left: to.x(xLow), right: to.x(xHigh), top: to.y(yHigh), bottom: to.y(yLow) };
}

/**
 * What stands above the field.
 * @param {CanvasRenderingContext2D} ink
 * @param {Frame} frame
 * @param {ReadonlySet<string>} layers
 * @param {readonly Spec[]} traces  dressed
 * @param {Box} box
 * @param {number} line  factor of widths and marks
 * @param {Ranges} ranges
 */
export function drawPlane(ink, frame, layers, traces, box, line, ranges) {
  const to = scalesOf(box, ranges);
  const { arrays } = frame;
  ink.save();
  ink.beginPath();
  ink.rect(box.left, box.top, box.width, box.height);
  ink.clip();
  ink.lineJoin = "round"; // of a ridge between the grid's points sharp corners would be thorns
  const mark = line * (box.width < 420 ? 1.9 : 2.25);
  for (const trace of visible(traces, layers)) {
    const what = trace.meta.contour;
    if (!what || !arrays[what.array]) continue;
    ink.strokeStyle = trace.line.color;
    ink.lineWidth = trace.line.width > 1 && trace.line.width < 1.5 ? 1 : trace.line.width; // lines of one pixel are stroked five times as fast
    ink.beginPath();
    drawContours(ink, frame, what, to.x, to.y);
    ink.stroke();
  }
  const each = layers.has("each");
  const { fake, pG, pData, d } = palette;
  if (layers.has("mesh") && arrays.mesh) meshes(ink, arrays.mesh, to, each ? coloursOf(frame) : [pG], line);
  if (layers.has("modes") && arrays.modes) rings(ink, arrays.modes, to, each ? modeDye(frame) : null, line);
  if (layers.has("real")) crosses(ink, arrays.real, to, (each && realDye(frame)) || plainDye(pData), mark, 0.6, line);
  if (layers.has("fake")) dots(ink, arrays.fake, to, each ? dyeOf(frame) : plainDye(fake), 1.15 * mark, 0.85);
  if (layers.has("pull") && arrays.pull) arrows(ink, arrays.fake, arrays.pull, to, to.perX, box.width, d, line);
  if (layers.has("points") && arrays.points) {
    const { data, shape: [count] } = arrays.points; // prettier-ignore
    drawSlopes(ink, count, (i) => [to.x(data[2 * i]), to.y(data[2 * i + 1])], arrays.points_slope?.data, 1.15 * mark);
  }
  ink.restore();
}
