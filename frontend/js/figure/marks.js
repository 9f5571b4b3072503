/**
 * What is drawn many times in the plane: samples, modes, the mesh, slopes.
 *
 * @typedef {import("../wire/types.js").Tensor} Tensor
 * @typedef {import("./dye.js").Dye} Dye
 * @typedef {{x: (x: number) => number, y: (y: number) => number}} To  pixels of a place
 */

import { plainDye } from "./dye.js";
import { palette } from "../base/theme.js";

/** The longest arrow, as a share of the picture's width. */
export const LONGEST = 0.08;

/** Shorter than this an arrow is a speck and has no direction, pixels. */
export const SPECK = 3;

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {Tensor} points
 * @param {To} to
 * @param {Dye} dye  of the points
 * @param {number} size
 * @param {number} opacity
 */
export function dots(ink, { data, shape: [count] }, to, { colours, of }, size, opacity) {
  ink.globalAlpha = opacity;
  // Small squares are several times cheaper than discs, and look the same at this size.
  for (const [k, colour] of colours.entries()) {
    ink.fillStyle = colour;
    for (let i = 0; i < count; i++) if (of(i) === k) ink.fillRect(to.x(data[2 * i]) - size / 2, to.y(data[2 * i + 1]) - size / 2, size, size);
  }
  ink.globalAlpha = 1;
}

/**
 * Real samples have another shape than fakes, for eyes that do not tell the colours apart.
 * @param {CanvasRenderingContext2D} ink
 * @param {Tensor} points
 * @param {To} to
 * @param {Dye} dye  of the points
 * @param {number} size
 * @param {number} opacity
 * @param {number} width
 */
export function crosses(ink, { data, shape: [count] }, to, { colours, of }, size, opacity, width) {
  ink.globalAlpha = opacity;
  for (const [k, colour] of colours.entries()) {
    ink.fillStyle = colour;
    for (let i = 0; i < count; i++) {
      if (of(i) !== k) continue;
      const x = to.x(data[2 * i]);
      const y = to.y(data[2 * i + 1]);
      ink.fillRect(x - size, y - width / 2, 2 * size, width);
      ink.fillRect(x - width / 2, y - size, width, 2 * size);
    }
  }
  ink.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {Tensor} modes
 * @param {To} to
 * @param {Dye | null} dye  of the modes, where they have labels
 * @param {number} line
 */
export function rings(ink, { data, shape: [count] }, to, dye, line) {
  const around = (/** @type {Dye} */ { colours, of }, /** @type {number} */ width, /** @type {number} */ radius) => {
    ink.lineWidth = width * line;
    for (const [which, colour] of colours.entries()) {
      ink.strokeStyle = colour;
      ink.beginPath();
      for (let k = 0; k < count; k++) {
        if (of(k) !== which) continue;
        const x = to.x(data[2 * k]);
        const y = to.y(data[2 * k + 1]);
        ink.moveTo(x + radius, y);
        ink.arc(x, y, radius, 0, 2 * Math.PI);
      }
      ink.stroke();
    }
  };
  // Samples of a ring's own colour are told from it where both stand on paper.
  if (dye) around(plainDye(palette.halo), 10.6, 5.3 * line);
  else around(plainDye(palette.halo), 3.5, 8 * line);
  if (dye) around(dye, 1.8, 7.4 * line);
  // Its samples may have the colour of the ring.
  around(plainDye(palette.pData), 1.4, (dye ? 8.9 : 8) * line);
}

/**
 * The mesh of every generator.
 * @param {CanvasRenderingContext2D} ink
 * @param {Tensor} nodes  [rows, columns, 2], or of several generators [n, rows, columns, 2]
 * @param {To} to
 * @param {readonly string[]} colours  of the generators; one is that of all
 * @param {number} line
 */
export function meshes(ink, { data, shape }, to, colours, line) {
  const own = shape.slice(-3);
  const size = own[0] * own[1] * 2;
  for (let k = 0; k * size < data.length; k++) mesh(ink, { data: data.subarray(k * size, (k + 1) * size), shape: own }, to, colours[k % colours.length], line);
}

/**
 * Every second line of the mesh, through all of its nodes; a mesh of one row is a curve.
 * @param {CanvasRenderingContext2D} ink
 * @param {Tensor} nodes  [rows, columns, 2]
 * @param {To} to
 * @param {string} colour
 * @param {number} line
 */
function mesh(ink, { data, shape: [rows, columns] }, to, colour, line) {
  const through = (/** @type {number} */ start, /** @type {number} */ step, /** @type {number} */ count) => {
    for (let i = 0, k = start; i < count; i++, k += step) {
      const x = to.x(data[2 * k]);
      const y = to.y(data[2 * k + 1]);
      if (i === 0) ink.moveTo(x, y);
      else ink.lineTo(x, y);
    }
  };
  ink.strokeStyle = colour;
  ink.lineJoin = "round";
  ink.lineWidth = (rows === 1 ? 2.2 : 1) * line;
  ink.globalAlpha = rows === 1 ? 0.95 : 0.7;
  ink.beginPath();
  for (let j = 0; j < rows; j += 2) through(j * columns, 1, columns);
  if (rows > 1) for (let i = 0; i < columns; i += 2) through(i, columns, rows);
  ink.stroke();
  ink.globalAlpha = 1;
}

/**
 * How long the arrow of a slope is.  By the square root and on a fixed scale: a D that is sure, or flat, has short ones.
 * A slope along which D would gain 1 over this share of the picture is as long as that share; none is longer.
 * @param {number} slope  per unit of x
 * @param {number} pixels  per unit of x
 * @param {number} width  of the picture, pixels
 */
export const arrowLength = (slope, pixels, width) => LONGEST * width * Math.min(1, Math.sqrt((slope * LONGEST * width) / pixels));

/**
 * Slopes as arrows at points.
 * @param {CanvasRenderingContext2D} ink
 * @param {Tensor} points
 * @param {Tensor} slopes
 * @param {To} to
 * @param {number} pixels  per unit of x
 * @param {number} width  of the picture, pixels
 * @param {string} colour
 * @param {number} line
 */
export function arrows(ink, { data: at }, { data, shape: [count] }, to, pixels, width, colour, line) {
  ink.strokeStyle = ink.fillStyle = colour;
  ink.lineWidth = 1.3 * line;
  ink.beginPath();
  for (let i = 0; i < count; i++) {
    const size = Math.hypot(data[2 * i], data[2 * i + 1]);
    const length = arrowLength(size, pixels, width);
    if (!(length >= SPECK)) continue;
    const ux = data[2 * i] / size;
    const uy = -data[2 * i + 1] / size;
    const x = to.x(at[2 * i]);
    const y = to.y(at[2 * i + 1]);
    const head = Math.min(6 * line, 0.6 * length);
    const endX = x + ux * length;
    const endY = y + uy * length;
    ink.moveTo(x, y);
    ink.lineTo(endX - ux * head, endY - uy * head);
    ink.moveTo(endX, endY);
    ink.lineTo(endX - ux * head - uy * 0.4 * head, endY - uy * head + ux * 0.4 * head);
    ink.lineTo(endX - ux * head + uy * 0.4 * head, endY - uy * head - ux * 0.4 * head);
    ink.closePath();
  }
  ink.fill();
  ink.stroke();
}

/** Whether D is so flat where G's samples are that none of its slopes can be seen. @param {import("../wire/types.js").Frame} frame @param {number} width  of the picture, pixels */
export function isFaint({ arrays: { pull }, meta: { window: [[low, high]] } }, width) {
  if (!pull) return false;
  let steepest = 0;
  for (let i = 0; i < pull.data.length; i += 2) steepest = Math.max(steepest, Math.hypot(pull.data[i], pull.data[i + 1]));
  return arrowLength(steepest, width / (high - low), width) < SPECK;
}
