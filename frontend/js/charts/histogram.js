/**
 * D's weights at the frame that is shown: the share of them in each of equal bins from −m to m, and the bound at which they
 * are clipped, where they are.
 *
 * @typedef {import("./curves.js").Box} Box
 * @typedef {import("./bins.js").Weights} Weights
 */

import { rule, ticksBelow } from "./curves.js";
import { fontFamily, palette, scale, stroke } from "../base/theme.js";
import { linear } from "../base/ticks.js";

/** Pixels that a label of the axis needs, at scale 1. */
const APART = 56;

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {Weights} weights
 * @param {Box} box
 * @param {[number, number]} range  of shares
 * @param {number | null} pointed  the bin that a person points at
 */
export function drawWeights(ink, { shares, limit, bound }, box, range, pointed) {
  const width = box.right - box.left;
  const step = width / shares.length;
  const perUnit = (box.bottom - box.top) / range[1];
  ink.fillStyle = palette.d;
  for (let i = 0; i < shares.length; i++) {
    const high = Math.min(shares[i] * perUnit, box.bottom - box.top);
    ink.globalAlpha = pointed === null || pointed === i ? 1 : 0.45;
    ink.fillRect(box.left + i * step + 0.08 * step, box.bottom - high, 0.84 * step, high);
  }
  ink.globalAlpha = 1;
  rule(ink, box.left, box.bottom, box.right, box.bottom, palette.lineStrong, scale, []);
  const x = (/** @type {number} */ weight) => box.left + ((weight / limit + 1) / 2) * width;
  if (bound !== null) {
    for (const at of [-bound, bound]) {
      if (Math.abs(at) > limit * (1 + 1e-6)) continue;
      rule(ink, x(at), box.top, x(at), box.bottom, palette.ink, stroke, [3 * scale, 3 * scale]);
    }
  }
  ink.font = `${12 * scale}px ${fontFamily()}`;
  ink.fillStyle = palette.muted;
  ticksBelow(ink, linear([-limit, limit], width / (APART * scale)), x, box.bottom);
}
