/**
 * The bar at the bottom: play, single steps, D to D*, reset, seed, speed, and which generator is shown.  Every button
 * has a key, named on it.  A phone shows the first of them and unfolds the rest.
 *
 * @typedef {import("../run/state.js").Store} Store
 * @typedef {import("../wire/types.js").Command} Command
 */

import { h, setText } from "../base/dom.js";
import { underFinger } from "../base/finger.js";
import { bind, label } from "../base/keys.js";

/** Rounds per frame that the slider stops at; the last is as fast as it goes. */
const SPEEDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, null];

const ICONS = {
  play: "M7 4.500v15l13-7.500z",
  pause: "M6 4.500h4v15H6zM14 4.500h4v15h-4z",
};

/** A part of a label that a small screen leaves out. @param {string} text */
const long = (text) => h("span", { class: "long" }, text);

/** @param {string} path */
function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return { svg, shape };
}

export class Transport {
  /**
   * @param {HTMLElement} host
   * @param {Store} store
   * @param {(command: Command) => void} send
   */
  constructor(host, store, send) {
    this.host = host;
    this.store = store;
    this.send = send;
    const { svg, shape } = icon(ICONS.play);
    const word = h("span", { class: "word" }, "Play");
    const play = this.#button("play", "space", [], "Play or pause", "trains until paused", () => this.#toggle());
    play.classList.add("primary");
    play.replaceChildren(svg, word);

    const step = (/** @type {"step_d" | "step_g" | "train_d" | "reset" | "new_seed"} */ type) => () => this.send({ type });
    const steps = [
      this.#button("round", "→", ["Round"], "One round", "k_D steps of D, then k_G of G", () => this.send({ type: "round", count: 1 })),
      this.#button("step_d", "d", ["D", long(" step")], "One step of D", "one step of the discriminator; G stands still", step("step_d")),
      this.#button("step_g", "g", ["G", long(" step")], "One step of G", "one step of the generator; D stands still", step("step_g")),
    ];
    const rest = [
      this.#button("train_d", "t", ["D → D*"], "Train D to D*", "trains D, with G frozen, until it is the best discriminator", step("train_d")),
      this.#button("reset", "r", ["Reset"], "Back to round 0", "back to round 0 with the same seed", step("reset")),
      this.#button("new_seed", "n", [long("New "), h("span", { class: "seed-word" }, "seed")], "Back to round 0, new seed", "back to round 0 with other random numbers", step("new_seed")),
    ];
    const commands = [play, ...steps, ...rest];

    this.slider = h("input", {
      type: "range", min: 0, max: SPEEDS.length - 1, step: 1, "aria-labelledby": "speed-label",
      oninput: () => this.speed(SPEEDS[Number(this.slider.value)]),
    }); // prettier-ignore
    const slide = h("span", { class: "slide" }, this.slider);
    underFinger(slide, this.slider);
    this.speedText = h("output", { class: "speed-text" });
    const speed = h("div", { class: "speed extra" }, h("span", { id: "speed-label" }, "Speed"), slide, this.speedText);

    const views = /** @type {const} */ ([
      ["live", "Live G", "The generator as it is now"],
      ["average", "Average", "The moving average of the generator (EMA)"],
    ]).map(([view, title, help]) =>
      h("button", { type: "button", "data-view": view, title: help, onclick: () => this.#view(view) }, title),
    ); // prettier-ignore
    const group = h("div", { class: "segmented extra", role: "group", "aria-label": "Generator shown" }, ...views);
    const unfold = h(
      "button",
      { type: "button", class: "unfold", "aria-label": "More of the bar", "aria-expanded": "false", onclick: () => this.#unfold(unfold) },
      h("span", { "aria-hidden": "true" }, "⋯"),
    );
    const row = h("div", { class: "steps", role: "group", "aria-label": "Single steps" }, ...steps);
    const again = h("div", { class: "starts extra", role: "group", "aria-label": "D to its best, and starting again" }, ...rest);
    host.append(play, row, unfold, again, speed, group);

    store.watch(["playing", "link", "busy"], (state) => {
      const on = state.playing;
      shape.setAttribute("d", on ? ICONS.pause : ICONS.play);
      setText(word, on ? "Pause" : "Play");
      play.setAttribute("aria-pressed", String(on));
      play.setAttribute("aria-label", on ? "Pause (space)" : "Play (space)");
      const open = state.link === "open";
      for (const button of commands) button.disabled = !open;
      host.querySelector('[data-command="train_d"]')?.setAttribute("aria-busy", String(state.busy === "train_d"));
    });
    store.watch(["speed"], (state) => {
      const wanted = state.speed ?? Infinity;
      const at = SPEEDS.findIndex((speed) => (speed ?? Infinity) >= wanted);
      this.slider.value = String(at);
      this.slider.style.setProperty("--at", String(at / (SPEEDS.length - 1)));
      const text = state.speed === null ? "as fast as it goes" : `${state.speed} ${state.speed === 1 ? "round" : "rounds"} a frame`;
      setText(this.speedText, text);
      this.slider.setAttribute("aria-valuetext", text);
    });
    store.watch(["generator"], (state) => {
      for (const button of views) button.setAttribute("aria-pressed", String(button.dataset.view === state.generator));
    });
    for (const [key, by, title] of /** @type {const} */ ([["-", -1, "Slower"], ["+", 1, "Faster"]])) {
      bind({ key, title, group: "Training", repeats: true, act: () => this.#faster(by) });
    } // prettier-ignore
  }

  /**
   * @param {string} name
   * @param {string} key
   * @param {(string | Node)[]} words
   * @param {string} title  for the list of keys
   * @param {string} help
   * @param {() => void} act
   */
  #button(name, key, words, title, help, act) {
    const face = words.map((word) => (typeof word === "string" ? word : word.textContent)).join("");
    const about = `${face ? `${face}: ` : ""}${help} (${label(key)})`;
    const button = h(
      "button",
      {
        type: "button", "data-command": name, "aria-label": about, title: about, onclick: act,
        // A click leaves the focus where it was, so that space goes on meaning play and pause.
        onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
      },
      h("span", {}, ...words),
      h("kbd", { "aria-hidden": "true", "data-key": label(key) }),
    ); // prettier-ignore
    bind({ key, title, group: "Training", repeats: ["→", "d", "g"].includes(key), act: () => button.click() });
    return button;
  }

  /** @param {HTMLElement} button */
  #unfold(button) {
    const open = this.host.classList.toggle("unfolded");
    button.setAttribute("aria-expanded", String(open));
  }

  #toggle() {
    const playing = !this.store.now.playing;
    this.store.set({ playing });
    this.send({ type: playing ? "play" : "pause" });
  }

  /** @param {number} by  stops of the slider */
  #faster(by) {
    const at = Math.max(0, Math.min(SPEEDS.length - 1, Number(this.slider.value) + by));
    this.speed(SPEEDS[at]);
  }

  /** @param {number | null} speed  rounds a frame; null: as fast as it goes */
  speed(speed) {
    this.store.set({ speed });
    this.send({ type: "speed", rounds_per_frame: speed });
  }

  /** @param {"live" | "average"} generator */
  #view(generator) {
    this.store.set({ generator });
    this.send({ type: "view", generator });
  }
}
