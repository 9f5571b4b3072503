/**
 * The phase portrait of a game with one number a player: the plane of both, the field along which they would move, the
 * way so far, and where the field comes to rest.
 *
 * @typedef {import("./curves.js").Box} Box
 * @typedef {import("./types.js").Frame} Frame
 *
 * @typedef {object} Phase
 * @property {[number, number]} theta  the range of G's number
 * @property {[number, number]} psi  of D's
 * @property {[number, number] | null} at  where the players are
 * @property {[number, number] | null} equilibrium  where the field is 0, near the data
 * @property {[number, number][] | null} eigenvalues  of the field's Jacobian there, [real, imaginary]
 * @property {ArrayLike<number>} field  rows along ψ, (dθ/dt, dψ/dt) in the middles of equal cells
 * @property {number} count  of cells, per axis
 *
 * @typedef {{round: number, theta: number, psi: number}} Point
 * @typedef {Phase & {way: readonly Point[]}} Plane  the portrait, and the way so far
 * @typedef {"good" | "ink" | "bad"} Tone  of the palette
 */

import { rule } from "./curves.js";
import { short } from "./format.js";
import { nearestRow } from "./ranges.js";
import { write } from "./text.js";
import { fontFamily, palette, scale, stroke } from "./theme.js";
import { linear } from "./ticks.js";

/** Points of the way that are kept. */
const MOST = 2000;
/** Of the range: a shorter step is no point of its own. */
const NEAR = 0.004;
/** Shades of the way. */
const SHADES = 16;
/** Of the largest λ: less is 0, as far as single precision can tell. */
const ZERO = 1e-5;

/** What a frame holds of the portrait. @param {Frame} frame @returns {Phase | null} */
export function phaseOf({ arrays: { phase_field: field }, meta: { phase } }) {
  return field && phase ? { ...phase, field: field.data, count: field.shape[0] } : null;
}

/** The way so far: where the players were in the frames since round 0. */
export class Way {
  /** @type {Point[]} */ points = [];
  #round = 0;
  #manual = 0;

  /**
   * @param {Phase | null} phase
   * @param {number} round
   * @param {number} manual  steps by hand, which count no round
   */
  add(phase, round, manual) {
    const again = round < this.#round || manual < this.#manual || round + manual === 0;
    if (!phase || again) this.points = [];
    [this.#round, this.#manual] = [round, manual];
    if (!phase?.at) return;
    const [theta, psi] = phase.at;
    const last = this.points.at(-1);
    if (last && Math.hypot((theta - last.theta) / spanOf(phase.theta), (psi - last.psi) / spanOf(phase.psi)) < NEAR) return;
    this.points.push({ round, theta, psi });
    if (this.points.length > MOST) this.points.splice(0, MOST / 10);
  }
}

/** @param {[number, number]} range */
const spanOf = ([low, high]) => high - low;

/** How opaque the way is: 1 now, pale at its start. @param {number} age  from 0 to 1 */
export const fading = (age) => 0.12 + 0.88 * (1 - age) ** 2;

/**
 * Whether the way between two frames is as good as straight: where the players turned far around the middle, a line
 * would cut off what they did.
 * @param {Point} a
 * @param {Point} b
 * @param {Pick<Phase, "theta" | "psi">} phase
 */
export function straight(a, b, { theta, psi }) {
  const place = (/** @type {Point} */ point) => [
    (point.theta - (theta[0] + theta[1]) / 2) / spanOf(theta),
    (point.psi - (psi[0] + psi[1]) / 2) / spanOf(psi),
  ];
  const [[ax, ay], [bx, by]] = [place(a), place(b)];
  if (Math.hypot(bx - ax, by - ay) < 0.1) return true;
  return ax * bx + ay * by > 0.5 * Math.hypot(ax, ay) * Math.hypot(bx, by);
}

/**
 * What the eigenvalues say, in lines, and where steps without end, infinitely small, would go.
 * @param {Phase["eigenvalues"]} eigenvalues
 * @returns {{lines: string[], verdict: string, tone: Tone}}
 */
export function said(eigenvalues) {
  if (!eigenvalues) return { lines: [], verdict: "no point of rest near the data", tone: "bad" };
  const largest = Math.max(...eigenvalues.map(([re, im]) => Math.hypot(re, im)));
  const [[re, im], [other]] = eigenvalues.map((pair) => pair.map((part) => (Math.abs(part) <= ZERO * largest ? 0 : part)));
  if (im === 0) {
    const lines = [`λ₁ = ${short(re, 2)}`, `λ₂ = ${short(other, 2)}`];
    if (re > 0) return { lines, verdict: "real part > 0: it is driven out", tone: "bad" };
    if (re === 0) return { lines, verdict: "a λ is 0: it may rest elsewhere too", tone: "ink" };
    return { lines, verdict: "it goes straight in", tone: "good" };
  }
  const lines = [`λ = ${short(re, 2)}`, `± ${short(Math.abs(im), 2)} i`];
  if (re > 0) return { lines, verdict: "real part > 0: it spirals out", tone: "bad" };
  if (re === 0) return { lines, verdict: "real part 0: it circles for ever", tone: "ink" };
  return { lines, verdict: -re < 0.05 * Math.abs(im) ? "it circles in, slowly" : "it circles in", tone: "good" };
}

/**
 * The arrows of the field, in the units of an axis whose cells are 1 long: they start around the middle of their cell, and
 * the square of their length is in proportion to the speed.
 * @param {Pick<Phase, "field" | "count" | "theta" | "psi">} phase
 * @returns {{x: number, y: number, dx: number, dy: number}[]}  from the lower left corner
 */
export function arrows({ field, count, theta, psi }) {
  const all = Array.from({ length: count * count }, (_, i) => ({
    x: (i % count) + 0.5, y: Math.floor(i / count) + 0.5,
    dx: field[2 * i] / spanOf(theta), dy: field[2 * i + 1] / spanOf(psi),
  })); // prettier-ignore
  const fastest = Math.max(...all.map(({ dx, dy }) => Math.hypot(dx, dy)));
  return all.filter(({ dx, dy }) => Math.hypot(dx, dy) > 1e-4 * fastest).map(({ x, y, dx, dy }) => {
    const speed = Math.hypot(dx, dy);
    const long = 0.82 * Math.sqrt(speed / fastest);
    const [along, up] = [(long * dx) / speed, (long * dy) / speed];
    return { x: x - along / 2, y: y - up / 2, dx: along, dy: up };
  }); // prettier-ignore
}

/**
 * The square of the plane in the room for it, with room for words on its right.
 * @param {Box} box
 * @param {number} aside  pixels
 * @returns {Box}
 */
export function square({ left, top, right, bottom }, aside) {
  const side = Math.max(20, Math.min(bottom - top, right - left - aside));
  return { left, top, right: left + side, bottom: top + side };
}

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
    ink.fillText(text, box.left - 7 * scale, Math.max(y(at), box.top + 5 * scale));
  }
  ink.textAlign = "center";
  ink.textBaseline = "top";
  for (const { at, text } of linear(theta, many)) {
    if (at === 0) rule(ink, Math.round(x(at)), box.top, Math.round(x(at)), box.bottom, palette.line, scale, []);
    rule(ink, x(at), box.bottom, x(at), box.bottom + 4 * scale, palette.lineStrong, scale, []);
    ink.fillText(text, x(at), box.bottom + 7 * scale);
  }
  ink.strokeStyle = palette.lineStrong;
  ink.lineWidth = scale;
  ink.strokeRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  const style = { font: fontFamily(), size: 14 * scale, align: /** @type {const} */ ("left") };
  write(ink, "{θ} of G", box.right + 8 * scale, box.bottom - 4 * scale, { ...style, colour: palette.pGText });
  write(ink, "{ψ} of D", box.right + 8 * scale, box.top + 8 * scale, { ...style, colour: palette.dText });
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
