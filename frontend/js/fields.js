/**
 * The controls of the form.  Each is built from its schema node, shows its value, hands on what a person makes of it, and
 * shows an error in its own place without taking away what was typed.
 *
 * @typedef {import("./types.js").Json} Json
 * @typedef {import("./types.js").Path} Path
 * @typedef {import("./schema.js").Node} Node
 *
 * @typedef {object} Field
 * @property {Path} path
 * @property {HTMLElement} element
 * @property {(value: Json) => void} set
 * @property {(text: string | null) => void} error
 *
 * @typedef {(path: Path, value: Json) => void} Commit
 */

import { h } from "./dom.js";
import { typed } from "./format.js";

/** What a change costs a run that is under way. @type {Record<string, [string, string]>} */
export const EFFECTS = {
  now: ["live", "takes effect at the next round"],
  compile: ["compiles", "compiles beside the run, which goes on with its weights"],
  restart: ["restarts", "the run starts again from round 0"],
  reset: ["at reset", "used when weights are next drawn"],
};

let count = 0;

/** @param {Node} node */
export function badge(node) {
  const [word, meaning] = EFFECTS[node["x-effect"]] ?? EFFECTS.now;
  return h("span", { class: `badge ${node["x-effect"] ?? "now"}`, title: meaning }, word);
}

/**
 * Label, badge, control and the place for an error, as one row.
 * @param {Node} node
 * @param {string} id  of the control
 * @param {...Node_} controls
 */
function row(node, id, ...controls) {
  const message = h("p", { class: "field-error", id: `${id}-error`, hidden: true });
  const label = h("label", { for: id, title: [node.description, node["x-source"]].filter(Boolean).join(" ") || null }, node.title ?? "");
  const element = h("div", { class: "field" }, label, badge(node), ...controls, message);
  return { element, message };
}

/** @typedef {globalThis.Node} Node_ */

/**
 * @param {HTMLElement} element
 * @param {HTMLElement} message
 * @param {HTMLElement[]} controls
 * @returns {(text: string | null) => void}
 */
function errors(element, message, controls) {
  return (text) => {
    element.classList.toggle("wrong", text !== null);
    message.hidden = text === null;
    message.textContent = text ?? "";
    for (const control of controls) {
      if (text === null) {
        control.removeAttribute("aria-invalid");
        control.removeAttribute("aria-describedby");
      } else {
        control.setAttribute("aria-invalid", "true");
        control.setAttribute("aria-describedby", message.id);
      }
    }
  };
}

/**
 * A text box for one number.  It hands on a number when it is left or on Enter; Escape brings back the last good value.
 *
 * @param {object} options
 * @param {Record<string, any>} options.attributes
 * @param {boolean} options.integer
 * @param {(value: Json) => void} options.commit
 * @param {(text: string | null) => void} options.error
 * @returns {{input: HTMLInputElement, set: (value: Json) => void}}
 */
function numberBox({ attributes, integer, commit, error }) {
  let good = "";
  const input = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", class: "number", ...attributes });
  const read = () => {
    if (input.value === good) return error(null);
    const value = typed(input.value);
    if (value === null) return error(`A number is needed; got “${input.value}”.`);
    error(null);
    commit(value);
  };
  input.addEventListener("change", read);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") read();
    if (event.key === "Escape") {
      input.value = good;
      error(null);
    }
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    const value = typed(input.value);
    if (value === null) return;
    event.preventDefault();
    const sign = event.key === "ArrowUp" ? 1 : -1;
    const step = integer ? 1 : 10 ** Math.floor(Math.log10(Math.abs(value) || 1) - 1);
    input.value = String(Number((value + sign * step).toPrecision(12)));
    read();
  });
  return {
    input,
    set(value) {
      good = plain(value);
      if (document.activeElement === input && input.value !== good && typed(input.value) !== value) return;
      if (input.getAttribute("aria-invalid") !== "true") input.value = good;
    },
  };
}

/**
 * A number as a person would type it.
 * @param {Json} value
 */
function plain(value) {
  if (typeof value !== "number") return "";
  const text = String(value);
  return text.length > 9 ? String(Number(value.toPrecision(6))) : text;
}

/**
 * One number: a text box, and a slider where a slider can reach what matters.
 * @param {Node} node
 * @param {Path} path
 * @param {Commit} commit
 * @returns {Field}
 */
export function numberField(node, path, commit) {
  const id = `field-${(count += 1)}`;
  const integer = node.type === "integer";
  const live = (node["x-effect"] ?? "now") === "now";
  const scale = slide(node);
  const slider = scale
    ? h("input", {
        type: "range", min: 0, max: scale.steps, step: 1, tabindex: -1, "aria-hidden": "true",
        oninput: () => {
          const value = scale.value(Number(slider?.value));
          box.input.removeAttribute("aria-invalid");
          box.input.value = plain(value);
          if (live) change(value);
        },
        onchange: () => !live && change(scale.value(Number(slider?.value))),
      })
    : null; // prettier-ignore
  const change = (/** @type {Json} */ value) => {
    fail(null);
    commit(path, value);
  };
  /** @type {(text: string | null) => void} */
  let fail = () => {};
  const box = numberBox({ attributes: { id, "data-path": path.join(".") }, integer, commit: change, error: (text) => fail(text) });
  const unit = node["x-unit"] ? [h("span", { class: "unit" }, node["x-unit"])] : [];
  const { element, message } = row(node, id, box.input, ...unit, ...(slider ? [slider] : []));
  fail = errors(element, message, [box.input]);
  return {
    path,
    element,
    error: (text) => fail(text),
    set(value) {
      box.set(value);
      if (slider && scale && document.activeElement !== slider) slider.value = String(scale.position(value));
    },
  };
}

/**
 * The slider of a number: logarithmic where the schema says so; null where the range is too wide to be of use.
 * @param {Node} node
 * @returns {{steps: number, value: (position: number) => number, position: (value: number) => number} | null}
 */
export function slide(node) {
  const integer = node.type === "integer";
  let low = node.minimum ?? node.exclusiveMinimum;
  let high = node.maximum ?? node.exclusiveMaximum;
  if (low === undefined || high === undefined) return null;
  const tidy = (/** @type {number} */ value) => (integer ? Math.round(value) : Number(value.toPrecision(3)));
  if (node["x-scale"] === "log") {
    // Zero has no place on a log axis: the leftmost position stands for it where it is allowed.
    const zero = node.minimum === 0;
    const from = low > 0 ? low : Math.min(high * 1e-6, (node.default || high) / 100);
    const steps = 240;
    const span = Math.log(high / from);
    return {
      steps,
      value: (position) => (position === 0 && zero ? 0 : position === 0 ? from : position === steps ? high : tidy(from * Math.exp((span * position) / steps))),
      position: (value) => (value <= from ? 0 : Math.round((steps * Math.log(value / from)) / span)),
    };
  }
  if (low <= -100 && high >= 100) [low, high] = [-10, 10];
  if (high - low > 1000) return null;
  const steps = integer ? Math.min(high - low, 400) : 200;
  return {
    steps,
    value: (position) => tidy(low + ((high - low) * position) / steps),
    position: (value) => Math.round((steps * (Math.max(low, Math.min(high, value)) - low)) / (high - low)),
  };
}

/**
 * One of several words.
 * @param {Node} node
 * @param {Path} path
 * @param {[string, string][]} options  value and title
 * @param {Commit} commit
 * @returns {Field}
 */
export function choiceField(node, path, options, commit) {
  const id = `field-${(count += 1)}`;
  const select = h(
    "select",
    { id, "data-path": path.join("."), onchange: () => { fail(null); commit(path, select.value); } },
    ...options.map(([value, title]) => h("option", { value }, title)),
  ); // prettier-ignore
  const { element, message } = row(node, id, select);
  const fail = errors(element, message, [select]);
  return { path, element, error: fail, set: (value) => void (select.value = value) };
}

/**
 * A short row of numbers: a point, three weights, or widths of layers, which can be added and removed.
 * @param {Node} node
 * @param {Path} path
 * @param {number} length
 * @param {{item: Node, add: (() => void) | null, remove: ((index: number) => void) | null}} options
 * @param {Commit} commit
 * @returns {Field}
 */
export function rowField(node, path, length, { item, add, remove }, commit) {
  const id = `field-${(count += 1)}`;
  const fail = (/** @type {string | null} */ text) => show(text);
  const boxes = Array.from({ length }, (_, i) =>
    numberBox({
      attributes: { id: i === 0 ? id : null, "data-path": [...path, i].join("."), "aria-label": `${node.title} ${i + 1}` },
      integer: item.type === "integer",
      commit: (value) => commit([...path, i], value),
      error: fail,
    }),
  );
  const cells = boxes.map(({ input }, i) =>
    h(
      "span",
      { class: "cell" },
      input,
      remove && h("button", { type: "button", class: "close", "aria-label": `Remove ${node.title} ${i + 1}`, onclick: () => remove(i) }, "×"),
    ),
  );
  const plus = add && h("button", { type: "button", class: "add", "data-add": path.join("."), onclick: add }, "+ layer");
  const { element, message } = row(node, id, h("div", { class: "cells" }, ...cells, plus));
  element.classList.add("tall");
  const show = errors(element, message, boxes.map(({ input }) => input)); // prettier-ignore
  return {
    path,
    element,
    error: fail,
    set: (value) => boxes.forEach((box, i) => box.set(value[i])),
  };
}

/**
 * A 2×2 covariance as a person thinks of it: two standard deviations and their correlation.
 * @param {Node} node
 * @param {Path} path
 * @param {Commit} commit
 * @returns {Field}
 */
export function covarianceField(node, path, commit) {
  let parts = [1, 1, 0];
  const names = ["σ along x", "σ along y", "correlation"];
  const id = `field-${(count += 1)}`;
  const boxes = names.map((name, i) =>
    numberBox({
      attributes: { id: i === 0 ? id : null, "data-path": [...path, ["x", "y", "correlation"][i]].join("."), "aria-label": name, title: name },
      integer: false,
      error: (text) => show(text),
      commit: (value) => {
        const [x, y, r] = parts.map((part, k) => (k === i ? value : part));
        const b = Number((r * x * y).toPrecision(8));
        commit(path, [[Number((x * x).toPrecision(8)), b], [b, Number((y * y).toPrecision(8))]]);
      },
    }),
  ); // prettier-ignore
  const { element, message } = row({ ...node, title: "σx, σy, corr." }, id, h("div", { class: "cells" }, ...boxes.map(({ input }) => h("span", { class: "cell" }, input))));
  element.classList.add("tall");
  const show = errors(element, message, boxes.map(({ input }) => input)); // prettier-ignore
  return {
    path,
    element,
    error: show,
    set([[a, b], [, c]]) {
      const [x, y] = [Math.sqrt(a), Math.sqrt(c)];
      parts = [x, y, b / (x * y)].map((part) => Number(part.toPrecision(6)));
      boxes.forEach((box, i) => box.set(parts[i]));
    },
  };
}
