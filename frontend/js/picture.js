/**
 * The picture in the middle: Figure 1 or the plane, whichever the frame is; its legend, which switches layers; what the
 * pointer reads off; dragging the target's Gaussians.
 *
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Json} Json
 * @typedef {import("./state.js").Store} Store
 *
 * @typedef {{name: string, title: string, help?: string, style: string}} Layer
 */

import { Axes } from "./axes.js";
import { h, setText } from "./dom.js";
import { Figure1, LAYERS as ON_THE_LINE } from "./figure1.js";
import { LAYERS as IN_THE_PLANE, Plane } from "./plane.js";
import { short } from "./format.js";
import { components, moved } from "./targets.js";
import { onThemeChange } from "./theme.js";

export class Picture {
  /** @type {Frame | null} */ #frame = null;
  /** @type {ReadonlySet<string>} */ #hidden = new Set();
  /** @type {{x: number, y: number} | null} */ #pointer = null;
  #legendOf = "";

  /**
   * @param {HTMLElement} host
   * @param {HTMLElement} legend
   * @param {Store} store
   * @param {(target: Json) => void} drag  called with the target that a drag has made
   */
  constructor(host, legend, store, drag) {
    this.host = host;
    this.legend = legend;
    this.store = store;
    this.drag = drag;
    host.setAttribute("role", "img");
    this.axes = new Axes(host);
    this.figure1 = new Figure1(this.axes);
    this.plane = new Plane(this.axes);
    this.hairline = h("div", { class: "hairline", hidden: true });
    this.tip = h("dl", { class: "tip", hidden: true, "aria-hidden": "true" });
    this.note = h("span", { class: "levels", title: "Contours of D and D*, ½ heavy.  p_data and p_g are both smoothed by a Gaussian of width h, in units of x." });
    host.append(this.hairline, this.tip);
    new ResizeObserver(() => this.#resize()).observe(host);
    this.#resize();
    onThemeChange(() => this.repaint());
    store.watch(["hidden"], (state) => {
      this.#hidden = new Set(state.hidden);
      this.#legendOf = "";
      this.repaint();
    });
    store.watch(["waiting"], (state) => host.classList.toggle("waiting", state.waiting));
    this.#listen();
  }

  /** @param {Frame} frame */
  paint(frame) {
    this.#frame = frame;
    this.host.dataset.view = frame.meta.view;
    this.host.dataset.round = String(frame.meta.round);
    this.host.dataset.seq = String(frame.meta.seq);
    if (frame.meta.view === "1d") {
      this.axes.under.hidden = true;
      this.figure1.paint(frame, this.#hidden, this.#centres().map(([x]) => x));
    } else {
      this.plane.paint(frame, this.#hidden);
    }
    if (this.#legendOf !== frame.meta.view) this.#drawLegend(frame.meta.view);
    this.#describe(frame);
    this.#read();
  }

  repaint() {
    if (this.#frame) this.paint(this.#frame);
  }

  #resize() {
    const { clientWidth, clientHeight } = this.host;
    if (clientWidth === 0 || (clientWidth === this.axes.width && clientHeight === this.axes.height)) return;
    this.axes.resize(clientWidth, clientHeight);
    this.repaint();
  }

  /** Centres of the target's Gaussians; none while the picture still shows a target of another dimension. @returns {number[][]} */
  #centres() {
    const parts = components(this.store.now.experiment.target);
    const dimension = this.#frame?.meta.view === "1d" ? 1 : 2;
    return parts[0]?.mean.length === dimension ? parts.map((part) => part.mean) : [];
  }

  /** @param {Frame} frame */
  #describe(frame) {
    const line = frame.meta.view === "1d";
    const label = line
      ? "Figure 1: densities p_data and p_g, discriminator D and optimal D* over x, and the arrows from z to x"
      : "The plane: density p_g as heat map, contours of D and D*, real and fake samples";
    if (this.host.getAttribute("aria-label") !== label) this.host.setAttribute("aria-label", label);
    setText(this.note, line ? "" : `levels .1 .25 ½ .75 .9 · h = ${short(frame.meta.h, 2)}`);
  }

  /** @param {"1d" | "2d"} view */
  #drawLegend(view) {
    this.#legendOf = view;
    const layers = view === "1d" ? ON_THE_LINE : IN_THE_PLANE;
    this.legend.replaceChildren(
      ...layers.map(({ name, title, help, style }) =>
        h(
          "button",
          {
            type: "button",
            class: "layer",
            "data-layer": name,
            "aria-pressed": String(!this.#hidden.has(name)),
            title: `Show or hide ${help ?? title}`,
            onclick: () => this.#toggle(name),
          },
          h("span", { class: `key ${style}`, "aria-hidden": "true" }),
          title,
        ),
      ),
      this.note,
    );
  }

  /** @param {string} name */
  #toggle(name) {
    const { hidden } = this.store.now;
    this.store.set({ hidden: hidden.includes(name) ? hidden.filter((other) => other !== name) : [...hidden, name] });
    /** @type {HTMLElement | null} */ (this.legend.querySelector(`[data-layer="${name}"]`))?.focus();
  }

  #read() {
    const at = this.#pointer;
    const found = at && this.#frame && (this.#frame.meta.view === "1d" ? this.figure1.at(at.x) : this.plane.at(at.x, at.y));
    this.tip.hidden = this.hairline.hidden = !found;
    if (!found || !at) return;
    this.tip.replaceChildren(
      ...found.rows.flatMap(([style, name, value]) => [h("dt", { class: style }, name), h("dd", {}, value)]),
    );
    const left = at.x > this.axes.width / 2;
    this.tip.style.transform = `translate(${left ? at.x - 14 : at.x + 14}px, ${Math.max(8, at.y - 60)}px)${left ? " translateX(-100%)" : ""}`;
    this.hairline.hidden = this.#frame?.meta.view !== "1d";
    this.hairline.style.transform = `translateX(${found.x}px)`;
  }

  #listen() {
    /** @type {{index: number, from: number[], start: {x: number, y: number}, perPixel: [number, number]} | null} */
    let held = null;
    const place = (/** @type {PointerEvent} */ event) => {
      const box = this.host.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const grab = (/** @type {{x: number, y: number}} */ at) => {
      const centres = this.#centres();
      if (this.#frame?.meta.view === "1d") return this.#hidden.has("p_data") ? null : this.figure1.grab(at.x, at.y, centres.map(([x]) => x));
      return !this.#hidden.has("modes") ? this.plane.grab(at.x, at.y, centres) : null;
    };
    this.host.addEventListener("pointerdown", (event) => {
      const start = place(event);
      const found = event.button === 0 ? grab(start) : null;
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
        if (event.pointerType === "mouse") this.#pointer = at;
        this.#read();
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
    this.host.addEventListener("pointercancel", release);
    this.host.addEventListener("pointerleave", () => {
      this.#pointer = null;
      this.#read();
    });
    // A finger on a handle drags it; anywhere else it scrolls the page.
    this.host.addEventListener(
      "touchstart",
      (event) => {
        const touch = event.touches[0];
        const box = this.host.getBoundingClientRect();
        if (grab({ x: touch.clientX - box.left, y: touch.clientY - box.top })) event.preventDefault();
      },
      { passive: false },
    );
  }
}
