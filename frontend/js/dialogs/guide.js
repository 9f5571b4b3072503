/** The help sheet: what the picture shows, the first steps again, and every key that the page listens to. */

import { sheet } from "../base/dialog.js";
import { byId, h } from "../base/dom.js";
import { bind, groups, label } from "../base/keys.js";
import { say } from "../words/words.js";

/** What each colour means, everywhere on the page. */
const MEANINGS = [
  ["dotted p-data", say("layer.p_data"), say("guide.p_data")],
  ["solid p-g", say("layer.p_g"), say("guide.p_g")],
  ["dashed d", say("layer.d"), say("guide.d")],
  ["thin d-star", say("layer.d_star"), say("guide.d_star")],
  ["arrow p-g", say("layer.arrows"), say("guide.arrows")],
];

/** Keys that other parts of the page listen to themselves. */
const ELSEWHERE = [
  { keys: ["Ctrl", "Z"], title: say("guide.undo") },
  { keys: ["Ctrl", "Shift", "Z"], title: say("guide.redo") },
  { keys: ["Tab"], title: say("guide.tab") },
];

/** What reads values, by what a person points with; the style sheet shows one of them. */
const POINTING = [h("span", { class: "with-mouse" }, say("guide.mouse")), h("span", { class: "with-finger" }, say("guide.finger"))];

/** @param {string[]} keys @param {string} title */
const row = (keys, title) => [h("dt", {}, ...keys.map((key) => h("kbd", {}, key))), h("dd", {}, title)];

/** @param {() => void} firstSteps */
export function guide(firstSteps) {
  const lists = h("div", { class: "key-lists" });
  const keys = h("details", { class: "guide-keys" }, h("summary", {}, h("h3", {}, say("guide.keys"))), lists);
  const { dialog } = sheet(
    "guide",
    say("guide"),
    h("p", { class: "lead" }, say("guide.lead")),
    h("button", { type: "button", class: "go", onclick: () => (dialog.close(), firstSteps()) }, say("guide.steps")),
    h("h3", {}, say("guide.picture")),
    h(
      "dl",
      { class: "colours" },
      ...MEANINGS.flatMap(([style, name, text]) => [
        h("dt", {}, h("span", { class: `key ${style}`, "aria-hidden": "true" }), h("span", {}, name)),
        h("dd", {}, text),
      ]),
    ),
    h("p", {}, say("guide.round"), ...POINTING),
    keys,
  );
  const open = () => {
    lists.replaceChildren(
      ...groups().map(([group, bindings]) =>
        h("section", {}, h("h4", {}, group), h("dl", { class: "keys" }, ...bindings.flatMap(({ key, title }) => row([label(key)], title)))),
      ),
      h("section", {}, h("h4", {}, say("keys.everywhere")), h("dl", { class: "keys" }, ...ELSEWHERE.flatMap(({ keys, title }) => row(keys, title)))),
    );
    // Where fingers press there is mostly no keyboard.
    keys.open = !matchMedia("(pointer: coarse)").matches;
    dialog.showModal();
  };
  byId("open-help").addEventListener("click", open);
  bind({ key: "?", title: say("guide.this"), group: "page", act: open });
}
