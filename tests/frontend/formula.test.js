import assert from "node:assert/strict";
import { test } from "node:test";

import { parse } from "../../frontend/js/form/formula.js";

const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

test("what the server knows is computed here as well", () => {
  const rows = {
    "u*log(u)": (u) => u * Math.log(u),
    "-log(u)": (u) => -Math.log(u),
    "−log(u)": (u) => -Math.log(u),
    "(u - 1)^2": (u) => (u - 1) ** 2,
    "(u-1)**2 / 2": (u) => (u - 1) ** 2 / 2,
    "u*log(u) - (u + 1)*log((u + 1)/2)": (u) => u * Math.log(u) - (u + 1) * Math.log((u + 1) / 2),
    "(sqrt(u) - 1)^2": (u) => (Math.sqrt(u) - 1) ** 2,
    "abs(u - 1) + max(u, 1) - 1": (u) => Math.abs(u - 1) + Math.max(u, 1) - 1,
    "-u^2 + 2*u^-1 - 1": (u) => -(u ** 2) + 2 / u - 1,
    "2^-u - .5": (u) => 2 ** -u - 0.5,
    "1e-3*exp(u) - 1e-3*exp(1)": (u) => 1e-3 * Math.exp(u) - 1e-3 * Math.E,
    "u^2^.5 - 1": (u) => u ** Math.sqrt(2) - 1,
    "1 - u - 2": (u) => 1 - u - 2,
    "8/u/2": (u) => 4 / u,
  };
  for (const [text, f] of Object.entries(rows)) for (const u of [0.3, 1, 2.5]) near(parse(text)(u), f(u));
});

test("what is no formula, or not yet, is none", () => {
  const texts = ["", "u*", "u*log(", "log u", "max(u)", "log(u, 2)", "x", "u u", "2(u)", "u)", "alert(1)", "constructor(u)", "u.f", "u;1", "1".repeat(201)];
  for (const text of texts) assert.equal(parse(text), null, text);
});
