/**
 * Figure 1 of Goodfellow et al. (2014), live: p_data dotted, p_g solid, D dashed, the optimal D* thin beside it; below,
 * the line from which z is drawn and the arrows z → x = G(z).
 *
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Numbers} Numbers
 * @typedef {import("./axes.js").Box} Box
 */

import { Axes, niceStep } from "./axes.js";
import { short } from "./format.js";
import { fontFamily, palette } from "./theme.js";

/** @type {import("./picture.js").Layer[]} */
export const LAYERS = [
  { name: "p_data", title: "p_data", style: "dotted p-data" },
  { name: "p_g", title: "p_g", style: "solid p-g" },
  { name: "d", title: "D", style: "dashed d" },
  { name: "d_star", title: "D*", help: "the best discriminator, p_data/(p_data + p_g)", style: "thin d-star" },
  { name: "arrows", title: "z → G(z)", style: "arrow p-g" },
];

const HANDLE = 6;

export class Figure1 {
  /** @type {Frame | null} */ #frame = null;
  /** @type {number} */ #top = 1;
  #topKey = "";

  /** @param {Axes} axes */
  constructor(axes) {
    this.axes = axes;
  }

  /** Where the density panel, the line of x and the line of z stand. */
  #boxes() {
    const { width, height } = this.axes;
    const narrow = width < 520;
    const left = narrow ? 44 : 60;
    const right = narrow ? 40 : 56;
    const bottom = 38;
    const band = Math.max(48, Math.min(110, 0.19 * height));
    const gap = 44;
    const top = 14;
    const inner = { left, width: width - left - right };
    return {
      upper: { ...inner, top, height: Math.max(40, height - top - bottom - band - gap) },
      lower: { ...inner, top: height - bottom - band, height: band },
      margin: { l: left, r: right, t: top, b: bottom },
    };
  }

  /**
   * The density axis stands still while training runs: it follows p_data alone.
   * @param {Frame} frame
   */
  #densityTop(frame) {
    const density = frame.arrays.p_data.data;
    let peak = 0;
    for (const value of density) if (value > peak) peak = value;
    const key = `${frame.meta.window} ${peak.toPrecision(3)}`;
    if (key !== this.#topKey) {
      this.#topKey = key;
      const step = niceStep(1.6 * peak || 1, 8);
      this.#top = Math.ceil((1.6 * peak || 1) / step) * step;
    }
    return this.#top;
  }

  /**
   * @param {Frame} frame
   * @param {ReadonlySet<string>} hidden
   * @param {readonly number[]} handles  centres of the target's Gaussians, to be dragged
   */
  paint(frame, hidden, handles) {
    this.#frame = frame;
    const [[low, high]] = frame.meta.window;
    const top = this.#densityTop(frame);
    const z = frame.arrays.z?.data ?? new Float32Array();
    const zRange = z.length > 1 ? latentRange(z) : null;
    const { upper, lower, margin } = this.#boxes();
    this.#axes(low, high, top, zRange, upper, lower, margin);

    const { ink } = this.axes;
    this.axes.clear();
    const toX = (/** @type {number} */ x) => upper.left + ((x - low) / (high - low)) * upper.width;
    const density = (/** @type {number} */ y) => upper.top + upper.height * (1 - y / top);
    const chance = (/** @type {number} */ y) => upper.top + upper.height * (1 - y);
    const x = frame.arrays.x.data;

    ink.save();
    ink.beginPath();
    ink.rect(upper.left, upper.top - 2, upper.width, upper.height + 4);
    ink.clip();
    ink.lineJoin = "round";
    if (!hidden.has("d_star")) this.#line(x, frame.arrays.d_star.data, toX, chance, palette.dStar, 1.25, []);
    if (!hidden.has("d")) this.#line(x, frame.arrays.d.data, toX, chance, palette.d, 2, [7, 5]);
    if (!hidden.has("p_g")) this.#line(x, frame.arrays.p_g.data, toX, density, palette.pG, 2.5, []);
    if (!hidden.has("p_data")) this.#line(x, frame.arrays.p_data.data, toX, density, palette.pData, 2.5, [0, 5.5]);
    ink.restore();

    if (!hidden.has("p_g")) this.#offScale(frame.arrays.p_g.data, x, top, toX, upper);
    if (zRange && !hidden.has("arrows")) this.#arrows(frame, low, high, zRange, toX, lower);
    if (!hidden.has("p_data")) this.#handles(handles, toX, upper);
  }

  /**
   * @param {Numbers} x
   * @param {Numbers} y
   * @param {(x: number) => number} toX
   * @param {(y: number) => number} toY
   * @param {string} colour
   * @param {number} width
   * @param {number[]} dash
   */
  #line(x, y, toX, toY, colour, width, dash) {
    const { ink } = this.axes;
    ink.strokeStyle = colour;
    ink.lineWidth = width;
    ink.lineCap = dash[0] === 0 ? "round" : "butt";
    ink.setLineDash(dash);
    ink.beginPath();
    for (let i = 0; i < x.length; i++) {
      // Far beyond the panel a dash pattern would only cost time.
      ink.lineTo(toX(x[i]), Math.max(-20, toY(y[i])));
    }
    ink.stroke();
    ink.setLineDash([]);
  }

  /**
   * Says how high p_g goes where it leaves the panel.
   * @param {Numbers} density
   * @param {Numbers} x
   * @param {number} top
   * @param {(x: number) => number} toX
   * @param {Box} box
   */
  #offScale(density, x, top, toX, box) {
    let peak = 0;
    for (let i = 1; i < density.length; i++) if (density[i] > density[peak]) peak = i;
    if (!(density[peak] > top)) return;
    const { ink } = this.axes;
    const text = `p_g reaches ${short(density[peak])} ↑`;
    ink.font = `12px ${fontFamily()}`;
    const width = ink.measureText(text).width;
    const right = toX(x[peak]) + 10 + width > box.left + box.width;
    ink.textAlign = right ? "right" : "left";
    ink.textBaseline = "top";
    const at = toX(x[peak]) + (right ? -10 : 10);
    ink.fillStyle = palette.halo;
    ink.globalAlpha = 0.85;
    ink.fillRect(right ? at - width - 3 : at - 3, box.top + 1, width + 6, 18);
    ink.globalAlpha = 1;
    ink.fillStyle = palette.pGText;
    ink.fillText(text, at, box.top + 4);
  }

  /**
   * @param {Frame} frame
   * @param {number} low
   * @param {number} high
   * @param {[number, number]} zRange
   * @param {(x: number) => number} toX
   * @param {Box} box
   */
  #arrows(frame, low, high, [zLow, zHigh], toX, box) {
    const { ink } = this.axes;
    const z = frame.arrays.z.data;
    const gz = frame.arrays.gz.data;
    const base = box.top + box.height;
    const tip = box.top;
    ink.strokeStyle = palette.pG;
    ink.fillStyle = palette.pG;
    ink.lineWidth = 1.25;
    ink.globalAlpha = 0.85;
    ink.beginPath();
    for (let i = 0; i < z.length; i++) {
      const from = box.left + ((z[i] - zLow) / (zHigh - zLow)) * box.width;
      const inside = gz[i] >= low && gz[i] <= high;
      const to = toX(Math.max(low, Math.min(high, gz[i])));
      const length = Math.hypot(to - from, tip - base);
      const ux = (to - from) / length;
      const uy = (tip - base) / length;
      ink.moveTo(from, base);
      ink.lineTo(to - ux * 6, tip - uy * 6);
      if (!inside) continue;
      // The head: a triangle of 7 by 5 pixels along the arrow.
      ink.moveTo(to, tip);
      ink.lineTo(to - ux * 7 - uy * 2.6, tip - uy * 7 + ux * 2.6);
      ink.lineTo(to - ux * 7 + uy * 2.6, tip - uy * 7 - ux * 2.6);
      ink.closePath();
    }
    ink.fill();
    ink.stroke();
    ink.globalAlpha = 1;
  }

  /**
   * @param {readonly number[]} centres
   * @param {(x: number) => number} toX
   * @param {Box} box
   */
  #handles(centres, toX, box) {
    const { ink } = this.axes;
    const y = box.top + box.height;
    ink.fillStyle = palette.pData;
    ink.strokeStyle = palette.halo;
    ink.lineWidth = 1.5;
    for (const centre of centres) {
      const x = toX(centre);
      ink.beginPath();
      ink.moveTo(x, y - HANDLE - 4);
      ink.lineTo(x - HANDLE, y + 2);
      ink.lineTo(x + HANDLE, y + 2);
      ink.closePath();
      ink.fill();
      ink.stroke();
    }
  }

  /**
   * @param {number} low
   * @param {number} high
   * @param {number} top
   * @param {[number, number] | null} zRange
   * @param {Box} upper
   * @param {Box} lower
   * @param {object} margin
   */
  #axes(low, high, top, zRange, upper, lower, margin) {
    const { width, height } = this.axes;
    const key = JSON.stringify(["1d", width, height, low, high, top, zRange, palette.ink]);
    this.axes.draw(key, () => {
      const inner = lower.top + lower.height - upper.top;
      const share = (/** @type {number} */ y) => 1 - (y - upper.top) / inner;
      const axis = {
        color: palette.muted, linecolor: palette.lineStrong, tickcolor: palette.lineStrong, zeroline: false,
        showline: true, ticks: "outside", ticklen: 4, fixedrange: true, showgrid: false, automargin: false,
        tickfont: { size: 12 }, title: { font: { size: 13 }, standoff: 4 },
      }; // prettier-ignore
      const split = share(lower.top);
      const floor = share(upper.top + upper.height);
      return {
        traces: [
          { x: [null], y: [null] },
          { x: [null], y: [null], yaxis: "y2" },
          { x: [null], y: [null], yaxis: "y3" },
          { x: [null], y: [null], xaxis: "x2", yaxis: "y3" },
        ],
        layout: {
          width, height, margin, showlegend: false, paper_bgcolor: "transparent", plot_bgcolor: "transparent",
          font: { family: fontFamily(), size: 12, color: palette.muted },
          xaxis: { ...axis, range: [low, high], anchor: "y" },
          yaxis: {
            ...axis, range: [0, top], domain: [floor, 1], title: { ...axis.title, text: "density" },
            showgrid: true, gridcolor: palette.line, nticks: Math.max(3, Math.round(upper.height / 60)),
          },
          yaxis2: {
            ...axis, range: [0, 1], domain: [floor, 1], overlaying: "y", side: "right", anchor: "x", color: palette.dText,
            tickvals: [0, 0.25, 0.5, 0.75, 1], ticktext: ["0", "¼", "½", "¾", "1"],
            title: { ...axis.title, text: "D(x)" },
          },
          yaxis3: { range: [0, 1], domain: [0, split], visible: false, fixedrange: true, anchor: "x2" },
          xaxis2: {
            ...axis, visible: zRange !== null, range: zRange ?? [0, 1], anchor: "y3",
            nticks: 7,
          },
          shapes: zRange
            ? [{
                type: "line", xref: "paper", yref: "paper", x0: 0, x1: 1, y0: split, y1: split,
                line: { color: palette.lineStrong, width: 1 },
              }]
            : [],
          annotations: [
            ...(zRange ? [label("x", 0, split, -20, 0), label("z", 0, 0, -20, 0)] : []),
          ],
        },
      }; // prettier-ignore
    });
  }

  /**
   * What stands at this pixel, for the pointer.
   * @param {number} px
   * @returns {{x: number, rows: [string, string, string][]} | null} rows: style, name, value
   */
  at(px) {
    const frame = this.#frame;
    if (!frame) return null;
    const { upper } = this.#boxes();
    const [[low, high]] = frame.meta.window;
    const x = low + ((px - upper.left) / upper.width) * (high - low);
    if (x < low || x > high) return null;
    const count = frame.arrays.x.data.length;
    const i = Math.max(0, Math.min(count - 1, Math.floor(((x - low) / (high - low)) * count)));
    const value = (/** @type {string} */ name) => short(frame.arrays[name].data[i]);
    return {
      x: px,
      rows: [
        ["", "x", short(frame.arrays.x.data[i])],
        ["p-data", "p_data", value("p_data")],
        ["p-g", "p_g", value("p_g")],
        ["d", "D", value("d")],
        ["d-star", "D*", value("d_star")],
      ],
    };
  }

  /**
   * The handle at a pixel and what a pixel is worth, for dragging.
   * @param {number} px
   * @param {number} py
   * @param {readonly number[]} handles
   * @returns {{index: number, perPixel: [number, number]} | null}
   */
  grab(px, py, handles) {
    if (!this.#frame) return null;
    const { upper } = this.#boxes();
    const [[low, high]] = this.#frame.meta.window;
    const perPixel = (high - low) / upper.width;
    if (Math.abs(py - upper.top - upper.height) > 18) return null;
    let best = -1;
    let nearest = 16;
    handles.forEach((centre, k) => {
      const away = Math.abs(upper.left + (centre - low) / perPixel - px);
      if (away < nearest) [best, nearest] = [k, away];
    });
    return best < 0 ? null : { index: best, perPixel: [perPixel, 0] };
  }
}

/**
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {number} xshift
 * @param {number} yshift
 */
const label = (text, x, y, xshift, yshift) => ({
  text: `<i>${text}</i>`, x, y, xshift, yshift, xref: "paper", yref: "paper", showarrow: false, font: { size: 14 },
}); // prettier-ignore

/**
 * The line of z, symmetric and a little wider than the outermost arrow.
 * @param {Numbers} z
 * @returns {[number, number]}
 */
function latentRange(z) {
  let most = 0;
  for (const value of z) most = Math.max(most, Math.abs(value));
  const end = most <= 1 ? 1 : Math.ceil(most * 2) / 2;
  return [-end, end];
}
