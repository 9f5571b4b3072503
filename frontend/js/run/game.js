/**
 * What the players of a frame play for, as far as pictures and charts must know it: what D's number means, whether the
 * best D is known, and where the game ends.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").FrameMeta} FrameMeta
 * @typedef {import("../wire/types.js").Game} Game
 * @typedef {import("../base/ticks.js").Tick} Tick
 * @typedef {{d: string, star: string, says: string, axis: string, name: string}} Words  of D, marked up as text.js reads them
 */

import { figures, short } from "../base/format.js";
import { rounded, steady } from "../base/ranges.js";
import { linear } from "../base/ticks.js";

/** The game of the theory: what a server that does not say plays. @type {Game} */
const THEORY = {
  kind: "minimax", output: "probability", range: null, optimum: true, equilibrium: -Math.log(4), undecided: 0.5, pack: 1, across: false,
  reconstructor: null,
}; // prettier-ignore

/** @param {{meta: Pick<FrameMeta, "game">} | null} frame @returns {Game} */
export const gameOf = (frame) => frame?.meta.game ?? THEORY;

/** The best D where p_g = p_data: of one that names n generators 1/(n + 1). @param {Game} game */
export const undecided = (game) => game.undecided ?? 0.5;

/** Fractions that fonts have, by their denominators. @type {Record<number, string>} */
const PARTS = { 2: "½", 3: "⅓", 4: "¼", 5: "⅕", 6: "⅙", 8: "⅛" };

/** A level of D as it is written: a fraction, or a decimal number. @param {number} level */
export const chanceText = (level) => (Math.abs(1 / level - Math.round(1 / level)) < 1e-6 && PARTS[Math.round(1 / level)]) || short(level, 2);

/** How many labels the players are told; 0 in a game without. @param {Frame} frame */
export const labelsOf = (frame) => frame.meta.labels ?? 0;

/** How many maps z ↦ x there are: one for each generator, or for each label. @param {Frame} frame */
export const kindsOf = (frame) => labelsOf(frame) || (frame.meta.generators ?? 1);

/** D, by what its number means. @type {Record<Game["output"], Words>} */
export const WORDS = {
  probability: { d: "{D}", star: "{D}*", says: "what the discriminator says: the probability that x is real", axis: "{D}({x})", name: "discriminator" },
  score: { d: "{f}", star: "{f}*", says: "what the critic says: higher is more real; it is no probability", axis: "critic {f}({x})", name: "critic" },
  relative: { d: "{D}", star: "{D}*", says: "D, up to a constant: it says which of two samples is the more real one; its mean is set to ½ here", axis: "{D}({x}) + const", name: "discriminator, up to a constant" },
}; // prettier-ignore

/** What D's number says, where it is drawn. @param {Game} game */
export const saysOf = ({ kind, output }) =>
  kind === "d2gan"
    ? "what the two discriminators say together: the probability that x is real, by the geometric mean of the ratios {D}₁/α and β/{D}₂ that they tell"
    : WORDS[output].says;

/** How many samples D looks at at once. @param {Game} game */
export const packOf = ({ pack }) => pack ?? 1;

/** D at equal samples, where it is drawn: none for a D that looks at one. @param {Game} game */
export const equalSamples = (game) => (packOf(game) > 1 ? `of ${packOf(game)} equal samples` : "");

/** What D's axis is called. @param {Game} game */
export function outputName(game) {
  if (game.reconstructor) return WORDS[game.output].axis.replace("({x})", "({x}, {F}({x}))");
  const many = packOf(game) === 2 ? "({x}, {x})" : "({x}, …, {x})";
  return packOf(game) === 1 ? WORDS[game.output].axis : WORDS[game.output].axis.replace("({x})", many);
}

/**
 * How a level of the value is written where the game ends: the theory's by its name.
 * @param {number} value
 */
export const levelText = (value) => (Math.abs(value + Math.log(4)) < 1e-4 ? "−log 4" : short(value, 4));

/** The level of the value where p_g = p_data, as an axis has room for it; none where that is not known. @param {Game} game @returns {Tick[]} */
export function endOf({ equilibrium }) {
  if (equilibrium === null || !Number.isFinite(equilibrium)) return [];
  const text = levelText(equilibrium);
  return [{ at: equilibrium, text: text.length > 5 && text !== "−log 4" ? figures(equilibrium, 3) : text }];
}

/** What stands at 0 and 1 of the drawn D. @param {Game} game @returns {[number, number]} */
export const drawnRange = ({ output, range }) => (output === "score" && range && range[1] > range[0] ? range : [0, 1]);

/** What D says where it is drawn at this height from 0 to 1. @param {Game} game @param {number} drawn */
export function said(game, drawn) {
  const [low, high] = drawnRange(game);
  return low + drawn * (high - low);
}

/**
 * The axis of a critic: round numbers around its values, which move rarely; [0, 1] where D is a probability.
 * @param {[number, number] | null} standing
 * @param {Game} game
 * @returns {[number, number]}
 */
export function outputAxis(standing, game) {
  if (game.output !== "score") return [0, 1];
  return steady(standing, rounded(...drawnRange(game)));
}

/**
 * Ticks of D's axis, at heights from 0 to 1.
 * @param {Game} game
 * @param {[number, number]} axis  what stands at its ends
 * @param {number} most
 * @returns {Tick[]}
 */
export function outputTicks(game, [low, high], most) {
  if (game.output !== "score") {
    const quarters = ["0", "¼", "½", "¾", "1"].map((text, i) => ({ at: i / 4, text }));
    const even = undecided(game);
    if (quarters.some(({ at }) => Math.abs(at - even) < 1e-3)) return quarters;
    // Where D cannot tell, in place of the quarter that it would stand on.
    return [...quarters.filter(({ at }) => at === 0 || Math.abs(at - even) > 0.12), { at: even, text: chanceText(even) }].sort((a, b) => a.at - b.at);
  }
  return linear([low, high], most).map(({ at, text }) => ({ at: (at - low) / (high - low), text }));
}
