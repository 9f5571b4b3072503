/**
 * Colours for canvases and charts, read from the style sheet's variables, so that each has one home.
 *
 * @typedef {Record<"paper" | "ink" | "muted" | "line" | "lineStrong" | "pData" | "pG" | "pGText" | "fake" | "d" | "dText" | "dStar" | "dStarText" | "halo" | "gap", string>} Palette
 */

const NAMES = /** @type {const} */ ({
  paper: "--paper",
  ink: "--ink",
  muted: "--muted",
  line: "--line",
  lineStrong: "--line-strong",
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
});

/** @returns {Palette} */
function readPalette() {
  const style = getComputedStyle(document.documentElement);
  return /** @type {Palette} */ (
    Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, style.getPropertyValue(name).trim()]))
  );
}

/** The palette of the theme that is on now. */
export let palette = readPalette();

export const fontFamily = () => getComputedStyle(document.body).fontFamily;

/** @param {() => void} told  called after the person's system changes between light and dark */
export function onThemeChange(told) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    palette = readPalette();
    told();
  });
}

/**
 * "#rrggbb" as numbers.
 * @param {string} hex
 * @returns {[number, number, number]}
 */
export function rgb(hex) {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
