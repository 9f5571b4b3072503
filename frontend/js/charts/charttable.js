/**
 * The charts, one row each: what they draw, from which columns of the history, and what it means.
 *
 * @typedef {import("../base/theme.js").Palette} Palette
 *
 * @typedef {object} Line
 * @property {string} column  of the history
 * @property {string} title
 * @property {string} style  colour of its key in the heading
 * @property {keyof Palette} colour
 * @property {keyof Palette} text  colour of its value: the same hue, dark enough to read
 * @property {number} width
 * @property {number[]} [dash]
 * @property {boolean} [compared]  the axis need not reach it
 * @property {boolean} [first]  its key comes first, though it is drawn last, above the others
 * @property {boolean} [bound]  a lower bound, where some of p_g is outside the picture
 * @property {boolean} [filled]  shade between this line and the one before it
 *
 * @typedef {object} Chart
 * @property {string} name
 * @property {string} title
 * @property {string} help
 * @property {"curves" | "stripes" | "bars" | "histogram" | "function" | "phase" | "map" | "plan" | "counting"} kind  only the first two have an axis of rounds
 * @property {number} rank  which charts are shown where not all fit: the lowest ranks; an infinite one is shown only where it is chosen
 * @property {Line[]} lines
 * @property {{at: number, text: string}[]} marks  levels with a meaning
 * @property {"linear" | "log"} scale
 * @property {[number, number]} [range]  fixed
 * @property {boolean} [zero]  the axis starts at 0
 * @property {number} [most]  no value is higher
 * @property {import("../base/ticks.js").Tick[]} [ticks]
 * @property {(value: number) => string} format
 * @property {(value: number) => string} [least]  the same of a lower bound
 * @property {string} [unit]  of the numbers up its axis, written where it is large
 */

import { bounded, figures, fixed, least, percent, roomy, short } from "../base/format.js";

/** Whether a chart has an axis of rounds. @param {Chart} chart */
export const overRounds = ({ kind }) => kind === "curves" || kind === "stripes";

const PERCENT = [{ at: 0, text: "0%" }, { at: 0.5, text: "50%" }, { at: 1, text: "100%" }]; // prettier-ignore

/** @type {Chart[]} In the order of the page. */
export const CHARTS = [
  {
    name: "phase", title: "Phase portrait", rank: Infinity, kind: "phase", scale: "linear",
    help: "Both players in one plane: θ is where G's point is, ψ how steep D is.  Arrows: where both would move, penalties included; the line: where they went, paler the longer ago; the ring: where nobody moves.  The eigenvalues λ of the field there say what steps without end, infinitely small, would do: real parts below 0 draw the players in, imaginary parts turn them round.  Longer steps drive further out.",
    format: (value) => short(value, 2), marks: [], lines: [],
  },
  {
    name: "value", title: "Value", rank: 1, kind: "curves", scale: "linear", unit: "nats",
    help: "The value of the game, in nats.  D pushes V(G, D) up towards V(G, D*), the value of the best D; the shaded gap is what D has left to learn.  G pushes V(G, D) down; at p_g = p_data even the best D reaches only −log 4.",
    format: (value) => roomy(value, 3), least: (value) => (Number.isFinite(value) ? bounded(value, 2, roomy) : roomy(value, 2)),
    marks: [{ at: -Math.log(4), text: "−log 4" }], most: 0,
    lines: [
      { column: "v_star", title: "V(G, D*)", style: "d-star", colour: "dStar", text: "dStarText", width: 2, bound: true },
      { column: "v", title: "V(G, D)", style: "d", colour: "d", text: "dText", width: 2.5, filled: true },
    ],
  },
  {
    name: "jsd", title: "Divergences", rank: 2, kind: "curves", scale: "log", unit: "nats",
    help: "How far p_g is from p_data, in nats, on a logarithmic axis.  JSD: Jensen–Shannon, at most log 2.  The dotted floor is what a perfect generator would score here; an arrow says that it is off the axis.  KL(data‖g) is large where p_g misses data, KL(g‖data) where it makes what is no data; infinite values are not drawn.  ≥: some of p_g is outside the picture, which counts as one cell, on the line one at either end, so the value is at least that.",
    format: (value) => figures(value, 2), least: (value) => least(value, 2),
    marks: [],
    lines: [
      { column: "kl_data_g", title: "KL(data‖g)", style: "p-data", colour: "pData", text: "ink", width: 2, dash: [8, 4], bound: true },
      { column: "kl_g_data", title: "KL(g‖data)", style: "fake", colour: "fake", text: "fake", width: 2, dash: [6, 2.5, 1.5, 2.5], bound: true },
      { column: "jsd_floor", title: "floor", style: "muted", colour: "muted", text: "muted", width: 2, dash: [1.5, 2.5], compared: true },
      { column: "jsd", title: "JSD", style: "p-g", colour: "pG", text: "pGText", width: 2.5, bound: true, first: true },
    ],
  },
  {
    name: "modes", title: "Modes over rounds", rank: 3, kind: "stripes", scale: "linear", range: [0, 1], ticks: PERCENT, unit: "share of the samples",
    help: "Each colour is one mode of the data; its height is the share of G's samples that are nearest to it.  Bands as even as the weights: all modes found.  One colour fills all: collapse.  The colour changes: G hops to another mode.",
    format: percent, marks: [], lines: [],
  },
  {
    name: "outputs", title: "Mean D(x)", rank: 4, kind: "curves", scale: "linear", range: [0, 1],
    ticks: [{ at: 0, text: "0" }, { at: 0.5, text: "½" }, { at: 1, text: "1" }], unit: "D(x)",
    help: "What D says on average, on real data and on G's fakes: 1 means real, 0 means fake.  Where both are ½, D cannot tell them apart.",
    format: (value) => fixed(value, 3),
    marks: [{ at: 0.5, text: "" }],
    lines: [
      // Where both are the same, the wider one is seen beside the other.
      { column: "d_real", title: "real", style: "p-data", colour: "pData", text: "ink", width: 2.75 },
      { column: "d_fake", title: "fake", style: "p-g", colour: "pG", text: "pGText", width: 1.5 },
    ],
  },
  {
    name: "losses", title: "Losses", rank: 5, kind: "curves", scale: "linear", unit: "loss",
    help: "What D and G each minimise, per sample: each point is the mean over as many rounds as a frame has.  In a game a falling loss does not mean that things get better: look at the divergences.",
    format: (value) => roomy(value, 3),
    marks: [],
    lines: [
      { column: "d_loss", title: "D", style: "d", colour: "d", text: "dText", width: 2.25 },
      { column: "g_loss", title: "G", style: "p-g", colour: "pG", text: "pGText", width: 2.25 },
    ],
  },
  {
    name: "reconstruction", title: "Reconstruction", rank: 3.5, kind: "curves", scale: "log", unit: "units of z, squared",
    help: "E‖z − F(G(z))‖²: how far F, the network that takes samples back to noise, is from the z that a sample of G was made of, in squares of the units of z, on a logarithmic axis.  An F that knows nothing of x is off by the variance of z, 1 for each normal coordinate.  Where G makes one x of many z, no F can tell them apart.",
    format: (value) => figures(value, 3),
    marks: [],
    lines: [{ column: "reconstruction", title: "E‖z − F(G(z))‖²", style: "p-g", colour: "pG", text: "pGText", width: 2.5 }],
  },
  {
    name: "w1", title: "Wasserstein distance", rank: 7, kind: "curves", scale: "linear", zero: true, unit: "units of x",
    help: "W₁: how far the mass of p_g would have to be carried to become p_data, in the units of x: exact on the line, the mean over directions (sliced) in the plane.",
    format: (value) => figures(value, 3),
    marks: [],
    lines: [{ column: "w1", title: "W₁", style: "p-g", colour: "pG", text: "pGText", width: 2.5 }],
  },
  {
    name: "gradients", title: "Gradient norms", rank: 8, kind: "curves", scale: "log", unit: "norm",
    help: "Length of the gradient of each loss by the weights, on a logarithmic axis; each point is a mean over rounds, as with the losses.  When G's falls towards 0, G has nothing left to learn from D.",
    format: (value) => figures(value, 2),
    marks: [],
    lines: [
      { column: "d_grad_norm", title: "D", style: "d", colour: "d", text: "dText", width: 2.25 },
      { column: "g_grad_norm", title: "G", style: "p-g", colour: "pG", text: "pGText", width: 2.25 },
    ],
  },
  {
    name: "shares", title: "Samples per mode", rank: 6, kind: "bars", scale: "linear", zero: true, unit: "share of the samples",
    help: "Share of G's samples that are nearest to each mode, in the colours of the chart of modes; the line across it is the mode's weight in the data.",
    format: percent, marks: [], lines: [],
  },
  {
    name: "map", title: "The map z → G(z)", rank: Infinity, kind: "map", scale: "linear", unit: "x",
    help: "G(z) beside the exact map F_data⁻¹(F_z(z)), which makes p_g = p_data: as much noise lies below z as data below its x.  Its mirror image does so too; the one nearer to G is drawn.  Shaded: G runs back, so that several z make the same x.  Off by: E|G(z) − exact(z)| in units of x, never less than W₁ (Villani, 2003, Topics in Optimal Transportation, 2.2).",
    format: (value) => figures(value, 3), marks: [],
    lines: [
      { column: "", title: "G(z)", style: "p-g", colour: "pG", text: "pGText", width: 2.75 },
      { column: "", title: "exact", style: "p-data", colour: "pData", text: "ink", width: 1.75, dash: [2, 3] },
    ],
  },
  {
    name: "plan", title: "The cheapest way to move", rank: Infinity, kind: "plan", scale: "linear",
    help: "How to carry p_g, below, to p_data, above: every line is the same share of mass and goes from a quantile to the same quantile, F_g⁻¹(u) to F_data⁻¹(u), so that none cross.  No other plan moves mass less far: the mean way along x, over all lines of which 48 are drawn, is W₁.  Where all stand upright, p_g = p_data (Villani, 2003, Topics in Optimal Transportation, 2.2).",
    format: (value) => figures(value, 3), marks: [], lines: [],
  },
  {
    name: "counting", title: "JSD by counting", rank: Infinity, kind: "counting", scale: "linear", zero: true, unit: "share of the samples",
    help: "JSD as a histogram estimates it: 512 samples of the data and 512 of G, counted in k equal intervals of the picture.  Few intervals are blind to what differs within them; many see differences that are none: a perfect G scores about (k − 1)/2048, where k counts those that hold samples.  Dotted: endless samples.  Green: JSD from the densities.  For an image of 784 pixels two intervals a pixel make 2⁷⁸⁴ boxes (Lin, 1991; Wilks, 1938).",
    format: (value) => fixed(value, 3), marks: [],
    lines: [
      { column: "", title: "counted", style: "p-data", colour: "pData", text: "ink", width: 2.25 },
      { column: "", title: "endless samples", style: "muted", colour: "muted", text: "muted", width: 1.75, dash: [2, 3] },
      { column: "", title: "JSD", style: "p-g", colour: "pG", text: "pGText", width: 2.25 },
    ],
  },
  {
    name: "f", title: "f(u) and f*(t)", rank: Infinity, kind: "function", scale: "linear", unit: "f(u)",
    help: "Left: f, which weighs the density ratio u = p_data/p_g, with its tangent at u = 1, where both densities agree; a convex f is nowhere below it.  Right: its conjugate f*(t) = max over u of t u − f(u), with which D's bound E T(x) − E f*(T(G(z))) is made; the best D answers T* = f′(u).",
    format: (value) => short(value, 3), marks: [], lines: [],
  },
  {
    name: "weights", title: "D's weights", rank: Infinity, kind: "histogram", scale: "linear", zero: true, unit: "share of D's weights",
    help: "How large D's weights and biases are now: the share of them in each of equal bins.  Where weights are clipped the dashed lines are the bound, and most of them soon stand there.",
    format: percent, marks: [], lines: [],
  },
]; // prettier-ignore
