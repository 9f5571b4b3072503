/**
 * What Figure 1 draws with every frame: curves, samples, arrows, handles.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").Numbers} Numbers
 * @typedef {import("../wire/types.js").Tensor} Tensor
 * @typedef {import("./axes.js").Box} Box
 * @typedef {import("./dye.js").Dye} Dye
 * @typedef {import("./axes.js").Size} Size
 *
 * @typedef {object} Panels
 * @property {Box} upper  densities and D
 * @property {Box} lower  from the line of x down to the line of z
 * @property {boolean} whole  with room for words and axes
 * @property {[number, number]} [axis]  D's values at the foot and the top, where D is a critic
 *
 * @typedef {object} Scales
 * @property {(x: number) => number} x
 * @property {(density: number) => number} density
 * @property {(d: number) => number} chance  of D as the frame has it, from 0 to 1
 * @property {(z: number) => number} z
 */

import { dyeOf, plainDye, realDye } from "./dye.js";
import { drawnRange, gameOf, WORDS } from "../run/game.js";
import { headed, latentRange, thinned, thinning } from "./latent.js";
import { Places } from "./naming.js";
import { annotate } from "./notes.js";
import { niceStep } from "../base/ranges.js";
import { drawSlopes, slopeKey } from "./slopes.js";
import { write } from "../base/text.js";
import { palette } from "../base/theme.js";

/** Half the width of a handle, in pixels at the plain size. */
const HANDLE = 6;

/** A curve's look: its array, its colour, its width and its dash. */
const CURVES = /** @type {const} */ ([
  { name: "d_star", scale: "chance", colour: "dStar", width: 1.4, dash: [] },
  { name: "d", scale: "chance", colour: "d", width: 2.4, dash: [8, 5] },
  { name: "p_g", scale: "density", colour: "pG", width: 3, dash: [] },
  { name: "p_data", scale: "density", colour: "pData", width: 3, dash: [0, 6.5] },
]); // prettier-ignore

/**
 * The density axis stands still while training runs: it follows p_data alone.
 * @param {Frame} frame
 */
export function densityTop(frame) {
  let peak = 0;
  for (const value of frame.arrays.p_data.data) if (value > peak) peak = value;
  const room = 1.6 * Number(peak.toPrecision(3)) || 1;
  const step = niceStep(room, 8);
  return Math.ceil(room / step) * step;
}

/**
 * @param {Frame} frame
 * @param {Panels} panels
 * @returns {Scales}
 */
function scales(frame, { upper, lower, axis }) {
  const [[low, high]] = frame.meta.window;
  const top = densityTop(frame);
  const [zLow, zHigh] = latentRange(frame) ?? [-1, 1];
  const drawn = drawnRange(gameOf(frame));
  const [dLow, dHigh] = axis ?? drawn;
  const share = (/** @type {number} */ d) => (drawn[0] + d * (drawn[1] - drawn[0]) - dLow) / (dHigh - dLow);
  return {
    x: (x) => upper.left + ((x - low) / (high - low)) * upper.width,
    density: (y) => upper.top + upper.height * (1 - y / top),
    chance: (d) => upper.top + upper.height * (1 - share(d)),
    z: (z) => lower.left + ((z - zLow) / (zHigh - zLow)) * lower.width,
  };
}

/**
 * Everything that changes from frame to frame.
 * @param {CanvasRenderingContext2D} ink
 * @param {Frame} frame
 * @param {ReadonlySet<string>} layers
 * @param {Panels} panels
 * @param {Size} size
 * @param {readonly number[]} handles  centres of the target's Gaussians, to be dragged
 * @param {Places} [places]  where names stood last
 */
export function drawFigure1(ink, frame, layers, panels, size, handles, places = new Places()) {
  const { upper, lower, whole } = panels;
  const { line } = size;
  const to = scales(frame, panels);
  const { arrays } = frame;
  const x = arrays.x.data;

  ink.save();
  ink.beginPath();
  ink.rect(upper.left, upper.top - 2, upper.width, upper.height + 4);
  ink.clip();
  ink.lineJoin = "round";
  if (layers.has("contribution")) contribution(ink, arrays.contribution.data, upper);
  if (layers.has("difference")) between(ink, x, arrays.d.data, arrays.d_star.data, to);
  const curves = CURVES.filter(({ name }) => layers.has(name)).map((row) => ({ ...row, values: arrays[row.name].data, toY: to[row.scale] }));
  const draw = (/** @type {typeof curves} */ some) => {
    for (const { values, toY, colour, width, dash } of some) {
      curve(ink, x, values, to.x, toY, palette[colour], width * line, dash.map((length) => length * line)); // prettier-ignore
    }
  };
  const named = (/** @type {string} */ name) => curves.filter((row) => row.name === name);
  draw(named("d_star"));
  // A density ends at the frame; D and D* have room for the half of a line that runs along it.
  ink.save();
  ink.beginPath();
  ink.rect(upper.left, upper.top, upper.width, upper.height + 2);
  ink.clip();
  draw(curves.filter(({ scale }) => scale === "density"));
  const apart = layers.has("each");
  const dye = apart ? dyeOf(frame) : plainDye(palette.pG);
  const { colours } = dye;
  const each = layers.has("each") ? rowsOf(arrays.p_g_each) : [];
  for (const [k, density] of each.entries()) curve(ink, x, density, to.x, to.density, colours[k], 1.6 * line, [], upper.top + upper.height - 0.5);
  ink.restore();
  // Above them: dashes hide less of a line than that of them.
  draw(named("d"));
  const lanes = layers.has("real") && layers.has("fake") ? 2 : 1;
  if (layers.has("real")) rug(ink, arrays.real.data, to, upper, (apart && realDye(frame)) || plainDye(palette.pData), line, lanes - 1);
  if (layers.has("fake")) rug(ink, arrays.fake.data, to, upper, dye, line, 0);
  if (layers.has("points")) {
    // On the line of x, or above the ticks that stand there.
    const rows = (layers.has("real") ? 1 : 0) + (layers.has("fake") ? 1 : 0);
    const y = upper.top + upper.height - rows * 14 * line - 4.5 * line;
    drawSlopes(ink, arrays.points.data.length, (i) => [to.x(arrays.points.data[i]), y], arrays.points_slope?.data, 2.6 * line);
  }
  ink.restore();
  // Below the line that says how high p_g reaches.
  const key = whole && layers.has("points") ? [slopeKey(ink, WORDS[gameOf(frame).output].d, upper, size, 1.4)] : [];

  if (latentRange(frame) && layers.has("arrows")) {
    drawArrows(ink, frame, to, lower, dye, line, places);
    if (whole && frame.arrays.gz.data.every((x) => !reaches(to.x(x), lower))) {
      const style = { font: size.font, size: size.text, colour: palette.pGText, align: /** @type {const} */ ("center") };
      write(ink, "all of {G}({z}) far outside the picture", lower.left + lower.width / 2, lower.top + lower.height / 2, style);
    }
  }
  if (whole) {
    const lines = [...curves.map(({ name, values, toY, width }) => ({ name, values, toY, width: width * line })), ...each.map((values, k) => ({ name: String(k + 1), values, toY: to.density, width: 1.6 * line }))]; // prettier-ignore
    const foot = upper.top + upper.height - (layers.has("real") || layers.has("fake") ? 14 * lanes : 0) * line;
    const ticks = foot < upper.top + upper.height ? [{ left: upper.left, right: upper.left + upper.width, top: foot, bottom: upper.top + upper.height }] : [];
    const held = layers.has("modes") ? handles.map((centre) => ({ left: to.x(centre) - HANDLE * line, right: to.x(centre) + HANDLE * line, top: upper.top + upper.height - 1.7 * HANDLE * line, bottom: upper.top + upper.height })) : []; // prettier-ignore
    annotate(ink, frame, layers, lines, panels, to, size, [...key, ...ticks, ...held], places, each.length > 0 ? colours : []);
  }
  if (layers.has("modes")) drawHandles(ink, handles, to, upper, line);
}

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {Numbers} x
 * @param {Numbers} y
 * @param {(x: number) => number} toX
 * @param {(y: number) => number} toY
 * @param {string} colour
 * @param {number} width
 * @param {number[]} dash
 * @param {number} [floor]  pixels: along it nothing is drawn, so that what lies there as well is seen
 */
function curve(ink, x, y, toX, toY, colour, width, dash, floor = Infinity) {
  ink.strokeStyle = colour;
  ink.lineWidth = width;
  ink.lineCap = dash[0] === 0 ? "round" : "butt";
  ink.setLineDash(dash);
  ink.beginPath();
  let low = true;
  for (let i = 0; i < x.length; i++) {
    // Far beyond the panel a dash pattern would only cost time.
    const at = Math.max(-20, toY(y[i]));
    if (at <= floor && low && i > 0) ink.moveTo(toX(x[i - 1]), Math.max(-20, toY(y[i - 1])));
    if (at <= floor || !low) ink.lineTo(toX(x[i]), at);
    low = at > floor;
  }
  ink.stroke();
  ink.setLineDash([]);
  ink.lineCap = "butt";
}

/**
 * The area between D and D*.
 * @param {CanvasRenderingContext2D} ink
 * @param {Numbers} x
 * @param {Numbers} d
 * @param {Numbers} star
 * @param {Scales} to
 */
function between(ink, x, d, star, to) {
  ink.fillStyle = palette.dStar;
  ink.globalAlpha = 0.16;
  ink.beginPath();
  for (let i = 0; i < x.length; i++) ink.lineTo(to.x(x[i]), to.chance(d[i]));
  for (let i = x.length - 1; i >= 0; i--) ink.lineTo(to.x(x[i]), to.chance(star[i]));
  ink.fill();
  ink.globalAlpha = 1;
}

/** Of the panel's height. */
const SHARE = 0.2;

/**
 * What each x adds to the divergence, along the foot of the panel; where something is taken away, the foot is raised.
 * @param {CanvasRenderingContext2D} ink
 * @param {Numbers} values  over the whole of the axis
 * @param {Box} box
 */
function contribution(ink, values, box) {
  let [low, high] = [0, 0];
  for (const value of values) {
    if (value < low) low = value;
    else if (value > high && Number.isFinite(value)) high = value;
  }
  if (!(high - low > 0)) return;
  const step = box.width / values.length;
  const perUnit = (SHARE * box.height) / (high - low);
  const foot = box.top + box.height + low * perUnit;
  ink.fillStyle = ink.strokeStyle = palette.share;
  ink.lineWidth = 1;
  ink.beginPath();
  ink.moveTo(box.left, foot);
  for (let i = 0; i < values.length; i++) ink.lineTo(box.left + (i + 0.5) * step, foot - (Number.isFinite(values[i]) ? values[i] : high) * perUnit);
  ink.lineTo(box.left + box.width, foot);
  ink.globalAlpha = 0.3;
  ink.fill();
  ink.globalAlpha = 0.9;
  ink.stroke();
  ink.globalAlpha = 1;
}

/**
 * Samples as ticks that stand on the line of x, or in a second row above it.
 * @param {CanvasRenderingContext2D} ink
 * @param {Numbers} samples
 * @param {Scales} to
 * @param {Box} box
 * @param {Dye} dye  of the samples
 * @param {number} line
 * @param {number} lane
 */
function rug(ink, samples, to, box, { colours, of }, line, lane) {
  const height = 11 * line;
  const top = box.top + box.height - (lane + 1) * height - lane * 3 * line;
  ink.globalAlpha = 0.5;
  for (const [k, colour] of colours.entries()) {
    ink.fillStyle = colour;
    for (let i = 0; i < samples.length; i++) if (of(i) === k) ink.fillRect(to.x(samples[i]) - 0.5 * line, top, line, height);
  }
  ink.globalAlpha = 1;
}

/** @param {Tensor} tensor  [rows, n] @returns {Numbers[]} */
const rowsOf = ({ data, shape: [rows, n] }) => Array.from({ length: rows }, (_, k) => data.subarray(k * n, (k + 1) * n));

/** Arrows that end further outside than so many times the picture's width are left out: they would lie on the line of z. */
const FARTHEST = 3;

/** Whether an arrow to there is drawn. @param {number} end  pixels @param {Box} box */
const reaches = (end, box) => Math.abs(end - box.left - box.width / 2) < (FARTHEST + 0.5) * box.width;

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {Frame} frame
 * @param {Scales} to
 * @param {Box} box
 * @param {Dye} dye  of the arrows
 * @param {number} line
 * @param {Places} places  which arrows had heads
 */
function drawArrows(ink, frame, to, box, { colours, of }, line, places) {
  const z = frame.arrays.z.data;
  const [base, tip] = [box.top + box.height, box.top + 0.6 * line];
  const [left, right] = [box.left, box.left + box.width];
  const ends = Float64Array.from(frame.arrays.gz.data, to.x);
  const inside = (/** @type {number} */ i) => ends[i] >= left - 0.5 && ends[i] <= right + 0.5;
  // Of several generators few arrows are each one's, and more would be a tangle.
  const every = colours.length > 1 ? 2 : thinning(z, to.z, 5 * line);
  ink.lineWidth = 1.25 * line;
  for (const [k, colour] of colours.entries()) {
    const mine = thinned(Array.from(z.keys()).filter((i) => of(i) === k), every); // prettier-ignore
    const which = `${frame.meta.generator} ${k}`;
    const tips = mine.map((i) => ends[i]);
    const heads = headed(tips, 7.5 * line, places.heads.get(which));
    places.heads.set(which, heads);
    const single = heads.indexOf(true) === heads.lastIndexOf(true);
    // Strokes without room between them.
    const merged = Math.max(...tips) - Math.min(...tips) < 1.6 * line * tips.length;
    ink.strokeStyle = ink.fillStyle = colour;
    ink.globalAlpha = 0.85;
    ink.beginPath();
    for (const [j, i] of mine.entries()) {
      const from = to.z(z[i]);
      if (inside(i)) {
        // A stroke ends within its head.
        const short = heads[j] ? (4 * line) / Math.hypot(ends[i] - from, tip - base) : 0;
        ink.moveTo(from, base);
        ink.lineTo(ends[i] + short * (from - ends[i]), tip + short * (base - tip));
      } else if (reaches(ends[i], box)) {
        // It leaves the picture at its side.
        const edge = ends[i] > right ? right : left;
        ink.moveTo(from, base);
        ink.lineTo(edge, base + ((edge - from) / (ends[i] - from)) * (tip - base));
      }
    }
    ink.stroke();
    ink.beginPath();
    // Where all end in one place the one head stands upright.
    for (const [j, i] of mine.entries()) if (heads[j] && inside(i)) head(ink, single ? ends[i] : to.z(z[i]), base, ends[i], tip, line);
    // Its rim keeps it apart from the strokes around it; on one block of them it would be a hole.
    ink.globalAlpha = 1;
    ink.strokeStyle = palette.halo;
    if (!single && !merged) ink.stroke();
    ink.fill();
  }
}

/**
 * The head of an arrow: a triangle of 8 by 6 pixels along it.
 * @param {CanvasRenderingContext2D} ink
 * @param {number} fromX
 * @param {number} fromY
 * @param {number} x
 * @param {number} y
 * @param {number} line
 */
function head(ink, fromX, fromY, x, y, line) {
  const length = Math.hypot(x - fromX, y - fromY) / line;
  const [ux, uy] = [(x - fromX) / length, (y - fromY) / length];
  ink.moveTo(x, y);
  ink.lineTo(x - ux * 8 - uy * 3.1, y - uy * 8 + ux * 3.1);
  ink.lineTo(x - ux * 8 + uy * 3.1, y - uy * 8 - ux * 3.1);
  ink.closePath();
}

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {readonly number[]} centres
 * @param {Scales} to
 * @param {Box} box
 * @param {number} line
 */
function drawHandles(ink, centres, to, box, line) {
  const y = box.top + box.height;
  const half = HANDLE * line;
  ink.fillStyle = palette.pData;
  ink.strokeStyle = palette.halo;
  ink.lineWidth = 1.5 * line;
  ink.lineJoin = "round";
  for (const centre of centres) {
    const x = to.x(centre);
    ink.beginPath();
    ink.moveTo(x, y - 1.7 * half);
    ink.lineTo(x - half, y + 2);
    ink.lineTo(x + half, y + 2);
    ink.closePath();
    ink.fill();
    ink.stroke();
  }
}
