/**
 * The experiment in the page's address: the preset that it starts from, and only what differs from it.
 *
 *     #preset=ring&seed=3&generator.hidden=[64,64]&objective.kind=minimax&speed=100&view=average&show=theory,real
 *
 * A changed kind means "that member with its defaults", and what differs from those follows.  Reading an address back
 * gives the same experiment.
 *
 * @typedef {import("../wire/types.js").Experiment} Experiment
 * @typedef {import("../wire/types.js").Preset} Preset
 * @typedef {import("../wire/types.js").Json} Json
 * @typedef {import("../wire/types.js").Path} Path
 * @typedef {import("./schema.js").Schema} Schema
 * @typedef {import("./schema.js").Node} Node
 *
 * @typedef {object} View  everything that the address carries
 * @property {string | null} preset
 * @property {Experiment} experiment
 * @property {number | null} speed
 * @property {"live" | "average"} generator
 * @property {string} layers  what the picture shows, as layers.js writes it
 * @property {string} twin  what the second picture shows
 */

import { BESIDE } from "./layers.js";
import { kindOf, member, put, same } from "./schema.js";

const KEPT = new Set(["preset", "speed", "view", "show", "twin", "hide"]);

/**
 * @param {View} view
 * @param {Schema} schema
 * @param {Preset[]} presets
 * @returns {string} without the leading #
 */
export function write(view, schema, presets) {
  const base = presets.find((preset) => preset.name === view.preset);
  /** @type {[string, string][]} */
  const parts = base ? [["preset", base.name]] : [];
  const from = base?.experiment ?? schema.whole();
  for (const [path, leaf] of differences(schema, from, view.experiment)) parts.push([path.join("."), literal(leaf)]);
  if (view.speed !== (base ? base.speed : null)) parts.push(["speed", view.speed === null ? "max" : String(view.speed)]);
  if (view.generator !== "live") parts.push(["view", view.generator]);
  if (view.layers) parts.push(["show", view.layers]);
  if (view.twin !== BESIDE) parts.push(["twin", view.twin]);
  return parts.map(([name, value]) => `${name}=${escape(value)}`).join("&");
}

/**
 * @param {string} hash  with or without the leading #
 * @param {Schema} schema
 * @param {Preset[]} presets  the first is where an empty address starts
 * @returns {{view: View, unread: string[]}} `unread`: parts that mean nothing here
 */
export function read(hash, schema, presets) {
  const pairs = hash.replace(/^#/, "").split("&").filter(Boolean).map(split);
  const given = new Map(pairs);
  const name = given.get("preset") ?? (pairs.length === 0 ? presets[0]?.name : undefined);
  const base = presets.find((preset) => preset.name === name);
  /** @type {string[]} */
  const unread = name !== undefined && !base ? [`preset=${name}`] : [];
  let experiment = base?.experiment ?? schema.whole();
  const ordered = pairs.filter(([key]) => !KEPT.has(key));
  for (const [key, text] of ordered) {
    const path = key.split(".").map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));
    const kindOf = path.at(-1) === "kind" ? schema.at(path.slice(0, -1), experiment) : null;
    const variant = kindOf && schema.variants(kindOf)?.get(text);
    if (variant) experiment = put(experiment, path.slice(0, -1), schema.initial({ ...variant, default: undefined }));
    else if (schema.at(path, experiment)) experiment = put(experiment, path, value(text));
    else unread.push(`${key}=${text}`);
  }
  const speed = given.get("speed");
  const rounds = Math.round(Number(speed));
  return {
    view: {
      preset: base?.name ?? null,
      experiment,
      speed: speed === undefined ? (base ? base.speed : null) : speed === "max" || !(rounds >= 1) ? null : Math.min(rounds, 100000),
      generator: given.get("view") === "average" ? "average" : "live",
      layers: given.get("show") ?? hidden(given.get("hide") ?? ""),
      twin: given.get("twin") ?? BESIDE,
    },
    unread,
  };
}

/**
 * What turns one experiment into another: paths with their new values.
 * @param {Schema} schema
 * @param {Experiment} from
 * @param {Experiment} to
 * @returns {[Path, Json][]}
 */
export function differences(schema, from, to) {
  return Array.from(differing(schema, schema.root, from, to, []));
}

/**
 * @param {Schema} schema
 * @param {Node} node
 * @param {Json | undefined} from
 * @param {Json} to
 * @param {Path} path
 * @returns {Generator<[Path, Json]>}
 */
function* differing(schema, node, from, to, path) {
  if (same(from, to)) return;
  const plain = schema.describe(node, to);
  if (!plain.properties) return yield [path, to];
  const kind = kindOf(to);
  if (plain.properties.kind?.const && kind && kindOf(from) !== kind) {
    yield [[...path, "kind"], kind];
    from = schema.initial({ ...plain, default: undefined });
  }
  for (const [key, child] of Object.entries(plain.properties)) {
    if (!child.const) yield* differing(schema, child, member(from, key), member(to, key) ?? null, [...path, key]);
  }
}

/** Addresses once named what was switched off. @param {string} names */
const hidden = (names) => names.split(",").filter(Boolean).map((name) => `-${name}`).join(","); // prettier-ignore

/**
 * A value as text: words bare, all else as JSON.
 * @param {Json} leaf
 */
function literal(leaf) {
  return typeof leaf === "string" && /^[a-z_][a-z0-9_]*$/i.test(leaf) ? leaf : JSON.stringify(leaf);
}

/**
 * @param {string} text
 * @returns {Json}
 */
function value(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** @param {string} text */
const escape = (text) => encodeURIComponent(text).replace(/%(5B|5D|2C|3A|7B|7D)/g, (code) => decodeURIComponent(code));

/**
 * @param {string} part
 * @returns {[string, string]}
 */
function split(part) {
  const at = part.indexOf("=");
  const [name, text] = at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
  try {
    return [decodeURIComponent(name), decodeURIComponent(text)];
  } catch {
    return [name, text];
  }
}
