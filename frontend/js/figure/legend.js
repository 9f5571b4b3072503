/**
 * The legend of a picture: its sets, its background, and a key per layer, which switches it.
 *
 * @typedef {import("../run/layers.js").View} View
 * @typedef {import("../wire/types.js").Frame} Frame
 */

import { h } from "../base/dom.js";
import { coloursOf } from "./dye.js";
import { gameOf, labelsOf, packOf } from "../run/game.js";
import { choose, grounded, groundOf, isolated, layersOf, missing, setHelp, setOf, SETS, shown, toggled } from "../run/layers.js";
import { nodes, typed } from "../words/marks.js";
import { say } from "../words/words.js";

/** The fills that are not called what their mark in the picture is: a menu has no letters that stand low. @type {Record<string, string>} */
const FILLS = { p_g: say("legend.p_g"), p_data: say("legend.p_data"), contribution: say("legend.contribution") };

export class Legend {
  #choice = "";
  /** What stands there: of which view, in whose words, with which layers. */
  #built = "";
  #state = "";

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
   * @param {Frame} frame
   * @param {string} choice
   */
  show(frame, choice) {
    const { view } = frame.meta;
    const absent = missing(frame);
    const build = `${view} ${gameOf(frame).output} ${packOf(gameOf(frame))} ${gameOf(frame).across} ${gameOf(frame).reconstructor} ${labelsOf(frame) > 0}`;
    const colours = coloursOf(frame);
    const state = JSON.stringify([build, choice, ...absent.keys(), colours]);
    if (state === this.#state) return;
    this.#state = state;
    this.host.style.setProperty("--stripes", stripes(colours));
    this.#choice = choice;
    if (build !== this.#built) this.#build(view, frame);
    this.#built = build;
    const layers = shown(view, choice);
    const set = setOf(view, layers);
    for (const button of this.host.querySelectorAll("[data-set]")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-set") === set?.name));
    }
    for (const { name, help } of layersOf(view, gameOf(frame), labelsOf(frame))) {
      const reason = absent.get(name);
      const option = /** @type {HTMLOptionElement | null} */ (this.host.querySelector(`option[value="${name}"]`));
      if (option) {
        option.disabled = reason !== undefined;
        option.title = typed(reason ?? help);
      }
      const button = this.host.querySelector(`[data-layer="${name}"]`);
      if (!button) continue;
      // `aria-disabled` and not `disabled`: why a layer is not there can be read where it stands.
      button.setAttribute("aria-disabled", String(reason !== undefined));
      button.setAttribute("aria-pressed", String(reason === undefined && layers.has(name)));
      button.setAttribute("title", typed(reason ? say("legend.absent", { reason }) : say("legend.toggle", { help })));
      const layer = button.textContent ?? "";
      button.setAttribute("aria-label", typed(reason ? say("legend.absent.label", { layer, reason }) : say("legend.label", { layer, help })));
    }
    const ground = this.host.querySelector("select");
    const chosen = groundOf(layers);
    if (ground) ground.value = absent.has(chosen) ? "" : chosen;
  }

  /** @param {View} view @param {Frame} frame */
  #build(view, frame) {
    const layers = layersOf(view, gameOf(frame), labelsOf(frame));
    const grounds = layers.filter((layer) => layer.ground);
    const set = (/** @type {import("../run/layers.js").LayerSet} */ row) =>
      h("button", { type: "button", class: "set", "data-set": row.name, title: setHelp(row, frame), onclick: () => this.change(choose(row.name)) }, row.title);
    const key = (/** @type {import("../run/layers.js").Layer} */ { name, title, style }) =>
      h(
        "button",
        { type: "button", class: "layer", "data-layer": name, onclick: (/** @type {Event} */ event) => this.#press(toggled, view, name, event), ondblclick: (/** @type {Event} */ event) => this.#press(isolated, view, name, event) },
        h("span", { class: `key ${style}`, "aria-hidden": "true" }),
        h("span", {}, ...nodes(title)),
      );
    const ground = h(
      "label",
      { class: "ground", title: say("legend.fill.help") },
      h("span", {}, say("legend.fill")),
      h(
        "select",
        { "data-ground": "", onchange: (/** @type {Event} */ event) => this.#fill(view, event) },
        ...grounds.map(({ name, title }) => h("option", { value: name }, FILLS[name] ?? typed(title))),
        h("option", { value: "" }, say("legend.fill.none")),
      ),
    );
    this.host.replaceChildren(
      h("div", { class: "layer-sets", role: "group", "aria-label": say("legend.sets") }, ...SETS[view].map(set), this.more),
      h(
        "div",
        { class: "layer-keys", role: "group", "aria-label": say("legend.layers") },
        grounds.length > 0 ? ground : null,
        ...layers.filter((layer) => !layer.ground).map(key),
      ),
    );
  }

  /** A click switches a layer, a second one soon after shows it alone, as Plotly's legends do. @param {typeof toggled} how @param {View} view @param {string} name @param {Event} event */
  #press(how, view, name, event) {
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    if (button.getAttribute("aria-disabled") !== "true") this.change(how(view, this.#choice, name));
  }

  /** @param {View} view @param {Event} event */
  #fill(view, event) {
    this.change(grounded(view, this.#choice, /** @type {HTMLSelectElement} */ (event.target).value));
  }
}

/** Colours side by side, as an image of CSS. @param {readonly string[]} colours */
function stripes(colours) {
  const share = 100 / colours.length;
  return `linear-gradient(90deg, ${colours.map((colour, i) => `${colour} ${i * share}% ${(i + 1) * share}%`).join(", ")})`;
}
