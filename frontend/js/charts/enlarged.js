/** One chart as large as the window: to zoom in, to read values, to save it.  It follows the run, more slowly. */

import { buttons } from "./exports.js";
import { sheet } from "../base/dialog.js";
import { h, setText } from "../base/dom.js";
import { maths } from "../base/maths.js";
import { onThemeChange } from "../base/theme.js";
import { Stack } from "./stack.js";

/** Milliseconds between two drawings. */
const PERIOD = 1000;

export class Enlarged {
  /** @type {import("./described.js").Row | null} */ #row = null;
  /** @type {import("./stack.js").State | null} */ #state = null;
  #drawn = -Infinity;

  /** @param {HTMLElement} control  of the number of intervals */
  constructor(control) {
    this.control = control;
    this.plot = h("div", { class: "enlarged-plot" });
    this.help = h("p", { class: "enlarged-help" });
    const { dialog } = sheet("enlarged", "Chart", this.help, this.control, this.plot);
    this.dialog = dialog;
    this.title = /** @type {HTMLElement} */ (dialog.querySelector("h2"));
    this.stack = new Stack(this.plot, {
      large: true, enlarge: () => {}, control: () => null, again: () => this.again(), buttons: () => this.buttons,
      point: (round) => this.#read(round),
    }); // prettier-ignore
    this.buttons = buttons(() => this.stack, () => `ganscope-${this.#row?.name ?? "chart"}`);
    onThemeChange(() => this.again());
    new ResizeObserver(() => this.again()).observe(this.plot);
    dialog.addEventListener("close", () => {
      this.#row = null;
      this.stack.clear();
    });
  }

  /**
   * @param {import("../figure/plotly.js").PlotlyApi | null} api
   * @param {import("./described.js").Description} description
   * @param {import("./described.js").Row} row
   * @param {import("./stack.js").State} state
   */
  open(api, description, row, state) {
    this.#row = row;
    this.stack.api = api;
    setText(this.title, row.title);
    this.help.replaceChildren(...maths(row.help));
    this.control.hidden = row.says !== "counting";
    this.dialog.showModal();
    this.stack.lay(description, [row]);
    this.#state = state;
    this.again();
  }

  /** Draws at once, after something was changed by hand. */
  again() {
    this.#drawn = -Infinity;
    if (this.#state) this.follow(this.#state);
  }

  /** @param {import("./stack.js").State} state */
  follow(state) {
    this.#state = state;
    if (!this.#row || performance.now() - this.#drawn < PERIOD) return;
    this.#drawn = performance.now();
    this.stack.draw(state);
  }

  /** @param {number | null} round */
  #read(round) {
    if (!this.#state) return;
    const rounds = this.#state.moment.history.arrays.round.data;
    const at = round === null ? rounds.length - 1 : rounds.findIndex((each) => each === round);
    this.stack.draw({ ...this.#state, at: Math.max(at, 0), reading: round !== null }, true);
  }
}
