/**
 * The phase portrait of a game with one number a player: the plane of both, the field along which they would move, the
 * way so far, and where the field comes to rest.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../run/epoch.js").Epoch} Epoch
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
 * @typedef {"good" | "ink" | "bad"} Tone  of the palette
 */

import { short } from "../base/format.js";
import { sameEpoch } from "../run/epoch.js";

/** Points of the way that are kept. */
const MOST = 2000;
/** Of the range: a shorter step is no point of its own. */
const NEAR = 0.004;
/** Of the largest λ: less is 0, as far as single precision can tell. */
const ZERO = 1e-5;

/** What a frame holds of the portrait. @param {Frame} frame @returns {Phase | null} */
export function phaseOf({ arrays: { phase_field: field }, meta: { phase } }) {
  return field && phase ? { ...phase, field: field.data, count: field.shape[0] } : null;
}

/** The way so far: where the players were in the frames since round 0. */
export class Way {
  /** @type {Point[]} */ points = [];
  /** @type {Partial<Epoch>} */ #epoch = {};
  #round = 0;
  /** Of what was before that round nothing is kept. */ #since = 0;

  /**
   * @param {Phase | null} phase
   * @param {Partial<Epoch> & {round: number}} when
   * @returns {boolean}  whether the way begins here
   */
  add(phase, { run, epoch, round }) {
    if (!phase || !sameEpoch({ run, epoch }, this.#epoch)) [this.points, this.#since] = [[], 0];
    [this.#epoch, this.#round] = [{ run, epoch }, round];
    if (!phase?.at) return false;
    const [theta, psi] = phase.at;
    const last = this.points.at(-1);
    if (last && !far({ theta, psi }, last, phase)) return false;
    this.points.push({ round, theta, psi });
    this.#bound();
    return !last;
  }

  /**
   * Frames that were not painted, or not by this page, are in the rows of the charts.
   * @param {import("../wire/types.js").History} history
   * @param {Phase | null} phase
   */
  fill({ arrays, meta }, phase) {
    const { round, theta, psi } = arrays;
    if (!phase || !theta || !psi || !sameEpoch(meta, this.#epoch)) return;
    const known = new Set(this.points.map((point) => point.round));
    const missed = Array.from(round.data, (at, i) => ({ round: at, theta: theta.data[i], psi: psi.data[i] }))
      .filter((point) => point.round >= this.#since && point.round <= this.#round && !known.has(point.round) && Number.isFinite(point.theta + point.psi)); // prettier-ignore
    if (missed.length === 0) return;
    const all = [...this.points, ...missed].sort((a, b) => a.round - b.round);
    this.points = [];
    for (const point of all) {
      const last = this.points.at(-1);
      if (!last || known.has(point.round) || far(point, last, phase)) this.points.push(point);
    }
    this.#bound();
  }

  #bound() {
    if (this.points.length <= MOST) return;
    this.points.splice(0, this.points.length - 0.9 * MOST);
    this.#since = this.points[0].round;
  }
}

/** Whether one is so far from another that it is a point of its own. @param {Omit<Point, "round">} a @param {Omit<Point, "round">} b @param {Pick<Phase, "theta" | "psi">} range */
const far = (a, b, { theta, psi }) => Math.hypot((a.theta - b.theta) / spanOf(theta), (a.psi - b.psi) / spanOf(psi)) >= NEAR;

/** @param {[number, number]} range */
export const spanOf = ([low, high]) => high - low;

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
