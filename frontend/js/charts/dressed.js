/**
 * A description with the colours and sizes of the page: a string that begins with "@" names a colour of the theme,
 * "@p_g/0.3" the same at that opacity; letters and lines are those of a figure at scale 1.  See figures/theme.py.
 */

import { palette, rgb, scale, stroke } from "../base/theme.js";

/** @param {string} token */
export function colour(token) {
  const [name = "", opacity] = token.slice(1).split("/");
  const key = /** @type {keyof import("../base/theme.js").Palette} */ (name.replace(/_(.)/g, (_, letter) => letter.toUpperCase()));
  return opacity === undefined ? palette[key] : `rgba(${rgb(palette[key]).join(",")},${opacity})`;
}

/**
 * @template T
 * @param {T} part
 * @param {number} [grown]  how much larger than the page's own its letters and lines are
 * @returns {T}
 */
export const dressed = (part, grown = 1) => put(part, grown, "", "");

/** @param {any} value @param {number} grown @param {string} name @param {string} around @returns {any} */
function put(value, grown, name, around) {
  if (typeof value === "string") {
    if (value.startsWith("@")) return colour(value);
    return name === "dash" && value.endsWith("px") ? value.replace(/[\d.]+(?=px)/g, (length) => String(Number(length) * scale * grown)) : value;
  }
  if (typeof value === "number") {
    if (name === "size" && around.endsWith("font")) return value * scale * grown;
    if (name === "size" && around === "marker") return value * scale * grown;
    return name === "width" && around === "line" ? value * stroke * grown : value;
  }
  // What fills a trace is no colour, and long.
  if (name === "x" || name === "y" || name === "text" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((each) => put(each, grown, name, around));
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, put(each, grown, key, name)]));
}
