/**
 * The form for the whole experiment, built from its JSON Schema: the basics that a newcomer needs, or every field in
 * groups that fold.  Each field is there once, in one order.
 *
 * @typedef {import("./fields.js").Json} Json
 * @typedef {import("../wire/types.js").Path} Path
 * @typedef {import("../wire/types.js").Experiment} Experiment
 * @typedef {import("../run/schema.js").Schema} Schema
 * @typedef {import("../run/schema.js").Node} Node
 * @typedef {import("./fields.js").Field} Field
 * @typedef {"basics" | "all"} Level
 *
 * @typedef {object} Group
 * @property {Node} node
 * @property {HTMLElement} element
 * @property {HTMLElement} head
 * @property {HTMLElement} body
 * @property {HTMLElement | null} digest
 * @property {string | null} shape
 * @property {Controls} controls
 */

import { Controls } from "./controls.js";
import { digest } from "../base/digest.js";
import { h, setText } from "../base/dom.js";
import { counterpart, get, member, same } from "../run/schema.js";

export class Form {
  /** @type {Map<string, Group>} */ #groups = new Map();
  /** @type {Experiment | null} */ #value = null;
  /** Called when the level changed, or what lies hidden in it. */
  changed = () => {};
  /** Fields away from their preset that the basics do not show. */
  hidden = 0;

  /**
   * @param {HTMLElement} host
   * @param {Schema} schema
   * @param {(path: Path, value: Json) => void} edit
   * @param {(path: Path, choice: string) => import("../run/seen.js").Seen | null} see  where a choice can be seen
   */
  constructor(host, schema, edit, see) {
    this.host = host;
    this.schema = schema;
    this.edit = edit;
    this.see = see;
    for (const [key, child] of Object.entries(schema.root.properties ?? {})) this.#groups.set(key, this.#group(key, schema.resolve(child)));
    this.level = "basics";
  }

  /** @returns {Level} */
  get level() {
    return /** @type {Level} */ (this.host.dataset.level);
  }

  set level(level) {
    this.host.dataset.level = level;
    this.changed();
  }

  /**
   * @param {string} key
   * @param {Node} node
   * @returns {Group}
   */
  #group(key, node) {
    const folds = node.type !== "integer" && node.type !== "number";
    const body = h("div", { class: "group-body", id: `group-${key}` });
    const words = folds ? h("span", { class: "digest" }) : null;
    const fold = () => {
      const folded = element.classList.toggle("folded");
      head.setAttribute("aria-expanded", String(!folded));
    };
    const head = h(
      "button",
      { type: "button", class: "group-head", "aria-expanded": "false", "aria-controls": `group-${key}`, onclick: fold },
      h("span", { class: "group-title" }, node.title ?? key),
      words,
    );
    const element = h("div", { class: `group ${folds ? "folded" : "plain"}`, role: "group", "data-group": key, "aria-label": node.title ?? key }, folds ? h("h3", {}, head) : null, body);
    if (key === "target") fold();
    this.host.append(element);
    return { node, element, head, body, digest: words, shape: null, controls: this.#controls() };
  }

  #controls() {
    return new Controls(this.schema, this.edit, () => this.#value, this.see);
  }

  /**
   * Shows an experiment.  Controls are rebuilt only where their number or kind changes.
   * @param {Experiment} experiment
   * @param {Experiment} base  what its preset says, to go back to
   */
  show(experiment, base) {
    this.#value = experiment;
    let hidden = 0;
    for (const [key, group] of this.#groups) {
      const [now, before] = [member(experiment, key) ?? null, member(base, key)];
      const shape = this.#shape(now);
      if (shape !== group.shape) this.#rebuild(group, key, shape);
      for (const field of group.controls.fields) {
        const value = get(experiment, field.path);
        field.set(value, experiment);
        const differs = field.base(counterpart(base, experiment, field.path), value);
        if (differs && !field.basic) hidden += 1;
      }
      for (const follow of group.controls.follow) follow();
      if (group.digest) setText(group.digest, digest(this.schema, group.node, now, 3).join(" · "));
      group.element.classList.toggle("changed", !same(before, now));
      if (Array.isArray(now) && !(Array.isArray(before) && before.length === now.length)) hidden += 1;
    }
    if (hidden !== this.hidden) {
      this.hidden = hidden;
      this.changed();
    }
  }

  /**
   * @param {Group} group
   * @param {string} key
   * @param {string} shape
   */
  #rebuild(group, key, shape) {
    group.shape = shape;
    const active = document.activeElement;
    const control = /** @type {HTMLElement | null} */ (active?.closest("[data-path]") ?? active?.closest(".field")?.querySelector("[data-path]") ?? null);
    const focused = control && group.body.contains(control) ? control.dataset.path : undefined;
    const open = [...group.body.querySelectorAll("details")].map((details) => details.open);
    group.controls = this.#controls();
    group.body.replaceChildren(...group.controls.build(group.node, [key], member(this.#value, key)));
    const now = group.body.querySelectorAll("details");
    // Components that a person unfolded stay so while others come and go.
    if (open.length > 0) now.forEach((details, i) => (details.open = open[i] ?? true));
    group.element.classList.toggle("has-basic", group.body.querySelector(".basic") !== null);
    if (focused) /** @type {HTMLElement | null} */ (group.body.querySelector(`[data-path="${focused}"]`))?.focus();
  }

  /**
   * The field at a path, or the nearest one around it.
   * @param {Path} path
   * @returns {Field | null}
   */
  near(path) {
    const group = this.#groups.get(String(path[0]));
    if (!group) return null;
    const near = (/** @type {Field} */ field) => {
      let shared = 0;
      while (shared < path.length && shared < field.path.length && path[shared] === field.path[shared]) shared += 1;
      // Between equals the field that lies on the path, rather than deeper than it.
      return shared - 0.1 * Math.max(0, field.path.length - path.length) - (shared < field.path.length ? 0.01 : 0);
    };
    const [best] = [...group.controls.fields].sort((a, b) => near(b) - near(a));
    return best ?? null;
  }

  clearErrors() {
    for (const { controls } of this.#groups.values()) for (const field of controls.fields) field.error(null);
  }

  /** Brings a field into view: the level that shows it, its group unfolded. @param {HTMLElement} element */
  reveal(element) {
    if (!element.classList.contains("basic")) this.level = "all";
    const group = [...this.#groups.values()].find((each) => each.element.contains(element));
    if (group?.element.classList.contains("folded")) group.head.click();
    const details = element.closest("details");
    if (details) details.open = true;
    element.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    const control = /** @type {HTMLElement | null} */ (element.querySelector("input, select"));
    control?.focus({ preventScroll: true });
    // Who is led here types the new value over the old one.
    if (control instanceof HTMLInputElement) control.select();
  }

  /**
   * What decides which controls there are: kinds and numbers of items.  A network draws its own layers.
   * @param {Json} value
   * @returns {string}
   */
  #shape(value) {
    if (Array.isArray(value)) return typeof value[0] === "number" ? "[]" : `[${value.map((item) => this.#shape(item)).join()}]`;
    if (value === null || typeof value !== "object") return "";
    return `{${value.kind ?? ""}${Object.values(value).map((item) => this.#shape(item)).join()}}`; // prettier-ignore
  }
}
