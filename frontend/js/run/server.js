/**
 * What the page and the server say to each other, and what each answer does to the state.
 *
 * The page runs ahead of the server while a person edits; the server's word is taken once it has been quiet for a moment.
 *
 * @typedef {import("./state.js").Store} Store
 * @typedef {import("./schema.js").Schema} Schema
 * @typedef {import("../dialogs/messages.js").Messages} Messages
 * @typedef {import("../form/form.js").Form} Form
 * @typedef {import("../wire/connection.js").Connection} Connection
 * @typedef {import("../wire/types.js").Command} Command
 * @typedef {import("../wire/types.js").ServerEvent} ServerEvent
 * @typedef {import("../wire/types.js").Status} Status
 * @typedef {import("../wire/types.js").Stop} Stop
 * @typedef {import("../wire/types.js").ChartsCommand["names"]} Charts
 * @typedef {import("../wire/types.js").Path} Path
 * @typedef {import("../wire/types.js").Json} Json
 * @typedef {import("./address.js").View} View
 */

import { fixed, short, whole } from "../base/format.js";
import { plain } from "../base/number_box.js";
import { narrow } from "../base/panels.js";
import { sameEpoch } from "./epoch.js";
import { get, put, same } from "./schema.js";
import { Undo } from "./undo.js";
import { counted, say } from "../words/words.js";
import { retold, stopWords } from "./server_words.js";

/** Milliseconds between two edits of one drag, and of quiet before the server's word is taken. */
const BETWEEN = 40;
/** Of quiet before a change is sent that has to be compiled: three clicks on + are one program, not three. */
const CALM = 300;
const QUIET = 600;

export class Server {
  /** @type {Connection | null} */ #connection = null;
  /** @type {Status | null} */ #status = null;
  /** Whose picture stands on the screen. @type {import("./epoch.js").Epoch | null} */ #painted = null;
  #touched = -Infinity;
  #settling = 0;
  #editing = 0;
  #edited = -Infinity;
  #joined = false;
  /** The charts that the page shows, of those that the server computes only then. @type {Charts} */ #charts = [];
  /** Which press of a button or key a change belongs to. */ #gesture = 0;
  /** Which stop was told: a person who closed the message is not told again. */ #told = "";
  /** What can be taken back. */ steps = new Undo();

  /**
   * @param {Store} store
   * @param {Schema} schema
   * @param {Messages} messages
   * @param {Form} form
   */
  constructor(store, schema, messages, form) {
    this.store = store;
    this.schema = schema;
    this.messages = messages;
    this.form = form;
    const begins = (/** @type {Event} */ event) => {
      if (!(event instanceof KeyboardEvent && event.repeat)) this.#gesture += 1;
    };
    addEventListener("pointerdown", begins, true);
    addEventListener("keydown", begins, true);
  }

  /** @param {Connection} connection */
  connect(connection) {
    this.#connection = connection;
    connection.start();
  }

  /** @param {Command} command */
  send(command) {
    return this.#connection?.send(command) ?? false;
  }

  /** Says which charts the page shows, of those that are computed only then. @param {Charts} names */
  show(names) {
    this.#charts = names;
    this.send({ type: "charts", names });
  }

  /** A command of a person; it follows every change made before it. @param {Command} command */
  command(command) {
    this.#touched = performance.now();
    if (this.#editing) this.#flush();
    this.send(command);
  }

  /**
   * Changes one part of the experiment and sends it; the changes of one drag are sent at a bounded rate, the last one always.
   * @param {Path} path
   * @param {Json} value
   */
  edit(path, value) {
    const { experiment } = this.store.now;
    const title = path.length > 0 ? this.schema.name(path, experiment) : say("edit.all");
    this.steps.record({ path, title, before: get(experiment, path) ?? null, after: value, gesture: this.#gesture });
    this.#change(path, value);
  }

  /** Takes back the last change. */
  undo() {
    this.#go(this.steps.back(), "before", "edit.undone");
  }

  /** Makes again what was taken back. */
  redo() {
    this.#go(this.steps.forward(), "after", "edit.redone");
  }

  /**
   * @param {import("./undo.js").Step | undefined} step
   * @param {"before" | "after"} side
   * @param {"edit.undone" | "edit.redone"} said
   */
  #go(step, side, said) {
    if (!step) return;
    this.form.clearErrors();
    if (step.path) this.#change(step.path, step[side]);
    else this.#start(step[side]);
    this.messages.say(say(said, { change: step.title }));
  }

  /**
   * @param {Path} path
   * @param {Json} value
   */
  #change(path, value) {
    this.#touched = performance.now();
    this.messages.clear("field");
    this.store.set({ experiment: put(this.store.now.experiment, path, value) });
    const compiles = this.schema.compiles(path, this.store.now.experiment);
    if (this.#editing && !compiles) return;
    clearTimeout(this.#editing);
    const wait = compiles ? CALM : Math.max(0, this.#edited + BETWEEN - performance.now());
    this.#editing = window.setTimeout(() => this.#flush(), wait);
  }

  /** Sends the changes that wait. */
  #flush() {
    clearTimeout(this.#editing);
    this.#editing = 0;
    this.#edited = this.#touched = performance.now();
    this.send({ type: "edit", experiment: this.store.now.experiment });
  }

  /** Starts a new run. @param {View} view */
  load(view) {
    const { preset, experiment, speed } = this.store.now;
    const title = this.store.now.presets.find(({ name }) => name === view.preset)?.title ?? say("edit.start.other");
    const after = { preset: view.preset, experiment: view.experiment, speed: view.speed };
    this.steps.record({ path: null, title: say("edit.start", { title }), before: { preset, experiment, speed }, after, gesture: this.#gesture });
    this.#start(view);
  }

  /** @param {Partial<View>} view */
  #start(view) {
    this.#touched = performance.now();
    clearTimeout(this.#editing);
    this.#editing = 0;
    this.form.clearErrors();
    for (const subject of ["field", "error", "stopped", "trained", "lost"]) this.messages.clear(subject);
    this.#told = "";
    const play = this.store.now.playing;
    const { preset, experiment, speed, generator, layers, twin } = { ...this.store.now, ...view };
    this.store.set({ preset, experiment, speed, generator, layers, twin });
    this.#load(play);
  }

  /** @param {boolean} play */
  #load(play) {
    const { experiment, speed, generator } = this.store.now;
    this.#touched = performance.now();
    this.store.set({ waiting: true });
    this.send({ type: "load", experiment, play });
    this.send({ type: "speed", rounds_per_frame: speed });
    this.send({ type: "view", generator });
  }

  /**
   * @param {"connecting" | "open" | "lost" | "refused"} link
   * @param {number} [seconds]
   */
  link(link, seconds) {
    if (link === "connecting") return; // what came of the last try is said until this one is answered
    this.store.set({ link });
    if (link === "open") this.messages.clear("lost");
    if (link !== "refused") this.messages.clear("refused");
    if (link === "lost" && seconds !== undefined) {
      this.messages.show("lost", {
        tone: "warn", fixed: true, title: say("lost"),
        text: say("lost.text", { seconds: fixed(seconds, 0) }),
        actions: [{ title: say("lost.now"), act: () => this.#connection?.retry() }],
      }); // prettier-ignore
    }
  }

  /** @param {ServerEvent} event */
  receive(event) {
    switch (event.type) {
      case "session":
        return this.#session(event);
      case "status":
        return this.#take(event);
      case "compiling":
        return this.messages.show("compiling", { tone: "busy", fixed: true, title: say("compiling"), text: event.what ? say("compiling.what", { what: retold(event.said, event.what) }) : say("compiling.text") });
      case "compiled":
        this.messages.clear("compiling");
        return this.messages.say(say("compiled"));
      case "stopped":
        return this.#stopped(event);
      case "trained":
        return this.messages.show("trained", {
          tone: "note",
          title: event.reached ? say("trained.reached") : say("trained.near"),
          text: counted("trained.text", event.steps, { gap: short(event.gap, 2), steps: whole(event.steps) }),
          seconds: 12,
        });
      case "notice":
        return this.messages.show("notice", { tone: "note", title: event.message, seconds: 8 });
      case "error":
        return this.#error(event);
      case "refused":
        if (this.messages.has("refused")) return; // said once, not at every try
        return this.messages.show("refused", {
          tone: "bad", fixed: true, title: say("full"), text: say("full.text", { reason: retold(event.said, event.reason) }),
          actions: [{ title: say("again"), act: () => this.#again() }],
        }); // prettier-ignore
      case "closing":
        return this.messages.show("lost", { tone: "warn", fixed: true, title: say("closing") });
    }
  }

  #again() {
    this.messages.clear("refused");
    this.#connection?.retry();
  }

  /** @param {import("../wire/types.js").SessionEvent} event */
  #session(event) {
    if (event.resumed) {
      this.store.set({ accepted: event.experiment });
      // What was changed while the connection was away is said now; a page that has just opened takes what it finds.
      if (!this.#joined) this.store.set({ experiment: event.experiment });
      else if (!same(this.store.now.experiment, event.experiment)) this.edit([], this.store.now.experiment);
    } else {
      if (this.#joined) {
        this.messages.show("restarted", { tone: "warn", title: say("restarted"), text: say("restarted.text") });
      }
      this.#painted = null;
      this.#load(false);
    }
    this.#joined = true;
    if (this.#charts.length > 0) this.show(this.#charts);
  }

  /** @param {Status} status */
  #take(status) {
    this.#status = status;
    this.store.set({ playing: status.playing, busy: status.busy, stopped: status.stopped });
    this.#arrive();
    if (!status.compiling) this.messages.clear("compiling");
    if (status.stopped) {
      if (this.#told !== told(status.stopped)) this.#stopped(status.stopped);
    } else {
      this.messages.clear("stopped");
      this.#told = "";
    }
    if (status.busy === "train_d") {
      this.messages.clear("trained");
      if (!this.messages.has("busy")) {
        this.messages.show("busy", { tone: "busy", fixed: true, title: say("training_d") });
      }
    } else {
      this.messages.clear("busy");
    }
    this.#settle();
  }

  /** A frame of this epoch stands on the screen. @param {import("./epoch.js").Epoch} epoch */
  painted({ run, epoch }) {
    if (sameEpoch({ run, epoch }, this.#painted)) return;
    this.#painted = { run, epoch };
    this.#arrive();
  }

  /** The wait for a new run is over once its first picture is there. */
  #arrive() {
    const status = this.#status;
    if (!this.store.now.waiting || !status || status.compiling || !sameEpoch(status, this.#painted)) return;
    // A status from before the load was heard speaks of the run before.
    if (same(status.experiment, this.store.now.experiment)) this.store.set({ waiting: false });
  }

  /** Takes the server's experiment, speed and view, once the person has been still and nothing is being compiled. */
  #settle() {
    if (this.#settling) return;
    const wait = this.#touched + QUIET - performance.now();
    if (wait > 0 || this.#status?.compiling) {
      this.#settling = window.setTimeout(() => {
        this.#settling = 0;
        this.#settle();
      }, Math.max(wait, 50));
      return;
    }
    const status = this.#status;
    if (!status) return;
    const { experiment } = this.store.now;
    this.store.set({
      accepted: status.experiment,
      experiment: same(experiment, status.experiment) ? experiment : status.experiment,
      speed: status.speed,
      generator: status.view,
    });
  }

  /** @param {Stop} event */
  #stopped(event) {
    const { reason, advice } = stopWords(event);
    this.#told = told(event);
    this.messages.show("stopped", {
      tone: "bad", title: say("stopped", { round: whole(event.round) }),
      text: advice ? say("stopped.advice", { reason, advice }) : say("stopped.text", { reason }),
      actions: [{ title: say("reset.face"), act: () => this.command({ type: "reset" }) }],
    }); // prettier-ignore
  }

  /** @param {import("../wire/types.js").ErrorEvent} event */
  #error(event) {
    const { experiment } = this.store.now;
    // What the server holds now, which is ahead of `accepted` while a change is compiled.
    const held = this.#status?.experiment ?? this.store.now.accepted;
    const { waiting, preset, presets, playing } = this.store.now;
    this.store.set({ waiting: false });
    const field = event.field ?? "";
    const path = this.schema.pathOf(field, experiment);
    // Where the field is as it was, another that does not go with it was changed.
    const good = path.length > 0 ? get(held, path) : undefined;
    const elsewhere = good === undefined || same(good, get(experiment, path));
    const said = retold(event.said, event.message, path.length > 0 ? this.schema.title(path, experiment) : undefined);
    const text = !elsewhere && typeof good === "number" ? say("refused.stays", { reason: said, value: plain(good) }) : said;
    const changed = elsewhere ? this.steps.where : path;
    // The run keeps the last good value; the field keeps what was typed.
    if (path.length > 0) this.form.near(changed ?? path)?.error(text);
    this.store.set({ experiment: elsewhere ? held : put(experiment, path, good) });
    this.steps.refused(this.store.now.experiment);
    // Of an address that is refused, the preset that it names is good.
    const base = waiting ? presets.find(({ name }) => name === preset)?.experiment : undefined;
    const opened = base && !same(base, experiment);
    if (opened) {
      this.store.set({ experiment: base });
      this.#load(playing);
    }
    const place = path.length > 0 ? this.form.near(path)?.element : null;
    if (!place) return this.messages.show("error", { tone: "bad", title: say("refused"), text });
    // A small screen that shows the field has no room to say it twice.
    if (narrow.matches && place.checkVisibility()) return this.messages.say(say("refused.said", { reason: text }));
    this.messages.show("field", {
      tone: "bad", title: say("refused"), text,
      actions: [{ title: say("refused.show"), act: () => this.#reveal(place) }],
      seconds: opened ? undefined : 15, // who has just come is still waiting for the picture
    }); // prettier-ignore
  }

  /** @param {HTMLElement} place */
  #reveal(place) {
    document.body.dataset.tab = "experiment";
    this.form.reveal(place);
  }
}

/** @param {Stop} stop */
const told = ({ round, reason }) => `${round} ${reason}`;
