/**
 * One picture: Figure 1 or the plane, whichever the frame is; what the pointer reads off it; dragging the target's
 * Gaussians.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").Json} Json
 * @typedef {import("../run/state.js").Store} Store
 */

import { Axes } from "./axes.js";
import { h } from "../base/dom.js";
import { Figure1 } from "./figure1.js";
import { gameOf, labelsOf } from "../run/game.js";
import { drawable, layersOf } from "../run/layers.js";
import { Plane } from "./plane.js";
import { components, moved } from "../run/targets.js";
import { nodes, plain } from "../base/text.js";

export class Picture {
  /** @type {Frame | null} */ #frame = null;
  /** @type {{x: number, y: number} | null} */ #pointer = null;
  #choice = "";

  /**
   * @param {HTMLElement} host
   * @param {Store} store
   * @param {(target: Json) => void} drag  called with the target that a drag has made
   * @param {import("./heat.js").Scales} scales  of the pictures that stand side by side
   */
  constructor(host, store, drag, scales) {
    this.host = host;
    this.store = store;
    this.drag = drag;
    host.setAttribute("role", "img");
    this.axes = new Axes(host);
    this.figure1 = new Figure1(this.axes);
    this.plane = new Plane(this.axes, scales);
    this.hairline = h("div", { class: "hairline", hidden: true });
    this.tip = h("dl", { class: "tip", hidden: true, "aria-hidden": "true" });
    host.append(this.hairline, this.tip);
    new ResizeObserver(() => this.#resize()).observe(host);
    addEventListener("resize", () => this.#resize()); // another screen may have smaller pixels
    this.#resize();
    store.watch(["waiting"], (state) => host.classList.toggle("waiting", state.waiting));
    this.#listen();
  }

  /** @param {string} choice  of layers */
  show(choice) {
    this.#choice = choice;
    this.#repaint();
  }

  /** @param {Frame} frame */
  paint(frame) {
    this.#frame = frame;
    const { view, round, seq } = frame.meta;
    const layers = this.#layers();
    Object.assign(this.host.dataset, { view, round: String(round), seq: String(seq) });
    if (view === "1d") {
      this.axes.under.hidden = true;
      this.figure1.paint(frame, layers, this.#centres().map(([x]) => x));
    } else {
      this.plane.paint(frame, layers);
    }
    this.#describe(frame, layers);
    this.#read();
  }

  /** After the theme has changed. */
  restyle() {
    this.axes.restyle();
    this.#repaint();
  }

  #repaint() {
    if (this.#frame) this.paint(this.#frame);
  }

  #resize() {
    const { clientWidth, clientHeight } = this.host;
    if (clientWidth === 0 || this.axes.fits(clientWidth, clientHeight)) return;
    this.axes.resize(clientWidth, clientHeight);
    this.#repaint();
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
    const names = layersOf(view, gameOf(frame), labelsOf(frame)).filter(({ name }) => layers.has(name)).map(({ title }) => plain(title));
    const label = `${view === "1d" ? "Figure 1, over the line of x" : "The plane"}: ${names.join(", ") || "nothing"}`;
    if (this.host.getAttribute("aria-label") !== label) this.host.setAttribute("aria-label", label);
  }

  #read() {
    const at = this.#pointer;
    const found = at && this.#frame && (this.#frame.meta.view === "1d" ? this.figure1.at(at.x) : this.plane.at(at.x, at.y));
    this.tip.hidden = this.hairline.hidden = !found;
    if (!found || !at) return;
    this.tip.replaceChildren(
      ...found.rows.flatMap(([style, name, value]) => [h("dt", { class: style }, ...nodes(name)), h("dd", {}, value)]),
    );
    const left = at.x > this.axes.width / 2;
    const y = Math.max(8, Math.min(at.y - 60, this.axes.height - this.tip.offsetHeight - 8));
    this.tip.style.transform = `translate(${left ? at.x - 14 : at.x + 14}px, ${y}px)${left ? " translateX(-100%)" : ""}`;
    this.hairline.hidden = this.#frame?.meta.view !== "1d";
    this.hairline.style.transform = `translateX(${found.x}px)`;
  }

  #listen() {
    /** @type {{index: number, from: number[], start: {x: number, y: number}, perPixel: [number, number]} | null} */
    let held = null;
    const place = (/** @type {{clientX: number, clientY: number}} */ event) => {
      const box = this.host.getBoundingClientRect();
      return { x: event.clientX - box.left - this.host.clientLeft, y: event.clientY - box.top - this.host.clientTop };
    };
    const grab = (/** @type {{x: number, y: number}} */ at) => {
      const centres = this.#centres();
      const layers = this.#layers();
      if (!layers.has("modes")) return null;
      return this.#frame?.meta.view === "1d" ? this.figure1.grab(at.x, at.y, centres.map(([x]) => x)) : this.plane.grab(at.x, at.y, centres);
    };
    const point = (/** @type {{x: number, y: number} | null} */ at) => {
      this.#pointer = at;
      this.#read();
    };
    this.host.addEventListener("pointerdown", (event) => {
      const start = place(event);
      const found = event.button === 0 ? grab(start) : null;
      // A finger has no way to hover: where it taps, it reads.
      if (!found && event.pointerType !== "mouse") return point(start);
      if (!found) return;
      held = { ...found, start, from: this.#centres()[found.index] };
      this.host.setPointerCapture(event.pointerId);
      this.host.classList.add("dragging");
      event.preventDefault();
    });
    this.host.addEventListener("pointermove", (event) => {
      const at = place(event);
      if (!held) {
        this.host.classList.toggle("can-drag", grab(at) !== null);
        if (event.pointerType === "mouse") point(at);
        return;
      }
      const { from, start, perPixel, index } = held;
      const mean = from.map((value, axis) => value + (axis === 0 ? at.x - start.x : at.y - start.y) * perPixel[axis]);
      this.drag(moved(this.store.now.experiment.target, index, mean));
    });
    const release = () => {
      held = null;
      this.host.classList.remove("dragging");
    };
    this.host.addEventListener("pointerup", release);
    this.host.addEventListener("pointercancel", () => {
      release();
      point(null);
    });
    this.host.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse") point(null);
    });
    // A tap elsewhere puts the reading away.
    document.addEventListener("pointerdown", (event) => {
      if (this.#pointer && !this.host.contains(/** @type {Node} */ (event.target))) point(null);
    });
    // A finger on a handle drags it; anywhere else it scrolls the page.
    this.host.addEventListener(
      "touchstart",
      (event) => {
        if (grab(place(event.touches[0]))) event.preventDefault();
      },
      { passive: false },
    );
  }
}
