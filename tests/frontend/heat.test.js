import "./a_theme.js";

import assert from "node:assert/strict";
import { test } from "node:test";

import { dressed } from "../../frontend/js/figure/description.js";
import { FIELDS, Heat, nothing, rgba, Scales, tableOf } from "../../frontend/js/figure/heat.js";
import { DESCRIBED, planeFrame } from "./a_frame.js";

const SIZE = { text: 13, line: 1 };
const FRAME = planeFrame();
FRAME.arrays.contribution = { data: Float32Array.from(FRAME.arrays.d.data, (stored) => stored / 65535 - 0.5), shape: [24, 24] };

/** A canvas that keeps the picture that was put on it. */
function canvas() {
  const kept = { width: 0, height: 0, pixels: new Uint8ClampedArray() };
  const ink = {
    createImageData: (/** @type {number} */ width, /** @type {number} */ height) => ({ data: new Uint8ClampedArray(4 * width * height) }),
    putImageData: (/** @type {{data: Uint8ClampedArray}} */ { data }) => (kept.pixels = data),
  };
  return Object.assign(kept, { getContext: () => ink });
}

const fields = DESCRIBED.theory.plane.data.filter((/** @type {any} */ trace) => trace.type === "heatmap").map((/** @type {any} */ trace) => dressed(trace, SIZE));

/** The colour that Plotly gives a value: mixed between two stops, over paper. @param {[number, string][]} stops @param {number} place */
function expected(stops, place) {
  const k = Math.max(0, stops.findLastIndex(([at]) => at <= place && at < 1));
  const [[from, low], [to, high]] = [stops[k], stops[k + 1]];
  const share = (place - from) / (to - from);
  const [r, g, b, a] = rgba(low).map((value, c) => value + share * (rgba(high)[c] - value));
  return [r, g, b].map((value) => 255 + (value - 255) * a);
}

for (const field of fields) {
  test(`${field.name}: each cell has the colour of its value, and the lower left is below and on the left`, () => {
    const sheet = canvas();
    const scales = new Scales();
    new Heat(/** @type {any} */ (sheet), scales).draw(FRAME, field);
    const [low, high] = scales.range(FRAME, field.name);
    const value = FIELDS[field.name].value(FRAME);
    assert.equal(sheet.width * sheet.height, 24 * 24);
    const seen = (/** @type {number} */ i, /** @type {number} */ j) => [...sheet.pixels.slice(4 * ((23 - j) * 24 + i), 4 * ((23 - j) * 24 + i) + 3)];
    let coloured = 0;
    for (const [i, j] of [[6, 4], [17, 19], [5, 3], [12, 12], [0, 0]]) {
      const cell = j * 24 + i;
      const empty = field.meta.masked && (FRAME.arrays.p_g.data[cell] | FRAME.arrays.p_data.data[cell]) === 0;
      const wanted = empty ? nothing() : expected(field.colorscale, (value(cell) - low) / (high - low));
      for (const [c, channel] of seen(i, j).entries()) assert.ok(Math.abs(channel - wanted[c]) <= 3, `${i} ${j}: ${seen(i, j)}, not ${wanted}`);
      coloured += empty ? 0 : 1;
    }
    assert.ok(coloured >= 2);
  }); // prettier-ignore
}

test("a scale of colours rises from paper, and no two of its tenths look alike", () => {
  for (const { name, colorscale } of fields) {
    const table = tableOf(colorscale);
    const tenths = Array.from({ length: 11 }, (_, i) => table[Math.round((1023 * i) / 10)]);
    assert.equal(new Set(tenths).size, 11, name);
    const nothing = table[/,0(\.0*)?\)$/.test(colorscale[0][1]) ? 0 : 511]; // at the foot, or in the middle of a scale with signs
    for (const shift of [0, 8, 16]) assert.ok(((nothing >> shift) & 255) >= 248, name);
  }
});

test("a scale stands while its peak comes and goes, and begins anew with an epoch", () => {
  const scales = new Scales();
  const end = (/** @type {number} */ peak, epoch = 1) => scales.range(/** @type {any} */ ({ meta: { run: "a", epoch, scale: { p_g: [0, peak / 255] } } }), "p_g")[1];
  assert.deepEqual([0.9, 1, 0.7, 0.6, 1.3, 0.9].map((peak) => end(peak)), [1, 1, 1, 1, 1.6, 1.6]);
  assert.equal(end(0.9, 2), 1);
});
