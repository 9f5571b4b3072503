/**
 * A network as a picture that can be changed: a column of units for every layer, with the width under it.  + puts a layer
 * between two columns, × takes one away, − and + make the chosen one narrower or wider.
 *
 * @typedef {import("./fields.js").Json} Json
 * @typedef {import("../wire/types.js").Path} Path
 * @typedef {import("../run/schema.js").Node} Node
 * @typedef {import("./fields.js").Field} Field
 * @typedef {import("./fields.js").Commit} Commit
 */

import { h, setText } from "../base/dom.js";
import { newId, row } from "./fields.js";
import { numberBox } from "../base/number_box.js";
import { dimensionOf } from "../run/targets.js";
import { counted, say } from "../words/words.js";

/** What goes in and comes out of each player's network. @type {Record<string, (whole: Json) => {player: string, from: string, ins: number, to: string, outs: number}>} */
const ENDS = {
  generator: (whole) => ({ player: "G", from: `z${labelled(whole)}`, ins: whole.latent.dimension + labelsOf(whole), to: "x", outs: dimensionOf(whole.target) }),
  discriminator: (whole) => ({
    player: "D", from: `x${inPairs(whole) ? ", z" : ""}${labelled(whole)}`, to: "D", outs: 1,
    ins: dimensionOf(whole.target) * (whole.discriminator.pack ?? 1) + (inPairs(whole) ? whole.latent.dimension : 0) + labelsOf(whole),
  }),
  reconstructor: (whole) => ({ player: "F", from: "x", ins: dimensionOf(whole.target), to: "z", outs: whole.latent.dimension * (whole.reconstructor.kind === "ali" ? 2 : 1) }),
}; // prettier-ignore

/** Whether D judges pairs of x and z. @param {Json} whole */
const inPairs = ({ reconstructor }) => (reconstructor?.kind ?? "none") !== "none";

/** Labels y come in beside, one input each. @param {Json} whole @returns {number} */
const labelsOf = ({ labels = 0 }) => labels;
/** @param {Json} whole */
const labelled = (whole) => (labelsOf(whole) > 0 ? ", y" : "");

/** What has no hidden layers, by its kind of layers; the players' letters are those of their parameters. @type {Record<string, (player: string) => string>} */
const BARE = {
  point: (player) => say("net.point", { letter: LETTERS[player] }),
  linear: (player) => say("net.linear", { letter: LETTERS[player] }),
};
/** @type {Record<string, string>} */
const LETTERS = { G: "θ", D: "ψ" };

/** What a network without hidden layers is. @param {string} layer  its kind of layers @param {string} player */
export const bareWords = (layer, player) => BARE[layer]?.(player) ?? say("net.affine");

/** Widths that − and + go through. */
const WIDTHS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512];

/** The drawing, in units of its own; columns begin and end at the margin. */
const SIZE = { width: 250, height: 68, margin: 17, top: 3 };

/**
 * @param {Node} node  of the list of widths
 * @param {Path} path
 * @param {Commit} commit
 * @returns {Field}
 */
export function networkField(node, path, commit) {
  const id = newId();
  const { minimum: low = 1, maximum: high = Infinity } = node.items ?? {};
  const most = node.maxItems ?? Infinity;
  const ends = ENDS[String(path[0])];
  /** @type {number[]} */ let widths = [];
  /** @type {ReturnType<typeof numberBox>[]} */ let boxes = [];
  let chosen = 0;
  let layer = "plain";
  let drawn = "";

  const map = h("div", { class: "net-map" });
  const words = h("span", { class: "net-words" });
  const narrower = h("button", { type: "button", onclick: () => step(-1) }, "−");
  const wider = h("button", { type: "button", onclick: () => step(1) }, "+");
  const bar = h("div", { class: "net-bar" }, words, narrower, wider);

  const step = (/** @type {number} */ sign) => {
    const now = widths[chosen];
    const next = sign > 0 ? WIDTHS.find((width) => width > now) : WIDTHS.findLast((width) => width < now);
    if (next !== undefined) commit([...path, chosen], Math.max(low, Math.min(high, next)));
  };
  const insert = (/** @type {number} */ at) => {
    chosen = at;
    commit(path, widths.toSpliced(at, 0, widths[at - 1] ?? widths[at] ?? 16));
    boxes[at]?.input.focus();
  };
  const remove = (/** @type {number} */ at) => {
    chosen = Math.max(0, at - 1);
    commit(path, widths.toSpliced(at, 1));
    (boxes[chosen]?.input ?? /** @type {HTMLElement | null} */ (map.querySelector(".net-insert")))?.focus();
  };
  const choose = (/** @type {number} */ at) => {
    chosen = at;
    [...map.querySelectorAll(".net-column")].forEach((column, i) => column.classList.toggle("chosen", i === at));
    said();
  };

  const said = () => {
    const width = widths[chosen];
    const none = width === undefined;
    setText(words, none ? bareWords(layer, player) : counted("net.units", width, { layer: chosen + 1 }));
    narrower.disabled = none || width <= low;
    wider.disabled = none || width >= high;
    narrower.setAttribute("aria-label", say("net.narrower", { layer: chosen + 1, player }));
    wider.setAttribute("aria-label", say("net.wider", { layer: chosen + 1, player }));
    narrower.title = say("net.narrower.help");
    wider.title = say("net.wider.help");
  };
  let player = "";

  /** @param {ReturnType<ENDS[string]>} end */
  const draw = (end) => {
    const focused = boxes.findIndex(({ input }) => input === document.activeElement);
    const bare = layer in BARE;
    frame.element.classList.toggle("flat", widths.length === 0);
    const places = columns([end.ins, ...widths, end.outs]);
    const at = (/** @type {number} */ x) => `left: ${(100 * x) / SIZE.width}%`;
    boxes = widths.map((_, i) =>
      numberBox({
        attributes: { "data-path": [...path, i].join("."), "aria-label": say("net.width", { layer: i + 1, player }), onfocus: () => choose(i) },
        integer: true,
        commit: (value) => commit([...path, i], value),
        error: (text) => frame.error(text),
      }),
    );
    const hidden = boxes.map(({ input }, i) =>
      h(
        "div",
        { class: "net-column", style: at(places[i + 1].x) },
        h("button", { type: "button", class: "net-remove", "aria-label": say("net.remove", { layer: i + 1, player }), title: say("net.remove.help"), onclick: () => remove(i) }, "×"),
        h("div", { class: "net-units", onclick: () => { choose(i); input.focus(); } }),
        input,
      ),
    ); // prettier-ignore
    const adders = Array.from({ length: widths.length < most ? widths.length + 1 : 0 }, (_, i) =>
      h("button", {
        type: "button", class: "net-insert", style: at((places[i].x + places[i + 1].x) / 2),
        "data-add": i === widths.length ? path.join(".") : null,
        "aria-label": i === widths.length ? say("net.add.last", { player }) : say("net.add", { player, layer: i + 1 }),
        disabled: bare,
        title: bare ? say("net.add.bare", { player, what: bareWords(layer, player) }) : say("net.add.help"),
        onclick: () => insert(i),
      }, "+"),
    ); // prettier-ignore
    // In the order in which a reader, and Tab, go through the network.
    const inner = adders.flatMap((adder, i) => [adder, hidden[i]]).concat(adders.length ? [] : hidden).filter(Boolean);
    map.replaceChildren(
      picture(places),
      h("span", { class: "net-end", style: at(places[0].x) }, h("i", {}, end.from), String(end.ins)),
      ...inner,
      h("span", { class: "net-end", style: at(SIZE.width - SIZE.margin) }, h("i", {}, end.to), String(end.outs)),
    );
    frameMarks.splice(0, frameMarks.length, ...boxes.map(({ input }) => input));
    boxes[focused]?.input.focus();
  };

  /** @type {HTMLElement[]} */ const frameMarks = [];
  const frame = row(node, path, { id, several: true, entry: [], below: [map, bar], marked: frameMarks, revert: (base) => commit(path, base) });
  frame.element.classList.add("network");
  frame.element.setAttribute("role", "group");
  return {
    path,
    element: frame.element,
    basic: Boolean(node["x-basic"]),
    error: frame.error,
    base: frame.base,
    set(value, whole) {
      const end = ends(whole);
      layer = whole[String(path[0])].layer ?? "plain";
      const key = JSON.stringify([value, end, layer]);
      widths = value;
      player = end.player;
      chosen = Math.min(chosen, Math.max(0, widths.length - 1));
      if (key !== drawn) {
        drawn = key;
        draw(end);
        frame.element.setAttribute("aria-label", say("net.layers", { player, columns: [`${end.from} (${end.ins})`, ...widths, `${end.to} (${end.outs})`].join(", ") }));
      }
      boxes.forEach((box, i) => box.set(widths[i]));
      choose(chosen);
    },
  };
}

/**
 * Where the units of every column stand.  A wide layer is drawn with fewer units than it has, in two halves with a gap;
 * twice the width still looks wider.
 *
 * @param {number[]} widths
 * @returns {{x: number, ys: number[], gap: number | null}[]}
 */
export function columns(widths) {
  const pitch = (SIZE.width - 2 * SIZE.margin) / (widths.length - 1);
  return widths.map((width, i) => {
    const units = width <= 6 ? width : Math.min(10, 6 + Math.round(0.7 * Math.log2(width / 6)));
    const slots = units + (units < width ? 1 : 0);
    const step = Math.min(9, (SIZE.height - 2 * SIZE.top) / 11);
    const y = (/** @type {number} */ slot) => SIZE.height / 2 + (slot - (slots - 1) / 2) * step;
    const half = Math.ceil(units / 2);
    const ys = Array.from({ length: units }, (_, unit) => y(units < width && unit >= half ? unit + 1 : unit));
    return { x: SIZE.margin + i * pitch, ys, gap: units < width ? y(half) : null };
  });
}

/** @param {ReturnType<typeof columns>} places */
function picture(places) {
  const svg = shape("svg", { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, class: "net-picture", "aria-hidden": "true" });
  for (let i = 1; i < places.length; i++) {
    const [from, to] = [places[i - 1], places[i]];
    const lines = from.ys.flatMap((y) => to.ys.map((end) => `M${from.x} ${y.toFixed(1)}L${to.x.toFixed(1)} ${end.toFixed(1)}`));
    svg.append(shape("path", { d: lines.join(""), class: "net-lines" }));
  }
  for (const [i, { x, ys, gap }] of places.entries()) {
    const column = shape("g", { class: i === 0 || i === places.length - 1 ? "net-outer" : "net-inner" });
    for (const y of ys) column.append(shape("circle", { cx: x, cy: y, r: 2.6 }));
    if (gap !== null) for (const off of [-2, 0, 2]) column.append(shape("circle", { cx: x, cy: gap + off, r: 0.6, class: "net-gap" }));
    svg.append(column);
  }
  return svg;
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 */
function shape(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
