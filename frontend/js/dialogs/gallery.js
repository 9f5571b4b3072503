/**
 * The start gallery: a card for each preset, with a picture of a run that has really been trained, painted by the same
 * code as the picture in the middle.
 *
 * The server trains a preset for its card when the card is first asked for; until then the card says how far it is.
 *
 * @typedef {import("../run/state.js").Store} Store
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").Preset} Preset
 * @typedef {{preset: Preset, element: HTMLElement, button: HTMLButtonElement, canvas: HTMLCanvasElement, bar: HTMLElement, state: HTMLElement, frame: Frame | null}} Card
 */

import { sheet } from "../base/dialog.js";
import { h, setText } from "../base/dom.js";
import { worded } from "../base/format.js";
import { onThemeChange } from "../base/theme.js";
import { thumbnail } from "../figure/thumbnail.js";
import { decode } from "../wire/wire.js";
import { say } from "../words/words.js";

/** Milliseconds between two questions for a picture that is being made. */
const AGAIN = 700;

export class Gallery {
  /** @type {Card[]} */ #cards = [];
  #asking = false;

  /**
   * @param {Store} store
   * @param {(preset: Preset) => void} choose
   * @param {import("../figure/description.js").Figures} figures
   */
  constructor(store, choose, figures) {
    this.figures = figures;
    this.list = h("ul", { class: "cards" });
    const { dialog } = sheet(
      "gallery",
      say("gallery"),
      h("p", { class: "lead" }, say("gallery.lead")),
      this.list,
    );
    this.dialog = dialog;
    store.watch(["presets"], ({ presets }) => {
      this.#cards = presets.map((preset) => this.#card(preset, choose));
      this.list.replaceChildren(...this.#cards.map(({ element }) => element));
    });
    store.watch(["preset", "presets"], (state) => {
      for (const { preset, button } of this.#cards) {
        if (preset.name === state.preset) button.setAttribute("aria-current", "true");
        else button.removeAttribute("aria-current");
      }
    });
    onThemeChange(() => this.#paint());
    new ResizeObserver(() => this.#paint()).observe(this.list);
  }

  open() {
    this.dialog.showModal();
    /** @type {HTMLElement | null} */ (this.list.querySelector("[aria-current]"))?.focus();
    this.#ask();
  }

  /**
   * @param {Preset} preset
   * @param {(preset: Preset) => void} choose
   * @returns {Card}
   */
  #card(preset, choose) {
    const canvas = h("canvas", { "aria-hidden": "true" });
    const state = h("span", { class: "card-state" });
    const bar = h("span", { class: "card-share", "aria-hidden": "true", hidden: true });
    const about = h("p", { class: "card-about", id: `card-about-${preset.name}` }, h("span", {}, worded(preset.summary)), h("span", { class: "card-look" }, worded(preset.look_for)));
    const open = () => {
      this.dialog.close();
      choose(preset);
    };
    // The button is the title; its area is the whole card, as the style sheet has it.
    const button = h("button", { type: "button", class: "card-title", "aria-describedby": about.id, onclick: open }, preset.title);
    const element = h("li", { class: "card", "data-card": preset.name }, h("span", { class: "card-picture" }, canvas, state, bar), button, about);
    return { preset, element, button, canvas, bar, state, frame: null };
  }

  /** Asks for the pictures that are not there, again and again for as long as the gallery is open. */
  async #ask() {
    if (this.#asking) return;
    this.#asking = true;
    let open = this.#cards.filter(({ frame }) => !frame);
    while (open.length > 0 && this.dialog.open) {
      const again = await Promise.all(open.map((card) => this.#fetch(card)));
      open = open.filter((_, i) => again[i]);
      if (open.length > 0) await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
    this.#asking = false;
  }

  /**
   * @param {Card} card
   * @returns {Promise<boolean>} whether to ask again
   */
  async #fetch(card) {
    try {
      const answer = await fetch(new URL(`api/presets/${encodeURIComponent(card.preset.name)}/thumbnail`, document.baseURI));
      if (answer.status === 202) {
        const { share } = await answer.json();
        card.bar.hidden = false;
        card.bar.style.setProperty("--share", String(share));
        setText(card.state, share > 0 ? say("gallery.training", { share: Math.round(100 * share) }) : say("gallery.waiting"));
        return true;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const message = decode(await answer.arrayBuffer());
      if (message.kind !== "frame") throw new Error(message.kind);
      card.frame = message;
      card.bar.hidden = true;
      setText(card.state, "");
      this.#paintCard(card);
    } catch {
      card.bar.hidden = true;
      setText(card.state, say("gallery.none"));
    }
    return false;
  }

  #paint() {
    for (const card of this.#cards) this.#paintCard(card);
  }

  /** @param {Card} card */
  #paintCard({ canvas, frame }) {
    if (!frame || !this.figures.now || canvas.clientWidth === 0) return;
    thumbnail(canvas, frame, this.figures.now);
    canvas.classList.add("painted");
  }
}
