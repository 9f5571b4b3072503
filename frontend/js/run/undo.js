/**
 * What a person changed, step by step, so that it can be taken back.  A drag is one step, however many values it passed:
 * changes of the same thing without a new press of a button or key between them belong together.
 *
 * @typedef {import("../wire/types.js").Json} Json
 * @typedef {import("../wire/types.js").Path} Path
 *
 * @typedef {Pick<import("./address.js").View, "preset" | "experiment" | "speed">} Start  where a run begins
 * @typedef {{title: string, gesture: number}} Told
 * @typedef {Told & {path: Path, before: Json, after: Json}} Change
 * @typedef {Told & {path: null, before: Start, after: Start}} Restart
 * @typedef {Change | Restart} Step
 */

import { get, same } from "./schema.js";

/** Steps that are kept; the oldest goes first. */
const MOST = 200;

export class Undo {
  /** @type {Step[]} */ #done = [];
  /** @type {Step[]} */ #undone = [];
  /** Called when another step is next to be undone or redone. */
  changed = () => {};

  /** @param {Step} step */
  record(step) {
    if (same(step.before, step.after)) return;
    const last = this.#done.at(-1);
    if (last?.path && step.path && last.gesture === step.gesture && same(last.path, step.path)) {
      last.after = step.after;
      if (same(last.before, last.after)) this.#done.pop();
    } else {
      this.#done.push(step);
    }
    if (this.#done.length > MOST) this.#done.shift();
    this.#undone = [];
    this.changed();
  }

  /** The last step was not accepted: what it came to is what the experiment is now. @param {Json} experiment */
  refused(experiment) {
    const last = this.#done.at(-1);
    if (!last?.path) return;
    last.after = get(experiment, last.path) ?? null;
    if (same(last.before, last.after)) this.#done.pop();
    this.changed();
  }

  /** @returns {Step | undefined} the step to be taken back */
  back() {
    const step = this.#done.pop();
    if (step) this.#undone.push(step);
    this.changed();
    return step;
  }

  /** @returns {Step | undefined} the step to be taken again */
  forward() {
    const step = this.#undone.pop();
    if (step) this.#done.push(step);
    this.changed();
    return step;
  }

  /** Where the last change was made; null where it was a new start, or there is none. @returns {Path | null} */
  get where() {
    return this.#done.at(-1)?.path ?? null;
  }

  /** What the next undo and the next redo are about; null where there is none. */
  get next() {
    return { undo: this.#done.at(-1)?.title ?? null, redo: this.#undone.at(-1)?.title ?? null };
  }
}
