/**
 * What the players of a frame play for, as far as pictures and charts must know it: what D's number means, whether the
 * best D is known, and where the game ends.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").FrameMeta} FrameMeta
 * @typedef {import("../wire/types.js").Game} Game
 * @typedef {{d: string, star: string, says: string, name: string}} Words  of D
 */

import { short } from "../base/format.js";
import { rounded, steady } from "../base/ranges.js";
import { say } from "../words/words.js";

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
  probability: { d: say("layer.d"), star: say("layer.d_star"), says: say("d.probability"), name: say("d.name.probability") },
  score: { d: say("layer.critic"), star: say("layer.critic_star"), says: say("d.score"), name: say("d.name.score") },
  relative: { d: say("layer.d"), star: say("layer.d_star"), says: say("d.relative"), name: say("d.name.relative") },
}; // prettier-ignore

/** How many samples D looks at at once. @param {Game} game */
export const packOf = ({ pack }) => pack ?? 1;

/**
 * How a level of the value is written where the game ends: the theory's by its name.
 * @param {number} value
 */
export const levelText = (value) => (Math.abs(value + Math.log(4)) < 1e-4 ? "−log 4" : short(value, 4));

/** What stands at 0 and 1 of the drawn D. @param {Game} game @returns {[number, number]} */
export const drawnRange = ({ output, range }) => (output === "score" && range && range[1] > range[0] ? range : [0, 1]);

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
