import assert from "node:assert/strict";
import { test } from "node:test";

import { outside, pieces, plain, widthOf, write } from "../../frontend/js/base/text.js";

test("letters are italic, what follows an underscore stands low", () => {
  assert.deepEqual(pieces("{p}_data is {D}*"), [
    { text: "p", kind: "italic" },
    { text: "data", kind: "low" },
    { text: " is ", kind: "plain" },
    { text: "D", kind: "italic" },
    { text: "*", kind: "plain" },
  ]);
  assert.equal(plain("{D} − {D}*"), "D − D*");
});

test("a formula between two $ is written the same", () => {
  assert.deepEqual(pieces("$p_data$ is $D*$"), pieces("{p}_data is {D}*"));
  assert.deepEqual(pieces("critic $f(x)$").map(({ text, kind }) => `${kind[0]}${text}`), ["pcritic ", "if", "p(", "ix", "p)"]);
  assert.equal(plain("$D − D*$ and $1/(1 + e^{−x})$"), "D − D* and 1/(1 + e^(−x))");
});

test("a text is written piece after piece, from where its alignment says", () => {
  const put = [];
  const ink = { measureText: (text) => ({ width: 10 * text.length }), fillText: (text, x) => put.push([text, x]), strokeText: () => {} };
  const style = { font: "serif", size: 10, colour: "#000" };
  assert.equal(widthOf(ink, "{p}_data", style), 50);
  write(ink, "{p}_data", 100, 0, { ...style, align: "right", halo: "#fff" });
  assert.deepEqual(put, [["p", 50], ["data", 60]]);
});

test("what the picture does not show of p_g is said, where it is much", () => {
  const said = (share) => outside({ meta: { readings: { outside: share } }, arrays: {} });
  assert.equal(said(0.994), "99% of $p_g$ is outside the picture");
  assert.equal(said(0.04), "");
  assert.equal(said(undefined), "");
});
