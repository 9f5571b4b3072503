/**
 * First steps, for a person who has never seen the page: start Figure 1, see a collapse, cure it, share it.  One line
 * above the picture, one step at a time; a step is ticked off when the person has really done it.
 *
 * @typedef {import("../run/state.js").Store} Store
 * @typedef {import("../run/state.js").State} State
 *
 * @typedef {object} Step
 * @property {string} title
 * @property {string} [next]  of the button that leads to it
 * @property {string} text
 * @property {(state: State) => string | null} [during]  what is said instead while it is under way
 * @property {(state: State) => boolean} done
 * @property {string} then  what has been done, in a word or two
 * @property {string} after  what is to be seen once it is done
 * @property {{met: (state: State) => boolean, title: string, text: string}} [goal]  what the run comes to after that
 * @property {{title: string, act: () => void, there: (state: State) => boolean}} [onward]  what helps to see it
 * @property {{title: string, act: () => void}} [action]  takes the person to where the step is done
 * @property {string} [target]  selector of what to press
 */

import { h } from "../base/dom.js";
import { remember, remembered } from "../base/memory.js";
import { say } from "../words/words.js";

const KEY = "ganscope.first-steps";
const RATE = "optimizers.discriminator.learning_rate";

/** Rounds after which there is something to see in Figure 1, and in the collapse. */
const SEEN = 1000;
const COLLAPSED = 1000;
/** JSD below which the densities look the same; the share of the samples near one mode that is a collapse; and the share within 3σ that is a cure. */
const LEARNED = 0.01;
const CROWDED = 0.8;
const CURED = 0.5;

/** @param {State} state @param {string} preset */
const on = (state, preset) => state.preset === preset && !state.waiting;

/** @param {State} state */
const rate = (state) => state.experiment.optimizers?.discriminator?.learning_rate ?? 0;

/** Whether the one thing was changed. @param {State} state */
const raised = (state) => on(state, "ring-collapse") && rate(state) >= 0.005;

export class FirstSteps {
  #at = 0;
  #reached = false;
  #met = false;
  /** What stands there. */
  #drawn = "";
  #copied = false;
  /** Whether the run that the step is about has been seen before its last round: a round may still be the one of the run before. */
  #begun = false;

  /**
   * @param {HTMLElement} host
   * @param {Store} store
   * @param {{load: (preset: string) => void, reveal: (path: string) => void, hurry: () => void, share: () => void, shared: (told: () => void) => void}} acts  `shared` says when the link was copied by other means
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
        title: say("steps.start"),
        text: say("steps.start.text"),
        done: (state) => this.#ran(state, "figure-1", SEEN),
        then: say("steps.start.then"),
        after: say("steps.start.after"),
        goal: {
          met: (state) => on(state, "figure-1") && (state.readings.jsd ?? 1) < LEARNED,
          title: say("steps.start.goal"),
          text: say("steps.start.goal.text"),
        },
        target: '[data-command="play"]',
      },
      {
        title: say("steps.fail"), next: say("steps.fail.next"),
        text: say("steps.fail.text"),
        during: (state) => (state.preset !== "ring-collapse" ? null : state.waiting ? say("steps.fail.prepared") : state.playing ? say("steps.fail.watch") : say("steps.fail.play")),
        done: (state) => this.#ran(state, "ring-collapse", COLLAPSED) && (state.readings.nearest_share ?? 0) > CROWDED,
        then: say("steps.fail.then"),
        after: say("steps.fail.after"),
        action: { title: say("steps.fail.act"), act: () => acts.load("ring-collapse") },
        target: '[data-command="play"]',
      },
      {
        title: say("steps.cure"), next: say("steps.cure.next"),
        text: say("steps.cure.text"),
        done: raised,
        then: say("steps.cure.then"),
        after: say("steps.cure.after"),
        onward: { title: say("steps.cure.hurry"), act: () => acts.hurry(), there: (state) => state.speed !== null },
        goal: {
          met: (state) => raised(state) && state.readings.modes === 8 && (state.readings.high_quality ?? 0) > CURED,
          title: say("steps.cure.goal"),
          text: say("steps.cure.goal.text"),
        },
        action: { title: say("steps.cure.act"), act: () => acts.reveal(RATE) },
      },
      {
        title: say("steps.share"), next: say("steps.share.next"),
        text: say("steps.share.text"),
        done: () => this.#copied,
        then: say("steps.share.then"),
        after: say("steps.share.after"),
        action: {
          title: say("page.share"),
          act: () => {
            acts.share();
            copied();
          },
        },
      },
    ];
    acts.shared(copied);
    store.watch(["preset", "round", "experiment", "waiting", "playing", "speed"], () => this.#look());
  }

  /** Whether this browser has not yet been through them. */
  get isNew() {
    return remembered(KEY) === null;
  }

  open() {
    this.#at = 0;
    this.#reached = this.#met = this.#copied = this.#begun = false;
    this.host.hidden = false;
    this.#drawn = "";
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
    if (this.host.hidden) return;
    const state = this.store.now;
    const { done, goal, during, onward } = this.steps[this.#at];
    this.#reached ||= done(state);
    this.#met ||= this.#reached && goal !== undefined && goal.met(state);
    const under = this.#reached ? null : (during?.(state) ?? null);
    const helped = this.#reached && !this.#met && onward?.there(state) ? onward : null;
    const drawn = `${this.#at} ${this.#reached} ${this.#met} ${under} ${helped?.title}`;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#draw(under, helped);
  }

  /**
   * @param {string | null} under  what is said while the step is under way
   * @param {Step["onward"] | null} helped
   */
  #draw(under, helped) {
    const { title, text, then, after, goal, action, target } = this.steps[this.#at];
    const last = this.#at === this.steps.length - 1;
    const next = () => {
      if (last) return this.close();
      this.#at += 1;
      this.#reached = this.#met = this.#begun = false;
      this.#look();
    };
    const button = (/** @type {string} */ word, /** @type {string} */ style, /** @type {() => void} */ act) =>
      h("button", { type: "button", class: style, onclick: act }, word);
    const buttons = this.#reached
      ? [
          ...(helped ? [button(helped.title, "go", helped.act)] : []),
          button(last ? say("steps.close") : (this.steps[this.#at + 1].next ?? ""), helped ? "quiet" : "go", next),
        ]
      : [...(action && under === null ? [button(action.title, "go", action.act)] : []), button(last ? say("steps.later") : say("steps.skip"), "quiet", next)];
    const [said, more] = this.#met && goal ? [goal.title, goal.text] : this.#reached ? [then, after] : [title, under ?? text];
    // Ticked off is what has come to its end.
    const ticked = this.#reached && (this.#met || !goal);
    this.host.classList.toggle("reached", ticked);
    this.host.replaceChildren(
      h("p", { role: "status" }, h("span", { class: "step-number" }, ticked ? "✓" : `${this.#at + 1}/${this.steps.length}`), " ", h("strong", {}, `${said} `), more),
      ...buttons,
      h("button", { type: "button", class: "close", "aria-label": say("steps.close.label"), onclick: () => this.close() }, "×"),
    );
    this.#point(this.#reached ? null : target);
  }

  /** Rings what is to be pressed. @param {string | null | undefined} target */
  #point(target) {
    for (const ringed of document.querySelectorAll(".pointed-at")) ringed.classList.remove("pointed-at");
    if (target) document.querySelector(target)?.classList.add("pointed-at");
  }
}
