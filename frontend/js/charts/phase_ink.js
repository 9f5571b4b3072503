/**
 * The phase portrait on a canvas.
 *
 * @typedef {import("./curves.js").Box} Box
 * @typedef {import("./phase.js").Phase} Phase
 * @typedef {import("./phase.js").Plane} Plane
 */

import { rule, ticksBelow } from "./curves.js";
import { arrows, fading, said, spanOf, straight } from "./phase.js";
import { nearestRow } from "../base/ranges.js";
import { write } from "../base/text.js";
import { fontFamily, palette, scale, stroke } from "../base/theme.js";
import { linear } from "../base/ticks.js";

const [THETA, PSI] = ["{θ} of G", "{ψ} of D"];
/** Shades of the way. */
const SHADES = 16;

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {Plane} plane
 * @param {Box} box
 * @param {number | null} round  that a person reads; null: the newest
 */
export function drawPhase(ink, plane, box, round) {
  const { theta, psi, way, at, equilibrium } = plane;
  const side = box.right - box.left;
  const x = (/** @type {number} */ value) => box.left + ((value - theta[0]) / spanOf(theta)) * side;
  const y = (/** @type {number} */ value) => box.bottom - ((value - psi[0]) / spanOf(psi)) * side;
  axes(ink, plane, box, x, y);
  ink.save();
  ink.beginPath();
  ink.rect(box.left, box.top, side, side);
  ink.clip();
  drawArrows(ink, plane, box);
  drawWay(ink, plane, x, y);
  ink.restore();
  if (equilibrium) {
    disc(ink, x(equilibrium[0]), y(equilibrium[1]), 4.5, null, palette[said(plane.eigenvalues).tone], 2.25);
  }
  const read = round === null || way.length === 0 ? null : way[nearestRow(way.map((point) => point.round), round)]; // prettier-ignore
  if (at) disc(ink, x(at[0]), y(at[1]), 4, read ? palette.muted : palette.ink, palette.paper, 1.25);
  if (read) disc(ink, x(read.theta), y(read.psi), 4.5, palette.ink, palette.paper, 1.25);
}

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {Phase} phase
 * @param {Box} box
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 */
function axes(ink, { theta, psi }, box, x, y) {
  ink.font = `${12 * scale}px ${fontFamily()}`;
  ink.fillStyle = palette.muted;
  const many = Math.max(2, (box.right - box.left) / (44 * scale));
  ink.textAlign = "right";
  ink.textBaseline = "middle";
  for (const { at, text } of linear(psi, many)) {
    if (at === 0) rule(ink, box.left, Math.round(y(at)), box.right, Math.round(y(at)), palette.line, scale, []);
    rule(ink, box.left - 4 * scale, y(at), box.left, y(at), palette.lineStrong, scale, []);
    ink.fillText(text, box.left - 7 * scale, y(at));
  }
  const below = linear(theta, many);
  if (below.some(({ at }) => at === 0)) rule(ink, Math.round(x(0)), box.top, Math.round(x(0)), box.bottom, palette.line, scale, []);
  ticksBelow(ink, below, x, box.bottom);
  ink.strokeStyle = palette.lineStrong;
  ink.lineWidth = scale;
  ink.strokeRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  // The names of the axes stand beyond the numbers at their ends.
  const style = { font: fontFamily(), size: 13 * scale };
  write(ink, THETA, box.right + 12 * scale, box.bottom + 13 * scale, { ...style, colour: palette.pGText });
  write(ink, PSI, box.left - 2 * scale, box.top - 16 * scale, { ...style, colour: palette.dText, align: "center" });
}

/** @param {CanvasRenderingContext2D} ink @param {Phase} phase @param {Box} box */
function drawArrows(ink, phase, box) {
  const cell = (box.right - box.left) / phase.count;
  const head = 0.2 * cell;
  ink.beginPath();
  for (const { x, y, dx, dy } of arrows(phase)) {
    const [fromX, fromY] = [box.left + x * cell, box.bottom - y * cell];
    const [toX, toY] = [fromX + dx * cell, fromY - dy * cell];
    const angle = Math.atan2(toY - fromY, toX - fromX);
    const barb = Math.min(head, 0.5 * Math.hypot(dx, dy) * cell);
    ink.moveTo(fromX, fromY);
    ink.lineTo(toX, toY);
    for (const turn of [2.6, -2.6]) {
      ink.moveTo(toX, toY);
      ink.lineTo(toX + barb * Math.cos(angle + turn), toY + barb * Math.sin(angle + turn));
    }
  }
  ink.strokeStyle = palette.lineStrong;
  ink.lineWidth = 0.9 * stroke;
  ink.lineCap = "round";
  ink.stroke();
  ink.lineCap = "butt";
}

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {Plane} plane
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 */
function drawWay(ink, plane, x, y) {
  const now = plane.at ? [{ round: Infinity, theta: plane.at[0], psi: plane.at[1] }] : [];
  const points = [...plane.way, ...now];
  const last = points.length - 1;
  ink.strokeStyle = ink.fillStyle = palette.ink;
  ink.lineWidth = 1.75 * stroke;
  ink.lineJoin = "round";
  for (let shade = 0; shade < SHADES; shade++) {
    const [from, to] = [shade, shade + 1].map((k) => Math.floor((k * last) / SHADES));
    ink.globalAlpha = fading(1 - (shade + 0.5) / SHADES);
    ink.beginPath();
    let alone = true;
    for (let i = from; i < to; i++) {
      const [a, b] = [points[i], points[i + 1]];
      const joined = straight(a, b, plane);
      if (joined) {
        if (alone) ink.moveTo(x(a.theta), y(a.psi));
        ink.lineTo(x(b.theta), y(b.psi));
      } else {
        ink.fillRect(x(a.theta) - scale, y(a.psi) - scale, 2 * scale, 2 * scale);
      }
      alone = !joined;
    }
    ink.stroke();
  }
  ink.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {string | null} fill
 * @param {string} rim
 * @param {number} width
 */
function disc(ink, x, y, radius, fill, rim, width) {
  ink.beginPath();
  ink.arc(x, y, radius * scale, 0, 7);
  if (fill) {
    ink.fillStyle = fill;
    ink.fill();
  }
  ink.strokeStyle = rim;
  ink.lineWidth = width * (fill ? scale : stroke);
  ink.stroke();
}
