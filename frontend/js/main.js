/** Puts the page together: state in the middle, the server on one side, what a person sees and touches on the other. */

import { read, write } from "./address.js";
import { Charts } from "./charts.js";
import { Connection } from "./connection.js";
import { byId, h, setText } from "./dom.js";
import { EFFECTS } from "./fields.js";
import { Form } from "./form.js";
import { Messages } from "./messages.js";
import { Picture } from "./picture.js";
import { Presets } from "./presets.js";
import { ReadingsPanel } from "./readings.js";
import { Scheduler } from "./scheduler.js";
import { same, Schema } from "./schema.js";
import { Server } from "./server.js";
import { Store } from "./state.js";
import { Transport } from "./transport.js";

/** @typedef {import("./types.js").Preset} Preset */

const messages = new Messages(byId("messages"), byId("announce"));

/**
 * @param {string} path
 * @returns {Promise<any>}
 */
async function json(path) {
  const answer = await fetch(new URL(path, document.baseURI));
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

async function start() {
  const [{ experiment: root }, presets] = await Promise.all([json("api/schema"), json("api/presets")]);
  messages.clear("start");
  const schema = new Schema(root);
  const { view, unread } = read(location.hash, schema, presets);
  const store = new Store({
    presets, ...view, accepted: view.experiment, playing: false, round: 0, waiting: false, busy: null, stopped: null,
    link: "connecting",
  }); // prettier-ignore
  if (unread.length > 0) {
    messages.show("address", { tone: "warn", title: "Part of the address means nothing here:", text: unread.join(", ") });
  }

  const form = new Form(byId("form"), schema, (path, value) => server.edit(path, value));
  const server = new Server(store, schema, messages, form);
  const picture = new Picture(byId("picture"), byId("layers"), store, (target) => server.edit(["target"], target));
  const readings = new ReadingsPanel(byId("readings"));
  const charts = new Charts(byId("charts"));
  let rounds = 0;
  const connection = new Connection({
    event: (event) => server.receive(event),
    frame: (frame) => {
      rounds = frame.meta.rounds_per_second;
      scheduler.offer(frame);
    },
    history: (history) => charts.show(history),
    link: (link, seconds) => server.link(link, seconds),
  });
  const scheduler = new Scheduler(
    (frame) => {
      picture.paint(frame);
      readings.show(frame);
      store.set({ round: frame.meta.round });
    },
    (frame) => connection.acknowledge(frame),
  );
  setInterval(() => readings.rates(store.now.playing ? rounds : 0, scheduler.rate()), 500);

  new Transport(byId("transport"), store, (command) => server.command(command));
  new Presets(byId("presets"), store, (preset) => server.load({ ...store.now, preset: preset.name, experiment: preset.experiment, speed: preset.speed }));
  store.watch(["experiment"], (state) => form.show(state.experiment));
  heading(store);
  address(store, schema, presets, (next) => server.load(next));
  server.connect(connection);
  // For measuring the page from outside: what a frame costs here.
  Object.assign(globalThis, { ganscope: { frames: () => scheduler.costs(), rate: () => scheduler.rate(), charts: () => charts.costs } });
}

/** @param {Store} store */
function heading(store) {
  store.watch(["preset", "experiment", "presets"], ({ preset, presets, experiment }) => {
    const base = presets.find(({ name }) => name === preset);
    const changed = base && !same({ ...base.experiment, seed: 0 }, { ...experiment, seed: 0 });
    const title = base ? base.title : "Your own experiment";
    byId("title").replaceChildren(title, ...(changed ? [h("span", { class: "changed" }, " changed")] : []), h("span", { class: "seed" }, ` seed ${experiment.seed}`));
    document.title = `${title} · ganscope`;
  });
  store.watch(["link"], ({ link }) => {
    const element = byId("link-state");
    element.dataset.link = link;
    setText(element, { open: "connected", connecting: "connecting…", lost: "connection lost", refused: "refused" }[link]);
  });
  byId("effects").replaceChildren(
    ...Object.entries(EFFECTS).map(([effect, [word, meaning]]) => h("span", { class: `badge ${effect}`, title: meaning }, word)),
  );
}

/**
 * Keeps the address equal to the state, follows it when a person changes it, and copies it.
 * @param {Store} store
 * @param {Schema} schema
 * @param {Preset[]} presets
 * @param {(view: import("./address.js").View) => void} load
 */
function address(store, schema, presets, load) {
  let timer = 0;
  let written = location.hash;
  const update = () => {
    written = `#${write(store.now, schema, presets)}`;
    if (location.hash !== written) history.replaceState(history.state, "", written);
  };
  store.watch(["preset", "experiment", "speed", "generator", "hidden"], () => {
    clearTimeout(timer);
    timer = window.setTimeout(update, 150);
  });
  addEventListener("hashchange", () => {
    if (location.hash !== written) load(read(location.hash, schema, presets).view);
  });
  byId("share").addEventListener("click", async () => {
    update();
    try {
      await navigator.clipboard.writeText(location.href);
      messages.show("share", { tone: "note", title: "Link copied.", text: "It opens this experiment with this seed.", seconds: 4 });
    } catch {
      messages.show("share", { tone: "note", title: "The address of this experiment:", text: location.href });
    }
  });
}

/** The panels of a small screen, one at a time. */
function tabs() {
  const host = byId("tabs");
  const names = { numbers: "Numbers", charts: "Charts", presets: "Presets", experiment: "Experiment" };
  const buttons = Object.entries(names).map(([name, title]) => h("button", { type: "button", "data-tab": name, onclick: () => show(name) }, title));
  const show = (/** @type {string} */ name) => {
    document.body.dataset.tab = name;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.tab === name));
  };
  host.append(...buttons);
  show("numbers");
}

async function begin() {
  try {
    await start();
  } catch (error) {
    messages.show("start", {
      tone: "bad", fixed: true, title: "The page could not start.", text: `${error instanceof Error ? error.message : error}.`,
      actions: [{ title: "Try again", act: begin }],
    }); // prettier-ignore
  }
}

tabs();
begin();
