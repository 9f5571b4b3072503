/**
 * The list of experiments to start from; the chosen one says what will happen.
 *
 * @typedef {import("./state.js").Store} Store
 * @typedef {import("./types.js").Preset} Preset
 */

import { h } from "./dom.js";

export class Presets {
  /**
   * @param {HTMLElement} host
   * @param {Store} store
   * @param {(preset: Preset) => void} choose
   */
  constructor(host, store, choose) {
    store.watch(["presets"], (state) => {
      host.replaceChildren(
        h(
          "ul",
          { class: "preset-list" },
          ...state.presets.map((preset) =>
            h(
              "li",
              {},
              h(
                "button",
                { type: "button", "data-preset": preset.name, "aria-describedby": `about-${preset.name}`, onclick: () => choose(preset) },
                preset.title,
              ),
              h("div", { class: "about", id: `about-${preset.name}` }, h("p", {}, preset.summary), h("p", {}, preset.look_for)),
            ),
          ),
        ),
      );
    });
    store.watch(["preset", "presets"], (state) => {
      for (const button of host.querySelectorAll("button")) {
        const on = button.dataset.preset === state.preset;
        button.setAttribute("aria-pressed", String(on));
        button.parentElement?.classList.toggle("chosen", on);
      }
    });
  }
}
