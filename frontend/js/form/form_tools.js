/**
 * The line above the form: basics or everything, undo and redo, and back to what the preset says.
 *
 * @typedef {import("../run/state.js").Store} Store
 * @typedef {import("../run/server.js").Server} Server
 * @typedef {import("./form.js").Form} Form
 * @typedef {import("./form.js").Level} Level
 */

import { h, setText } from "../base/dom.js";
import { remember, remembered } from "../base/memory.js";
import { same } from "../run/schema.js";
import { counted, say } from "../words/words.js";
import { typed } from "../words/marks.js";

const LEVELS = /** @type {const} */ ({ basics: say("level.basics"), all: say("level.all") });
const KEPT = "ganscope.level";

export class FormTools {
  /**
   * @param {HTMLElement} host  above the form
   * @param {Store} store
   * @param {Form} form
   * @param {Server} server
   */
  constructor(host, store, form, server) {
    // A run that started from no preset goes back to the defaults.
    const base = () => store.now.presets.find(({ name }) => name === store.now.preset)?.experiment ?? form.schema.whole();
    const levels = /** @type {[Level, string][]} */ (Object.entries(LEVELS)).map(([level, title]) =>
      h("button", { type: "button", "data-level": level, onclick: () => choose(level) }, title, level === "all" ? h("span", { class: "more" }) : null),
    );
    const choose = (/** @type {Level} */ level) => {
      form.level = level;
      remember(KEPT, level);
    };
    const undo = this.#button("undo", "↶", "Ctrl+Z", () => server.undo());
    const redo = this.#button("redo", "↷", "Ctrl+Shift+Z", () => server.redo());
    const back = this.#button("preset-values", "↺", "", () => server.edit([], { ...base(), seed: store.now.experiment.seed }));
    host.replaceChildren(
      h("div", { class: "segmented level-switch", role: "group", "aria-label": say("level.shown") }, ...levels),
      h("div", { class: "undo-tools", role: "group", "aria-label": say("tools") }, undo, redo, back),
    );

    // What goes under the row once it stays at the top ends at a line.
    const stuck = new IntersectionObserver(([{ isIntersecting }]) => host.classList.toggle("stuck", !isIntersecting), { root: host.closest(".rail") });
    if (host.previousElementSibling) stuck.observe(host.previousElementSibling);

    form.changed = () => {
      for (const button of levels) button.setAttribute("aria-pressed", String(button.dataset.level === form.level));
      const more = host.querySelector(".more");
      // What is away from the preset is never out of sight without a word.
      const hidden = form.level === "basics" ? form.hidden : 0;
      if (more) setText(more, hidden > 0 ? `+${hidden}` : "");
      const words = hidden > 0 ? counted("level.hidden", hidden) : "";
      levels[1].title = words;
      if (words) levels[1].setAttribute("aria-label", say("level.all.hidden", { hidden: words }));
      else levels[1].removeAttribute("aria-label");
    };
    form.level = remembered(KEPT) === "all" ? "all" : "basics";

    const show = () => {
      const next = server.steps.next;
      const name = (/** @type {HTMLButtonElement} */ button, /** @type {"tools.undo" | "tools.redo"} */ tool, /** @type {string | null} */ change, /** @type {string} */ key) => {
        // `aria-disabled` and not `disabled`: the focus must not fall off the button that took back the last step.
        button.setAttribute("aria-disabled", String(change === null));
        const text = typed(change === null ? say(`${tool}.none`) : say(tool, { change }));
        button.setAttribute("aria-label", text);
        button.title = say("tools.key", { text, key });
      };
      name(undo, "tools.undo", next.undo, "Ctrl+Z");
      name(redo, "tools.redo", next.redo, "Ctrl+Shift+Z");
    };
    server.steps.changed = show;
    show();
    store.watch(["experiment", "preset", "presets"], ({ experiment }) => {
      form.show(experiment, base());
      const changed = !same({ ...base(), seed: 0 }, { ...experiment, seed: 0 });
      back.setAttribute("aria-disabled", String(!changed));
      const text = changed ? say("tools.back") : say("tools.back.none");
      back.setAttribute("aria-label", text);
      back.title = text;
    });
    document.addEventListener("keydown", (event) => this.#key(event, server));
  }

  /**
   * @param {string} name
   * @param {string} sign
   * @param {string} key
   * @param {() => void} act
   */
  #button(name, sign, key, act) {
    const press = () => button.getAttribute("aria-disabled") !== "true" && act();
    /** @type {HTMLButtonElement} */
    const button = h("button", { type: "button", "data-tool": name, "aria-keyshortcuts": key.replace("Ctrl", "Control") || null, onclick: press }, h("span", { "aria-hidden": "true" }, sign));
    return button;
  }

  /**
   * @param {KeyboardEvent} event
   * @param {Server} server
   */
  #key(event, server) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    // In a box that holds something not yet handed on, the browser's own undo is meant.
    const box = /** @type {HTMLElement} */ (event.target).closest("input:not([type=range]), textarea");
    if (box instanceof HTMLInputElement ? box.value !== box.defaultValue : box) return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) server.redo();
    else server.undo();
  }
}
