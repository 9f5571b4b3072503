/**
 * One picture: Figure 1 or the plane, whichever the frame is; what the pointer reads off it; dragging the target's
 * Gaussians; saving it.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").Json} Json
 * @typedef {import("../run/state.js").Store} Store
 * @typedef {import("./description.js").Figures} Figures
 */

import { h } from "../base/dom.js";
import { palette, scale } from "../base/theme.js";
import { gameOf, labelsOf } from "../run/game.js";
import { drawable, layersOf } from "../run/layers.js";
import { components, moved } from "../run/targets.js";
import { Binding } from "./binding.js";
import { dressed, sizeFor } from "./description.js";
import { savePicture, saveTable, savingButtons } from "./exports.js";
import { Figure1 } from "./figure1.js";
import { Plane } from "./plane.js";
import { readings } from "./reading.js";
import { drawStill } from "./still.js";
import { tableOf } from "./tables.js";
import { nodes, typed } from "../words/marks.js";
import { say } from "../words/words.js";

/** A handle is caught from this near, pixels. */
const NEAR = 18;
/** Milliseconds between two readings of a pointer that stands still while the run goes on. */
const AGAIN = 250;

export class Picture {
  /** @type {Frame | null} */ #frame = null;
  /** @type {{x: number, y: number} | null} */ #pointer = null;
  #read = -Infinity;
  #choice = "";
  #view = "";
  #size = "";

  /**
   * @param {HTMLElement} host
   * @param {Store} store
   * @param {(target: Json) => void} drag  called with the target that a drag has made
   * @param {{figures: Figures, scales: import("./heat.js").Scales}} shared  of the pictures that stand side by side
   */
  constructor(host, store, drag, { figures, scales }) {
    this.host = host;
    this.store = store;
    this.drag = drag;
    this.figures = figures;
    host.setAttribute("role", "figure");
    this.binding = new Binding({
      failed: (error) => this.#failed(error),
      moved: () => this.#moved(),
      buttons: savingButtons((kind) => this.save(kind)),
    });
    this.area = h("div", { class: "area", hidden: true });
    this.figure1 = new Figure1(this.binding);
    this.plane = new Plane(this.binding, this.area, scales, (frame) => this.#rests(frame));
    this.tip = h("dl", { class: "tip", hidden: true, "aria-hidden": "true" });
    this.trouble = h("p", { class: "trouble", role: "alert", hidden: true });
    host.replaceChildren(this.area, this.binding.element, this.tip, this.trouble);
    new ResizeObserver(() => this.#resize()).observe(host);
    store.watch(["waiting"], (state) => host.classList.toggle("waiting", state.waiting));
    this.#listen();
  }

  /** Plotly takes over from the first picture. */
  async load() {
    await this.binding.load();
    this.restyle();
  }

  /** @param {Error} error */
  #failed(error) {
    this.trouble.textContent = say("figure.failed", { reason: error.message });
    this.trouble.hidden = false;
  }

  /** @param {string} choice  of layers */
  show(choice) {
    this.#choice = choice;
    this.#repaint();
  }

  /** @returns {import("./figure1.js").Room} */
  get #room() {
    const { clientWidth: width, clientHeight: height } = this.host;
    return { width, height, size: sizeFor(width, height, scale) };
  }

  /** @param {Frame} frame @returns {Promise<unknown> | void} */
  paint(frame) {
    this.#frame = frame;
    const { now } = this.figures;
    const { view, round, seq } = frame.meta;
    const layers = this.#layers();
    Object.assign(this.host.dataset, { view, round: String(round), seq: String(seq) });
    delete this.host.dataset.rests;
    this.#describe(frame, layers);
    if (!now || this.host.clientWidth === 0) return;
    if (view !== this.#view) this.forget();
    this.#view = view;
    const room = this.#room;
    if (view === "2d") {
      this.plane.paint(frame, layers, now.plane, room);
      this.#readPlane();
      return;
    }
    if (!this.binding.stands) this.#still(frame, layers, now.figure1, room);
    const drawn = this.figure1.paint(frame, layers, now.figure1, room);
    this.#readAgain();
    return drawn.then(() => {
      if (this.binding.stands && this.#view === "1d") this.area.hidden = true;
      this.#rests(frame);
    });
  }

  /** Says that a frame stands as Plotly's traces, for whoever waits for it. @param {Frame} frame */
  #rests(frame) {
    if (frame === this.#frame && this.binding.stands) this.host.dataset.rests = String(frame.meta.seq);
  }

  /** @param {Frame} frame @param {ReadonlySet<string>} layers @param {import("./description.js").Described} described @param {import("./figure1.js").Room} room */
  #still(frame, layers, described, room) {
    const layout = this.figure1.layout(frame, layers, described, room);
    const { l, r, t, b } = layout.margin;
    const box = { left: 0, top: 0, width: room.width - l - r, height: room.height - t - b };
    this.area.setAttribute("style", `left:${l}px;top:${t}px;width:${box.width}px;height:${box.height}px`);
    this.area.hidden = false;
    const { over, under } = this.plane.painter;
    under.hidden = true;
    const ratio = Math.min(devicePixelRatio || 1, 2);
    [over.width, over.height] = [Math.round(box.width * ratio), Math.round(box.height * ratio)];
    const ink = /** @type {CanvasRenderingContext2D} */ (over.getContext("2d"));
    ink.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawStill(ink, frame, layers, dressed(described.data, room.size), box, layout);
  }

  forget() {
    this.figure1.forget();
    this.plane.forget();
  }

  /** After the theme, the descriptions or the size have changed. */
  restyle() {
    this.forget();
    this.#repaint();
  }

  #repaint() {
    if (this.#frame) this.paint(this.#frame);
  }

  #resize() {
    const { clientWidth, clientHeight } = this.host;
    const size = `${clientWidth} ${clientHeight} ${devicePixelRatio}`;
    if (clientWidth === 0 || size === this.#size) return;
    this.#size = size;
    this.#repaint();
  }

  #moved() {
    if (this.#view === "2d") this.plane.moved();
    else this.#repaint();
  }

  /** @returns {Set<string>} */
  #layers() {
    return this.#frame ? drawable(this.#frame, this.#choice) : new Set();
  }

  /** Centres of the target's Gaussians; none while the picture still shows a target of another dimension. @returns {number[][]} */
  #centres() {
    const parts = components(this.store.now.experiment.target);
    const dimension = this.#frame?.meta.view === "1d" ? 1 : 2;
    return parts[0]?.mean.length === dimension ? parts.map((part) => part.mean) : [];
  }

  /** @param {Frame} frame @param {ReadonlySet<string>} layers */
  #describe(frame, layers) {
    const { view } = frame.meta;
    const names = layersOf(view, gameOf(frame), labelsOf(frame)).filter(({ name }) => layers.has(name)).map(({ title }) => typed(title));
    const label = say(view === "1d" ? "figure.line" : "figure.plane", { layers: names.join(", ") || say("none") });
    if (this.host.getAttribute("aria-label") !== label) this.host.setAttribute("aria-label", label);
  }

  /** The picture with all its data, as it is written to a file. */
  whole() {
    const { now } = this.figures;
    if (!now || !this.#frame) return null;
    return this.#view === "2d" ? this.plane.whole() : this.figure1.whole(this.#layers(), now.figure1, this.#room);
  }

  /** @param {"png" | "svg" | "csv"} kind */
  async save(kind) {
    const frame = this.#frame;
    const whole = this.whole();
    if (!frame || !whole) return;
    const name = `ganscope-${this.#view === "2d" ? "plane" : "figure-1"}-round-${frame.meta.round}`;
    if (kind === "csv") saveTable(tableOf(frame), name);
    else await savePicture({ ...whole, layout: { ...whole.layout, paper_bgcolor: palette.paper } }, kind, name);
  }

  // --- reading -----------------------------------------------------------------------------------------------------

  /** Where Plotly reads Figure 1, it is asked again while the run goes on. */
  #readAgain() {
    const at = this.#pointer;
    if (!at || !this.#frame?.meta.playing || performance.now() < this.#read + AGAIN) return;
    const place = this.#place(at);
    if (!place) return;
    this.#read = performance.now();
    this.binding.read({ xval: place[0] }, "xy");
  }

  #readPlane() {
    const place = this.#pointer && this.#frame && this.#view === "2d" ? this.#place(this.#pointer) : null;
    this.tip.hidden = !place;
    if (!place || !this.#frame || !this.#pointer) return;
    this.tip.replaceChildren(...readings(this.#frame, place).flatMap(([style, name, value]) => [h("dt", { class: style }, ...nodes(name)), h("dd", {}, value)]));
    const { clientWidth, clientHeight } = this.host;
    const left = this.#pointer.x > clientWidth / 2;
    const y = Math.max(8, Math.min(this.#pointer.y - 60, clientHeight - this.tip.offsetHeight - 8));
    this.tip.style.transform = `translate(${left ? this.#pointer.x - 14 : this.#pointer.x + 14}px, ${y}px)${left ? " translateX(-100%)" : ""}`;
  }

  /** The plot area and what its axes show. */
  #axes() {
    const frame = this.#frame;
    const { now } = this.figures;
    if (!frame || !now) return null;
    if (this.#view === "2d") {
      const box = this.plane.box;
      return box && { box, ranges: this.plane.ranges(frame) };
    }
    const layout = this.figure1.layout(frame, this.#layers(), now.figure1, this.#room);
    const { l, r, t, b } = layout.margin;
    const [foot, head] = layout.yaxis.domain;
    const height = layout.height - t - b;
    const box = { left: l, top: t + (1 - head) * height, width: layout.width - l - r, height: (head - foot) * height };
    const { x, y } = this.binding.ranges ?? { x: layout.xaxis.range, y: layout.yaxis.range };
    return { box, ranges: /** @type {import("./painter.js").Ranges} */ ([x, y]) };
  }

  /** What stands at a pixel, in the units of the axes; null outside. @param {{x: number, y: number}} at @returns {[number, number] | null} */
  #place({ x, y }) {
    const axes = this.#axes();
    if (!axes) return null;
    const { box, ranges } = axes;
    const [u, v] = [(x - box.left) / box.width, 1 - (y - box.top) / box.height];
    if (u < 0 || u > 1 || v < 0 || v > 1) return null;
    const [[xLow, xHigh], [yLow, yHigh]] = ranges;
    return [xLow + u * (xHigh - xLow), yLow + v * (yHigh - yLow)];
  }

  // --- dragging ----------------------------------------------------------------------------------------------------

  /**
   * The handle at a pixel, and what a pixel is worth.
   * @param {{x: number, y: number}} at
   * @returns {{index: number, perPixel: [number, number]} | null}
   */
  #grab(at) {
    const axes = this.#axes();
    if (!axes || !this.#layers().has("modes")) return null;
    const { box, ranges: [[xLow, xHigh], [yLow, yHigh]] } = axes; // prettier-ignore
    const [perX, perY] = [(xHigh - xLow) / box.width, (yHigh - yLow) / box.height];
    let [best, nearest] = [-1, NEAR];
    this.#centres().forEach(([x, y], k) => {
      const up = box.top + box.height - (this.#view === "1d" ? 6 : (y - yLow) / perY);
      const away = Math.hypot(box.left + (x - xLow) / perX - at.x, up - at.y);
      if (away < nearest) [best, nearest] = [k, away];
    });
    return best < 0 ? null : { index: best, perPixel: [perX, -perY] };
  }

  #listen() {
    /** @type {{index: number, from: number[], start: {x: number, y: number}, perPixel: [number, number]} | null} */
    let held = null;
    const { host } = this;
    const place = (/** @type {{clientX: number, clientY: number}} */ event) => {
      const box = host.getBoundingClientRect();
      return { x: event.clientX - box.left - host.clientLeft, y: event.clientY - box.top - host.clientTop };
    };
    const point = (/** @type {{x: number, y: number} | null} */ at) => {
      this.#pointer = at;
      host.classList.toggle("read", at !== null);
      this.#readPlane();
    };
    // Before Plotly, whose zoom begins where no handle is.
    host.addEventListener("pointerdown", (event) => {
      const start = place(event);
      const found = event.button === 0 ? this.#grab(start) : null;
      // A finger has no way to hover: where it taps, it reads.
      if (!found && event.pointerType !== "mouse") return point(start);
      if (!found) return;
      held = { ...found, start, from: this.#centres()[found.index] };
      host.setPointerCapture(event.pointerId);
      host.classList.add("dragging");
      event.preventDefault();
      event.stopPropagation();
    }, { capture: true }); // prettier-ignore
    for (const kind of /** @type {const} */ (["mousedown", "touchstart"])) {
      host.addEventListener(kind, (event) => {
        const at = place("touches" in event ? event.touches[0] : event);
        if (!this.#grab(at)) return;
        event.preventDefault();
        event.stopPropagation();
      }, { capture: true, passive: false }); // prettier-ignore
    }
    host.addEventListener("pointermove", (event) => {
      const at = place(event);
      if (!held) {
        host.classList.toggle("can-drag", this.#grab(at) !== null);
        if (event.pointerType === "mouse") point(at);
        return;
      }
      const { from, start, perPixel, index } = held;
      const mean = from.map((value, axis) => value + (axis === 0 ? at.x - start.x : at.y - start.y) * perPixel[axis]);
      this.drag(moved(this.store.now.experiment.target, index, mean));
    });
    const release = () => {
      held = null;
      host.classList.remove("dragging");
    };
    host.addEventListener("pointerup", release);
    host.addEventListener("pointercancel", () => {
      release();
      point(null);
    });
    host.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse") point(null);
    });
    // A tap elsewhere puts the reading away.
    document.addEventListener("pointerdown", (event) => {
      if (this.#pointer && !host.contains(/** @type {Node} */ (event.target))) point(null);
    });
  }
}
