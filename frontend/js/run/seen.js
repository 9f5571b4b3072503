/**
 * Where a choice can be seen: a preset that plays it, or the one that the schema names for it, with the choice made.
 *
 * @typedef {import("../wire/types.js").Experiment} Experiment
 * @typedef {import("../wire/types.js").Json} Json
 * @typedef {import("../wire/types.js").Path} Path
 * @typedef {import("../wire/types.js").Preset} Preset
 * @typedef {import("../wire/types.js").Target} Target
 * @typedef {import("./schema.js").Node} Node
 * @typedef {import("./schema.js").Schema} Schema
 *
 * @typedef {{title: string, href: string}} Seen  the title of a preset, and the address that opens it
 */

import { write } from "./address.js";
import { BESIDE } from "./layers.js";
import { aboutKind, get, kindOf, member, put } from "./schema.js";
import { asMixture } from "./targets.js";

/**
 * @param {Schema} schema
 * @param {Preset[]} presets
 * @param {Experiment} experiment  the one whose choice it is
 * @param {Path} path  of a member of a family, of a list of members, or of a word
 * @param {string} choice  the member's kind, or the word
 * @returns {Seen | null}
 */
export function seenIn(schema, presets, experiment, path, choice) {
  const played = presets.find((preset) => {
    const place = placeIn(preset.experiment, experiment, path);
    return place && plays(get(preset.experiment, place), choice);
  });
  if (played) return link(schema, presets, played, played.experiment);
  const node = schema.at(path, experiment);
  const variant = node && (schema.variants(node.items ?? node)?.get(choice) ?? null);
  const named = presets.find(({ name }) => name === (variant ? aboutKind(variant) : node)?.["x-preset"]);
  const place = named && placeIn(named.experiment, experiment, path);
  if (!place) return null;
  const before = get(named.experiment, place) ?? null;
  const after = !variant ? choice : Array.isArray(before) ? [...before, fresh(schema, variant)] : become(schema, variant, before);
  return link(schema, presets, named, put(named.experiment, place, after));
}

/**
 * A value of another kind that keeps what both kinds have.
 * @param {Schema} schema
 * @param {Node} variant
 * @param {Json} before
 * @returns {Json}
 */
export function become(schema, variant, before) {
  // Only a target becomes a mixture.
  const mixture = asMixture(aboutKind(variant).const, /** @type {Target} */ (before));
  if (mixture) return mixture;
  const made = fresh(schema, variant);
  return Object.fromEntries(
    Object.entries(made).map(([key, value]) => {
      const kept = key === "kind" ? undefined : member(before, key);
      return [key, kept !== undefined && typeof kept === typeof value ? kept : value];
    }),
  );
}

/** @param {Schema} schema @param {Node} variant @returns {{[key: string]: Json}} */
function fresh(schema, variant) {
  const made = schema.initial({ ...variant, default: undefined });
  return typeof made === "object" && !Array.isArray(made) && made ? made : {};
}

/** @param {Json | undefined} value @param {string} choice */
const plays = (value, choice) => (Array.isArray(value) ? value.some((each) => kindOf(each) === choice) : (kindOf(value) ?? value) === choice);

/**
 * The path in another experiment of what is at a path of this one; null where the two are of different kinds on the way.
 * In a list the place is that of the same kind.
 * @param {Json | undefined} other
 * @param {Json | undefined} value
 * @param {Path} path
 * @returns {Path | null}
 */
function placeIn(other, value, path) {
  /** @type {Path} */
  const place = [];
  for (const key of path) {
    const inner = member(value, key);
    let at = key;
    if (Array.isArray(value) && Array.isArray(other)) {
      at = other.findIndex((each) => kindOf(each) === kindOf(inner));
      if (at === -1) return null;
    } else if (key !== "kind" && kindOf(other) !== kindOf(value)) {
      return null;
    }
    place.push(at);
    other = member(other, at);
    value = inner;
  }
  return place;
}

/**
 * @param {Schema} schema
 * @param {Preset[]} presets
 * @param {Preset} preset
 * @param {Experiment} experiment
 * @returns {Seen}
 */
function link(schema, presets, { name, title, speed }, experiment) {
  const view = /** @type {const} */ ({ preset: name, experiment, speed, generator: "live", layers: "", twin: BESIDE });
  return { title, href: `#${write(view, schema, presets)}` };
}
