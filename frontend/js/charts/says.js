/**
 * What stands beside a chart, and what a screen reader hears of it.  By the name in the description: SAYS.
 *
 * @typedef {import("./figure.js").Drawn} Drawn
 * @typedef {import("./sources.js").Moment} Moment
 * @typedef {{text: string, colour: string, at: number, name?: string, compared?: boolean, aside?: boolean, patch?: string, dash?: string}} Label  `at`: its height, pixels in the figure; `patch`: a colour that stands before it; `dash`: of a line that is not drawn
 * @typedef {{labels: Label[], more?: string}} Said
 * @typedef {{moment: Moment, at: number, reading: boolean, hidden: ReadonlySet<string>}} Reading  `at`: the row of the history, `reading`: whether a person has chosen it
 */

import { atBound, boundText } from "./bins.js";
import { colour } from "./dressed.js";
import { linesOf, told, written } from "./described.js";
import { fixed, figures, percent } from "../base/format.js";
import { intervals, lineOf, readText } from "./linecharts.js";
import { modeColour, sharesAt } from "./modes.js";
import { heightOf } from "./numbers.js";
import { phaseOf, said } from "./phase.js";
import { largest } from "../base/ranges.js";
import { arrayOf, uidOf } from "./sources.js";
import { isLog } from "./spans.js";
import { palette, scale } from "../base/theme.js";

/** What an arrow says. @type {Record<string, string>} */
const OFF = { "↓": ", below the axis", "↑": ", above the axis" };

/** Where a value lies that the axis does not reach. @param {number} y @param {import("./figure.js").Box} box */
const beyond = (y, box) => (!Number.isFinite(y) ? "" : y > box.bottom + 1 ? "↓" : y < box.top - 1 ? "↑" : "");

/** Lines one below the other around the middle of a chart. @param {Drawn} drawn @param {Omit<Label, "at">[]} labels @param {number} [step] */
function stacked({ box }, labels, step = 17) {
  const middle = (box.top + box.bottom) / 2;
  return { labels: labels.map((label, i) => ({ ...label, at: middle + (i - (labels.length - 1) / 2) * step * scale })) };
}

/** @type {Record<string, (drawn: Drawn, reading: Reading) => Said>} */
const SAYS = {
  nothing: () => ({ labels: [] }),
  lines({ row, box, spans }, { moment, at, hidden }) {
    const lines = linesOf(row).filter(({ name }) => !hidden.has(uidOf(row.name, name)));
    const y = heightOf(box, spans.y ?? [0, 1], isLog(row));
    const log = isLog(row);
    return {
      labels: lines.map((line) => {
        const value = moment.history.arrays[line.meta.y ?? ""]?.data[at] ?? Number.NaN;
        const off = Number.isNaN(value) ? "" : beyond(y(value), box);
        return {
          // Among many its number would push the others away from their curves.
          aside: line.meta.compared && off !== "" && lines.length > 2,
          compared: line.meta.compared,
          name: `${line.name}${off ? OFF[off] : ""}`,
          text: Number.isNaN(value) ? "" : `${off}${told(row, line, moment.history, at)}`,
          colour: colour(line.meta.colour ?? "@ink"),
          at: log && value === 0 ? box.bottom : y(value),
          ...(value === Infinity && line.line?.dash ? { dash: line.line.dash } : {}),
        };
      }),
    };
  },
  mode(drawn, { moment, at, reading }) {
    const rows = moment.history.arrays.mode_share;
    const now = arrayOf(moment, "mode_share", "frame");
    const shares = rows && (drawn.row.over_rounds || reading || now === rows) ? sharesAt(rows, at) : now.data;
    const weights = arrayOf(moment, "mode_weight", "frame").data;
    if (shares.length === 0) return { labels: [] };
    const mode = largest(shares);
    return stacked(drawn, [
      { text: `mode ${mode + 1}`, colour: palette.muted, patch: modeColour(mode, shares.length, moment.labels) },
      { text: percent(shares[mode]), colour: palette.ink },
      { text: `data ${percent(weights[mode]).replace(".0%", "%")}`, colour: palette.muted },
    ]);
  },
  bound(drawn, { moment: { frame, bound } }) {
    const { weights: limits } = frame?.meta ?? {};
    const shares = frame?.arrays.weights?.data;
    if (!limits || !shares || bound === null) return { labels: [] };
    const weights = { shares, limit: limits.limit, bound };
    const { muted, ink } = palette;
    return stacked(drawn, [{ text: boundText(weights), colour: muted }, { text: percent(atBound(weights)), colour: ink }, { text: "at ±c", colour: muted }]);
  },
  map(drawn, { moment }) {
    const { map } = lineOf(moment.frame);
    if (!map) return PREPARED;
    const turned = map.back >= 0.005;
    return stacked(drawn, [
      { text: "off by", colour: palette.muted },
      { text: figures(map.off, 3), colour: palette.ink },
      { text: turned ? `${Math.round(100 * map.back)}% back` : "no fold", colour: turned ? palette.bad : palette.good },
    ]);
  },
  plan(drawn, { moment }) {
    const { plan } = lineOf(moment.frame);
    if (!plan) return PREPARED;
    return stacked(drawn, [{ text: "W₁", colour: palette.muted }, { text: written(drawn.row.format, plan.w1), colour: palette.pGText }]);
  },
  counting(_, { moment: { frame, place } }) {
    const { counting } = lineOf(frame);
    if (!counting) return PREPARED;
    return { labels: [], more: `${intervals(place)} intervals, estimate ${fixed(counting.jsd[place], 3)}, JSD ${readText(counting)}` };
  },
  phase(drawn, { moment: { frame } }) {
    const plane = frame && phaseOf(frame);
    if (!plane) return { labels: [] };
    const { lines, verdict, tone } = said(plane.eigenvalues);
    // Rounds take steps that have a length, and may spiral out where tiny ones circle in.
    const tiny = lines.length > 0 ? [{ text: "in tiny steps", colour: palette.muted }] : [];
    return stacked(drawn, [...lines.map((text) => ({ text, colour: palette[tone] })), ...tiny, { text: verdict, colour: palette[tone] }], 18);
  },
};

/** @type {Said} */
const PREPARED = { labels: [], more: "it is being prepared" };

/** @param {Drawn} drawn @param {Reading} reading */
export const saysOf = (drawn, reading) => SAYS[drawn.row.says](drawn, reading);
