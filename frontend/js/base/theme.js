/**
 * Themes, and their colours and sizes for canvases and charts, read from the style sheet's variables, so that each has
 * one home.
 *
 * `palette`, `modeColours`, `generatorColours`, `scale` and `stroke` are live bindings: read them when you draw, and draw again when told.
 *
 * @typedef {Record<"ground" | "paper" | "raised" | "ink" | "muted" | "line" | "lineStrong" | "focus" | "pData" | "pG" | "pGText" | "fake" | "d" | "dText" | "dStar" | "dStarText" | "halo" | "gap" | "slopeLow" | "slopeMid" | "slopeHigh" | "share" | "good" | "warn" | "bad", string>} Palette
 * @typedef {"system" | "light" | "dark" | "projector"} Choice
 */

import { remember } from "./memory.js";
import { say } from "../words/words.js";

const NAMES = /** @type {const} */ ({
  ground: "--ground",
  paper: "--paper",
  raised: "--raised",
  ink: "--ink",
  muted: "--muted",
  line: "--line",
  lineStrong: "--line-strong",
  focus: "--focus",
  pData: "--p-data",
  pG: "--p-g",
  pGText: "--p-g-text",
  fake: "--fake",
  d: "--d",
  dText: "--d-text",
  dStar: "--d-star",
  dStarText: "--d-star-text",
  halo: "--halo",
  gap: "--gap",
  slopeLow: "--slope-low",
  slopeMid: "--slope-mid",
  slopeHigh: "--slope-high",
  share: "--share-of-f",
  good: "--good",
  warn: "--warn",
  bad: "--bad",
});

/** What a person may choose, in the order of the switch. @type {Record<Choice, {title: string, help: string}>} */
export const THEMES = {
  system: { title: say("theme.system"), help: say("theme.system.help") },
  light: { title: say("theme.light"), help: say("theme.light.help") },
  dark: { title: say("theme.dark"), help: say("theme.dark.help") },
  projector: { title: say("theme.projector"), help: say("theme.projector.help") },
};

const KEY = "ganscope.theme";
const root = document.documentElement;
const darkSystem = matchMedia("(prefers-color-scheme: dark)");
/** @type {Set<() => void>} */
const listeners = new Set();

/** The palette of the theme that is on now; all colours are "#rrggbb" but `gap`, which is translucent. @type {Palette} */
export let palette;

/** A colour for mode k of the target: `modeColours[k % modeColours.length]`. @type {string[]} */
export let modeColours;

/** A colour for generator k, where there are several. @type {string[]} */
export let generatorColours;

/** How much larger than the smallest the page's letters are: 1 on a laptop or a phone, up to 1.5 on a large screen, more in the projector theme. */
export let scale = 1;

/** How much larger the theme makes letters, of that. */
export let zoom = 1;

/** How much thicker lines in pictures and charts are than on a laptop: grows with `scale`, and more in the projector theme. */
export let stroke = 1;

function measure() {
  const style = getComputedStyle(root);
  const value = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  palette = /** @type {Palette} */ (Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, value(name)])));
  modeColours = value("--modes").split(/\s+/);
  generatorColours = value("--generators").split(/\s+/);
  zoom = Number(value("--zoom")) || 1;
  scale = Math.round((Number.parseFloat(style.fontSize) / 16) * 100) / 100;
  stroke = scale * Number(value("--stroke"));
}

/** What the person has chosen. @returns {Choice} */
export function choice() {
  const kept = root.dataset.choice ?? "";
  return kept in THEMES ? /** @type {Choice} */ (kept) : "system";
}

/** The theme that is on: "system" is one of the others. @returns {"light" | "dark" | "projector"} */
export function theme() {
  const chosen = choice();
  return chosen === "system" ? (darkSystem.matches ? "dark" : "light") : chosen;
}

/** @param {Choice} chosen */
export function choose(chosen) {
  root.dataset.choice = chosen;
  remember(KEY, chosen);
  apply();
}

function apply() {
  root.dataset.theme = theme();
  measure();
  for (const told of listeners) told();
}

/** @param {() => void} told  called after the theme, or the size of the letters with the window, has changed */
export function onThemeChange(told) {
  listeners.add(told);
}

export const fontFamily = () => getComputedStyle(document.body).fontFamily;

/**
 * "#rrggbb" as numbers.
 * @param {string} hex
 * @returns {[number, number, number]}
 */
export function rgb(hex) {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

root.dataset.theme = theme();
measure();
darkSystem.addEventListener("change", apply);
addEventListener("storage", (event) => {
  if (event.key !== KEY) return;
  root.dataset.choice = event.newValue ?? "system";
  apply();
});
addEventListener("resize", () => {
  const before = scale;
  measure();
  if (scale !== before) for (const told of listeners) told();
});
