/**
 * The controls of the form.  Each is built from its schema node, shows its value, hands on what a person makes of it, and
 * shows an error in its own place without taking away what was typed.
 *
 * @typedef {any} Json  a value of which only its schema says what it is
 * @typedef {import("../wire/types.js").Path} Path
 * @typedef {import("../run/schema.js").Node} Node
 * @typedef {import("./field_help.js").See} See
 *
 * @typedef {object} Field
 * @property {Path} path
 * @property {HTMLElement} element
 * @property {boolean} basic  one of the few that a newcomer sees
 * @property {(value: Json, whole: Json) => void} set
 * @property {(base: Json, value: Json) => boolean} base  takes the preset's value (undefined: none); whether the field differs
 * @property {(text: string | null) => void} error
 *
 * @typedef {(path: Path, value: Json) => void} Commit
 */

import { h, setText } from "../base/dom.js";
import { badge, effectOf, fieldHelp } from "./field_help.js";
import { worded } from "../base/format.js";
import { helpButton } from "../base/help.js";
import { PLAYERS, same, wordOf } from "../run/schema.js";
import { numberBox, plain } from "../base/number_box.js";
import { scaleOf, slider } from "../base/slider.js";
import { say } from "../words/words.js";
import { typed } from "../words/marks.js";

let count = 0;

/** An id for a control, for its label. */
export const newId = () => `field-${(count += 1)}`;

/**
 * What every field has: whose it is, a label, help, what a change costs, the way back to the preset's value, and a place
 * for an error.
 *
 * @param {Node} node
 * @param {Path} path
 * @param {object} parts
 * @param {string} parts.id  of the control
 * @param {boolean} [parts.several]  several controls, each with a name of its own
 * @param {HTMLElement[]} parts.entry  what stands in the label's line
 * @param {HTMLElement[]} [parts.below]
 * @param {HTMLElement[]} parts.marked  what an error is about
 * @param {(base: Json) => void} parts.revert
 * @param {Map<string, Node> | null} [parts.variants]
 * @param {See} [parts.see]  of a choice: where it can be seen
 * @param {string | null} [parts.effect]  null where it depends on what is chosen
 * @returns {{element: HTMLElement, base: (base: Json, value: Json) => boolean, error: (text: string | null) => void, name: string}}
 */
export function row(node, path, { id, several = false, entry, below = [], marked, revert, variants = null, see, effect = effectOf(node) }) {
  const message = h("p", { class: "field-error", id: `${id}-error`, hidden: true });
  const title = node.title ?? "";
  const player = path.map((key) => PLAYERS[key]).find(Boolean);
  const name = player ? say("field.player", { player, field: title }) : title;
  /** @type {Json} */
  let preset;
  /** @type {Json} */
  let now;
  const back = h("button", { type: "button", class: "back", hidden: true, onclick: () => revert(preset) }, h("span", { "aria-hidden": "true" }, "↺"));
  const element = h(
    "div",
    { class: `field${node["x-basic"] ? " basic" : ""}` },
    h(
      "div",
      { class: "field-head" },
      h(several ? "span" : "label", { class: "field-name", for: several ? null : id }, player ? h("span", { class: `player ${player.toLowerCase()}` }, player) : null, player ? " " : null, title),
      helpButton(name, () => fieldHelp(node, { base: preset, chosen: now, variants, see, effect })),
      effect && badge(effect, true),
      back,
    ),
    ...entry,
    ...below,
    message,
  );
  return {
    element,
    name,
    base(base, value) {
      const differs = base !== undefined && !same(base, value);
      preset = base;
      now = value;
      if (back.hidden === differs) {
        // The button leaves with its change; the focus goes to what it changed.
        if (document.activeElement === back) marked[0]?.focus({ preventScroll: true });
        back.hidden = !differs;
        element.classList.toggle("changed", differs);
      }
      if (differs) {
        const was = typeof base === "number" ? plain(base) : typeof base === "string" ? wordOf(node, base) : typeof base === "boolean" ? say(base ? "yes" : "no") : Array.isArray(base) ? base.flat().join(", ") : "";
        back.title = say("field.back", { value: was });
        back.setAttribute("aria-label", typed(say("field.back.label", { field: name, value: was })));
      }
      return differs;
    },
    error(text) {
      element.classList.toggle("wrong", text !== null);
      message.hidden = text === null;
      setText(message, worded(text ?? ""));
      if (text !== null) element.scrollIntoView({ block: "nearest" });
      for (const control of marked) {
        if (text === null) {
          control.removeAttribute("aria-invalid");
          control.removeAttribute("aria-describedby");
        } else {
          control.setAttribute("aria-invalid", "true");
          control.setAttribute("aria-describedby", message.id);
        }
      }
    },
  };
}

/**
 * One number: a text box, and a slider where a slider can reach what matters.
 * @param {Node} node
 * @param {Path} path
 * @param {Commit} commit
 * @returns {Field}
 */
export function numberField(node, path, commit) {
  const id = newId();
  const live = effectOf(node) === "now";
  const change = (/** @type {Json} */ value) => {
    frame.error(null);
    commit(path, value);
  };
  const box = numberBox({
    attributes: { id, "data-path": path.join(".") }, integer: node.type === "integer", scale: scaleOf(node), commit: change, error: (text) => frame.error(text),
  }); // prettier-ignore
  const scale = scaleOf(node);
  const slide = scale && slider(scale, {
    name: node.title ?? "", text: plain,
    moved: (value) => {
      box.preview(value);
      if (live) change(value);
    },
    // What compiles or restarts waits until the slider is let go.
    left: (value) => !live && change(value),
  }); // prettier-ignore
  const unit = node["x-unit"] ? h("span", { class: "number-unit" }, node["x-unit"]) : null;
  const entry = h("span", { class: "number-entry" }, box.input, unit);
  const frame = row(node, path, { id, entry: [entry], below: slide ? [slide.element] : [], marked: [box.input], revert: change });
  return {
    path,
    element: frame.element,
    basic: Boolean(node["x-basic"]),
    error: frame.error,
    set(value) {
      box.set(value);
      slide?.set(value);
    },
    base(base, value) {
      slide?.mark(base);
      return frame.base(base, value);
    },
  };
}

/**
 * One of several words.
 * @param {Node} node
 * @param {Path} path
 * @param {[string, string][]} options  value and title
 * @param {Commit} commit
 * @param {{variants?: Map<string, Node> | null, see?: See, effect?: string | null, revert?: (base: Json) => void}} [more]  `variants`: where the words are kinds; `see`: where each can be seen
 * @returns {Field}
 */
export function choiceField(node, path, options, commit, { variants = null, see, effect = effectOf(node), revert = (base) => commit(path, base) } = {}) {
  const id = newId();
  const select = h(
    "select",
    { id, "data-path": path.join("."), onchange: () => { frame.error(null); commit(path, select.value); } },
    ...options.map(([value, title]) => h("option", { value }, typed(title))),
  ); // prettier-ignore
  const frame = row(node, path, { id, entry: [select], marked: [select], revert, variants, see, effect });
  return {
    path,
    element: frame.element,
    basic: Boolean(node["x-basic"]),
    error: frame.error,
    set: (value) => void (select.value = value),
    base: frame.base,
  };
}

/**
 * Yes or no.
 * @param {Node} node
 * @param {Path} path
 * @param {Commit} commit
 * @returns {Field}
 */
export function switchField(node, path, commit) {
  const id = newId();
  const change = (/** @type {Json} */ value) => {
    frame.error(null);
    commit(path, value);
  };
  const box = h("input", { id, type: "checkbox", class: "switch", "data-path": path.join("."), onchange: () => change(box.checked) });
  const frame = row(node, path, { id, entry: [box], marked: [box], revert: change });
  return {
    path,
    element: frame.element,
    basic: Boolean(node["x-basic"]),
    error: frame.error,
    set: (value) => void (box.checked = Boolean(value)),
    base: frame.base,
  };
}

/**
 * A short row of numbers: a point, or three weights.
 * @param {Node} node
 * @param {Path} path
 * @param {Node[]} items
 * @param {Commit} commit
 * @returns {Field}
 */
export function rowField(node, path, items, commit) {
  const id = newId();
  const boxes = items.map((item, i) =>
    numberBox({
      attributes: { id: i === 0 ? id : null, "data-path": [...path, i].join("."), "aria-label": say("field.item", { field: node.title ?? "", number: i + 1 }) },
      integer: item.type === "integer",
      commit: (value) => commit([...path, i], value),
      error: (text) => frame.error(text),
    }),
  );
  const inputs = boxes.map(({ input }) => input);
  const frame = row(node, path, { id, several: true, entry: [], below: [h("div", { class: "cells" }, ...inputs)], marked: inputs, revert: (base) => commit(path, base) });
  return {
    path,
    element: frame.element,
    basic: Boolean(node["x-basic"]),
    error: frame.error,
    set: (value) => boxes.forEach((box, i) => box.set(value[i])),
    base: frame.base,
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
  const names = [say("covariance.x"), say("covariance.y"), say("covariance.correlation")];
  const id = newId();
  const boxes = names.map((name, i) =>
    numberBox({
      attributes: { id: i === 0 ? id : null, "data-path": [...path, ["x", "y", "correlation"][i]].join("."), "aria-label": name, title: name },
      integer: false,
      error: (text) => frame.error(text),
      commit: (value) => {
        const [x = 1, y = 1, r = 0] = parts.map((part, k) => (k === i ? value : part));
        const b = Number((r * x * y).toPrecision(8));
        commit(path, [[Number((x * x).toPrecision(8)), b], [b, Number((y * y).toPrecision(8))]]);
      },
    }),
  ); // prettier-ignore
  const inputs = boxes.map(({ input }) => input);
  const frame = row({ ...node, title: say("covariance") }, path, { id, several: true, entry: [], below: [h("div", { class: "cells" }, ...inputs)], marked: inputs, revert: (base) => commit(path, base) }); // prettier-ignore
  return {
    path,
    element: frame.element,
    basic: Boolean(node["x-basic"]),
    error: frame.error,
    base: frame.base,
    set([[a, b], [, c]]) {
      const [x, y] = [Math.sqrt(a), Math.sqrt(c)];
      parts = [x, y, b / (x * y)].map((part) => Number(part.toPrecision(6)));
      boxes.forEach((box, i) => box.set(parts[i]));
    },
  };
}
