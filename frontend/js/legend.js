/**
 * The legend of a picture: its sets, its background, and a key per layer, which switches it.
 *
 * @typedef {import("./layers.js").View} View
 */

import { h } from "./dom.js";
import { choose, grounded, groundOf, LAYERS, setOf, SETS, shown, toggled } from "./layers.js";
import { nodes, plain } from "./text.js";

export class Legend {
  /** @type {View | null} */ #view = null;
  #choice = "";

  /**
   * @param {HTMLElement} host
   * @param {(choice: string) => void} change  called with the choice of layers that a person has made
   * @param {HTMLElement} [more]  stands at the end of the sets
   */
  constructor(host, change, more) {
    this.host = host;
    this.change = change;
    this.more = more;
  }

  /**
   * @param {View} view
   * @param {string} choice
   */
  show(view, choice) {
    if (view === this.#view && choice === this.#choice) return;
    this.#choice = choice;
    if (view !== this.#view) this.#build(view);
    const layers = shown(view, choice);
    const set = setOf(view, layers);
    for (const button of this.host.querySelectorAll("[data-set]")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-set") === set?.name));
    }
    for (const button of this.host.querySelectorAll("[data-layer]")) {
      button.setAttribute("aria-pressed", String(layers.has(button.getAttribute("data-layer") ?? "")));
    }
    const ground = this.host.querySelector("select");
    if (ground) ground.value = groundOf(layers);
  }

  /** @param {View} view */
  #build(view) {
    this.#view = view;
    const layers = LAYERS[view];
    const grounds = layers.filter((layer) => layer.ground);
    const set = (/** @type {import("./layers.js").LayerSet} */ { name, title, help }) =>
      h("button", { type: "button", class: "set", "data-set": name, title: help, onclick: () => this.change(choose(name)) }, title);
    const key = (/** @type {import("./layers.js").Layer} */ { name, title, help, style }) =>
      h(
        "button",
        {
          type: "button", class: "layer", "data-layer": name, title: `Show or hide ${help}`,
          "aria-label": `${plain(title).replace("_", "")}: ${help}`, onclick: () => this.change(toggled(view, this.#choice, name)),
        },
        h("span", { class: `key ${style}`, "aria-hidden": "true" }),
        h("span", {}, ...nodes(title)),
      ); // prettier-ignore
    const ground = h(
      "label",
      { class: "ground", title: "What fills the picture, by colour; its scale stands beside it" },
      h("span", {}, "Fill"),
      h(
        "select",
        { "data-ground": "", onchange: (/** @type {Event} */ event) => this.#fill(view, event) },
        ...grounds.map(({ name, title }) => h("option", { value: name }, plain(title))),
        h("option", { value: "" }, "nothing"),
      ),
    );
    this.host.replaceChildren(
      h("div", { class: "layer-sets", role: "group", "aria-label": "Sets of layers" }, ...SETS[view].map(set), this.more),
      h(
        "div",
        { class: "layer-keys", role: "group", "aria-label": "Layers" },
        grounds.length > 0 ? ground : null,
        ...layers.filter((layer) => !layer.ground).map(key),
      ),
    );
  }

  /** @param {View} view @param {Event} event */
  #fill(view, event) {
    this.change(grounded(view, this.#choice, /** @type {HTMLSelectElement} */ (event.target).value));
  }
}
