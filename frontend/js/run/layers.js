/**
 * What a picture can show: one row per layer, and sets of layers that answer a question.
 *
 * A choice of layers is a short text, the same in the page's state and in its address: a set, then the layers that a
 * person has switched on or off since.  "" is the overview, "theory,-d,real" the theory without D and with real samples.
 * Names that mean nothing in a view are kept and do nothing there, so that one choice serves the line and the plane.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").Game} Game
 * @typedef {"1d" | "2d"} View
 * @typedef {object} Layer
 * @property {string} name
 * @property {string} title
 * @property {string} help
 * @property {string} style  classes of its key
 * @property {true} [ground]  fills the whole picture: of these one at a time
 * @typedef {{name: string, title: string, help: string, layers: string[]}} LayerSet
 */

import { chanceText, gameOf, kindsOf, packOf, undecided } from "./game.js";
import { say } from "../words/words.js";

/** As they are called where D is a probability. @type {Record<View, Layer[]>} */
export const LAYERS = {
  "1d": [
    { name: "p_data", title: say("layer.p_data"), help: say("line.p_data.help"), style: "dotted p-data" },
    { name: "p_g", title: say("layer.p_g"), help: say("line.p_g.help"), style: "solid p-g" },
    { name: "each", title: say("layer.each"), help: say("line.each.help"), style: "each" },
    { name: "d", title: say("layer.d"), help: say("d.probability"), style: "dashed d" },
    { name: "d_star", title: say("layer.d_star"), help: say("line.d_star.help"), style: "thin d-star" },
    { name: "difference", title: say("layer.difference"), help: say("line.difference.help"), style: "patch d-star" },
    { name: "arrows", title: say("layer.arrows"), help: say("line.arrows.help"), style: "arrow p-g" },
    { name: "real", title: say("layer.real"), help: say("line.real.help"), style: "tick p-data" },
    { name: "fake", title: say("layer.fake"), help: say("line.fake.help"), style: "tick p-g" },
    { name: "modes", title: say("layer.modes"), help: say("line.modes.help"), style: "peak p-data" },
    { name: "notes", title: say("layer.notes"), help: say("line.notes.help"), style: "note" },
    { name: "points", title: say("layer.points"), help: say("line.points.help"), style: "dot slope" },
    { name: "contribution", title: say("layer.contribution"), help: say("line.contribution.help"), style: "patch share" },
  ],
  "2d": [
    { name: "p_g", title: say("layer.p_g"), help: say("plane.p_g.help"), style: "patch p-g", ground: true },
    { name: "p_data", title: say("layer.p_data"), help: say("plane.p_data.help"), style: "patch p-data", ground: true },
    { name: "d_fill", title: say("layer.d"), help: say("plane.d_fill.help"), style: "patch d", ground: true },
    { name: "d_star_fill", title: say("layer.d_star"), help: say("plane.d_star_fill.help"), style: "patch d-star", ground: true },
    { name: "difference", title: say("layer.difference"), help: say("plane.difference.help"), style: "patch two", ground: true },
    { name: "contribution", title: say("layer.contribution"), help: say("plane.contribution.help"), style: "patch share", ground: true },
    { name: "d", title: say("layer.d"), help: say("plane.d.help"), style: "solid d" },
    { name: "d_star", title: say("layer.d_star"), help: say("plane.d_star.help"), style: "thin d-star" },
    { name: "p_data_lines", title: say("layer.p_data"), help: say("plane.p_data_lines.help"), style: "thin p-data" },
    { name: "real", title: say("layer.real"), help: say("plane.real.help"), style: "cross p-data" },
    { name: "fake", title: say("layer.fake"), help: say("plane.fake.help"), style: "dot fake" },
    { name: "each", title: say("layer.each"), help: say("plane.each.help"), style: "each" },
    { name: "modes", title: say("layer.modes"), help: say("plane.modes.help"), style: "ring p-data" },
    { name: "mesh", title: say("layer.mesh"), help: say("plane.mesh.help"), style: "mesh p-g" },
    { name: "pull", title: say("layer.pull"), help: say("plane.pull.help"), style: "arrow d" },
    { name: "points", title: say("layer.points"), help: say("plane.points.help"), style: "dot slope" },
  ],
}; // prettier-ignore

/** The first is the overview. @type {Record<View, LayerSet[]>} */
export const SETS = {
  "1d": [
    { name: "overview", title: say("set.overview"), help: say("set.overview.line"), layers: ["p_data", "p_g", "each", "d", "d_star", "arrows", "modes", "notes"] },
    { name: "sees", title: say("set.sees"), help: say("set.sees.help"), layers: ["d", "real", "fake", "notes"] },
    { name: "does", title: say("set.does"), help: say("set.does.line"), layers: ["p_data", "p_g", "each", "arrows", "fake", "modes", "notes"] },
    { name: "theory", title: say("set.theory"), help: say("set.theory.help"), layers: ["p_data", "p_g", "d", "d_star", "difference", "modes", "notes"] },
  ],
  "2d": [
    { name: "overview", title: say("set.overview"), help: say("set.overview.plane"), layers: ["p_g", "d", "real", "fake", "each", "modes"] },
    { name: "sees", title: say("set.sees"), help: say("set.sees.help"), layers: ["d_fill", "real", "fake"] },
    { name: "does", title: say("set.does"), help: say("set.does.plane"), layers: ["p_data_lines", "fake", "each", "mesh", "pull"] },
    { name: "theory", title: say("set.theory"), help: say("set.theory.help"), layers: ["difference", "d", "d_star"] },
  ],
}; // prettier-ignore

const NO_STAR = say("absent.d_star");

/** @param {string} array */
const has = (array) => (/** @type {Frame} */ frame) => array in frame.arrays;

/** What a layer cannot be drawn without, and what is said where that is missing. @type {Record<string, [there: (frame: Frame) => boolean, reason: string]>} */
const NEEDS = {
  d_star: [has("d_star"), NO_STAR],
  d_star_fill: [has("d_star"), NO_STAR],
  difference: [has("d_star"), NO_STAR],
  modes: [(frame) => frame.arrays.modes?.shape[0] !== 0, say("absent.modes")],
  points: [has("points"), say("absent.points")],
  contribution: [has("contribution"), say("absent.contribution")],
  each: [(frame) => kindsOf(frame) > 1, say("absent.each")],
};

/** The same where D does not judge samples one by one, if that is why. @type {Record<string, string>} */
const NEEDS_ONE = { contribution: say("absent.contribution.together") };

/** The same where D judges pairs, if that is why. @type {Record<string, string>} */
const NEEDS_X = { contribution: say("absent.contribution.pairs") };

/**
 * The layers that a frame cannot show, with the reason.
 * @param {Frame | null} frame
 * @returns {Map<string, string>}
 */
export function missing(frame) {
  const absent = Object.entries(NEEDS).filter(([, [there]]) => frame && !there(frame));
  const game = gameOf(frame);
  const why = game.reconstructor ? NEEDS_X : packOf(game) > 1 || game.across ? NEEDS_ONE : {};
  return new Map(absent.map(([name, [, reason]]) => [name, why[name] ?? reason]));
}

/**
 * Of a choice, the layers that a frame can show.
 * @param {Frame} frame
 * @param {string} choice
 */
export function drawable(frame, choice) {
  const layers = shown(frame.meta.view, choice);
  for (const name of missing(frame).keys()) layers.delete(name);
  return layers;
}

/** Layers whose words say what a D is that gives no probabilities. @type {Record<"score" | "relative", Record<string, (game: Game) => {title?: string, help?: string}>>} */
const WORDED = {
  score: {
    d: () => ({ title: say("layer.critic"), help: say("d.score") }),
    d_fill: () => ({ title: say("layer.critic"), help: say("d.score") }),
    // Of the best critic only the slope means something.
    d_star: ({ kind }) => ({ title: say("layer.critic_star"), help: kind === "wasserstein" ? say("best.score.slope") : say("best.score") }),
    d_star_fill: () => ({ title: say("layer.critic_star"), help: say("best.score.fill") }),
    difference: () => ({ title: say("layer.critic_difference") }),
    pull: () => ({ title: say("layer.critic_pull") }),
  },
  relative: {
    d: () => ({ help: say("d.relative") }),
    d_fill: () => ({ help: say("d.relative") }),
    d_star: () => ({ help: say("best.relative") }),
    d_star_fill: () => ({ help: say("best.relative.fill") }),
  },
};

/** What is drawn of two discriminators is what they say together. @type {Record<View, Record<string, Partial<Layer>>>} */
const TWO = { "1d": { d: { help: say("d.two") } }, "2d": { d_fill: { help: say("d.two") } } };

/** @param {Layer} layer @param {Game} game @returns {Partial<Layer>} */
const atEqual = ({ title, help }, game) => ({ title: say("packs.title", { layer: title, count: packOf(game) }), help: say("packs.help", { help, count: packOf(game) }) });

/** @param {Layer} layer @param {Game} game @returns {Partial<Layer>} */
const bestAtEqual = ({ help }, game) => ({ help: say("packs.best", { help: help === say("line.d_star.help") ? say("line.d_star.packs") : help, count: packOf(game) }) });

/** Layers whose words say what they show of a D that judges packs. @type {Record<string, (layer: Layer, game: Game) => Partial<Layer>>} */
const PACKED = {
  d: atEqual,
  d_fill: atEqual,
  d_star: bestAtEqual,
  d_star_fill: bestAtEqual,
  difference: bestAtEqual,
  pull: ({ help }) => ({ help: say("packs.pull", { help }) }),
  points: ({ help }) => ({ help: say("packs.points", { help }) }),
};

/** @param {Layer} layer @returns {Partial<Layer>} */
const amongFakes = ({ title, help }) => ({ title: say("across.title", { layer: title }), help: say("across.help", { help }) });

/** The same of a D that looks across the batch. @type {typeof PACKED} */
const AMONG = { d: amongFakes, d_fill: amongFakes, pull: ({ help }) => ({ help: say("across.pull", { help }) }) };

/** @param {Layer} layer @returns {Partial<Layer>} */
const withF = ({ title, help }) => ({ title: say("pairs.title", { layer: title }), help: say("pairs.help", { help }) });

/** The same of a D that judges pairs of x and z. @type {typeof PACKED} */
const PAIRED = { d: withF, d_fill: withF, pull: ({ help }) => ({ help: say("pairs.pull", { help }) }) };

/** The same of a D that names several generators, by the level at which it cannot tell. @type {Record<string, (level: string) => {help: string}>} */
const NAMING = {
  d: (level) => ({ help: say("named.d", { level }) }),
  d_fill: (level) => ({ help: say("named.d_fill", { level }) }),
  d_star: () => ({ help: say("named.d_star") }),
  d_star_fill: (level) => ({ help: say("named.d_star_fill", { level }) }),
};

/** @param {Layer} layer @returns {Partial<Layer>} */
const overLabels = ({ help }) => ({ help: say("labels.d", { help }) });

/** @param {Layer} layer @returns {Partial<Layer>} */
const bestOverLabels = ({ help }) => ({ help: say("labels.d_star", { help }) });

/** The same of players that are told labels. @type {Record<string, (layer: Layer, view: View) => Partial<Layer>>} */
const LABELLED = {
  each: (_, view) => ({ title: say("labels.title"), help: view === "1d" ? say("labels.each.line") : say("labels.each.plane") }),
  d: overLabels,
  d_fill: overLabels,
  d_star: bestOverLabels,
  d_star_fill: bestOverLabels,
  pull: ({ help }) => ({ help: say("labels.pull", { help }) }),
};

/**
 * The layers of a view in the words of a game.
 * @param {View} view
 * @param {Game} game
 * @param {number} [labels]  that the players are told
 * @returns {Layer[]}
 */
export function layersOf(view, game, labels = 0) {
  const layers = worded(view, game);
  return labels > 0 ? layers.map((layer) => ({ ...layer, ...LABELLED[layer.name]?.(layer, view) })) : layers;
}

/** @param {View} view @param {Game} game @returns {Layer[]} */
function worded(view, game) {
  if (undecided(game) !== 0.5) return LAYERS[view].map((layer) => ({ ...layer, ...NAMING[layer.name]?.(chanceText(undecided(game))) }));
  if (game.kind === "d2gan") return LAYERS[view].map((layer) => ({ ...layer, ...TWO[view][layer.name] }));
  const { output } = game;
  const layers = output === "probability" ? LAYERS[view] : LAYERS[view].map((layer) => ({ ...layer, ...WORDED[output][layer.name]?.(game) }));
  const apart = game.reconstructor ? PAIRED : game.across ? AMONG : packOf(game) > 1 ? PACKED : {};
  return layers.map((layer) => ({ ...layer, ...apart[layer.name]?.(layer, game) }));
}

/**
 * What a set is for, in the words of a game.
 * @param {LayerSet} set
 * @param {Frame | null} frame
 */
export function setHelp({ name, help }, frame) {
  const { output } = gameOf(frame);
  if (name !== "sees" || output === "probability") return help;
  return output === "score" ? say("set.sees.score") : say("set.sees.relative");
}

/** The picture beside the first starts with another question. */
export const BESIDE = "sees";

const GROUNDS = new Set(LAYERS["2d"].filter((layer) => layer.ground).map((layer) => layer.name));

/** @param {View} view @param {string} choice */
function parts(view, choice) {
  const words = choice.split(",").filter(Boolean);
  const set = SETS[view].find(({ name }) => name === words[0]);
  return { set: set ?? SETS[view][0], words: set ? words.slice(1) : words };
}

/**
 * The layers that a choice shows in a view.
 * @param {View} view
 * @param {string} choice
 * @returns {Set<string>}
 */
export function shown(view, choice) {
  const { set, words } = parts(view, choice);
  const known = new Set(LAYERS[view].map(({ name }) => name));
  const layers = new Set(set.layers);
  for (const word of words) {
    const name = word.replace(/^-/, "");
    if (!known.has(name)) continue;
    if (word !== name) layers.delete(name);
    else add(view, layers, name);
  }
  return layers;
}

/** @param {View} view @param {Set<string>} layers @param {string} name */
function add(view, layers, name) {
  if (view === "2d" && GROUNDS.has(name)) for (const other of GROUNDS) layers.delete(other);
  layers.add(name);
}

/**
 * The choice after one layer is switched.
 * @param {View} view
 * @param {string} choice
 * @param {string} name
 * @returns {string}
 */
export function toggled(view, choice, name) {
  const layers = shown(view, choice);
  if (!layers.delete(name)) add(view, layers, name);
  return written(view, choice, layers);
}

/**
 * The choice that shows one layer alone; the overview, where it is alone already.
 * @param {View} view
 * @param {string} choice
 * @param {string} name
 * @returns {string}
 */
export function isolated(view, choice, name) {
  const layers = shown(view, choice);
  return layers.size === 1 && layers.has(name) ? "" : written(view, choice, new Set([name]));
}

/**
 * The choice with this background, or with none.
 * @param {View} view
 * @param {string} choice
 * @param {string} name  "" is none
 */
export function grounded(view, choice, name) {
  const layers = shown(view, choice);
  for (const other of GROUNDS) layers.delete(other);
  if (name) layers.add(name);
  return written(view, choice, layers);
}

/** The background among these layers, or "". @param {ReadonlySet<string>} layers */
export function groundOf(layers) {
  for (const name of layers) if (GROUNDS.has(name)) return name;
  return "";
}

/**
 * @param {View} view
 * @param {string} choice  what it was before
 * @param {Set<string>} layers
 */
function written(view, choice, layers) {
  const { set, words } = parts(view, choice);
  const known = LAYERS[view].map(({ name }) => name);
  const base = new Set(set.layers);
  const off = known.filter((name) => base.has(name) && !layers.has(name)).map((name) => `-${name}`);
  const on = known.filter((name) => !base.has(name) && layers.has(name));
  const elsewhere = words.filter((word) => !known.includes(word.replace(/^-/, "")));
  return [...(set === SETS[view][0] ? [] : [set.name]), ...off, ...on, ...elsewhere].join(",");
}

/** The set that shows exactly these layers, if there is one. @param {View} view @param {ReadonlySet<string>} layers */
export function setOf(view, layers) {
  return SETS[view].find((set) => set.layers.length === layers.size && set.layers.every((name) => layers.has(name)));
}

/** The choice that is a set as it comes. @param {string} name */
export const choose = (name) => (name === "overview" ? "" : name);
