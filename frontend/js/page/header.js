/**
 * The head of the page: what runs, whether the server is there, and what concerns the page as a whole.
 *
 * @typedef {import("../run/state.js").Store} Store
 * @typedef {import("../base/theme.js").Choice} Choice
 */

import { byId, h, setText } from "../base/dom.js";
import { bind } from "../base/keys.js";
import { same } from "../run/schema.js";
import { choice, choose, onThemeChange, THEMES } from "../base/theme.js";
import { language, languages, nameOf, say, speak } from "../words/words.js";
import { typed } from "../words/marks.js";

/**
 * @param {Store} store
 * @param {() => void} tell  says what was changed
 */
export function heading(store, tell) {
  const mark = h("button", { type: "button", class: "changed", title: say("title.changed.help"), onclick: tell }, say("title.changed"));
  store.watch(["preset", "experiment", "presets"], ({ preset, presets, experiment }) => {
    const base = presets.find(({ name }) => name === preset);
    const changed = base && !same({ ...base.experiment, seed: 0 }, { ...experiment, seed: 0 });
    const title = base ? base.title : say("title.own");
    byId("title").replaceChildren(title, ...(changed ? [" ", mark] : []), h("span", { class: "seed" }, say("title.seed", { seed: experiment.seed })));
    document.title = say("title.window", { title: typed(title) });
  });
  store.watch(["link"], ({ link }) => {
    const element = byId("link-state");
    element.dataset.link = link;
    setText(element, { open: say("link.open"), connecting: say("link.connecting"), lost: say("link.lost"), refused: say("link.refused") }[link]);
  });
}

/** The switch of themes: a list that opens under its button, and a key that goes through it. */
export function themes() {
  const host = byId("themes");
  const names = /** @type {Choice[]} */ (Object.keys(THEMES));
  const radios = names.map((name) => h("input", { type: "radio", name: "theme", value: name, onchange: () => choose(name) }));
  host.append(
    ...names.map((name, i) =>
      h("label", { class: "theme" }, radios[i], h("span", { class: "theme-title" }, THEMES[name].title), h("span", { class: "theme-help" }, THEMES[name].help)),
    ),
  );
  const show = () => {
    for (const radio of radios) radio.checked = radio.value === choice();
    byId("theme").setAttribute("aria-label", say("theme.chosen", { theme: THEMES[choice()].title }));
  };
  onThemeChange(show);
  show();
  bind({ key: "l", title: say("theme.next"), group: "page", act: () => choose(names[(names.indexOf(choice()) + 1) % names.length]) });
}

/** The switch of languages, below the themes; there is none where there is one language. */
export function tongues() {
  if (languages.length < 2) return;
  const change = (/** @type {string} */ code) => {
    speak(code);
    location.reload();
  };
  byId("themes").append(
    h("p", { class: "theme-help", id: "tongue" }, say("language")),
    ...languages.map((code) =>
      h("label", { class: "theme", lang: code }, h("input", { type: "radio", name: "language", value: code, checked: code === language, onchange: () => change(code) }), h("span", { class: "theme-title" }, nameOf(code))),
    ),
  );
}
