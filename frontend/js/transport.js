/**
 * The bar at the bottom: play, single steps, D to D*, reset, seed, speed, and which generator is shown.  Every button
 * has a key, named on it.
 *
 * @typedef {import("./state.js").Store} Store
 * @typedef {import("./state.js").State} State
 * @typedef {import("./types.js").Command} Command
 */

import { h, setText } from "./dom.js";

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
    this.store = store;
    this.send = send;
    const { svg, shape } = icon(ICONS.play);
    const word = h("span", { class: "word" }, "Play");
    const play = this.#button("play", "Space", ["Play"], "Train until paused", () => this.#toggle());
    play.classList.add("primary");
    play.replaceChildren(svg, word);

    const step = (/** @type {string} */ type) => () => this.#step({ type });
    const buttons = [
      this.#button("round", "→", ["Round"], "One round: k_D steps of D, then k_G of G", () => this.#step({ type: "round", count: 1 })),
      this.#button("step_d", "D", ["D", long(" step")], "One step of the discriminator; G stands still", step("step_d")),
      this.#button("step_g", "G", ["G", long(" step")], "One step of the generator; D stands still", step("step_g")),
      this.#button("train_d", "T", ["D → D*"], "Train D with G frozen until it is the best discriminator", step("train_d")),
      this.#button("reset", "R", ["Reset"], "Back to round 0 with the same seed", step("reset")),
      this.#button("new_seed", "N", [long("New "), h("span", { class: "seed-word" }, "seed")], "Back to round 0 with other random numbers", step("new_seed")),
    ];

    this.slider = h("input", {
      type: "range", min: 0, max: SPEEDS.length - 1, step: 1, "aria-labelledby": "speed-label",
      oninput: () => this.#speed(SPEEDS[Number(this.slider.value)]),
    }); // prettier-ignore
    this.speedText = h("output", { class: "speed-text" });
    const speed = h("div", { class: "speed" }, h("span", { id: "speed-label" }, "Speed"), this.slider, this.speedText);

    const views = /** @type {const} */ ([
      ["live", "Live G", "The generator as it is now"],
      ["average", "Average", "The moving average of the generator (EMA)"],
    ]).map(([view, title, help]) =>
      h("button", { type: "button", "data-view": view, title: help, onclick: () => this.#view(view) }, title),
    ); // prettier-ignore
    const group = h("div", { class: "segmented", role: "group", "aria-label": "Generator shown" }, ...views);
    host.append(play, h("div", { class: "steps" }, ...buttons), speed, group);

    store.watch(["playing", "link", "busy"], (state) => {
      const on = state.playing;
      shape.setAttribute("d", on ? ICONS.pause : ICONS.play);
      setText(word, on ? "Pause" : "Play");
      play.setAttribute("aria-pressed", String(on));
      play.setAttribute("aria-label", on ? "Pause (space)" : "Play (space)");
      const open = state.link === "open";
      for (const button of [play, ...buttons]) button.disabled = !open;
      host.querySelector('[data-command="train_d"]')?.setAttribute("aria-busy", String(state.busy === "train_d"));
    });
    store.watch(["speed"], (state) => {
      const wanted = state.speed ?? Infinity;
      const at = SPEEDS.findIndex((speed) => (speed ?? Infinity) >= wanted);
      this.slider.value = String(at);
      const text = state.speed === null ? "as fast as it goes" : `${state.speed} ${state.speed === 1 ? "round" : "rounds"} a frame`;
      setText(this.speedText, text);
      this.slider.setAttribute("aria-valuetext", text);
    });
    store.watch(["generator"], (state) => {
      for (const button of views) button.setAttribute("aria-pressed", String(button.dataset.view === state.generator));
    });
    document.addEventListener("keydown", (event) => this.#key(event, host));
  }

  /**
   * @param {string} name
   * @param {string} key
   * @param {(string | Node)[]} words
   * @param {string} help
   * @param {() => void} act
   */
  #button(name, key, words, help, act) {
    return h(
      "button",
      {
        type: "button", "data-command": name, "data-key": key.toLowerCase(), "aria-label": `${help} (${key})`, title: `${help} (${key})`, onclick: act,
        // A click leaves the focus where it was, so that space goes on meaning play and pause.
        onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
      },
      h("span", {}, ...words),
      h("kbd", { "aria-hidden": "true" }, key),
    ); // prettier-ignore
  }

  #toggle() {
    const playing = !this.store.now.playing;
    this.store.set({ playing });
    this.send({ type: playing ? "play" : "pause" });
  }

  /** @param {Command} command */
  #step(command) {
    this.send(command);
  }

  /** @param {number | null} speed */
  #speed(speed) {
    this.store.set({ speed });
    this.send({ type: "speed", rounds_per_frame: speed });
  }

  /** @param {"live" | "average"} generator */
  #view(generator) {
    this.store.set({ generator });
    this.send({ type: "view", generator });
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLElement} host
   */
  #key(event, host) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest("input:not([type=range]), select, textarea")) return;
    const range = target.closest("input[type=range]") !== null;
    const key = event.key === " " ? "space" : event.key === "ArrowRight" ? "→" : event.key.toLowerCase();
    if (range && key === "→") return;
    // On a button that the keyboard has reached, space presses that button.
    if (key === "space" && target.closest("button, summary, a")) return;
    const button = /** @type {HTMLButtonElement | null} */ (host.querySelector(`[data-key="${CSS.escape(key)}"]`));
    if (!button) return;
    event.preventDefault();
    if (event.repeat && !["→", "d", "g"].includes(key)) return;
    button.click();
  }
}
