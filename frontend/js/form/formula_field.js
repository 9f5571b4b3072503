/**
 * The controls for text: one line, handed on by Enter or when it is left.  What the server refuses stays as it was typed.
 *
 * @typedef {import("../run/schema.js").Node} Node
 * @typedef {import("./fields.js").Json} Json
 * @typedef {import("../wire/types.js").Path} Path
 * @typedef {import("./fields.js").Field} Field
 * @typedef {import("./fields.js").Commit} Commit
 */

import { h } from "../base/dom.js";
import { newId, row } from "./fields.js";
import { parse } from "./formula.js";
import { formulaPicture } from "../charts/formula_picture.js";

/**
 * @param {Node} node
 * @param {Path} path
 * @param {Commit} commit
 * @param {HTMLElement[]} [below]
 * @param {(text: string) => void} [typed]  told of each text that stands there
 * @returns {Field}
 */
export function textField(node, path, commit, below = [], typed = () => {}) {
  const id = newId();
  let good = "";
  const input = h("input", {
    id, type: "text", class: "text", "data-path": path.join("."), maxlength: node.maxLength ?? null,
    autocomplete: "off", autocapitalize: "off", autocorrect: "off", spellcheck: "false", enterkeyhint: "done",
  }); // prettier-ignore
  const change = (/** @type {Json} */ value) => {
    frame.error(null);
    commit(path, value);
  };
  const read = () => (input.value.trim() === good ? frame.error(null) : change(input.value.trim()));
  const put = (/** @type {string} */ text) => {
    input.value = input.defaultValue = text;
    typed(text);
  };
  const revert = (/** @type {Json} */ base) => {
    put(base);
    change(base);
  };
  input.addEventListener("input", () => typed(input.value));
  input.addEventListener("change", read);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") read();
    if (event.key !== "Escape") return;
    put(good);
    frame.error(null);
  });
  const frame = row(node, path, { id, entry: [], below: [input, ...below], marked: [input], revert });
  return {
    path,
    element: frame.element,
    basic: Boolean(node["x-basic"]),
    base: frame.base,
    error: frame.error,
    set(value) {
      const typing = document.activeElement === input && input.value !== good && input.value !== value;
      good = value;
      if (!typing && input.getAttribute("aria-invalid") !== "true") put(value);
    },
  };
}

/**
 * A formula, with its picture.  It is what its kind is chosen for, so it is never out of sight.
 * @param {Node} node
 * @param {Path} path
 * @param {Commit} commit
 * @returns {Field}
 */
export function formulaField(node, path, commit) {
  const picture = formulaPicture();
  const field = textField({ ...node, "x-basic": true }, path, commit, [picture.element], (text) => picture.show(parse(text)));
  field.element.classList.add("formula-field");
  return field;
}
