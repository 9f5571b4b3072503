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
import { counted, say } from "../words/words.js";

/** Rounds per frame that the slider stops at; the last is as fast as it goes. */
const SPEEDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, null];

const ICONS = {
  play: "M7 4.500v15l13-7.500z",
  pause: "M6 4.500h4v15H6zM14 4.500h4v15h-4z",
};

/** The face of a button; what stands in brackets a small screen leaves out, and what follows that begins with a capital then. @param {string} text */
function face(text) {
  const [before, left, rest = ""] = text.split(/[[\]]/);
  if (left === undefined) return [before];
  const long = h("span", { class: "long" }, left);
  return before ? [before, long, rest] : [long, h("span", { class: "seed-word" }, rest)];
}

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
    const word = h("span", { class: "word" }, say("play.play"));
    const play = this.#button("play", "space", "", say("play.key"), say("play.help", { key: label("space") }), () => this.#toggle());
    play.classList.add("primary");
    play.replaceChildren(svg, word);

    const step = (/** @type {"step_d" | "step_g" | "train_d" | "reset" | "new_seed"} */ type) => () => this.send({ type });
    const steps = [
      this.#button("round", "→", say("round.face"), say("round.key"), say("round.help", { key: label("→") }), () => this.send({ type: "round", count: 1 })),
      this.#button("step_d", "d", say("step_d.face"), say("step_d.key"), say("step_d.help", { key: label("d") }), step("step_d")),
      this.#button("step_g", "g", say("step_g.face"), say("step_g.key"), say("step_g.help", { key: label("g") }), step("step_g")),
    ];
    const rest = [
      this.#button("train_d", "t", say("train_d.face"), say("train_d.key"), say("train_d.help", { key: label("t") }), step("train_d")),
      this.#button("reset", "r", say("reset.face"), say("reset.key"), say("reset.help", { key: label("r") }), step("reset")),
      this.#button("new_seed", "n", say("new_seed.face"), say("new_seed.key"), say("new_seed.help", { key: label("n") }), step("new_seed")),
    ];
    const commands = [play, ...steps, ...rest];

    this.slider = h("input", {
      type: "range", min: 0, max: SPEEDS.length - 1, step: 1, "aria-labelledby": "speed-label",
      oninput: () => this.speed(SPEEDS[Number(this.slider.value)]),
    }); // prettier-ignore
    const slide = h("span", { class: "slide" }, this.slider);
    underFinger(slide, this.slider);
    this.speedText = h("output", { class: "speed-text" });
    const speed = h("div", { class: "speed extra" }, h("span", { id: "speed-label" }, say("speed")), slide, this.speedText);

    const views = /** @type {const} */ ([
      ["live", say("view.live"), say("view.live.help")],
      ["average", say("view.average"), say("view.average.help")],
    ]).map(([view, title, help]) =>
      h("button", { type: "button", "data-view": view, title: help, onclick: () => this.#view(view) }, title),
    ); // prettier-ignore
    const group = h("div", { class: "segmented extra", role: "group", "aria-label": say("view.shown") }, ...views);
    const unfold = h(
      "button",
      { type: "button", class: "unfold", "aria-label": say("bar.more"), "aria-expanded": "false", onclick: () => this.#unfold(unfold) },
      h("span", { "aria-hidden": "true" }, "⋯"),
    );
    const row = h("div", { class: "steps", role: "group", "aria-label": say("bar.steps") }, ...steps);
    const again = h("div", { class: "starts extra", role: "group", "aria-label": say("bar.starts") }, ...rest);
    host.append(play, row, unfold, again, speed, group);

    store.watch(["playing", "link", "busy"], (state) => {
      const on = state.playing;
      shape.setAttribute("d", on ? ICONS.pause : ICONS.play);
      setText(word, on ? say("play.pause") : say("play.play"));
      play.setAttribute("aria-pressed", String(on));
      play.setAttribute("aria-label", on ? say("play.pause.label") : say("play.play.label"));
      const open = state.link === "open";
      for (const button of commands) button.disabled = !open;
      host.querySelector('[data-command="train_d"]')?.setAttribute("aria-busy", String(state.busy === "train_d"));
    });
    store.watch(["speed"], (state) => {
      const wanted = state.speed ?? Infinity;
      const at = SPEEDS.findIndex((speed) => (speed ?? Infinity) >= wanted);
      this.slider.value = String(at);
      this.slider.style.setProperty("--at", String(at / (SPEEDS.length - 1)));
      const text = state.speed === null ? say("speed.most") : counted("speed.rounds", state.speed);
      setText(this.speedText, text);
      this.slider.setAttribute("aria-valuetext", text);
    });
    store.watch(["generator"], (state) => {
      for (const button of views) button.setAttribute("aria-pressed", String(button.dataset.view === state.generator));
    });
    for (const [key, by, title] of /** @type {const} */ ([["-", -1, say("speed.slower")], ["+", 1, say("speed.faster")]])) {
      bind({ key, title, group: "training", repeats: true, act: () => this.#faster(by) });
    } // prettier-ignore
  }

  /**
   * @param {string} name
   * @param {string} key
   * @param {string} words  on it
   * @param {string} title  for the list of keys
   * @param {string} about
   * @param {() => void} act
   */
  #button(name, key, words, title, about, act) {
    const button = h(
      "button",
      {
        type: "button", "data-command": name, "aria-label": about, title: about, onclick: act,
        // A click leaves the focus where it was, so that space goes on meaning play and pause.
        onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
      },
      h("span", {}, ...face(words)),
      h("kbd", { "aria-hidden": "true", "data-key": label(key) }),
    ); // prettier-ignore
    bind({ key, title, group: "training", repeats: ["→", "d", "g"].includes(key), act: () => button.click() });
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
