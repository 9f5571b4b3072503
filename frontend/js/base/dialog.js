/** A sheet over the page: the browser's own modal dialog, with a heading and a way out for mouse, keyboard and touch. */

import { h } from "./dom.js";
import { say } from "../words/words.js";

/**
 * @param {string} name
 * @param {string} title
 * @param {...(Node | string)} children
 */
export function sheet(name, title, ...children) {
  const close = h("button", { type: "button", class: "quiet icon-only close-sheet", "aria-label": say("close") }, "×");
  const body = h("div", { class: "sheet-body", tabindex: -1 }, ...children);
  const dialog = h(
    "dialog",
    { class: `sheet ${name}`, id: name, "aria-labelledby": `${name}-title` },
    h("header", { class: "sheet-head" }, h("h2", { id: `${name}-title` }, title), close),
    body,
  );
  close.addEventListener("click", () => dialog.close());
  // A press beside the sheet lands on the dialog itself.
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  return { dialog, body };
}
