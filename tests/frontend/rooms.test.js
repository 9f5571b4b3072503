/** The house rule of the page: imports point one way, from the page down to what knows of nothing else. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const JS = new URL("../../frontend/js/", import.meta.url);

/** The rooms, each of which may import itself and those before it. */
const ROOMS = ["words", "base", "wire", "run", "figure", "charts", "form", "dialogs", "page"];

const files = readdirSync(JS, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));

test("every module lives in a room", () => {
  assert.ok(files.length > 50);
  for (const name of files) assert.ok(ROOMS.includes(name.split("/")[0] ?? ""), name);
});

test("imports point one way", () => {
  for (const name of files) {
    const code = readFileSync(new URL(name, JS), "utf8").replaceAll(/\/\*[^]*?\*\//g, ""); // types may be named anywhere
    for (const [, path] of code.matchAll(/(?:\bfrom |\bimport\(|^import )"(\.[^"]+)"/gm)) {
      const other = new URL(path ?? "", new URL(name, JS)).href.slice(JS.href.length);
      assert.ok(ROOMS.indexOf(other.split("/")[0] ?? "") <= ROOMS.indexOf(name.split("/")[0] ?? ""), `${name} imports ${other}`);
    }
  }
});
