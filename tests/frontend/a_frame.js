/** One asymmetric frame of each view, for "up" to be pinned: mass at the lower left, D rising to the upper right. */

import { readFileSync } from "node:fs";

/** The figures as the server describes them; tests/figures holds that this is what it says. */
export const DESCRIBED = JSON.parse(readFileSync(new URL("described.json", import.meta.url), "utf8"));

const tensor = (/** @type {any} */ data, /** @type {number[]} */ ...shape) => ({ data, shape });

/** A grid of so many cells an axis, of a function of the middles of its cells. */
const grid = (/** @type {number} */ n, /** @type {(x: number, y: number) => number} */ f) =>
  Array.from({ length: n * n }, (_, k) => f(-3 + (6 * ((k % n) + 0.5)) / n, -3 + (6 * (Math.floor(k / n) + 0.5)) / n));

const bump = (/** @type {number} */ x, /** @type {number} */ y) => Math.exp(-((x + 1.5) ** 2 + (y + 2) ** 2) * 2);
const rising = (/** @type {number} */ x, /** @type {number} */ y) => 1 / (1 + Math.exp(-(0.5 * x + y)));

/** @returns {any} */
export function planeFrame() {
  const n = 24;
  return {
    meta: {
      view: "2d", round: 7, seq: 1, run: "a", epoch: 1, generator: "live", playing: false, window: [[-3, 3], [-3, 3]], h: 0.1, latent: 2, generators: 1, labels: 0,
      scale: { p_g: [0, 2 / 255], p_data: [0, 1 / 255], d: [0, 1 / 65535], d_star: [0, 1 / 65535] }, readings: { outside: 0 },
    },
    arrays: {
      p_g: tensor(Uint8Array.from(grid(n, (x, y) => 255 * bump(x, y))), n, n),
      p_data: tensor(Uint8Array.from(grid(n, (x, y) => 255 * bump(-x, -y))), n, n),
      d: tensor(Uint16Array.from(grid(n, (x, y) => 65535 * rising(x, y))), n, n),
      d_star: tensor(Uint16Array.from(grid(n, (x, y) => 65535 * rising(2 * x, 2 * y))), n, n),
      real: tensor(Float32Array.of(1.5, 2), 1, 2),
      fake: tensor(Float32Array.of(-1.5, -2), 1, 2),
      pull: tensor(Float32Array.of(0.4, 0.8), 1, 2),
      modes: tensor(Float32Array.of(2, 2.5), 1, 2),
      mesh: tensor(Float32Array.of(-2, -2.5, -1, -2.5, -2, -1, -1, -1), 2, 2, 2),
    },
  }; // prettier-ignore
}

/** @returns {any} */
export function lineFrame() {
  const n = 64;
  const x = Float32Array.from({ length: n }, (_, i) => -4 + (8 * (i + 0.5)) / n);
  const over = (/** @type {(x: number) => number} */ f) => tensor(Float32Array.from(x, f), n);
  const z = Float32Array.from({ length: 16 }, (_, i) => -1 + (2 * (i + 0.5)) / 16);
  return {
    meta: { view: "1d", round: 7, seq: 1, run: "a", epoch: 1, generator: "live", playing: false, window: [[-4, 4]], h: 0, latent: 1, generators: 1, labels: 0, scale: {}, readings: { outside: 0 } },
    arrays: {
      x: tensor(x, n),
      p_data: over((at) => 0.4 * Math.exp(-((at - 1) ** 2) / 2)),
      p_g: over((at) => 0.4 * Math.exp(-((at + 2) ** 2) / 2)),
      d: over((at) => 1 / (1 + Math.exp(-at))),
      d_star: over((at) => 1 / (1 + Math.exp(-3 * at))),
      z: tensor(z, 16),
      gz: tensor(z.map((at) => -2 + at), 16),
      real: tensor(Float32Array.of(1, 1.5), 2),
      fake: tensor(Float32Array.of(-2, -1.5, -2.5), 3),
      modes: tensor(Float32Array.of(1), 1, 1),
    },
  }; // prettier-ignore
}
