/**
 * The page's state, typed, in one place.  Parts of the page read it, change it through `set`, and are told when a key
 * that they named has changed.
 *
 * @typedef {import("../wire/types.js").Experiment} Experiment
 * @typedef {import("../wire/types.js").Preset} Preset
 *
 * @typedef {import("./server_words.js").Said} Said
 * @typedef {{round: number, reason: string, advice?: string, said?: Said | null, advised?: Said | null}} Stopped
 *
 * @typedef {object} State
 * @property {Preset[]} presets
 * @property {string | null} preset  the preset that the run started from
 * @property {Experiment} experiment  as the person wants it; ahead of the server while an edit is under way
 * @property {Experiment} accepted  as the server last confirmed it
 * @property {number | null} speed  rounds per frame; null is as fast as it goes
 * @property {"live" | "average"} generator
 * @property {string} layers  what the picture shows, as layers.js writes it
 * @property {string} twin  what the second picture shows
 * @property {boolean} playing
 * @property {number} round
 * @property {Record<string, number | null>} readings  of the picture that is shown
 * @property {boolean} waiting  a new run was asked for and is not there yet: the picture is still of the old one
 * @property {string | null} busy
 * @property {Stopped | null} stopped
 * @property {"connecting" | "open" | "lost" | "refused"} link
 */

export class Store {
  /** @type {State} */ #state;
  /** @type {{keys: (keyof State)[], told: (state: State) => void}[]} */ #listeners = [];

  /** @param {State} initial */
  constructor(initial) {
    this.#state = initial;
  }

  /** @returns {Readonly<State>} */
  get now() {
    return this.#state;
  }

  /** @param {Partial<State>} change */
  set(change) {
    const before = this.#state;
    this.#state = { ...before, ...change };
    const changed = /** @type {(keyof State)[]} */ (Object.keys(change)).filter((key) => before[key] !== change[key]);
    if (changed.length === 0) return;
    for (const { keys, told } of this.#listeners) if (keys.some((key) => changed.includes(key))) told(this.#state);
  }

  /**
   * Calls `told` now and after every change of one of the keys.
   * @param {(keyof State)[]} keys
   * @param {(state: State) => void} told
   */
  watch(keys, told) {
    this.#listeners.push({ keys, told });
    told(this.#state);
  }
}
