/**
 * Says what the page waits for, once a person would wonder: the server, or the run that was asked for.  Compiling and a
 * lost connection have messages of their own.
 *
 * @typedef {import("../run/state.js").Store} Store
 * @typedef {import("./messages.js").Messages} Messages
 */

import { say } from "../words/words.js";

/** Milliseconds in which nobody wonders. */
const PATIENCE = 400;

/**
 * Shows `title` if the answer takes long; call what comes back when it is there.
 * @param {Messages} messages
 * @param {string} subject
 * @param {string} title
 */
export function wait(messages, subject, title) {
  const timer = setTimeout(() => messages.show(subject, { tone: "busy", fixed: true, title }), PATIENCE);
  return () => {
    clearTimeout(timer);
    messages.clear(subject);
  };
}

/**
 * @param {Store} store
 * @param {Messages} messages
 */
export function sayWhatIsAwaited(store, messages) {
  let over = () => {};
  store.watch(["waiting", "link"], ({ waiting, link }) => {
    over();
    if (link === "connecting") over = wait(messages, "waiting", say("wait.server"));
    else if (link === "open" && waiting) over = wait(messages, "waiting", say("wait.run"));
  });
}
