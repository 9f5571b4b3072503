/**
 * The charts in the words of a game: its levels, its columns, and what D's number means there.
 *
 * @typedef {import("./charttable.js").Chart} Chart
 * @typedef {import("../wire/types.js").Game} Game
 */

import { figures, roomy } from "../base/format.js";
import { chanceText, endOf, levelText, packOf, undecided } from "../run/game.js";

/** @type {Record<string, (chart: Chart, game: Game, view?: string) => Chart>} */
const BY_GAME = { value, outputs, losses, w1 };

/** @param {Chart} chart  a row of the table @param {Game} game @param {string} [view]  "2d" in the plane @returns {Chart} */
export const inGame = (chart, game, view) => BY_GAME[chart.name]?.(chart, game, view) ?? chart;

/** The distance by the name that it has among the numbers. @param {string} [view] */
export const distance = (view) => (view === "2d" ? "W₁, sliced" : "W₁");

/** Whether the value is that of the theory, V(G, D) ≤ 0 in nats. @param {Game} game */
const isTheory = ({ equilibrium }) => equilibrium !== null && levelText(equilibrium) === "−log 4";

/** @param {Chart} chart @param {Game} game @param {string} [view] @returns {Chart} */
function value(chart, game, view) {
  if (isTheory(game) && game.optimum) return chart;
  const [star, v] = chart.lines;
  if (game.kind === "wasserstein" && game.reconstructor) {
    return {
      ...chart, title: "Critic's gap", unit: "critic f", most: undefined, marks: [], format: (given) => roomy(given, 3), lines: [{ ...v, title: "gap", filled: false }],
      help: "The gap between the critic's means on pairs (x, F(x)) of real samples and on pairs (G(z), z): it estimates W₁ between the pairs, which is not known here.",
    }; // prettier-ignore
  }
  if (game.kind === "wasserstein" && game.across) {
    return {
      ...chart, title: "Critic's gap", unit: "critic f", most: undefined, marks: [], format: (given) => roomy(given, 3), lines: [{ ...v, title: "gap", filled: false }],
      help: "The gap between the critic's means on a batch of real samples and on a batch of fakes.  This critic looks across the batch, so it estimates no distance of single samples.",
    }; // prettier-ignore
  }
  if (game.kind === "wasserstein" && packOf(game) > 1) {
    return {
      ...chart, title: "Critic's estimate", unit: "units of x", most: undefined, marks: [], format: (given) => roomy(given, 3), lines: [{ ...v, title: "estimate of packs", filled: false }],
      help: `The gap between the critic's means on packs of ${packOf(game)} real samples and of ${packOf(game)} fakes: it estimates W₁ between the packs, which is larger than that between single samples, and not known here.`,
    }; // prettier-ignore
  }
  if (game.kind === "wasserstein") {
    return {
      ...chart, title: "Critic's estimate", unit: "units of x", most: undefined, marks: [], format: (given) => roomy(given, 3),
      help: "What D estimates beside the truth: the gap between the critic's means on real data and on fakes, and the distance W₁ itself, exact on the line, sliced in the plane.  An estimate above W₁ means that the critic is steeper than 1; below it, that D has more to learn.",
      lines: [
        { column: "w1", title: distance(view), style: "p-g", colour: "pG", text: "pGText", width: 2.5 },
        { ...v, title: "estimate", filled: false },
      ],
    }; // prettier-ignore
  }
  const end = game.equilibrium === null ? "" : `  Where p_g = p_data it is ${levelText(game.equilibrium)}.`;
  const common = { ...chart, unit: isTheory(game) ? chart.unit : "value", most: isTheory(game) ? chart.most : undefined, marks: endOf(game), format: (/** @type {number} */ given) => roomy(given, 3) };
  if (!game.optimum) {
    return { ...common, lines: [{ ...v, filled: false }], help: `The value of the game: D pushes V(G, D) up, G pulls the other way.  The best D is not known for this game, so nothing says how far D has to go.${end}` };
  }
  // Where p_g misses data the best D may be beyond all bounds; the axis need not reach it.
  return { ...common, lines: [{ ...star, compared: true }, v], help: `The value of the game.  D pushes V(G, D) up towards V(G, D*), the value of the best D; the shaded gap is what D has left to learn.  G pushes V(G, D) down.${end}` };
}

/** @param {Chart} chart @param {Game} game @returns {Chart} */
function outputs(chart, game) {
  if (game.reconstructor) {
    const alone = outputs(chart, { ...game, reconstructor: null });
    return { ...alone, title: alone.title.replace("(x)", "(x, z)"), unit: alone.unit?.replace("(x)", "(x, z)"), help: `${alone.help}  D judges pairs: the means are over 512 real samples, each with the z that F gives for it, and 512 fakes, each with the z that it was made of.` };
  }
  if (game.across) {
    const alone = outputs(chart, { ...game, across: false });
    return { ...alone, help: `${alone.help}  D looks across the batch: the means are over one batch of real samples and one of fakes.` };
  }
  if (packOf(game) > 1) return ofPacks(outputs(chart, { ...game, pack: 1 }), game);
  if (game.output === "probability") {
    const at = undecided(game);
    const text = chanceText(at);
    if (at === 0.5) return chart;
    return {
      ...chart, ticks: [{ at: 0, text: "0" }, { at, text }, { at: 1, text: "1" }], marks: [{ at, text: "" }],
      help: `What D says on average, on real data and on G's fakes: 1 means real, 0 means fake.  D names every generator, too; where both are ${text}, one part in so many as there are generators and data, it cannot tell them apart.`,
    }; // prettier-ignore
  }
  const free = { ...chart, range: undefined, ticks: undefined, marks: [], format: (/** @type {number} */ given) => figures(given, 3), unit: "critic f(x)" };
  if (game.output === "score") {
    return { ...free, title: "Mean critic f(x)", help: "What the critic says on average, on real data and on G's fakes.  Only the gap between the two means something; where it is 0, the critic cannot tell them apart." };
  }
  return { ...free, unit: "D(x) + constant", title: "Mean D(x), up to a constant", help: "What D says on average, on real data and on G's fakes, up to a constant: only the gap between the two means something." };
}

/** @param {Chart} chart @param {Game} game @returns {Chart} */
function losses(chart, game) {
  if (!game.reconstructor) return chart;
  const [d, g] = chart.lines;
  return { ...chart, lines: [d, { ...g, title: "G and F" }], help: `${chart.help}  G's line holds the loss of F too: they descend the sum.` };
}

/** @param {Chart} chart @param {Game} game @returns {Chart} */
const ofPacks = (chart, game) => ({ ...chart, title: chart.title.replace("(x)", "(x₁, …)"), unit: chart.unit?.replace("(x)", "(x₁, …)"), help: `${chart.help}  D judges packs: the means are over packs of ${packOf(game)} samples, real ones or fakes.` });

/** Beside the critic's estimate the same curve need not stand twice. @param {Chart} chart @param {Game} game @param {string} [view] @returns {Chart} */
function w1(chart, game, view) {
  const twice = game.kind === "wasserstein" && packOf(game) === 1 && !game.across && !game.reconstructor;
  const lines = view === "2d" ? chart.lines.map((line) => ({ ...line, title: distance(view) })) : chart.lines;
  return { ...chart, lines, rank: twice ? 9 : chart.rank };
}
