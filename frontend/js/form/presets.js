/**
 * What the run started from: the preset's story, and the others in a short list.  The gallery shows them with pictures.
 *
 * @typedef {import("../run/state.js").Store} Store
 * @typedef {import("../wire/types.js").Preset} Preset
 * @typedef {import("../run/schema.js").Schema} Schema
 */

import { differences } from "../run/address.js";
import { digest } from "../base/digest.js";
import { h, setText } from "../base/dom.js";
import { worded } from "../base/format.js";
import { narrow } from "../base/panels.js";
import { get } from "../run/schema.js";
import { say } from "../words/words.js";

/** So many changes are named, the others counted. */
const NAMED = 3;

export class Presets {
  /**
   * @param {HTMLElement} host
   * @param {Store} store
   * @param {Schema} schema
   * @param {(preset: Preset) => void} choose
   */
  constructor(host, store, schema, choose) {
    const changes = h("p", { id: "changes", class: "changes", tabindex: -1, hidden: true, "aria-live": "off" });
    const story = h("div", { class: "story", "aria-live": "polite" });
    const list = h("ul", { class: "preset-list" });
    // There the list is what this panel is for.
    const others = h("details", { class: "others", open: narrow.matches }, h("summary", {}, say("presets.all")), list);
    narrow.addEventListener("change", () => (others.open = narrow.matches));
    host.replaceChildren(story, others);
    const folded = (/** @type {Preset} */ preset) => {
      if (!narrow.matches) others.open = false;
      choose(preset);
    };

    store.watch(["presets"], ({ presets }) => {
      list.replaceChildren(
        ...presets.map((preset) =>
          h("li", {}, h("button", { type: "button", "data-preset": preset.name, onclick: () => folded(preset) }, preset.title)),
        ),
      );
    });
    store.watch(["preset", "presets"], ({ preset, presets }) => {
      for (const button of list.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.preset === preset));
      const chosen = presets.find(({ name }) => name === preset);
      story.id = chosen ? `about-${chosen.name}` : "";
      story.replaceChildren(
        ...(chosen
          ? [h("h3", {}, chosen.title), changes, h("p", {}, worded(chosen.summary)), h("p", { class: "look" }, h("strong", {}, say("presets.look")), worded(chosen.look_for))]
          : [h("p", {}, say("presets.own"))]),
      );
    });
    store.watch(["preset", "presets", "experiment"], ({ preset, presets, experiment }) => {
      const base = presets.find(({ name }) => name === preset)?.experiment;
      const words = base ? changed(schema, { ...base, seed: experiment.seed }, experiment) : [];
      changes.hidden = words.length === 0;
      const named = words.slice(0, NAMED).join("; ");
      setText(changes, words.length > NAMED ? say("presets.changed.many", { count: words.length, changes: named }) : say("presets.changed", { changes: named }));
    });
  }
}

/**
 * In which an experiment differs from another, in words: "learning rate of D 0.0001 → 0.01".
 * @param {Schema} schema
 * @param {import("../wire/types.js").Experiment} from
 * @param {import("../wire/types.js").Experiment} to
 */
function changed(schema, from, to) {
  const said = (/** @type {import("../wire/types.js").Path} */ path, /** @type {import("../wire/types.js").Experiment} */ experiment) => {
    const [node, value] = [schema.at(path, experiment), get(experiment, path)];
    return node && value !== undefined ? digest(schema, node, value, 3).join(", ") : "";
  };
  return differences(schema, from, to).map(([path]) => {
    const [was, now] = [said(path, from), said(path, to)];
    const field = schema.name(path, to);
    return was && now ? say("change.from", { field, was, now }) : say("change.to", { field, now: now || say("none") });
  });
}
