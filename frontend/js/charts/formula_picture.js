/**
 * f(u) as a small picture, in the page's own lines: the curve, its tangent at u = 1, which no convex f goes below, and the
 * value 0, where it must pass at u = 1.
 */

import { h } from "../base/dom.js";

/** The picture's own units. */
const SIZE = { width: 120, height: 64, edge: 3 };
const END = 4;
const POINTS = 160;
const NS = "http://www.w3.org/2000/svg";

/**
 * What of a curve is shown: all that lies not much further than it does in the middle.
 * @param {ArrayLike<number>} values  of f, over u in (0, 4]
 * @param {ArrayLike<number>} u
 * @returns {[number, number]}
 */
export function heights(values, u) {
  let [low, high] = [0, 0];
  for (let i = 0; i < u.length; i++) {
    // Towards 0 many an f has no end.
    if (u[i] < 0.1 || !Number.isFinite(values[i])) continue;
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  const room = 0.08 * (high - low || 1);
  return [low - room, high + room];
}

/** The slope at 1. @param {(u: number) => number} f */
export const slopeAt1 = (f) => (f(1 + 1e-4) - f(1 - 1e-4)) / 2e-4;

/** @param {string} tag @param {Record<string, string | number>} attributes */
function shape(tag, attributes) {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

/**
 * @returns {{element: HTMLElement, show: (f: ((u: number) => number) | null) => void}}  null: not yet a function; the last picture fades
 */
export function formulaPicture() {
  const svg = shape("svg", { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  const zero = shape("path", { class: "f-zero" });
  const tangent = shape("path", { class: "f-tangent" });
  const curve = shape("path", { class: "f-curve" });
  svg.append(zero, tangent, curve);
  const at1 = h("span", { class: "f-at" }, "u = 1");
  const element = h("div", { class: "f-picture", "aria-hidden": "true" }, at1);
  element.prepend(svg);
  const x = (/** @type {number} */ u) => (u / END) * SIZE.width;
  return {
    element,
    show(f) {
      element.classList.toggle("stale", f === null);
      if (!f) return;
      const u = Array.from({ length: POINTS }, (_, i) => ((i + 1) / POINTS) * END);
      const values = u.map(f);
      const [low, high] = heights(values, u);
      const y = (/** @type {number} */ value) => SIZE.edge + (SIZE.height - 2 * SIZE.edge) * (1 - (value - low) / (high - low));
      let line = "";
      let down = false;
      values.forEach((value, i) => {
        const inside = Number.isFinite(value) && Math.abs(y(value)) < 1e4;
        if (inside) line += `${down ? "L" : "M"}${x(u[i]).toFixed(2)} ${y(value).toFixed(2)}`;
        down = inside;
      });
      curve.setAttribute("d", line);
      const [at, slope] = [f(1), slopeAt1(f)];
      tangent.setAttribute("d", Number.isFinite(at + slope) ? `M0 ${y(at - slope).toFixed(2)}L${SIZE.width} ${y(at + (END - 1) * slope).toFixed(2)}` : "");
      zero.setAttribute("d", `M0 ${y(0).toFixed(2)}H${SIZE.width}M${x(1)} 0V${SIZE.height}`);
    },
  };
}
