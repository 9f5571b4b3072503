/** Modules that draw ask the page for its colours: here the light theme of the style sheet stands for it. */

import { readFileSync } from "node:fs";

const css = readFileSync(new URL("../../frontend/css/tokens.css", import.meta.url), "utf8");
const value = (/** @type {string} */ name) => css.match(new RegExp(`${name}: ([^;]+);`))?.[1] ?? "";

Object.assign(globalThis, {
  document: { documentElement: { dataset: {} } },
  matchMedia: () => ({ matches: false, addEventListener: () => {} }),
  addEventListener: () => {},
  getComputedStyle: () => ({ fontSize: "16px", getPropertyValue: value }),
});
