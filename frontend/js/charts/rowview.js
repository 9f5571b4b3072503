/**
 * What the page writes of one chart over its part of the figure: its title, the values at the ends of its lines, and the
 * sentence that a screen reader hears.  It stands before Plotly is there, and without it.
 *
 * @typedef {import("./described.js").Row} Row
 * @typedef {import("./figure.js").Box} Box
 * @typedef {import("./says.js").Label} Label
 */

import { h, setText } from "../base/dom.js";
import { spread } from "../base/ranges.js";
import { fontFamily, scale } from "../base/theme.js";

/** Height of a value at the end of a curve, and how near to the next it may come, pixels at scale 1. */
const LINE = 16;
const TIGHT = 13;
/** Letters of a number beside a chart that has its plain size. */
const LONG = 6;
/** Length of the dashes of a line that is not drawn, pixels at scale 1. */
const LEAST = 17;
/** Around the words of a key in the legend, pixels. */
const KEY = 41;
/** Words beside a square plane, and above it, pixels at scale 1. */
const WORDS = 97;
const ABOVE = 16;

const measure = document.createElement("canvas").getContext("2d");

/** As long as the dashes are at least: none is cut. @param {number[]} dash  drawn and left out by turns */
function lengthOf(dash) {
  let length = 0;
  for (let i = 0; ; i++) {
    length += dash[i % dash.length];
    if (i % 2 === 0 && i >= dash.length && length >= LEAST) return length;
  }
}

/** Dashes as a background. @param {number[]} dash */
function striped(dash) {
  let end = 0;
  const stops = dash.map((length, i) => `${i % 2 ? "#0000" : "currentColor"} ${end / 16}rem ${(end += length) / 16}rem`);
  return `repeating-linear-gradient(90deg, ${stops.join(", ")})`;
}

export class RowView {
  numbered = false;
  folded = false;
  wrapped = false;

  /**
   * @param {Row} row
   * @param {(row: Row) => void} enlarge
   * @param {HTMLElement | null} control  stands in the heading
   */
  constructor(row, enlarge, control) {
    this.row = row;
    this.heading = h("figcaption", {});
    this.plot = h("div", { class: "plot", role: "img" });
    this.figure = h("figure", { class: "chart", "data-chart": row.name }, this.heading, this.plot);
    this.name = h("span", {});
    this.title = h("button", { type: "button", class: "chart-title", onclick: () => enlarge(this.row) }, this.name, h("span", { class: "enlarge", "aria-hidden": "true" }, "⤢"));
    this.heading.append(this.title, ...(control ? [control] : []));
    /** @type {HTMLElement[]} */
    this.values = Array.from({ length: 4 }, () => h("span", { class: "value" }));
    this.plot.append(...this.values);
    this.become(row);
  }

  /** Takes another row for the same chart, in the words of another game. @param {Row} row */
  become(row) {
    this.row = row;
    setText(this.name, row.title);
    this.title.title = `Enlarge: ${row.help}  Alt+↑, Alt+↓: move it up or down.`;
    this.title.setAttribute("aria-label", `Enlarge: ${row.title}`);
    this.title.setAttribute("aria-keyshortcuts", "Alt+ArrowUp Alt+ArrowDown");
    this.plot.setAttribute("aria-label", row.title);
    this.figure.classList.toggle("square", row.square);
    this.figure.classList.toggle("many", row.over_rounds && row.traces.length > 3);
  }

  /** @param {boolean} numbered  whether the axis of rounds has its numbers here */
  number(numbered) {
    this.numbered = numbered;
    this.figure.classList.toggle("numbered", numbered);
  }

  /** Whether title and legend have a line each, and whether that is too narrow, too. @param {number} width */
  fold(width) {
    if (!measure) return;
    measure.font = `${12 * scale}px ${fontFamily()}`;
    const keys = this.row.traces.filter(({ showlegend }) => showlegend !== false);
    const legend = keys.reduce((sum, { name }) => sum + KEY + (measure?.measureText(name).width ?? 0), 0);
    this.wrapped = 0.95 * legend > width - 8;
    this.folded = keys.length > 0 && this.title.offsetWidth + legend + 36 * scale > width;
    this.figure.classList.toggle("folded", this.folded);
  }

  /** Where its heading and its axes are in the figure. @param {number} grown  how much larger letters are; 0: axes have no names @returns {{head: Box, box: Box}} */
  place(grown) {
    const { offsetTop, offsetWidth: width } = this.figure;
    const top = offsetTop + this.plot.offsetTop;
    const bottom = top + this.plot.offsetHeight;
    const head = { left: 0, top: offsetTop, right: width, bottom: top };
    const feet = grown > 0 ? 46 * grown : this.numbered || !this.row.over_rounds ? 22 : 7;
    // Left of the axis "−log 4" has room, left of a plane "−0.5".
    const [before, above] = grown > 0 ? [68 * grown, 8] : this.row.square ? [50, 8 + ABOVE] : [62, 8];
    const box = { left: Math.round(before * scale), top: top + Math.round(above * scale), right: width - Math.round(this.row.aside * scale), bottom: bottom - Math.round(feet * scale) };
    if (!this.row.square) return { head, box };
    const side = Math.max(20, Math.min(box.bottom - box.top, box.right - box.left - WORDS * scale));
    return { head, box: { ...box, right: box.left + side, bottom: box.top + side } };
  }

  /**
   * Writes the values beside their lines, as near to them as others allow.
   * @param {Label[]} labels
   * @param {Box} box
   * @param {number} above  where the plot begins in the figure; to ask for it would lay the page out once more for every chart
   * @param {string} [more]  what is said beside them
   * @returns {Label[]}  those that are written, where they are
   */
  write(labels, box, above, more = "") {
    const [top, bottom] = [box.top - 6 * scale, box.bottom + 5 * scale];
    // Where it is too low for all, what only serves for comparison has no number.
    const crowded = labels.length * TIGHT * scale > bottom - top;
    const known = labels.filter(({ text }) => text !== "");
    const shown = known.filter(({ compared, aside }) => !aside && !(crowded && compared));
    const heights = spread(shown.map(({ at }) => (Number.isFinite(at) ? at : at > 0 ? bottom : top)), Math.min(LINE * scale, (bottom - top) / Math.max(1, shown.length)), top, bottom); // prettier-ignore
    const said = `${this.row.title}: ${known.map(({ name, text }) => (name ? `${name} ${text}` : text)).join(", ")}${more}`;
    if (this.plot.getAttribute("aria-label") !== said) this.plot.setAttribute("aria-label", said);
    // Numbers of curves are compared: all are as large as the longest can be.
    const long = shown.some(({ name, text }) => name && text.length > LONG);
    this.values.forEach((element, i) => {
      const label = shown[i];
      setText(element, label?.text ?? "");
      if (!label) return;
      const { text, name, colour, patch, dash } = label;
      const length = dash?.split(",").map(Number.parseFloat);
      element.classList.toggle("long", name ? long : text.length > LONG);
      element.classList.toggle("patched", patch !== undefined || length !== undefined);
      element.style.color = colour;
      element.style.setProperty("--patch", length ? striped(length) : (patch ?? ""));
      element.style.setProperty("--long", length ? `${lengthOf(length) / 16}rem` : "");
      element.style.left = this.row.square ? `${box.right + 8 * scale}px` : "";
      element.style.transform = `translateY(${(heights[i] - above).toFixed(1)}px) translateY(-50%)`;
    });
    return shown.map((label, i) => ({ ...label, at: heights[i] }));
  }
}
