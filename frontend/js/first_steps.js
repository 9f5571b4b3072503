/**
 * First steps, for a person who has never seen the page: start Figure 1, see a collapse, cure it, share it.  One line
 * above the picture, one step at a time; a step is ticked off when the person has really done it.
 *
 * @typedef {import("./state.js").Store} Store
 * @typedef {import("./state.js").State} State
 *
 * @typedef {object} Step
 * @property {string} title
 * @property {string} text
 * @property {string} after  what is to be seen once it is done
 * @property {(state: State) => boolean} done
 * @property {{title: string, act: () => void}} [action]  takes the person to where the step is done
 * @property {string} [target]  selector of what to press
 */

import { h } from "./dom.js";
import { remember, remembered } from "./memory.js";

const KEY = "ganscope.first-steps";
const RATE = "optimizers.discriminator.learning_rate";

/** Rounds after which there is something to see in Figure 1, and in the collapse. */
const SEEN = 1000;
const COLLAPSED = 1000;

/** @param {State} state @param {string} preset */
const on = (state, preset) => state.preset === preset && !state.waiting;

/** @param {State} state */
const rate = (state) => state.experiment.optimizers?.discriminator?.learning_rate ?? 0;

export class FirstSteps {
  #at = 0;
  #reached = false;
  #copied = false;
  /** Whether the run that the step is about has been seen before its last round: a round may still be the one of the run before. */
  #begun = false;

  /**
   * @param {HTMLElement} host
   * @param {Store} store
   * @param {{load: (preset: string) => void, reveal: (path: string) => void, share: () => void, shared: (told: () => void) => void}} acts  `shared` says when the link was copied by other means
   */
  constructor(host, store, acts) {
    this.host = host;
    this.store = store;
    const copied = () => {
      this.#copied = true;
      this.#look();
    };
    /** @type {Step[]} */
    this.steps = [
      {
        title: "Start it.",
        text: "Press Play. The dotted curve is the data; G learns to make the green one like it.",
        after: "Watch on: green settles on the dotted curve, and blue D on ½, because it can no longer tell real from fake.",
        done: (state) => this.#ran(state, "figure-1", SEEN),
        target: '[data-command="play"]',
      },
      {
        title: "See it fail.",
        text: "Open the collapsing ring and press Play: the data has eight spots, and G makes one.",
        after: "This is mode collapse: G fools a slow D with one spot, and hops to the next when D catches up.",
        done: (state) => this.#ran(state, "ring-collapse", COLLAPSED),
        action: { title: "Open it", act: () => acts.load("ring-collapse") },
        target: '[data-command="play"]',
      },
      {
        title: "Cure it.",
        text: "Change one thing: raise D's learning rate from 0.0001 to 0.01. The run goes on with it at once.",
        after: "Watch the reading modes: D now sees through one spot, so G has to spread. Raise Speed to get there sooner.",
        done: (state) => on(state, "ring-collapse") && rate(state) >= 0.005,
        action: { title: "Show me where", act: () => acts.reveal(RATE) },
      },
      {
        title: "Share it.",
        text: "The link holds this experiment with its seed; whoever opens it sees the same run.",
        after: "Copied. The gallery has more to start from; every number on the page can be changed.",
        done: () => this.#copied,
        action: {
          title: "Copy link",
          act: () => {
            acts.share();
            copied();
          },
        },
      },
    ];
    acts.shared(copied);
    store.watch(["preset", "round", "experiment", "waiting"], () => this.#look());
  }

  /** Whether this browser has not yet been through them. */
  get isNew() {
    return remembered(KEY) === null;
  }

  open() {
    this.#at = 0;
    this.#reached = this.#copied = this.#begun = false;
    this.host.hidden = false;
    this.#draw();
    this.#look();
  }

  close() {
    this.host.hidden = true;
    this.#point(null);
    remember(KEY, "done");
  }

  /** @param {State} state @param {string} preset @param {number} rounds */
  #ran(state, preset, rounds) {
    if (!on(state, preset)) this.#begun = false;
    else if (state.round < rounds) this.#begun = true;
    return this.#begun && state.round >= rounds;
  }

  #look() {
    if (this.host.hidden || this.#reached || !this.steps[this.#at].done(this.store.now)) return;
    this.#reached = true;
    this.#draw();
  }

  #draw() {
    const { title, text, after, action, target } = this.steps[this.#at];
    const last = this.#at === this.steps.length - 1;
    const next = () => {
      if (last) return this.close();
      this.#at += 1;
      this.#reached = this.#begun = false;
      this.#draw();
      this.#look();
    };
    const button = (/** @type {string} */ word, /** @type {string} */ style, /** @type {() => void} */ act) =>
      h("button", { type: "button", class: style, onclick: act }, word);
    const buttons = this.#reached
      ? [button(last ? "Close" : `Next: ${this.steps[this.#at + 1].title.replace(".", "").toLowerCase()}`, "go", next)]
      : [...(action ? [button(action.title, "go", action.act)] : []), button(last ? "Not now" : "Skip", "quiet", next)];
    this.host.classList.toggle("reached", this.#reached);
    this.host.replaceChildren(
      h("p", { role: "status" }, h("span", { class: "step-number" }, this.#reached ? "✓" : `${this.#at + 1}/${this.steps.length}`), " ", h("strong", {}, this.#reached ? "Done. " : `${title} `), this.#reached ? after : text),
      ...buttons,
      h("button", { type: "button", class: "close", "aria-label": "Close the first steps", onclick: () => this.close() }, "×"),
    );
    this.#point(this.#reached ? null : target);
  }

  /** Rings what is to be pressed. @param {string | null | undefined} target */
  #point(target) {
    for (const ringed of document.querySelectorAll(".pointed-at")) ringed.classList.remove("pointed-at");
    if (target) document.querySelector(target)?.classList.add("pointed-at");
  }
}
