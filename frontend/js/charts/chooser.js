/**
 * Which charts are shown, and in which order: chosen by a person, or for them.
 *
 * @typedef {import("./described.js").Row} Row
 */

import { h, setText } from "../base/dom.js";
import { remember, remembered } from "../base/memory.js";

const KEY = "ganscope.charts";

/** The charts that the person chose the last time, in their order. @returns {string[] | null} */
function chosenBefore() {
  try {
    const kept = JSON.parse(remembered(KEY) ?? "null");
    return Array.isArray(kept) ? kept.map(String) : null;
  } catch {
    return null;
  }
}

/**
 * A list with one more, after what stands before it in the table.
 * @param {string[]} names
 * @param {string} name
 * @param {string[]} table
 */
export function inserted(names, name, table) {
  const before = names.findLastIndex((other) => table.indexOf(other) < table.indexOf(name));
  return [...names.slice(0, before + 1), name, ...names.slice(before + 1)];
}

/** A list in which one has changed places with a neighbour. @param {string[]} names @param {string} name @param {-1 | 1} by */
export function moved(names, name, by) {
  const [from, to] = [names.indexOf(name), names.indexOf(name) + by];
  if (from < 0 || to < 0 || to >= names.length) return names;
  const other = names.toSpliced(from, 1);
  return other.toSpliced(to, 0, name);
}

export class Chooser {
  /** In their order; null: chosen for the person. */ chosen = chosenBefore();
  /** @type {string[]} */ #shown = [];
  /** @type {string[]} */ #table = [];
  /** @type {Map<string, HTMLButtonElement>} */ #chips = new Map();

  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.button = h("button", { type: "button", class: "quiet", "aria-expanded": "false", "aria-controls": "charts-choice", "aria-label": "Choose charts", title: "Choose which charts are shown, and their order", onclick: () => this.#unfold() }, "Choose…");
    this.fit = h("input", { type: "checkbox", class: "switch", onchange: () => this.#keep(this.fit.checked ? null : this.#shown) });
    this.chips = h("div", { class: "chips" });
    this.order = h("ol", { class: "order", "aria-label": "Order" });
    this.absent = h("details", { class: "absent" }, h("summary", {}, ""), h("dl", {}));
    this.panel = h(
      "div",
      { id: "charts-choice", class: "chooser", role: "group", "aria-label": "Charts shown", hidden: true },
      h("label", { class: "as-many" }, this.fit, "Choose for me"),
      this.chips,
      this.order,
      this.absent,
    );
  }

  /** What it takes from the height of the charts. */
  get height() {
    return this.panel.hidden ? 0 : this.panel.offsetHeight;
  }

  #unfold() {
    const open = this.panel.hidden;
    this.panel.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    setText(this.button, open ? "Done" : "Choose…");
    this.button.setAttribute("aria-label", open ? "Done choosing charts" : "Choose charts");
  }

  /**
   * A chip for each chart that there can be; of the others, why there are none; the order of those that are shown.
   * @param {Row[]} rows  the table
   * @param {string[]} shown
   * @param {(row: Row) => string | null} missing
   */
  show(rows, shown, missing) {
    [this.#shown, this.#table] = [shown, rows.map(({ name }) => name)];
    /** @type {HTMLElement[]} */
    const absent = [];
    for (const row of rows) {
      const { name, title, help } = row;
      const chip = this.#chips.get(name) ?? h("button", { type: "button", class: "chip", "data-chip": name, onclick: () => this.#toggle(name) });
      if (!this.#chips.has(name)) this.chips.append(chip);
      this.#chips.set(name, chip);
      const why = missing(row);
      setText(chip, title);
      chip.setAttribute("aria-pressed", String(shown.includes(name)));
      chip.title = help;
      chip.hidden = chip.disabled = why !== null;
      if (why) absent.push(h("dt", {}, title), h("dd", {}, why));
    }
    this.fit.checked = this.chosen === null;
    this.#list(shown.map((name) => /** @type {Row} */ (rows.find((row) => row.name === name))));
    const [words, list] = this.absent.children;
    this.absent.hidden = absent.length === 0;
    setText(words, `${absent.length / 2} more need another experiment`);
    list.replaceChildren(...absent);
  }

  /** @param {Row[]} rows */
  #list(rows) {
    const order = JSON.stringify(rows.map(({ name, title }) => [name, title]));
    if (this.order.dataset.of === order) return;
    this.order.dataset.of = order;
    const focused = document.activeElement?.getAttribute("data-move");
    const move = (/** @type {Row} */ { name, title }, /** @type {-1 | 1} */ by, /** @type {boolean} */ off) =>
      h("button", { type: "button", class: "quiet", "data-move": `${name} ${by}`, disabled: off, "aria-label": `Move ${title} ${by < 0 ? "up" : "down"}`, onclick: () => this.move(name, by) }, by < 0 ? "↑" : "↓");
    this.order.hidden = rows.length < 2;
    this.order.replaceChildren(...rows.map((row, i) => h("li", {}, h("span", {}, row.title), move(row, -1, i === 0), move(row, 1, i === rows.length - 1))));
    if (focused) /** @type {HTMLElement | null} */ (this.order.querySelector(`[data-move="${focused}"]:enabled`))?.focus();
  }

  /** @param {string} name @param {-1 | 1} by */
  move(name, by) {
    this.#keep(moved(this.#shown, name, by));
  }

  /** @param {string} name */
  #toggle(name) {
    const chosen = this.chosen ?? this.#shown;
    this.#keep(chosen.includes(name) ? chosen.filter((other) => other !== name) : inserted(chosen, name, this.#table));
  }

  /** @param {string[] | null} chosen */
  #keep(chosen) {
    this.chosen = chosen;
    remember(KEY, chosen && JSON.stringify(chosen));
    this.changed();
  }
}
