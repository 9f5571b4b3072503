/**
 * The form for the whole experiment, built from its JSON Schema.  Nothing here knows the name of a field, save how
 * a covariance is typed and what a change of target means.
 *
 * @typedef {import("./types.js").Json} Json
 * @typedef {import("./types.js").Path} Path
 * @typedef {import("./types.js").Experiment} Experiment
 * @typedef {import("./schema.js").Schema} Schema
 * @typedef {import("./schema.js").Node} Node
 * @typedef {import("./fields.js").Field} Field
 */

import { h, setText } from "./dom.js";
import { badge, choiceField, covarianceField, numberField, rowField } from "./fields.js";
import { short } from "./format.js";
import { get } from "./schema.js";
import { asMixture, changesDimension } from "./targets.js";

export class Form {
  /** @type {Map<string, {shape: string | null, body: HTMLElement, digest: HTMLElement | null, fields: Field[]}>} */ #groups = new Map();
  /** @type {Field[]} */ #building = [];
  /** @type {Experiment} */ #value = {};

  /**
   * @param {HTMLElement} host
   * @param {Schema} schema
   * @param {(path: Path, value: Json) => void} edit
   */
  constructor(host, schema, edit) {
    this.host = host;
    this.schema = schema;
    this.edit = edit;
    for (const [key, child] of Object.entries(schema.root.properties)) {
      const node = schema.resolve(child);
      const body = h("div", { class: "group-body" });
      const folds = node.type !== "integer" && node.type !== "number";
      const digest = folds ? h("span", { class: "digest" }) : null;
      host.append(
        folds
          ? h("details", { class: "group", "data-group": key, open: key === "target" }, h("summary", {}, h("span", { class: "group-title" }, node.title ?? key), digest), body)
          : h("div", { class: "group plain", "data-group": key }, body),
      );
      this.#groups.set(key, { shape: null, body, digest, fields: [] });
    }
  }

  /** Shows an experiment.  Controls are rebuilt only where their number or kind changes. @param {Experiment} experiment */
  show(experiment) {
    this.#value = experiment;
    for (const [key, group] of this.#groups) {
      const node = this.schema.root.properties[key];
      const shape = this.#shape(node, experiment[key]);
      if (shape !== group.shape) {
        group.shape = shape;
        const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.path;
        this.#building = [];
        group.body.replaceChildren(...this.#build(node, [key], experiment[key]));
        group.fields = this.#building;
        if (focused?.startsWith(key)) /** @type {HTMLElement | null} */ (group.body.querySelector(`[data-path="${focused}"]`))?.focus();
      }
      for (const field of group.fields) field.set(get(experiment, field.path));
      if (group.digest) setText(group.digest, this.#digest(node, experiment[key], 3).join(" · "));
    }
  }

  /**
   * Puts an error at the field that it is about, or at the nearest field around it.
   * @param {Path} path
   * @param {string} text
   * @returns {HTMLElement | null} the field's element
   */
  error(path, text) {
    const group = this.#groups.get(String(path[0]));
    if (!group) return null;
    const near = (/** @type {Field} */ field) => {
      let shared = 0;
      while (shared < path.length && shared < field.path.length && path[shared] === field.path[shared]) shared += 1;
      // Between equals the field that lies on the path, rather than deeper than it.
      return shared - 0.1 * Math.max(0, field.path.length - path.length) - (shared < field.path.length ? 0.01 : 0);
    };
    const [best] = [...group.fields].sort((a, b) => near(b) - near(a));
    if (!best) return null;
    best.error(text);
    return best.element;
  }

  clearErrors() {
    for (const { fields } of this.#groups.values()) for (const field of fields) field.error(null);
  }

  /** @param {HTMLElement} element */
  reveal(element) {
    const group = element.closest("details");
    if (group) group.open = true;
    element.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    /** @type {HTMLElement | null} */ (element.querySelector("input, select"))?.focus({ preventScroll: true });
  }

  /**
   * What decides which controls there are: kinds and numbers of items.
   * @param {Node} node
   * @param {Json} value
   * @returns {string}
   */
  #shape(node, value) {
    if (Array.isArray(value)) return `[${value.map((item) => this.#shape(node, item)).join()}]`;
    if (value === null || typeof value !== "object") return "";
    return `{${value.kind ?? ""}${Object.values(value).map((item) => this.#shape(node, item)).join()}}`; // prettier-ignore
  }

  /**
   * @template {Field} F
   * @param {F} field
   */
  #add(field) {
    this.#building.push(field);
    return field.element;
  }

  /**
   * @param {Node} given
   * @param {Path} path
   * @param {Json} value
   * @returns {HTMLElement[]}
   */
  #build(given, path, value) {
    const node = this.schema.resolve(given);
    const variants = this.schema.variants(node);
    if (variants) return this.#union(node, variants, path, value);
    if (node.properties) return this.#object(node, path, value);
    if (node.type === "array") return this.#array(node, path, value);
    if (node.enum) return [this.#add(choiceField(node, path, node.enum.map((/** @type {string} */ word) => [word, word.replaceAll("_", " ")]), this.edit))]; // prettier-ignore
    return [this.#add(numberField(node, path, this.edit))];
  }

  /**
   * @param {Node} node
   * @param {Map<string, Node>} variants
   * @param {Path} path
   * @param {Json} value
   */
  #union(node, variants, path, value) {
    const variant = variants.get(value.kind);
    const fields = variant ? this.#object(variant, path, value) : [];
    if (variants.size === 1) return fields;
    const titles = /** @type {[string, string][]} */ (
      [...variants].map(([kind, member]) => {
        const restarts = path[0] === "target" && changesDimension(value.kind, kind);
        return [kind, `${member.properties.kind.title ?? kind}${restarts ? " (restarts)" : ""}`];
      })
    );
    const choose = choiceField(node, [...path, "kind"], titles, (_, kind) => this.edit(path, this.#become(/** @type {Node} */ (variants.get(kind)), kind, get(this.#value, path))));
    const element = this.#add(choose);
    element.classList.add("kind");
    const about = variant?.description ? [h("p", { class: "about-kind" }, variant.description)] : [];
    return [element, h("div", { class: "members" }, ...about, ...fields)];
  }

  /**
   * A value of another kind that keeps what both kinds have.
   * @param {Node} variant
   * @param {string} kind
   * @param {Json} before
   */
  #become(variant, kind, before) {
    const mixture = asMixture(kind, before);
    if (mixture) return mixture;
    const fresh = this.schema.initial({ ...variant, default: undefined });
    const kept = Object.keys(fresh).filter((key) => key !== "kind" && key in before && typeof before[key] === typeof fresh[key]);
    return { ...fresh, ...Object.fromEntries(kept.map((key) => [key, before[key]])) };
  }

  /**
   * @param {Node} node
   * @param {Path} path
   * @param {Json} value
   */
  #object(node, path, value) {
    return Object.entries(node.properties)
      .filter(([, child]) => child.const === undefined)
      .flatMap(([key, child]) => this.#build(child, [...path, key], value[key]));
  }

  /**
   * @param {Node} node
   * @param {Path} path
   * @param {Json} value
   * @returns {HTMLElement[]}
   */
  #array(node, path, value) {
    if (path.at(-1) === "covariance") return [this.#add(covarianceField(node, path, this.edit))];
    const item = this.schema.resolve(node.prefixItems?.[0] ?? node.items);
    const now = () => get(this.#value, path);
    const remove = (/** @type {number} */ index) => this.edit(path, now().filter((/** @type {Json} */ _, /** @type {number} */ i) => i !== index)); // prettier-ignore
    const full = value.length >= (node.maxItems ?? Infinity);
    const spare = value.length > (node.minItems ?? 0);
    if (item.type === "number" || item.type === "integer") {
      const add = node.prefixItems || full ? null : () => this.edit(path, [...now(), now().at(-1) ?? node.default?.[0] ?? item.minimum]);
      return [this.#add(rowField(node, path, value.length, { item, add, remove: node.prefixItems || !spare ? null : remove }, this.edit))];
    }
    return [this.#items(node, item, path, value, full, spare ? remove : null)];
  }

  /**
   * A list of objects, each with its own controls.
   * @param {Node} node
   * @param {Node} item
   * @param {Path} path
   * @param {Json[]} value
   * @param {boolean} full
   * @param {((index: number) => void) | null} remove
   */
  #items(node, item, path, value, full, remove) {
    const variants = this.schema.variants(item);
    const used = new Set(value.map((each) => each.kind));
    const kinds = variants ? [...variants].filter(([kind]) => !used.has(kind)) : [];
    const grow = (/** @type {Json} */ extra) => this.edit(path, [...get(this.#value, path), extra]);
    const adders = full
      ? []
      : variants
        ? kinds.map(([kind, member]) => this.#adder(path, member.properties.kind.title ?? kind, () => grow(this.schema.initial({ ...member, default: undefined }))))
        : [this.#adder(path, "component", () => grow(beside(get(this.#value, path).at(-1)) ?? this.schema.initial(item)))];
    return h(
      "div",
      { class: "items", "data-path": path.join(".") },
      h("div", { class: "items-head" }, h("span", { title: node.description }, node.title ?? ""), badge(node)),
      ...value.map((each, i) => {
        const name = variants?.get(each.kind)?.properties.kind.title ?? String(i + 1);
        return h(
          "div",
          { class: "item" },
          h("div", { class: "item-head" }, h("span", {}, name), remove && h("button", { type: "button", class: "close", "aria-label": `Remove ${name}`, onclick: () => remove(i) }, "×")),
          ...this.#build(item, [...path, i], each),
        );
      }),
      h("div", { class: "adders" }, ...adders),
    );
  }

  /**
   * @param {Path} path
   * @param {string} title
   * @param {() => void} act
   */
  #adder(path, title, act) {
    return h("button", { type: "button", class: "add", "data-add": path.join("."), onclick: act }, `+ ${title}`);
  }

  /**
   * A few words for a folded group.
   * @param {Node} given
   * @param {Json} value
   * @param {number} most
   * @returns {string[]}
   */
  #digest(given, value, most) {
    const node = this.schema.describe(given, value);
    if (typeof value === "number") return [short(value)];
    if (typeof value === "string") return [value.replaceAll("_", " ")];
    if (Array.isArray(value)) {
      if (value.length === 0) return ["none"];
      if (typeof value[0] === "number") return [value.join("–")];
      return value.length > 2 ? [`${value.length}`] : value.flatMap((item) => this.#digest(node.items ?? {}, item, 2));
    }
    const words = Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
      child.const !== undefined ? (child.title ? [child.title] : []) : this.#digest(child, value[key], 2),
    );
    return words.slice(0, Math.max(1, most));
  }
}

/**
 * A copy of a component, set a little aside so that it can be seen.
 * @param {Json} item
 */
function beside(item) {
  if (!item || item.mean === undefined) return null;
  return { ...item, mean: Array.isArray(item.mean) ? [item.mean[0] + 1, item.mean[1]] : item.mean + 1 };
}
