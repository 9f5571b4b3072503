/**
 * Messages: what the page waits for, why a run has stopped, what was refused, a lost connection.  One line per subject;
 * a newer one replaces it.
 *
 * None covers anything.  What stays has a place of its own in the page; what passes stands in the head, so that the
 * picture keeps its size while it plays.
 */

import { h } from "../base/dom.js";
import { worded } from "../base/format.js";
import { narrow } from "../base/panels.js";
import { say } from "../words/words.js";
import { typed } from "../words/marks.js";

/**
 * @typedef {object} Message
 * @property {"busy" | "note" | "warn" | "bad"} tone
 * @property {string} title
 * @property {string} [text]
 * @property {{title: string, act: () => void}[]} [actions]
 * @property {number} [seconds]  after which it goes by itself
 * @property {boolean} [fixed]  without a button to close it
 */

export class Messages {
  /** @type {Map<string, {element: HTMLElement, timer: number}>} */ #shown = new Map();

  /**
   * @param {HTMLElement} host
   * @param {HTMLElement} head  for what passes
   * @param {HTMLElement} announcer  read out by screen readers
   */
  constructor(host, head, announcer) {
    this.host = host;
    this.head = head;
    this.announcer = announcer;
  }

  /**
   * @param {string} subject
   * @param {Message} message
   */
  show(subject, message) {
    this.clear(subject);
    const text = worded(message.text ?? "");
    const actions = (message.actions ?? []).map(({ title, act }) => h("button", { type: "button", class: "quiet", onclick: act }, title));
    const close = message.fixed
      ? null
      : h("button", { type: "button", class: "close", "aria-label": say("message.close"), onclick: () => this.clear(subject) }, "×");
    const element = h(
      "div",
      { class: `message ${message.tone}`, "data-message": subject, role: message.tone === "bad" ? "alert" : null },
      message.tone === "busy" ? h("span", { class: "spinner", "aria-hidden": "true" }) : null,
      h("p", {}, h("strong", {}, message.title), text ? ` ${text}` : ""),
      ...actions,
      close,
    );
    const passes = message.tone === "busy" || (message.seconds !== undefined && !message.actions);
    // Two lines there may cut its end.
    if (passes) element.title = typed(`${message.title} ${text}`);
    (passes && !narrow.matches ? this.head : this.host).append(element);
    const timer = message.seconds ? window.setTimeout(() => this.clear(subject), message.seconds * 1000) : 0;
    this.#shown.set(subject, { element, timer });
    if (message.tone !== "bad") this.say(`${message.title} ${text}`);
  }

  /** @param {string} subject */
  has(subject) {
    return this.#shown.has(subject);
  }

  /** @param {string} subject */
  clear(subject) {
    const shown = this.#shown.get(subject);
    if (!shown) return;
    clearTimeout(shown.timer);
    shown.element.remove();
    this.#shown.delete(subject);
  }

  /** @param {string} text */
  say(text) {
    this.announcer.textContent = typed(text);
  }
}
