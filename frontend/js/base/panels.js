/** Which panels can be seen: on a small screen one at a time below the picture, on any screen none at all. */

import { byId, h } from "./dom.js";
import { bind } from "./keys.js";
import { say } from "../words/words.js";

/** Where there is room for one panel at a time, below the picture. */
export const narrow = matchMedia("(max-width: 1100px)");

const PANELS = { numbers: say("panel.numbers"), charts: say("panel.charts"), presets: say("panel.presets"), experiment: say("panel.experiment") };

/** @type {HTMLButtonElement[]} */
let tabs = [];

/** How far each panel was scrolled. @type {Map<string, number>} */
const scrolled = new Map();

/** Makes a panel the one that a small screen shows, and visible where all were folded away. @param {keyof typeof PANELS} name */
export function showPanel(name) {
  const { tab: before } = document.body.dataset;
  const rail = byId("rail");
  if (before) scrolled.set(before, rail.scrollTop);
  document.body.dataset.tab = name;
  // Two of them share one place there.
  if (narrow.matches && before !== name) rail.scrollTop = scrolled.get(name) ?? 0;
  for (const tab of tabs) tab.setAttribute("aria-pressed", String(tab.dataset.tab === name));
  onlyPicture(false);
}

/** Folds the panels away, so that the picture has the window to itself. @param {boolean} on */
function onlyPicture(on) {
  document.body.classList.toggle("only-picture", on);
  byId("only-picture").setAttribute("aria-pressed", String(on));
}

export function panels() {
  tabs = /** @type {(keyof typeof PANELS)[]} */ (Object.keys(PANELS)).map((name) =>
    h("button", { type: "button", "data-tab": name, onclick: () => showPanel(name) }, PANELS[name]),
  );
  byId("tabs").append(...tabs);
  showPanel("numbers");
  const toggle = () => onlyPicture(!document.body.classList.contains("only-picture"));
  byId("only-picture").addEventListener("click", toggle);
  bind({ key: "f", title: say("panel.only_picture"), group: "page", act: toggle });
}
