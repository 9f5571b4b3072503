/**
 * What a picture can show: one row per layer, and sets of layers that answer a question.
 *
 * A choice of layers is a short text, the same in the page's state and in its address: a set, then the layers that a
 * person has switched on or off since.  "" is the overview, "theory,-d,real" the theory without D and with real samples.
 * Names that mean nothing in a view are kept and do nothing there, so that one choice serves the line and the plane.
 *
 * Texts are marked up as text.js reads them.
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

import { chanceText, equalSamples, gameOf, kindsOf, packOf, saysOf, undecided, WORDS } from "./game.js";

/** As they are called where D is a probability. @type {Record<View, Layer[]>} */
export const LAYERS = {
  "1d": [
    { name: "p_data", title: "{p}_data", help: "the density of the data", style: "dotted p-data" },
    { name: "p_g", title: "{p}_g", help: "the density of what G makes", style: "solid p-g" },
    { name: "each", title: "each {G}", help: "each generator in a colour of its own: the density that it adds to p_g, its samples and its arrows", style: "each" },
    { name: "d", title: "{D}", help: "what the discriminator says: the probability that x is real", style: "dashed d" },
    { name: "d_star", title: "{D}*", help: "the best discriminator, p_data / (p_data + p_g)", style: "thin d-star" },
    { name: "difference", title: "{D} − {D}*", help: "the area between D and D*: what D has left to learn", style: "patch d-star" },
    { name: "arrows", title: "{z} → {G}({z})", help: "arrows from equally likely noise z to where G takes it", style: "arrow p-g" },
    { name: "real", title: "real", help: "samples of the data, as ticks on the line of x", style: "tick p-data" },
    { name: "fake", title: "fake", help: "samples of G, as ticks on the line of x", style: "tick p-g" },
    { name: "modes", title: "modes", help: "the means of the data's Gaussians; drag one to move it", style: "peak p-data" },
    { name: "notes", title: "notes", help: "names beside the curves, and where G contracts, expands or folds", style: "note" },
    { name: "points", title: "penalty", help: "where the penalty looks at D, coloured by how steep D is there", style: "dot slope" },
    { name: "contribution", title: "to {D}_f", help: "what each x adds to the f-divergence, {p}_g f({p}_data/{p}_g), scaled to its peak", style: "patch share" },
  ],
  "2d": [
    { name: "p_g", title: "{p}_g", help: "the density of what G makes; full colour is the end of the scale beside it, by the square root", style: "patch p-g", ground: true },
    { name: "p_data", title: "{p}_data", help: "the density of the data; full colour is the end of the scale beside it, by the square root", style: "patch p-data", ground: true },
    { name: "d_fill", title: "{D}", help: "what the discriminator says: the probability that x is real; the line is ½", style: "patch d", ground: true },
    { name: "d_star_fill", title: "{D}*", help: "the best discriminator; the line is ½, and grey is where neither density reaches 1/500 of its peak", style: "patch d-star", ground: true },
    { name: "difference", title: "{D} − {D}*", help: "blue where D is too high, orange where it is too low, by the square root; grey is where neither density reaches 1/500 of its peak", style: "patch two", ground: true },
    { name: "contribution", title: "to {D}_f", help: "what each place adds to the f-divergence, {p}_g f({p}_data/{p}_g), by the square root", style: "patch share", ground: true },
    { name: "d", title: "{D}", help: "contours of D at .1, .25, ½ (heavy), .75 and .9", style: "solid d" },
    { name: "d_star", title: "{D}*", help: "contours of the best discriminator at the same levels, where p_data or p_g reaches 1/500 of its peak", style: "thin d-star" },
    { name: "p_data_lines", title: "{p}_data", help: "contours of the data's density at 5, 25, 50 and 75% of its peak", style: "thin p-data" },
    { name: "real", title: "real", help: "samples of the data", style: "cross p-data" },
    { name: "fake", title: "fake", help: "samples of G", style: "dot fake" },
    { name: "each", title: "each {G}", help: "each generator in a colour of its own: its samples and its mesh", style: "each" },
    { name: "modes", title: "modes", help: "the centres of the data's Gaussians; drag one to move it", style: "ring p-data" },
    { name: "mesh", title: "mesh", help: "G(z) over a mesh of noise, as G warps it. Of a z with two coordinates each cell is equally likely, so a wide cell is a thin density; of a longer one the mesh is the slice where the others are 0, and samples lie beside it", style: "mesh p-g" },
    { name: "pull", title: "∇{D}", help: "the slope of D at fakes: the way in which G is pulled; lengths by the square root, on a fixed scale", style: "arrow d" },
    { name: "points", title: "penalty", help: "where the penalty looks at D, coloured by how steep D is there", style: "dot slope" },
  ],
}; // prettier-ignore

/** The first is the overview. @type {Record<View, LayerSet[]>} */
export const SETS = {
  "1d": [
    { name: "overview", title: "Overview", help: "Figure 1 as the paper prints it, with D*", layers: ["p_data", "p_g", "each", "d", "d_star", "arrows", "modes", "notes"] },
    { name: "sees", title: "What D sees", help: "D gets samples, never densities, and says how likely each is real", layers: ["d", "real", "fake", "notes"] },
    { name: "does", title: "What G does", help: "G takes noise z to x, and so makes its density", layers: ["p_data", "p_g", "each", "arrows", "fake", "modes", "notes"] },
    { name: "theory", title: "Theory", help: "D against the best possible D*", layers: ["p_data", "p_g", "d", "d_star", "difference", "modes", "notes"] },
  ],
  "2d": [
    { name: "overview", title: "Overview", help: "Densities, samples and what D says", layers: ["p_g", "d", "real", "fake", "each", "modes"] },
    { name: "sees", title: "What D sees", help: "D gets samples, never densities, and says how likely each is real", layers: ["d_fill", "real", "fake"] },
    { name: "does", title: "What G does", help: "G warps the noise; D's slope pulls its samples", layers: ["p_data_lines", "fake", "each", "mesh", "pull"] },
    { name: "theory", title: "Theory", help: "D against the best possible D*", layers: ["difference", "d", "d_star"] },
  ],
}; // prettier-ignore

const NO_STAR = "the best D is not known for this game";

/** @param {string} array */
const has = (array) => (/** @type {Frame} */ frame) => array in frame.arrays;

/** What a layer cannot be drawn without, and what is said where that is missing. @type {Record<string, [there: (frame: Frame) => boolean, reason: string]>} */
const NEEDS = {
  d_star: [has("d_star"), NO_STAR],
  d_star_fill: [has("d_star"), NO_STAR],
  difference: [has("d_star"), NO_STAR],
  modes: [(frame) => frame.arrays.modes?.shape[0] !== 0, "the data are no mixture of Gaussians"],
  points: [has("points"), "no penalty looks at D's slope at points of its own"],
  contribution: [has("contribution"), "only an f-GAN has an f-divergence"],
  each: [(frame) => kindsOf(frame) > 1, "G is one generator, and is told no label"],
};

/** The same where D does not judge samples one by one, if that is why. @type {Record<string, string>} */
const NEEDS_ONE = { contribution: "D judges several samples together, and their divergence is no sum over x" };

/** The same where D judges pairs, if that is why. @type {Record<string, string>} */
const NEEDS_X = { contribution: "D judges pairs of x and z, and their divergence is no sum over x" };

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

/** Of the best critic only the slope means something. @param {Game} game */
const scaled = ({ kind }) => (kind === "wasserstein" ? ": its slope is 1, up or down; scaled to the height of the picture" : "");

/** Layers whose words say what D is. @type {Record<string, (game: Game) => {title?: string, help?: string}>} */
const WORDED = {
  d: (game) => ({ title: WORDS[game.output].d, help: saysOf(game) }),
  d_fill: (game) => ({ title: WORDS[game.output].d, help: saysOf(game) }),
  d_star: (game) => ({ title: WORDS[game.output].star, help: `the best ${WORDS[game.output].name}${scaled(game)}` }),
  d_star_fill: (game) => ({ title: WORDS[game.output].star, help: `the best ${WORDS[game.output].name}; grey is where neither density reaches 1/500 of its peak` }),
  difference: (game) => ({ title: `${WORDS[game.output].d} − ${WORDS[game.output].star}` }),
  pull: (game) => ({ title: `∇${WORDS[game.output].d}` }),
};

/** @param {Layer} layer @param {Game} game @returns {Partial<Layer>} */
const atEqual = ({ title, help }, game) => ({ title: `${title} ${equalSamples(game)}`, help: `${help}; D judges packs of ${packOf(game)} samples, and is drawn where they are all the same` });

/** @param {Layer} layer @param {Game} game @returns {Partial<Layer>} */
const bestAtEqual = ({ help }, game) => ({ help: `${help.replace("p_data / (p_data + p_g)", "p^m / (p^m + q^m) with p for p_data and q for p_g")}, ${equalSamples(game)}` });

/** Layers whose words say what they show of a D that judges packs. @type {Record<string, (layer: Layer, game: Game) => Partial<Layer>>} */
const PACKED = {
  d: atEqual,
  d_fill: atEqual,
  d_star: bestAtEqual,
  d_star_fill: bestAtEqual,
  difference: bestAtEqual,
  pull: ({ help }) => ({ help: `${help}; each as the first of a pack with the fakes that come after it` }),
  points: ({ help }) => ({ help: `${help}: the samples of a pack all have the slope at their pack` }),
};

/** @param {Layer} layer @returns {Partial<Layer>} */
const amongFakes = ({ title, help }) => ({ title: `${title} among fakes`, help: `${help}; D looks across the batch, and is drawn at a sample in a batch of fakes` });

/** The same of a D that looks across the batch. @type {typeof PACKED} */
const AMONG = { d: amongFakes, d_fill: amongFakes, pull: ({ help }) => ({ help: `${help}; each in a batch of fakes` }) };

/** @param {Layer} layer @returns {Partial<Layer>} */
const withF = ({ title, help }) => ({ title: `${title} with {F}`, help: `${help}; D judges pairs of x and z, and is drawn at x with the z that F gives for it` });

/** The same of a D that judges pairs of x and z. @type {typeof PACKED} */
const PAIRED = { d: withF, d_fill: withF, pull: ({ help }) => ({ help: `${help}; each with the z that it was made of` }) };

const BEST = "the best discriminator's share for real, p_data / (p_data + n p_g) with n generators";
const SHARE = "what the discriminator says: the probability that x is real, and not of any generator";

/** The same of a D that names several generators, by the level at which it cannot tell. @type {Record<string, (level: string) => {help: string}>} */
const NAMING = {
  d: (level) => ({ help: `${SHARE}; ${level} where it cannot tell` }),
  d_fill: (level) => ({ help: `${SHARE}; the line is ${level}, where it cannot tell` }),
  d_star: () => ({ help: BEST }),
  d_star_fill: (level) => ({ help: `${BEST}; the line is ${level}, and grey is where neither density reaches 1/500 of its peak` }),
};

const MEAN = "the mean over the labels that a sample there can bear";

/** @param {Layer} layer @returns {Partial<Layer>} */
const overLabels = ({ help }) => ({ help: `${help}; D is told a label too, and this is ${MEAN}` });

/** The same of players that are told labels. @type {Record<string, (layer: Layer, view: View) => Partial<Layer>>} */
const LABELLED = {
  each: (_, view) => ({
    title: "each label",
    help: `each label in a colour of its own: ${view === "1d" ? "the density that G makes of it, its samples and its arrows" : "its samples, real and fake, its modes and the mesh of G"}`,
  }),
  d: overLabels,
  d_fill: overLabels,
  d_star: ({ help }) => ({ help: `${help}; of a D that is told a label too it is ${MEAN}` }),
  d_star_fill: ({ help }) => ({ help: `${help}; of a D that is told a label too it is ${MEAN}` }),
  pull: ({ help }) => ({ help: `${help}; each with its label` }),
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
  const layers = game.output === "probability" ? LAYERS[view] : LAYERS[view].map((layer) => ({ ...layer, ...WORDED[layer.name]?.(game) }));
  const apart = game.reconstructor ? PAIRED : game.across ? AMONG : packOf(game) > 1 ? PACKED : {};
  return layers.map((layer) => ({ ...layer, ...apart[layer.name]?.(layer, game) }));
}

/**
 * What a set is for, in the words of a game.
 * @param {LayerSet} set
 * @param {Frame | null} frame
 */
export function setHelp({ name, help }, frame) {
  const game = gameOf(frame);
  return name === "sees" && game.output !== "probability" ? `D gets samples, never densities; here it is a ${WORDS[game.output].name}` : help;
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
