/** The help sheet: what the picture shows, the first steps again, and every key that the page listens to. */

import { sheet } from "../base/dialog.js";
import { byId, h } from "../base/dom.js";
import { bind, groups, label } from "../base/keys.js";
import { maths } from "../base/maths.js";
import { nodes } from "../base/text.js";

/** What each colour means, everywhere on the page. */
const MEANINGS = [
  ["dotted p-data", "{p}_data", "The data: where real samples come from."],
  ["solid p-g", "{p}_g", "What the generator G makes of random noise z. Its samples are called fakes."],
  ["dashed d", "{D}", "The discriminator: for each place x, how sure it is that a sample there is real (0 to 1)."],
  ["thin d-star", "{D}*", "The best discriminator there can be against this G. In training D chases it."],
  ["arrow p-g", "{z} → {G}({z})", "Where each of many equally likely z ends up. Where arrows crowd, p_g is high."],
];

/** Keys that other parts of the page listen to themselves. */
const ELSEWHERE = [
  { keys: ["Ctrl", "Z"], title: "Undo a change of the experiment" },
  { keys: ["Ctrl", "Shift", "Z"], title: "Redo it" },
  { keys: ["Tab"], title: "Go to the next control; Enter or Space presses it" },
];

/** What reads values, by what a person points with; the style sheet shows one of them. */
const POINTING = [h("span", { class: "with-mouse" }, "Hover over"), h("span", { class: "with-finger" }, "Touch")];

/** @param {string[]} keys @param {string} title */
const row = (keys, title) => [h("dt", {}, ...keys.map((key) => h("kbd", {}, key))), h("dd", {}, title)];

/** @param {() => void} firstSteps */
export function guide(firstSteps) {
  const lists = h("div", { class: "key-lists" });
  const keys = h("details", { class: "guide-keys" }, h("summary", {}, h("h3", {}, "Keys")), lists);
  const { dialog } = sheet(
    "guide",
    "Help",
    h("p", { class: "lead" }, "Two networks play a game. The generator G turns noise into samples; the discriminator D tells them from real data. Each learns from the other, and when G wins, its samples are distributed as the data are."),
    h("button", { type: "button", class: "go", onclick: () => (dialog.close(), firstSteps()) }, "Show me the first steps, from Figure 1"),
    h("h3", {}, "The picture"),
    h(
      "dl",
      { class: "colours" },
      ...MEANINGS.flatMap(([style, name, text]) => [
        h("dt", {}, h("span", { class: `key ${style}`, "aria-hidden": "true" }), h("span", {}, ...nodes(name))),
        h("dd", {}, ...maths(text)),
      ]),
    ),
    h("p", {}, "Picture and numbers are of the round that is shown, and smoothed over no others; only losses and gradient norms are means over a frame's rounds. In the plane both densities are blurred by the width h that stands below it. ", ...POINTING, " the picture to read values; drag a Gaussian of the data to move it, even while it trains."),
    keys,
  );
  const open = () => {
    lists.replaceChildren(
      ...[...groups()].map(([group, bindings]) =>
        h("section", {}, h("h4", {}, group), h("dl", { class: "keys" }, ...bindings.flatMap(({ key, title }) => row([label(key)], title)))),
      ),
      h("section", {}, h("h4", {}, "Everywhere"), h("dl", { class: "keys" }, ...ELSEWHERE.flatMap(({ keys, title }) => row(keys, title)))),
    );
    // Where fingers press there is mostly no keyboard.
    keys.open = !matchMedia("(pointer: coarse)").matches;
    dialog.showModal();
  };
  byId("open-help").addEventListener("click", open);
  bind({ key: "?", title: "This help", group: "Page", act: open });
}
