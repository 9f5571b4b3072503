/** A few words for what is folded away. */

/** @typedef {import("../wire/types.js").Json} Json */
/** @typedef {import("../run/schema.js").Schema} Schema */
/** @typedef {import("../run/schema.js").Node} Node */

import { short, withMinus } from "./format.js";
import { say } from "../words/words.js";

/** @type {Record<string, string>} */
const PLAYERS = { generator: "G", discriminator: "D" };

/**
 * @param {Schema} schema
 * @param {Node} given
 * @param {Json | undefined} value
 * @param {number} most
 * @returns {string[]}
 */
export function digest(schema, given, value, most) {
  const node = schema.describe(given, value);
  if (typeof value === "number") return [withMinus(String(Number(value.toPrecision(4))))];
  if (typeof value === "boolean") return value && node.title ? [node.title] : [];
  if (typeof value === "string") return [node["x-words"]?.[value] ?? value.replaceAll("_", " ")];
  if (Array.isArray(value)) {
    if (value.length === 0) return [say("none")];
    if (typeof value[0] === "number") return [value.join("–")];
    return value.length > 2 ? [`${value.length}`] : value.flatMap((item) => digest(schema, node.items ?? {}, item, 2));
  }
  const inner = value ?? {};
  const words = Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    if (child.const !== undefined) return child.title ? [child.title] : [];
    const player = PLAYERS[key];
    // Of each of them one word, and whose it is.
    return player ? digest(schema, child, inner[key], 1).map((field) => say("field.player", { player, field })) : digest(schema, child, inner[key], 2);
  });
  return words.slice(0, Math.max(1, most));
}

/**
 * One of a list's components: where it stands and how wide it is.
 * @param {import("../wire/types.js").Component1D | import("../wire/types.js").Component2D} item
 */
export function componentDigest(item) {
  const place = [item.mean].flat().map((value) => short(value));
  const spread = "std" in item ? item.std : Math.sqrt(item.covariance[0][0]);
  return `${place.length > 1 ? `(${place.join(", ")})` : place}${spread ? `, σ ${short(spread, 2)}` : ""}`;
}
