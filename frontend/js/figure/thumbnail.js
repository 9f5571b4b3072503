/**
 * A frame as a small picture without axes and words, in the palette of the theme that is on.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 */

import { drawFigure1 } from "./figure1_ink.js";
import { Heat } from "./heat.js";
import { latentRange } from "./latent.js";
import { drawable, groundOf } from "../run/layers.js";
import { drawPlane } from "./plane.js";
import { fontFamily, palette, stroke } from "../base/theme.js";

/** Pixels. */
const HEADROOM = 6;

/**
 * Fills a canvas, whose size in the page must be set.
 * @param {HTMLCanvasElement} canvas
 * @param {Frame} frame
 * @param {string} [choice]  of layers, as layers.js writes it
 */
export function thumbnail(canvas, frame, choice = "") {
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
  const layers = drawable(frame, choice);
  if (frame.meta.view === "1d") {
    const band = latentRange(frame) && layers.has("arrows") ? 0.26 * height : 0;
    const gap = band && 0.04 * height;
    const panels = {
      // Room above, so that D = 1 does not run along the edge.
      upper: { left: 0, top: HEADROOM, width, height: height - band - gap - HEADROOM - 2 },
      lower: { left: 0, top: height - band, width, height: band - 2 },
      whole: false,
    };
    drawFigure1(ink, frame, layers, panels, { text: 10, line, font: fontFamily() }, []);
    return;
  }
  // The whole of a plane is square.
  const side = Math.min(width, height);
  const box = { left: (width - side) / 2, top: (height - side) / 2, width: side, height: side };
  const ground = groundOf(layers);
  if (ground) {
    const grid = document.createElement("canvas");
    new Heat(grid).draw(frame, ground);
    ink.drawImage(grid, box.left, box.top, box.width, box.height);
  }
  drawPlane(ink, frame, layers, box, line);
  // Where the plane ends, beside which the card goes on.
  ink.strokeStyle = palette.line;
  ink.lineWidth = 1;
  ink.strokeRect(box.left - 0.5, box.top - 0.5, side + 1, side + 1);
}
