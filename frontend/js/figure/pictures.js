/**
 * The picture and, where there is room or a person wants it, a second one beside it with layers of its own.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").Json} Json
 * @typedef {import("../run/state.js").Store} Store
 * @typedef {import("./description.js").Figures} Figures
 */

import { h } from "../base/dom.js";
import { Scales } from "./heat.js";
import { BESIDE } from "../run/layers.js";
import { Legend } from "./legend.js";
import { remember, remembered } from "../base/memory.js";
import { Picture } from "./picture.js";
import { onThemeChange } from "../base/theme.js";
import { say } from "../words/words.js";

/** From this width on, in the smallest letters of the page (16 pixels), two pictures are shown unless a person says no. */
const ROOM = 62;
/** Narrower than this, a second picture is not offered. */
const LEAST = 40;

const WANTED = "ganscope.twin";
const LAYERS = "ganscope.twin.layers";

export class Pictures {
  /** @type {Frame | null} */ #frame = null;
  /** What the person said: yes, no, or nothing yet. @type {string | null} */ #wanted = remembered(WANTED);
  #both = false;

  /**
   * @param {HTMLElement} host  holds the first picture's column; the second's is added to it
   * @param {HTMLElement} picture
   * @param {HTMLElement} legend
   * @param {Store} store
   * @param {(target: Json) => void} drag  called with the target that a drag has made
   * @param {Figures} figures
   */
  constructor(host, picture, legend, store, drag, figures) {
    this.host = host;
    this.store = store;
    this.toggle = h(
      "button",
      { type: "button", class: "twin-toggle", "aria-label": say("figure.second"), title: say("figure.second.help"), onclick: () => this.#ask() },
      h("span", { class: "two-up", "aria-hidden": "true" }),
      h("span", { class: "word" }, say("figure.second")),
    );
    const shared = { figures, scales: new Scales() };
    this.figures = figures;
    figures.watch(() => this.restyle());
    this.first = new Picture(picture, store, drag, shared);
    this.firstLegend = new Legend(legend, (layers) => store.set({ layers }), this.toggle);

    const twinLegend = h("div", { class: "layers", role: "group", "aria-label": say("figure.second.layers") });
    const twin = h("div", { class: "picture" });
    this.column = h("div", { class: "view twin", hidden: true }, twinLegend, twin);
    host.append(this.column);
    this.second = new Picture(twin, store, drag, shared);
    this.secondLegend = new Legend(twinLegend, (layers) => store.set({ twin: layers }));

    if (store.now.twin === BESIDE) store.set({ twin: remembered(LAYERS) ?? BESIDE });
    store.watch(["layers", "twin"], ({ layers, twin }) => {
      remember(LAYERS, twin === BESIDE ? null : twin);
      this.first.show(layers);
      if (this.#both) this.second.show(twin);
      this.#legends();
    });
    onThemeChange(() => {
      this.#arrange();
      this.#legends();
      this.restyle();
    });
    new ResizeObserver(() => this.#arrange()).observe(host);
    this.#arrange();
  }

  /** Plotly takes over. */
  load() {
    return Promise.all([this.first.load(), this.second.load()]);
  }

  /** Other descriptions have come. */
  restyle() {
    this.first.restyle();
    this.second.restyle();
  }

  /** @param {Frame} frame @returns {Promise<unknown>} */
  paint(frame) {
    this.#frame = frame;
    this.figures.follow(frame);
    this.#legends();
    return Promise.all([this.first.paint(frame), this.#both ? this.second.paint(frame) : null]);
  }

  #legends() {
    if (!this.#frame) return;
    this.firstLegend.show(this.#frame, this.store.now.layers);
    if (this.#both) this.secondLegend.show(this.#frame, this.store.now.twin);
  }

  #ask() {
    this.#wanted = this.#both ? "no" : "yes";
    remember(WANTED, this.#wanted);
    this.#arrange();
  }

  #arrange() {
    const width = this.host.clientWidth / Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const possible = width >= LEAST;
    const both = possible && (this.#wanted === null ? width >= ROOM : this.#wanted === "yes");
    this.toggle.hidden = !possible;
    this.toggle.setAttribute("aria-pressed", String(both));
    if (both === this.#both) return;
    this.#both = both;
    this.column.hidden = !both;
    if (!both) return;
    this.#legends();
    this.second.show(this.store.now.twin);
    if (this.#frame) this.second.paint(this.#frame);
  }
}
