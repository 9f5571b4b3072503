/**
 * What the players of a frame play for, as far as pictures and charts must know it: what D's number means, whether the
 * best D is known, and where the game ends.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {import("../wire/types.js").FrameMeta} FrameMeta
 * @typedef {import("../wire/types.js").Game} Game
 * @typedef {import("../base/ticks.js").Tick} Tick
 * @typedef {{d: string, star: string, says: string, axis: string, name: string}} Words  of D
 */

import { figures, short } from "../base/format.js";
import { rounded, steady } from "../base/ranges.js";
import { linear } from "../base/ticks.js";
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
  probability: { d: say("layer.d"), star: say("layer.d_star"), says: say("d.probability"), axis: say("axis.probability"), name: say("d.name.probability") },
  score: { d: say("layer.critic"), star: say("layer.critic_star"), says: say("d.score"), axis: say("axis.score"), name: say("d.name.score") },
  relative: { d: say("layer.d"), star: say("layer.d_star"), says: say("d.relative"), axis: say("axis.relative"), name: say("d.name.relative") },
}; // prettier-ignore

/** What D's axis is called where D looks at more than one sample. @type {Record<Game["output"], {pair: string, two: string, many: string}>} */
const AXES = {
  probability: { pair: say("axis.probability.pair"), two: say("axis.probability.two"), many: say("axis.probability.many") },
  score: { pair: say("axis.score.pair"), two: say("axis.score.two"), many: say("axis.score.many") },
  relative: { pair: say("axis.relative.pair"), two: say("axis.relative.two"), many: say("axis.relative.many") },
};

/** How many samples D looks at at once. @param {Game} game */
export const packOf = ({ pack }) => pack ?? 1;

/** What D's axis is called. @param {Game} game */
export function outputName(game) {
  if (game.reconstructor) return AXES[game.output].pair;
  if (packOf(game) === 1) return WORDS[game.output].axis;
  return packOf(game) === 2 ? AXES[game.output].two : AXES[game.output].many;
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
