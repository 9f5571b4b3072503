/**
 * Where a choice can be seen: a preset that plays it, or the one that the schema names for it, with the choice made.
 *
 * @typedef {import("../wire/types.js").Experiment} Experiment
 * @typedef {import("../wire/types.js").Json} Json
 * @typedef {import("../wire/types.js").Path} Path
 * @typedef {import("../wire/types.js").Preset} Preset
 * @typedef {import("./schema.js").Node} Node
 * @typedef {import("./schema.js").Schema} Schema
 *
 * @typedef {{title: string, href: string}} Seen  the title of a preset, and the address that opens it
 */

import { write } from "./address.js";
import { BESIDE } from "./layers.js";
import { get, put } from "./schema.js";
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
  const member = node && (schema.variants(node.items ?? node)?.get(choice) ?? null);
  const named = presets.find(({ name }) => name === (member ? member.properties.kind : node)?.["x-preset"]);
  const place = named && placeIn(named.experiment, experiment, path);
  if (!place) return null;
  const before = get(named.experiment, place);
  const after = !member ? choice : Array.isArray(before) ? [...before, fresh(schema, member)] : become(schema, member, before);
  return link(schema, presets, named, put(named.experiment, place, after));
}

/**
 * A value of another kind that keeps what both kinds have.
 * @param {Schema} schema
 * @param {Node} member
 * @param {Json} before
 * @returns {Json}
 */
export function become(schema, member, before) {
  const mixture = asMixture(member.properties.kind.const, before);
  if (mixture) return mixture;
  const made = fresh(schema, member);
  const kept = Object.keys(made).filter((key) => key !== "kind" && key in before && typeof before[key] === typeof made[key]);
  return { ...made, ...Object.fromEntries(kept.map((key) => [key, before[key]])) };
}

/** @param {Schema} schema @param {Node} member */
const fresh = (schema, member) => schema.initial({ ...member, default: undefined });

/** @param {Json} value @param {string} choice */
const plays = (value, choice) => (Array.isArray(value) ? value.some((/** @type {Json} */ each) => each.kind === choice) : (value?.kind ?? value) === choice);

/**
 * The path in another experiment of what is at a path of this one; null where the two are of different kinds on the way.
 * In a list the place is that of the same kind.
 * @param {Json} other
 * @param {Json} value
 * @param {Path} path
 * @returns {Path | null}
 */
function placeIn(other, value, path) {
  /** @type {Path} */
  const place = [];
  for (const key of path) {
    const listed = Array.isArray(value) && Array.isArray(other);
    const at = listed ? other.findIndex((/** @type {Json} */ each) => each.kind === value[key]?.kind) : key;
    if (listed ? at === -1 : key !== "kind" && other?.kind !== value?.kind) return null;
    place.push(at);
    other = other?.[at];
    value = value?.[key];
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
