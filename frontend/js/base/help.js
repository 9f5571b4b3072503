/**
 * The "?" beside a control: a card that says what the control does.  One card for the whole page, opened by mouse, touch
 * or keyboard, closed by Escape, by a second press, or by going on elsewhere.
 */

import { h } from "./dom.js";
import { say } from "../words/words.js";

/** Between the card and what it belongs to, and the edge of the window. */
const GAP = 8;

/** @type {HTMLElement | null} */
let card = null;
/** @type {HTMLButtonElement | null} */
let opener = null;

/**
 * @param {string} name  what the help is about
 * @param {() => (Node | string)[]} contents  made when it is asked for
 * @returns {HTMLButtonElement}
 */
export function helpButton(name, contents) {
  /** @type {HTMLButtonElement} */
  const button = h(
    "button",
    {
      type: "button", class: "toggletip", "aria-label": say("help.of", { name }), "aria-expanded": "false", "aria-haspopup": "dialog",
      onclick: () => (opener === button ? close() : open(button, name, contents())),
    },
    h("span", { "aria-hidden": "true" }, "?"),
  ); // prettier-ignore
  return button;
}

/**
 * @param {HTMLButtonElement} button
 * @param {string} name
 * @param {(Node | string)[]} contents
 */
function open(button, name, contents) {
  close();
  card ??= make();
  card.replaceChildren(
    h("h3", { id: "help-title" }, name),
    ...contents,
    h("button", { type: "button", class: "close", "aria-label": say("help.close"), onclick: () => leave() }, "×"),
  );
  opener = button;
  button.setAttribute("aria-expanded", "true");
  card.showPopover();
  place(card, button);
  card.focus({ preventScroll: true });
}

/** Closes the card, if one is open. */
export function close() {
  if (!opener) return;
  opener.setAttribute("aria-expanded", "false");
  opener = null;
  card?.hidePopover();
}

/** Closes the card and goes back to where it was opened. */
function leave() {
  const back = opener;
  close();
  back?.focus({ preventScroll: true });
}

function make() {
  const made = h("div", { class: "toggletip-card", popover: "manual", role: "dialog", "aria-labelledby": "help-title", tabindex: "-1" });
  document.body.append(made);
  const outside = (/** @type {Event} */ event) => event.target instanceof Node && !made.contains(event.target) && !opener?.contains(event.target);
  document.addEventListener("pointerdown", (event) => outside(event) && close(), true);
  document.addEventListener("scroll", (event) => opener && outside(event) && place(made, opener), true);
  addEventListener("resize", close);
  document.addEventListener("keydown", (event) => {
    if (!opener) return;
    // Tab goes on from the control that the card belongs to, which is where a person thinks to be.
    const stops = made.querySelectorAll("a, button");
    if (event.key === "Tab" && document.activeElement === (event.shiftKey ? made : stops[stops.length - 1])) leave();
    if (event.key !== "Escape") return;
    event.preventDefault();
    leave();
  });
  return made;
}

/**
 * Beside the button where there is room (the rail is narrow, the picture is not), else below or above it; never over the
 * player's bar.  On a phone the style sheet makes it a sheet above that bar.
 * @param {HTMLElement} made
 * @param {HTMLElement} button
 */
function place(made, button) {
  const at = button.getBoundingClientRect();
  const floor = document.getElementById("transport")?.getBoundingClientRect().top ?? innerHeight;
  made.style.setProperty("--floor", `${floor}px`);
  const { offsetWidth: width, offsetHeight: height } = made;
  const edge = (button.closest(".panel") ?? button).getBoundingClientRect().right;
  const aside = edge + GAP + width <= innerWidth - GAP;
  const below = at.bottom + GAP + height <= floor - GAP;
  const left = aside ? edge + GAP : at.left + at.width / 2 - width / 2;
  const top = aside ? at.top - GAP : below ? at.bottom + GAP : at.top - GAP - height;
  made.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
  made.style.top = `${Math.max(GAP, Math.min(top, floor - height - GAP))}px`;
}
