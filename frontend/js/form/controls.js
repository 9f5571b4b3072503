/**
 * From a node of the schema and its value to controls.  Nothing here knows the name of a field, save how a covariance is
 * typed and what a change of target means.
 *
 * @typedef {import("./fields.js").Json} Json
 * @typedef {import("../wire/types.js").Path} Path
 * @typedef {import("../run/schema.js").Schema} Schema
 * @typedef {import("../run/schema.js").Node} Node
 * @typedef {import("../wire/types.js").Component1D} Component1D
 * @typedef {import("../wire/types.js").Component2D} Component2D
 * @typedef {import("./fields.js").Field} Field
 * @typedef {import("../run/seen.js").Seen} Seen
 */

import { componentDigest } from "../base/digest.js";
import { h, setText } from "../base/dom.js";
import { EFFECTS, badge, effectOf, fieldHelp, flowing, kindHelp } from "./field_help.js";
import { choiceField, covarianceField, newId, numberField, rowField, switchField } from "./fields.js";
import { formulaField, textField } from "./formula_field.js";
import { helpButton } from "../base/help.js";
import { networkField } from "./network.js";
import { aboutKind, get, wordOf } from "../run/schema.js";
import { become } from "../run/seen.js";
import { changesDimension } from "../run/targets.js";
import { say } from "../words/words.js";

export class Controls {
  /** @type {Field[]} */ fields = [];
  /** Parts whose words follow the value. @type {(() => void)[]} */ follow = [];

  /**
   * @param {Schema} schema
   * @param {(path: Path, value: Json) => void} edit
   * @param {() => Json} now  the experiment
   * @param {(path: Path, choice: string) => Seen | null} see  where a choice can be seen
   */
  constructor(schema, edit, now, see) {
    this.schema = schema;
    this.edit = edit;
    this.now = now;
    this.see = see;
  }

  /**
   * @param {Node} given
   * @param {Path} path
   * @param {Json} value
   * @returns {HTMLElement[]}
   */
  build(given, path, value) {
    const node = this.schema.resolve(given);
    const variants = this.schema.variants(node);
    if (variants) return this.#union(node, variants, path, value);
    if (node.properties) return this.#object(node, path, value);
    if (node.type === "array") return this.#array(node, path, value);
    if (node.enum) return [this.#add(choiceField(node, path, node.enum.map((/** @type {string} */ word) => [word, wordOf(node, word)]), this.edit, { see: (word) => this.see(path, word) }))]; // prettier-ignore
    if (node.type === "boolean") return [this.#add(switchField(node, path, this.edit))];
    if (node.type === "string") return [this.#add((node["x-control"] === "formula" ? formulaField : textField)(node, path, this.edit))];
    return [this.#add(numberField(node, path, this.edit))];
  }

  /** @param {Field} field */
  #add(field) {
    this.fields.push(field);
    return field.element;
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
    const of = (/** @type {string} */ kind) => effectOf(aboutKind(variants.get(kind)));
    const effect = commonest([...variants.keys()].map(of));
    const titles = /** @type {[string, string][]} */ (
      [...variants].map(([kind, member]) => {
        const both = [of(kind), of(value.kind)];
        const restarts = both.includes("restart") || (path[0] === "target" && changesDimension(value.kind, kind));
        const cost = kind === value.kind ? effect : restarts ? "restart" : both.includes("compile") ? "compile" : effect;
        const title = aboutKind(member).title ?? kind;
        return [kind, cost && cost !== effect ? say("kind.costs", { kind: title, effect: EFFECTS[cost][0] }) : title];
      })
    );
    const turned = (/** @type {string} */ kind) => become(this.schema, /** @type {Node} */ (variants.get(kind)), get(this.now(), path) ?? null);
    const choose = choiceField(
      node, [...path, "kind"], titles, (_, kind) => this.edit(path, turned(kind)),
      { variants, effect, see: (kind) => this.see(path, kind), revert: (kind) => this.edit(path, turned(kind)) },
    ); // prettier-ignore
    const element = this.#add(choose);
    element.classList.add("kind");
    const about = variant?.description ? [h("p", { class: "about-kind" }, flowing(variant.description))] : [];
    return [element, h("div", { class: "members" }, ...about, ...fields)];
  }

  /**
   * @param {Node} node
   * @param {Path} path
   * @param {Json} value
   */
  #object(node, path, value) {
    return Object.entries(node.properties ?? {})
      .filter(([, child]) => child.const === undefined)
      .flatMap(([key, child]) => this.build(child, [...path, key], value[key]));
  }

  /**
   * @param {Node} node
   * @param {Path} path
   * @param {Json} value
   * @returns {HTMLElement[]}
   */
  #array(node, path, value) {
    if (path.at(-1) === "covariance") return [this.#add(covarianceField(node, path, this.edit))];
    if (node["x-control"] === "network") return [this.#add(networkField(node, path, this.edit))];
    const item = this.schema.resolve(node.prefixItems?.[0] ?? node.items ?? {});
    if (item.type === "number" || item.type === "integer") return [this.#add(rowField(node, path, value.map(() => item), this.edit))]; // prettier-ignore
    return [this.#items(node, item, path, value)];
  }

  /**
   * A list of objects, each with its own controls.
   * @param {Node} node
   * @param {Node} item
   * @param {Path} path
   * @param {Json[]} value
   */
  #items(node, item, path, value) {
    const variants = this.schema.variants(item);
    const used = new Set(value.map((each) => each.kind));
    const kinds = variants ? [...variants].filter(([kind]) => !used.has(kind)) : [];
    const now = () => /** @type {Json[]} */ (get(this.now(), path) ?? []);
    const grow = (/** @type {Json} */ extra) => this.edit(path, [...now(), extra]);
    const adders =
      value.length >= (node.maxItems ?? Infinity)
        ? []
        : variants
          ? kinds.map(([kind, member]) => this.#adder(path, aboutKind(member).title ?? kind, () => grow(this.schema.initial({ ...member, default: undefined }))))
          : [this.#adder(path, say("component"), () => grow(beside(now().at(-1)) ?? this.schema.initial(item)))];
    const spare = value.length > (node.minItems ?? 0);
    const remove = (/** @type {number} */ index) => this.edit(path, now().filter((/** @type {Json} */ _, /** @type {number} */ i) => i !== index)); // prettier-ignore
    const message = h("p", { class: "field-error", id: newId(), hidden: true });
    const element = h(
      "div",
      { class: `items${node["x-basic"] ? " basic" : ""}`, "data-path": path.join(".") },
      h("div", { class: "items-head" }, h("span", {}, node.title ?? ""), helpButton(node.title ?? "", () => fieldHelp(node, { variants, see: (kind) => this.see(path, kind) })), badge(effectOf(node), true)),
      ...value.map((each, i) => this.#item(item, [...path, i], each, variants?.get(each.kind), value.length, spare ? () => remove(i) : null)),
      h("div", { class: "adders" }, ...adders),
      message,
    );
    // What is wrong with the list as a whole is said at its end.
    return this.#add({
      path, element, basic: Boolean(node["x-basic"]), set: () => {}, base: () => false,
      error(text) {
        element.classList.toggle("wrong", text !== null);
        message.hidden = text === null;
        setText(message, text ?? "");
      },
    }); // prettier-ignore
  }

  /**
   * One of a list; the components of a mixture are many, and fold.
   * @param {Node} node
   * @param {Path} path
   * @param {Json} value
   * @param {Node | undefined} variant
   * @param {number} among
   * @param {(() => void) | null} remove
   */
  #item(node, path, value, variant, among, remove) {
    const number = String(Number(path.at(-1)) + 1);
    const title = aboutKind(variant).title;
    const name = title ?? say("component.number", { number });
    const close = remove && h("button", { type: "button", class: "close", "aria-label": say("item.remove", { item: name }), onclick: remove }, "×");
    // Of a family, which member this is stands in its heading: it is removed and another added, not changed.
    const controls = this.build(variant ?? node, path, value);
    if (variant && title) {
      const about = h("p", { class: "about-kind" }, flowing(variant.description ?? ""));
      return h("div", { class: "item" }, h("div", { class: "item-head" }, h("span", {}, name), helpButton(name, () => [h("div", {}, ...kindHelp(variant, this.see(path.slice(0, -1), value.kind)))]), close), about, ...controls);
    }
    const words = h("span", { class: "digest" });
    this.follow.push(() => {
      const each = /** @type {Component1D | Component2D | undefined} */ (get(this.now(), path));
      if (each) setText(words, componentDigest(each));
    });
    return h(
      "div",
      { class: "item" },
      h("details", { open: among <= 2 }, h("summary", { "aria-label": name }, h("span", {}, number), words), h("div", { class: "members" }, ...controls)),
      close,
    );
  }

  /**
   * @param {Path} path
   * @param {string} title
   * @param {() => void} act
   */
  #adder(path, title, act) {
    return h("button", { type: "button", class: "add", "data-add": path.join("."), onclick: act }, say("item.add", { item: title }));
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

/**
 * What choosing another kind costs as a rule; null where most cost nothing and some do.
 * @param {string[]} effects  of all kinds
 */
function commonest(effects) {
  const most = [...effects].sort((a, b) => count(effects, b) - count(effects, a))[0];
  return most !== "now" || effects.every((each) => each === most) ? most : null;
}

/** @param {string[]} all @param {string} one */
const count = (all, one) => all.filter((each) => each === one).length;
