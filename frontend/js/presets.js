/**
 * What the run started from: the preset's story, and the others in a short list.  The gallery shows them with pictures.
 *
 * @typedef {import("./state.js").Store} Store
 * @typedef {import("./types.js").Preset} Preset
 */

import { h } from "./dom.js";
import { maths } from "./maths.js";

export class Presets {
  /**
   * @param {HTMLElement} host
   * @param {Store} store
   * @param {(preset: Preset) => void} choose
   */
  constructor(host, store, choose) {
    const story = h("div", { class: "story", "aria-live": "polite" });
    const list = h("ul", { class: "preset-list" });
    // Where there is room for one panel at a time, the list is what this panel is for.
    const narrow = matchMedia("(max-width: 1100px)");
    const others = h("details", { class: "others", open: narrow.matches }, h("summary", {}, "All experiments"), list);
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
          ? [h("h3", {}, chosen.title), h("p", {}, ...maths(chosen.summary)), h("p", { class: "look" }, h("strong", {}, "Look for: "), ...maths(chosen.look_for))]
          : [h("p", {}, "An experiment of your own.")]),
      );
    });
  }
}
