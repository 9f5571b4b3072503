/** Puts the page together: state in the middle, the server on one side, what a person sees and touches on the other. */

import { read, write } from "../run/address.js";
import { Charts } from "../charts/charts.js";
import { Connection } from "../wire/connection.js";
import { byId } from "../base/dom.js";
import { FirstSteps } from "../dialogs/first_steps.js";
import { Form } from "../form/form.js";
import { FormTools } from "../form/form_tools.js";
import { guide } from "../dialogs/guide.js";
import { heading, themes, tongues } from "./header.js";
import { markup } from "./markup.js";
import { bind } from "../base/keys.js";
import { Messages } from "../dialogs/messages.js";
import { panels, showPanel } from "../base/panels.js";
import { Figures } from "../figure/description.js";
import { Pictures } from "../figure/pictures.js";
import { Presets } from "../form/presets.js";
import { ReadingsPanel } from "../charts/readings.js";
import { Scheduler } from "../wire/scheduler.js";
import { Schema } from "../run/schema.js";
import { presetsInWords, schemaInWords } from "../run/server_words.js";
import { seenIn } from "../run/seen.js";
import { Server } from "../run/server.js";
import { Store } from "../run/state.js";
import { Transport } from "./transport.js";
import { sayWhatIsAwaited, wait } from "../dialogs/waiting.js";
import { say } from "../words/words.js";

/** @typedef {import("../wire/types.js").Preset} Preset */

const messages = new Messages(byId("messages"), byId("passing"), byId("announce"));

/** Milliseconds after which Plotly is loaded though no picture has come. */
const PATIENCE = 600;

/**
 * @param {string} path
 * @returns {Promise<any>}
 */
async function json(path) {
  const answer = await fetch(new URL(path, document.baseURI)).catch(() => {
    throw new Error(say("start.no_server"));
  });
  if (!answer.ok) throw new Error(say("start.answered", { path, status: answer.status }));
  return answer.json();
}

/** @param {() => void} answered  called once the server has said what there is */
async function start(answered) {
  const figures = new Figures();
  const [{ experiment: root }, theirs] = await Promise.all([json("api/schema"), json("api/presets"), figures.start()]);
  answered();
  const schema = new Schema(schemaInWords(root));
  const presets = presetsInWords(theirs);
  const newcomer = location.hash.length < 2;
  const { view, unread } = read(location.hash, schema, presets);
  const store = new Store({
    presets, ...view, accepted: view.experiment, playing: false, round: 0, readings: {}, waiting: false, busy: null, stopped: null,
    link: "connecting",
  }); // prettier-ignore
  if (unread.length > 0) {
    messages.show("address", { tone: "warn", title: say("address.unread"), text: unread.join(", ") });
  }

  const see = (/** @type {import("../wire/types.js").Path} */ path, /** @type {string} */ choice) => seenIn(schema, presets, store.now.experiment, path, choice);
  const form = new Form(byId("form"), schema, (path, value) => server.edit(path, value), see);
  const server = new Server(store, schema, messages, form);
  const picture = new Pictures(byId("pictures"), byId("picture"), byId("layers"), store, (target) => server.edit(["target"], target), figures);
  const charts = new Charts(byId("charts"), store, (names) => server.show(names), figures);
  const readings = new ReadingsPanel(byId("readings"), store, () => charts.table);
  // Plotly takes a second to start: it comes once the first picture stands, or beside a longer wait for it.
  let loading = 0;
  const loadPlotly = () => {
    loading ||= window.setTimeout(() => Promise.all([picture.load(), charts.load()]));
  };
  setTimeout(loadPlotly, PATIENCE);
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
    {
      picture: (frame) => {
        loadPlotly();
        return picture.paint(frame);
      },
      readings: (frame) => readings.show(frame),
      page: (frame) => {
        charts.take(frame);
        store.set({ round: frame.meta.round, readings: frame.meta.readings });
      },
    },
    (frame) => {
      connection.acknowledge(frame);
      server.painted(frame.meta);
    },
  );
  const rates = () => (store.now.playing ? readings.tell(rounds, scheduler.rate(), scheduler.late()) : readings.tell(0, 0, null));
  setInterval(rates, 500);
  store.watch(["playing"], rates);

  const transport = new Transport(byId("transport"), store, (command) => server.command(command));
  const load = (/** @type {Preset} */ preset) =>
    server.load({ ...store.now, preset: preset.name, experiment: preset.experiment, speed: preset.speed });
  new Presets(byId("presets"), store, schema, load);
  new FormTools(byId("form-tools"), store, form, server);
  heading(store, () => {
    showPanel("presets");
    byId("changes").focus({ preventScroll: true });
    byId("changes").scrollIntoView({ block: "center" });
  });
  const share = address(store, schema, presets, (next) => server.load(next));
  const steps = new FirstSteps(byId("first-steps"), store, {
    load: (name) => {
      const preset = presets.find((/** @type {Preset} */ each) => each.name === name);
      if (preset) load(preset);
    },
    reveal: (path) => {
      const field = byId("form").querySelector(`[data-path="${path}"]`)?.closest(".field");
      showPanel("experiment");
      if (field) form.reveal(/** @type {HTMLElement} */ (field));
    },
    hurry: () => {
      transport.speed(null);
      showPanel("numbers");
    },
    share,
    shared: (told) => byId("share").addEventListener("click", told),
  });
  gallery(store, load, figures);
  guide(() => {
    load(presets[0]);
    steps.open();
  });
  if (steps.isNew && newcomer) steps.open();
  sayWhatIsAwaited(store, messages);
  server.connect(connection);
  // For measuring the page from outside: what a frame costs here.
  Object.assign(globalThis, {
    ganscope: {
      frames: () => scheduler.frames({ charts: charts.costs }),
      rate: () => scheduler.rate(),
      charts: () => charts.costs,
      get redraws() {
        return charts.redraws;
      },
    },
  });
}

/**
 * The gallery is made when it is first asked for: the first picture does not wait for it.
 * @param {Store} store
 * @param {(preset: Preset) => void} load
 * @param {Figures} figures
 */
function gallery(store, load, figures) {
  /** @type {Promise<import("../dialogs/gallery.js").Gallery> | null} */
  let made = null;
  const open = async () => {
    made ??= import("../dialogs/gallery.js").then(({ Gallery }) => new Gallery(store, load, figures));
    (await made).open();
  };
  byId("open-gallery").addEventListener("click", open);
  bind({ key: "o", title: say("gallery.open"), group: "page", act: open });
}

/**
 * Keeps the address equal to the state, follows it when a person changes it, and copies it.
 * @param {Store} store
 * @param {Schema} schema
 * @param {Preset[]} presets
 * @param {(view: import("../run/address.js").View) => void} load
 * @returns {() => Promise<void>} copies the link
 */
function address(store, schema, presets, load) {
  let timer = 0;
  let written = location.hash;
  const update = () => {
    written = `#${write(store.now, schema, presets)}`;
    if (location.hash !== written) history.replaceState(history.state, "", written);
  };
  store.watch(["preset", "experiment", "speed", "generator", "layers", "twin"], () => {
    clearTimeout(timer);
    timer = window.setTimeout(update, 150);
  });
  addEventListener("hashchange", () => {
    if (location.hash !== written) load(read(location.hash, schema, presets).view);
  });
  const share = async () => {
    update();
    try {
      await navigator.clipboard.writeText(location.href);
      messages.show("share", { tone: "note", title: say("share.copied"), text: say("share.copied.text"), seconds: 4 });
    } catch {
      messages.show("share", { tone: "note", title: say("share.address"), text: location.href });
    }
  };
  byId("share").addEventListener("click", share);
  bind({ key: "c", title: say("share.key"), group: "page", act: () => byId("share").click() });
  return share;
}

async function begin() {
  messages.clear("start");
  const over = wait(messages, "loading", say("start.asking"));
  try {
    await start(over);
  } catch (error) {
    over();
    messages.show("start", {
      tone: "bad", fixed: true, title: say("start.failed"), text: say("start.failed.why", { reason: error instanceof Error ? error.message : String(error) }),
      actions: [{ title: say("again"), act: begin }],
    }); // prettier-ignore
  }
}

markup();
themes();
tongues();
panels();
begin();
