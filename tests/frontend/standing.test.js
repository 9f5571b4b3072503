import assert from "node:assert/strict";
import { test } from "node:test";

import { fixed, roomy } from "../../frontend/js/base/format.js";
import { Freshness } from "../../frontend/js/wire/freshness.js";
import { atLeast, standing } from "../../frontend/js/charts/readings.js";
import { Scheduler, summary } from "../../frontend/js/wire/scheduler.js";

const RUNNING = { link: "open", stopped: null, waiting: false, busy: null, playing: true, round: 7 };

test("what hinders a run is said first", () => {
  const stopped = { round: 1234, reason: "the loss of D is not finite" };
  assert.deepEqual(standing({ ...RUNNING, stopped }, 10), ["bad", "stopped at round 1\u202f234", ": the loss of D is not finite"]);
  assert.equal(standing({ ...RUNNING, link: "lost", stopped }, 10)[1], "no connection");
  assert.deepEqual(standing({ ...RUNNING, waiting: true }, null), ["wait", "preparing the run…"]);
  assert.deepEqual(standing({ ...RUNNING, playing: false }, null), ["idle", "paused"]);
  assert.deepEqual(standing({ ...RUNNING, playing: false, round: 0 }, null), ["idle", "ready, not trained"]);
});

test("a picture older than 150 ms lags", () => {
  assert.deepEqual(standing(RUNNING, 150), ["good", "training, picture 150 ms behind"]);
  assert.deepEqual(standing(RUNNING, 151), ["warn", "picture lags 151 ms"]);
});

test("clocks that agree are believed", () => {
  const fresh = new Freshness();
  fresh.arrived(1000, 1004);
  assert.equal(fresh.age(1000, 1250), 250);
});

test("clocks that differ are set right by the youngest frame", () => {
  for (const off of [-5000, 90_000]) {
    const fresh = new Freshness();
    fresh.arrived(1000 + off, 1030);
    fresh.arrived(2000 + off, 2010);
    fresh.arrived(3000 + off, 3400);
    assert.equal(fresh.age(3000 + off, 3410), 400);
  }
  assert.ok(Number.isNaN(new Freshness().age(undefined, 5)));
});

test("the newest frame is painted, its parts are timed, and it is acknowledged once it stands, even where painting fails", async () => {
  /** @type {(() => void)[]} */
  const turns = [];
  globalThis.requestAnimationFrame = (turn) => turns.push(turn);
  const seen = [];
  let drawn = () => {};
  const painters = {
    picture(frame) {
      seen.push(frame.meta.seq);
      return new Promise((resolve) => (drawn = resolve));
    },
    readings: () => {},
  };
  const scheduler = new Scheduler(painters, (frame) => seen.push(-frame.meta.seq));
  const frame = (seq) => ({ meta: { seq, playing: true, time: Date.now() - 40 }, arrays: {} });
  scheduler.offer(frame(1));
  scheduler.offer(frame(2));
  turns.shift()();
  assert.equal(turns.length, 0);
  await null;
  assert.deepEqual(seen, [2]);
  drawn();
  await new Promise(setImmediate);
  assert.deepEqual(seen, [2, -2]);
  const frames = scheduler.frames({ charts: [1, 3, 2] });
  assert.equal(frames.painted, 1);
  assert.deepEqual(Object.keys(frames.parts), ["picture", "readings", "charts"]);
  assert.equal(frames.parts.charts.median, 2);
  assert.ok(frames.age.median >= 40 && frames.age.median < 500);
  assert.ok(scheduler.late() >= 40);
  const broken = new Scheduler({ picture: () => { throw new Error("no"); } }, (each) => seen.push(-each.meta.seq)); // prettier-ignore
  broken.offer(frame(3));
  assert.throws(() => turns.shift()(), /no/);
  await new Promise(setImmediate);
  assert.equal(seen.at(-1), -3);
});

test("a summary has the middle and the tail", () => {
  assert.deepEqual(summary([]), { median: 0, p95: 0 });
  assert.deepEqual(summary([3, 1, 2]), { median: 2, p95: 3 });
});

test("with mass outside the picture a divergence is at least what is shown, in as much room", () => {
  const frame = (/** @type {Record<string, number>} */ readings, infinite = {}) => /** @type {any} */ ({ meta: { readings, infinite }, arrays: {} });
  const kl = atLeast("kl_g_data", 3, roomy);
  assert.equal(kl(frame({ kl_g_data: 15.0651, outside: 0 })), "15.065");
  assert.equal(kl(frame({ kl_g_data: 15.0651, outside: 0.001 })), "15.065");
  assert.equal(kl(frame({ kl_g_data: 15.0677, outside: 1 })), "≥\u202f15.06"); // rounded up it would be no bound
  assert.equal(kl(frame({ outside: 1 }, { kl_g_data: 1 })), "∞");
  assert.equal(kl(frame({ outside: 1 })), "–");
  assert.equal(atLeast("jsd", 4, fixed)(frame({ jsd: 0.69315, outside: 0.5 })), "≥\u202f0.693");
});
