/**
 * The Gaussians that a target consists of, for their handles in the picture, and what dragging one of them makes of the
 * experiment.  Mirrors the table in the engine's `game/targets.py`.
 *
 * @typedef {import("../wire/types.js").Json} Json
 * @typedef {{weight: number, mean: number[], covariance: number[][]}} Component
 */

/**
 * @param {number} std
 * @param {number[]} mean
 * @param {number} [weight]
 * @returns {Component}
 */
const round = (std, mean, weight = 1) => ({
  weight,
  mean,
  covariance: mean.map((_, i) => mean.map((__, j) => (i === j ? std * std : 0))),
});

/** @type {Record<string, (t: Json) => Component[]>} */
const PARTS = {
  gaussian: (t) => [round(t.std, [t.mean])],
  two_peaks: (t) => [round(t.std, [-t.distance / 2]), round(t.std, [t.distance / 2])],
  three_peaks: (t) =>
    t.weights.map((/** @type {number} */ w, /** @type {number} */ k) => round(t.std, [(k - 1) * t.spacing], w)),
  mixture_1d: (t) => t.components.map((/** @type {Json} */ c) => round(c.std, [c.mean], c.weight)),
  ring: (t) =>
    Array.from({ length: t.modes }, (_, k) => (2 * Math.PI * k) / t.modes).map((angle) =>
      round(t.std, [t.radius * Math.cos(angle), t.radius * Math.sin(angle)]),
    ),
  grid: (t) =>
    Array.from({ length: t.side * t.side }, (_, k) =>
      round(
        t.std,
        [k % t.side, Math.floor(k / t.side)].map((i) => (i - (t.side - 1) / 2) * t.spacing),
      ),
    ),
  two_gaussians: (t) => [round(t.std, [-t.distance / 2, 0]), round(t.std, [t.distance / 2, 0])],
  mixture_2d: (t) => t.components,
};

const IN_THE_PLANE = new Set(["ring", "grid", "two_gaussians", "mixture_2d"]);

/**
 * @param {Json} target
 * @returns {Component[]} none for a target that is no mixture
 */
export const components = (target) => PARTS[target.kind]?.(target) ?? [];

/** How many coordinates x has. @param {Json} target */
export const dimensionOf = (target) => (IN_THE_PLANE.has(target.kind) ? 2 : 1);

/**
 * Whether a change of a target's kind moves it between the line and the plane: then the networks no longer fit.
 * @param {string} from
 * @param {string} to
 */
export const changesDimension = (from, to) => IN_THE_PLANE.has(from) !== IN_THE_PLANE.has(to);

/**
 * The target after the centre of component `index` was dragged to `mean`.  One Gaussian stays one; every other target
 * becomes the mixture that it is, so that the rest stays where it stands.
 *
 * @param {Json} target
 * @param {number} index
 * @param {number[]} mean
 * @returns {Json}
 */
export function moved(target, index, mean) {
  const most = mean.length === 1 ? 200 : 100; // as far as the fields go
  const place = mean.map((value) => Math.max(-most, Math.min(most, Number(value.toPrecision(4)))));
  if (target.kind === "gaussian") return { ...target, mean: place[0] };
  const parts = components(target).map((part, k) => (k === index ? { ...part, mean: place } : part));
  if (place.length === 2) return { kind: "mixture_2d", components: parts };
  return {
    kind: "mixture_1d",
    components: parts.map(({ weight, mean: [at], covariance: [[variance]] }) => ({
      weight,
      mean: at,
      std: Number(Math.sqrt(variance).toPrecision(6)),
    })),
  };
}

/**
 * A target written as a mixture, for someone who wants to change single components; null where `kind` is no mixture.
 * A target of the other dimension becomes two Gaussians.
 *
 * @param {string} kind
 * @param {Json} target
 * @returns {Json | null}
 */
export function asMixture(kind, target) {
  if (kind !== "mixture_1d" && kind !== "mixture_2d") return null;
  const dimension = kind === "mixture_1d" ? 1 : 2;
  const parts = components(target);
  const from = parts[0]?.mean.length === dimension ? target : { kind: dimension === 1 ? "two_peaks" : "two_gaussians", distance: 4, std: 0.5 };
  const [first] = components(from);
  return moved({ ...from, kind: from.kind === "gaussian" ? "mixture_1d" : from.kind, components: from.components ?? [{ weight: 1, mean: from.mean, std: from.std }] }, 0, first.mean);
}
