/**
 * What fills the traces of Figure 1, by their names: pure, from a frame to arrays.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").Numbers} Numbers
 * @typedef {import("./description.js").Spec} Spec
 */

import { drawnRange, gameOf } from "../run/game.js";
import { niceStep } from "../base/ranges.js";
import { latentRange, thinned, thinning } from "./latent.js";

/** Of the arrows so many have one head. */
const HEADED = 5;

/**
 * The density axis stands still while training runs: it follows p_data alone.
 * @param {Frame} frame
 */
export function densityTop(frame) {
  let peak = 0;
  for (const value of frame.arrays.p_data.data) if (value > peak) peak = value;
  const room = 1.6 * Number(peak.toPrecision(3)) || 1;
  const step = niceStep(room, 8);
  return Math.ceil(room / step) * step;
}

/** Samples as one line that goes up and down at each of them, from below the lane that it is seen in. @param {ArrayLike<number>} samples */
export function comb(samples) {
  const x = new Float32Array(3 * samples.length);
  const y = new Float32Array(3 * samples.length);
  for (let i = 0; i < samples.length; i++) {
    x.fill(samples[i], 3 * i, 3 * i + 3);
    y.set([-1, 1, -1], 3 * i);
  }
  return { x, y };
}

/**
 * Arrows from z to G(z) as one line: from one to the next it goes around the panel, where it is not seen.
 * @param {readonly number[]} from
 * @param {readonly number[]} to
 * @param {number} left  beyond all of them
 */
export function zigzag(from, to, left) {
  const x = new Float32Array(6 * from.length);
  const y = new Float32Array(6 * from.length);
  for (let i = 0; i < from.length; i++) {
    x.set([from[i], to[i], to[i], left, left, from[i + 1] ?? from[i]], 6 * i);
    y.set([0, 1, 3, 3, -2, -2], 6 * i);
  }
  return { x, y };
}

/** @param {Frame} frame @returns {(array: string) => Numbers | undefined}  `p_g_each[2]` is a row */
const arrayOf = ({ arrays }) => (name) => {
  const [, array, row] = /^(\w+?)(?:\[(\d+)\])?$/.exec(name) ?? [];
  const found = arrays[array];
  if (!found || row === undefined) return found?.data;
  const length = found.shape[1];
  return found.data.subarray(Number(row) * length, (Number(row) + 1) * length);
};

/** D of a critic in its own numbers; of others as it was sent. @param {Frame} frame @param {Numbers} drawn */
function outputs(frame, drawn) {
  const game = gameOf(frame);
  if (game.output !== "score") return drawn;
  const [low, high] = drawnRange(game);
  return Float32Array.from(drawn, (value) => low + value * (high - low));
}

/** A place on the line of x, in the units of the axis of z. @param {Frame} frame @param {readonly [number, number]} seen  of x */
export function ontoLatent(frame, [low, high]) {
  const [zLow, zHigh] = latentRange(frame) ?? [-1, 1];
  return (/** @type {number} */ x) => zLow + ((x - low) / (high - low)) * (zHigh - zLow);
}

/**
 * @param {Frame} frame
 * @param {readonly Spec[]} traces  as they are described
 * @param {{seen: readonly [number, number], aspect: number, arrows: number}} view  the range of x; how many times as wide as high the lower panel is; pixels between two arrows
 * @returns {Map<string, Spec>}
 */
export function fill(frame, traces, { seen, aspect, arrows }) {
  const array = arrayOf(frame);
  /** @type {Map<string, Spec>} */
  const filled = new Map();
  for (const { name, meta, yaxis } of traces) {
    const { x, y } = meta.arrays ?? {};
    const values = y && array(y);
    if (values) filled.set(name, { x: array(x), y: yaxis === "y2" ? outputs(frame, values) : values });
    else SPECIAL[/** @type {keyof typeof SPECIAL} */ (meta.layer)]?.(frame, name, meta, filled, { seen, aspect, arrows });
  }
  return filled;
}

/** Which samples or arrows are of a trace. @param {Frame} frame @param {Spec} meta @param {string} labels */
function ownOf({ arrays, meta: { generators = 1 } }, meta, labels) {
  if (!meta.each) return () => true;
  const of = arrays[labels]?.data;
  return of ? (/** @type {number} */ i) => of[i] === meta.kind : (/** @type {number} */ i) => i % generators === meta.kind;
}

/** @typedef {(frame: Frame, name: string, meta: Spec, filled: Map<string, Spec>, view: {seen: readonly [number, number], aspect: number, arrows: number}) => void} Filler */

/** @type {(samples: "real" | "fake") => Filler} */
const samples = (which) => (frame, name, meta, filled) => {
  filled.set(name, comb(frame.arrays[which].data.filter((_, i) => ownOf(frame, meta, `${which}_label`)(i))));
};

/** @satisfies {Record<string, Filler>} */
const SPECIAL = {
  real: samples("real"),
  fake: samples("fake"),
  contribution(frame, name, _, filled) {
    const values = frame.arrays.contribution?.data;
    if (!values) return;
    let peak = 0;
    for (const value of values) if (Number.isFinite(value)) peak = Math.max(peak, Math.abs(value));
    filled.set(name, { x: frame.arrays.x.data, y: Float32Array.from(values, (value) => (Number.isFinite(value) ? value / (peak || 1) : 1)) });
  },
  points(frame, name, _, filled) {
    const at = frame.arrays.points?.data;
    if (at) filled.set(name, { x: at, y: new Float32Array(at.length).fill(1.6), marker: { color: frame.arrays.points_slope?.data ?? new Float32Array(at.length).fill(1) } });
  },
  arrows(frame, name, meta, filled, view) {
    const z = frame.arrays.z?.data;
    const range = latentRange(frame);
    if (!z || !range) return;
    const own = Array.from(z.keys()).filter((i) => ownOf(frame, meta, "fake_label")(i));
    const chosen = thinned(own, meta.each ? 2 : thinning(z, (at) => (at - range[0]) * (view.arrows / (range[1] - range[0])), 5));
    const onto = ontoLatent(frame, view.seen);
    const from = chosen.map((i) => z[i]);
    const to = chosen.map((i) => onto(frame.arrays.gz.data[i]));
    const span = range[1] - range[0];
    if (!name.startsWith("heads")) return void filled.set(name, zigzag(from, to, range[0] - 20 * span));
    const headed = [...chosen.keys()].filter((k) => k % HEADED === HEADED >> 1 && to[k] >= range[0] && to[k] <= range[1]);
    filled.set(name, {
      x: headed.map((k) => to[k]), y: headed.map(() => 1),
      marker: { angle: headed.map((k) => (Math.atan2(((to[k] - from[k]) / span) * view.aspect, 1) * 180) / Math.PI) },
    }); // prettier-ignore
  },
  modes(frame, name, _, filled) {
    const at = frame.arrays.modes?.data ?? [];
    filled.set(name, { x: at, y: new Float32Array(at.length).fill(0.55) });
  },
};

/**
 * What has changed of the data of a figure; an array with the same numbers stays the one that stands.
 * @param {Map<string, Spec>} before
 * @param {Map<string, Spec>} now
 */
export function changed(before, now) {
  return new Map([...now].filter(([name, data]) => !equal(before.get(name), data)));
}

/** @param {any} a @param {any} b @returns {boolean} */
function equal(a, b) {
  if (a === b) return true;
  if (!a || !b || typeof a !== "object" || typeof b !== "object") return false;
  if (typeof a.length === "number") {
    if (a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (a[i] !== b[i] && !(a[i] !== a[i] && b[i] !== b[i])) return false;
    return true;
  }
  const keys = Object.keys(b);
  return keys.length === Object.keys(a).length && keys.every((key) => equal(a[key], b[key]));
}
