import "./a_theme.js";

import assert from "node:assert/strict";
import { test } from "node:test";

import { barColour, GROUNDS, Heat, Scales } from "../../frontend/js/figure/heat.js";

/** A canvas that keeps the picture that was put on it. */
function canvas() {
  const kept = { width: 0, height: 0, pixels: new Uint8ClampedArray() };
  const ink = {
    createImageData: (/** @type {number} */ width, /** @type {number} */ height) => ({ data: new Uint8ClampedArray(4 * width * height) }),
    putImageData: (/** @type {{data: Uint8ClampedArray}} */ { data }) => (kept.pixels = data),
  };
  return Object.assign(kept, { getContext: () => ink });
}

/** The colour of one cell, where a background shows this frame. @param {string} name @param {any} frame */
function shown(name, frame) {
  const sheet = canvas();
  new Heat(/** @type {any} */ (sheet)).draw(frame, name);
  return [...sheet.pixels.slice(0, 3)];
}

const one = (/** @type {number} */ value) => ({ data: [value], shape: [1, 1] });
const rgb = (/** @type {string} */ colour) => (colour.match(/\d+/g) ?? []).map(Number);
const near = (/** @type {number[]} */ a, /** @type {number[]} */ b) => a.every((channel, i) => Math.abs(channel - b[i]) <= 2);

/** Frames of a game of probabilities, by a share of the scale: what the background has there. @type {Record<string, (share: number) => any>} */
const FRAMES = {
  p_g: (share) => ({ meta: { scale: { p_g: [0, 4 / 255] } }, arrays: { p_g: { ...one(255 * share), data: Float64Array.of(255 * share) } } }),
  p_data: (share) => ({ meta: { scale: { p_data: [0, 4 / 255] } }, arrays: { p_data: { ...one(255 * share), data: Float64Array.of(255 * share) } } }),
  d_fill: (share) => ({ meta: { scale: { d: [0, 1 / 65535] } }, arrays: { d: one(Math.round(65535 * share)) } }),
  difference: (share) => ({
    meta: { scale: { d: [0, 1 / 65535], d_star: [0, 1 / 65535] } },
    arrays: { d: one(Math.round(65535 * Math.max(0, share))), d_star: one(Math.round(65535 * Math.max(0, -share))), p_data: one(255), p_g: one(255) },
  }),
  contribution: (share) => ({ meta: {}, arrays: { contribution: { data: Float32Array.of(8 * share, 8), shape: [1, 2] } } }),
}; // prettier-ignore

/** What the marks of a bar stand for, as shares of the scale. @type {Record<string, number[]>} */
const MARKS = {
  p_g: [0, 0.1, 0.25, 0.5, 1], p_data: [0, 0.1, 0.25, 0.5, 1], d_fill: [0, 0.25, 0.5, 0.75, 1],
  difference: [-1, -0.25, 0, 0.25, 1], contribution: [-1, -0.25, 0, 0.25, 1],
}; // prettier-ignore

for (const [name, marks] of Object.entries(MARKS)) {
  test(`${name}: beside every number of the bar stands the colour that the picture gives it`, () => {
    const frame = FRAMES[name](1);
    const bar = new Heat(/** @type {any} */ (canvas())).marks(frame, name);
    assert.equal(bar.length, marks.length);
    for (const [i, share] of marks.entries()) {
      const [drawn, beside] = [shown(name, FRAMES[name](share)), rgb(barColour(name, bar[i].at))];
      assert.ok(near(drawn, beside), `${bar[i].text}: ${drawn} in the picture, ${beside} on the bar`);
    }
  });
}

test("no two marks of a bar have one colour", () => {
  for (const [name, { marks }] of Object.entries(GROUNDS)) {
    if (!(name in FRAMES)) continue;
    const colours = marks(FRAMES[name](1), 4).map(({ at }) => barColour(name, at));
    assert.equal(new Set(colours).size, colours.length, name);
  }
});

test("a scale stands while its peak comes and goes, and begins anew with an epoch", () => {
  const scales = new Scales();
  const end = (/** @type {number} */ peak, epoch = 1) => scales.end(/** @type {any} */ ({ meta: { run: "a", epoch, scale: { p_g: [0, peak / 255] } } }), "p_g");
  assert.deepEqual([0.9, 1, 0.7, 0.6, 1.3, 0.9].map((peak) => end(peak)), [1, 1, 1, 1, 1.6, 1.6]);
  assert.equal(end(0.9, 2), 1);
});
