/**
 * Reading the experiment's JSON Schema: references, unions by kind, defaults, and paths into values.
 *
 * @typedef {import("../wire/types.js").Json} Json
 * @typedef {import("../wire/types.js").Path} Path
 *
 * @typedef {object} Node  one node of a JSON Schema, as pydantic writes it
 * @property {string} [$ref]
 * @property {Record<string, Node>} [$defs]
 * @property {string} [type]
 * @property {Json} [const]
 * @property {string[]} [enum]
 * @property {Json} [default]
 * @property {Node[]} [oneOf]
 * @property {Node[]} [anyOf]
 * @property {Record<string, Node>} [properties]
 * @property {Node} [items]
 * @property {Node[]} [prefixItems]
 * @property {number} [minItems]
 * @property {number} [maxItems]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {number} [exclusiveMinimum]
 * @property {number} [exclusiveMaximum]
 * @property {number} [maxLength]
 * @property {string} [title]
 * @property {string} [description]
 * @property {string} [x-effect]  what a change costs: "now", "compile", "restart" or "reset"
 * @property {string} [x-scale]
 * @property {string} [x-unit]
 * @property {string} [x-formula]
 * @property {string} [x-source]
 * @property {string} [x-control]
 * @property {string} [x-preset]
 * @property {Record<string, string>} [x-words]
 * @property {boolean} [x-basic]
 */

import { say } from "../words/words.js";

/** The two players, by the name of what is theirs in the experiment. @type {Record<string, "G" | "D">} */
export const PLAYERS = { generator: "G", discriminator: "D" };

export class Schema {
  /** @param {Node} root */
  constructor(root) {
    this.root = root;
  }

  /**
   * A node with its reference followed; what stands beside `$ref` (title, help, effect) wins.
   * @param {Node} node
   * @returns {Node}
   */
  resolve(node) {
    if (!node.$ref) return node;
    const { $ref, ...beside } = node;
    const found = this.root.$defs?.[$ref.slice($ref.lastIndexOf("/") + 1)];
    return found ? { ...this.resolve(found), ...beside } : beside;
  }

  /**
   * The members of a union, by kind; null where the node is no union.  A reference to one member that has a kind is a
   * union of one.
   * @param {Node} node
   * @returns {Map<string, Node> | null}
   */
  variants(node) {
    const plain = this.resolve(node);
    const members = plain.oneOf ?? plain.anyOf ?? (plain.properties?.kind?.const ? [plain] : null);
    if (!members) return null;
    return new Map(
      members.map((member) => {
        const variant = this.resolve(member);
        return [String(variant.properties?.kind?.const), variant];
      }),
    );
  }

  /**
   * The node that describes this value: the member of a union that it is, or the node itself.
   * @param {Node} node
   * @param {Json | undefined} value
   * @returns {Node}
   */
  describe(node, value) {
    return this.variants(node)?.get(kindOf(value) ?? "") ?? this.resolve(node);
  }

  /**
   * The default of a node; what has none gets the smallest thing that the schema allows.
   * @param {Node} node
   * @returns {Json}
   */
  initial(node) {
    const plain = this.resolve(node);
    if (plain.default !== undefined) return structuredClone(this.#complete(plain, plain.default));
    if (plain.const !== undefined) return plain.const;
    const variants = this.variants(plain);
    const [first] = variants?.values() ?? [];
    if (first && plain.oneOf) return this.initial(first);
    if (plain.properties) {
      return Object.fromEntries(Object.entries(plain.properties).map(([key, child]) => [key, this.initial(child)]));
    }
    if (plain.type === "array") {
      if (plain.prefixItems) return plain.prefixItems.map((item) => this.initial(item));
      return Array.from({ length: plain.minItems ?? 0 }, () => this.initial(plain.items ?? {}));
    }
    if (plain.enum) return plain.enum[0] ?? null;
    if (plain.type === "number" || plain.type === "integer") return Math.max(plain.minimum ?? 0, Math.min(plain.maximum ?? 0, 0));
    return null;
  }

  /** The experiment that the defaults make. */
  whole() {
    return /** @type {import("../wire/types.js").Experiment} */ (this.initial(this.root));
  }

  /**
   * A default as the schema writes it may leave out fields that have defaults of their own.
   * @param {Node} node
   * @param {Json} value
   * @returns {Json}
   */
  #complete(node, value) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    const plain = this.describe(node, value);
    if (!plain.properties) return value;
    return Object.fromEntries(
      Object.entries(plain.properties).map(([key, child]) => [
        key,
        key in value ? this.#complete(child, value[key] ?? null) : this.initial(child),
      ]),
    );
  }

  /**
   * The node at a path of this value; null where the path leads nowhere.
   * @param {Path} path
   * @param {Json | undefined} value
   * @returns {Node | null}
   */
  at(path, value) {
    let node = this.resolve(this.root);
    for (const key of path) {
      const plain = this.describe(node, value);
      const next = plain.properties?.[key] ?? (typeof key === "number" ? (plain.prefixItems?.[key] ?? plain.items) : null);
      if (!next) return null;
      node = this.resolve(next);
      value = member(value, key);
    }
    return node;
  }

  /**
   * What a person knows the field at a path as: its title, or that of the list that holds it.
   * @param {Path} path
   * @param {Json} value
   * @returns {string}
   */
  title(path, value) {
    for (let end = path.length; end > 0; end--) {
      const title = this.at(path.slice(0, end), value)?.title;
      if (title) return title;
    }
    return path.join(".");
  }

  /**
   * Whether a change at a path needs another program: the effect of the field itself, or of the list that it is in.
   * @param {Path} path
   * @param {Json} value
   * @returns {boolean}
   */
  compiles(path, value) {
    for (let end = path.length; end > 0; end--) {
      const effect = this.at(path.slice(0, end), value)?.["x-effect"];
      if (effect) return effect === "compile" || effect === "restart";
    }
    return false;
  }

  /**
   * The same with whose it is: "Learning rate of G".
   * @param {Path} path
   * @param {Json} value
   * @returns {string}
   */
  name(path, value) {
    const player = path.map((key) => PLAYERS[key]).find(Boolean);
    const field = this.title(path, value);
    return player ? say("field.of", { field, player }) : field;
  }

  /**
   * The path that a server's field name means in this value.  Validation names unions by their member
   * ("target.ring.modes"); a segment that is no key here is such a name and is left out.
   * @param {string} field
   * @param {Json} value
   * @returns {Path}
   */
  pathOf(field, value) {
    /** @type {Path} */
    const path = [];
    for (const segment of field.split(/[.[\]]+/).filter(Boolean)) {
      const key = Array.isArray(value) && /^\d+$/.test(segment) ? Number(segment) : segment;
      const next = member(value, key);
      if (next === undefined) continue;
      path.push(key);
      value = next;
    }
    return path;
  }
}

/**
 * One of the words that a choice is between, as the page says it.
 * @param {Node} node
 * @param {string} word
 * @returns {string}
 */
export const wordOf = (node, word) => node["x-words"]?.[word] ?? word.replaceAll("_", " ");

/**
 * What stands under a key; undefined where there is no such key.
 * @param {Json | undefined} value
 * @param {string | number} key
 * @returns {Json | undefined}
 */
export function member(value, key) {
  if (typeof value !== "object" || value === null) return undefined;
  return Array.isArray(value) ? value[Number(key)] : value[key];
}

/** What the schema says of a member's own name: its title, formula and source. @param {Node | undefined} variant @returns {Node} */
export const aboutKind = (variant) => variant?.properties?.kind ?? {};

/** Which member of a family a value is; undefined where it is of none. @param {Json | undefined} value */
export function kindOf(value) {
  const kind = member(value, "kind");
  return typeof kind === "string" ? kind : undefined;
}

/**
 * @param {Json | undefined} value
 * @param {Path} path
 * @returns {Json | undefined}
 */
export const get = (value, path) => path.reduce(member, value);

/**
 * A copy of `value` with `leaf` at `path`; what lies beside the path is shared, nothing is changed in place.  It is of the
 * kind that `value` is where the leaf fits there, which the server says.
 * @template {Json} T
 * @param {T} value
 * @param {Path} path
 * @param {Json} leaf
 * @returns {T}
 */
export const put = (value, path, leaf) => /** @type {T} */ (placed(value, path, leaf));

/**
 * @param {Json | undefined} value
 * @param {Path} path
 * @param {Json} leaf
 * @returns {Json}
 */
function placed(value, [key, ...rest], leaf) {
  if (key === undefined) return leaf;
  const inner = placed(member(value, key), rest, leaf);
  if (Array.isArray(value)) return Object.assign([...value], { [key]: inner });
  return { ...(typeof value === "object" ? value : null), [key]: inner };
}

/**
 * @param {Json | undefined} a
 * @param {Json | undefined} b
 * @returns {boolean}
 */
export function same(a, b) {
  if (a === b) return true;
  if (!a || !b || typeof a !== "object" || typeof b !== "object") return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => same(member(a, key), member(b, key)));
}

/**
 * What another experiment has at a path of this one; undefined where the two are of different kinds on the way.
 * @param {Json | undefined} other
 * @param {Json | undefined} value
 * @param {Path} path
 * @returns {Json | undefined}
 */
export function counterpart(other, value, path) {
  for (const key of path) {
    if (key !== "kind" && kindOf(other) !== kindOf(value)) return undefined;
    other = member(other, key);
    value = member(value, key);
  }
  return other;
}
