/**
 * The Gaussians that a target consists of, for their handles in the picture, and what dragging one of them makes of the
 * experiment.  Mirrors the table in the engine's `game/targets.py`.
 *
 * @typedef {import("../wire/types.js").Target} Target
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

/**
 * @param {Target} target
 * @returns {Component[]} none for a target that is no mixture
 */
export function components(target) {
  switch (target.kind) {
    case "gaussian":
      return [round(target.std, [target.mean])];
    case "two_peaks":
      return [round(target.std, [-target.distance / 2]), round(target.std, [target.distance / 2])];
    case "three_peaks":
      return target.weights.map((weight, k) => round(target.std, [(k - 1) * target.spacing], weight));
    case "mixture_1d":
      return target.components.map(({ std, mean, weight }) => round(std, [mean], weight));
    case "ring":
      return Array.from({ length: target.modes }, (_, k) => (2 * Math.PI * k) / target.modes).map((angle) =>
        round(target.std, [target.radius * Math.cos(angle), target.radius * Math.sin(angle)]),
      );
    case "grid":
      return Array.from({ length: target.side * target.side }, (_, k) =>
        round(
          target.std,
          [k % target.side, Math.floor(k / target.side)].map((i) => (i - (target.side - 1) / 2) * target.spacing),
        ),
      );
    case "two_gaussians":
      return [round(target.std, [-target.distance / 2, 0]), round(target.std, [target.distance / 2, 0])];
    case "mixture_2d":
      return target.components;
    default:
      return [];
  }
}

const IN_THE_PLANE = new Set(["ring", "grid", "two_gaussians", "mixture_2d"]);

/** How many coordinates x has. @param {Target} target */
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
 * @param {Target} target
 * @param {number} index
 * @param {number[]} mean
 * @returns {Target}
 */
export function moved(target, index, mean) {
  const place = within(mean);
  if (target.kind === "gaussian") return { ...target, mean: place[0] ?? target.mean };
  return mixture(components(target).map((part, k) => (k === index ? { ...part, mean: place } : part)));
}

/** A place as far as the fields go, and as exact as they are. @param {number[]} mean */
function within(mean) {
  const most = mean.length === 1 ? 200 : 100;
  return mean.map((value) => Math.max(-most, Math.min(most, Number(value.toPrecision(4)))));
}

/** @param {Component[]} parts  at least one @returns {Target} */
function mixture(parts) {
  if (parts[0]?.mean.length === 2) {
    return { kind: "mixture_2d", components: parts.map(({ weight, mean, covariance }) => ({ weight, mean: pair(mean), covariance: [pair(covariance[0]), pair(covariance[1])] })) };
  }
  return {
    kind: "mixture_1d",
    components: parts.map(({ weight, mean: [at = 0], covariance: [[variance = 0] = []] }) => ({
      weight,
      mean: at,
      std: Number(Math.sqrt(variance).toPrecision(6)),
    })),
  };
}

/** @param {number[] | undefined} list @returns {[number, number]} */
const pair = ([x = 0, y = 0] = []) => [x, y];

/**
 * A target written as a mixture, for someone who wants to change single components; null where `kind` is no mixture.
 * A target of the other dimension becomes two Gaussians.
 *
 * @param {unknown} kind
 * @param {Target} target
 * @returns {Target | null}
 */
export function asMixture(kind, target) {
  if (kind !== "mixture_1d" && kind !== "mixture_2d") return null;
  const line = kind === "mixture_1d";
  const own = components(target);
  const fits = own[0]?.mean.length === (line ? 1 : 2);
  const parts = fits ? own : components({ kind: line ? "two_peaks" : "two_gaussians", distance: 4, std: 0.5 });
  return mixture(parts.map((part, k) => (k === 0 ? { ...part, mean: within(part.mean) } : part)));
}
