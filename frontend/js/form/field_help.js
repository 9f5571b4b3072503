/**
 * What the card behind a "?" says about a field, read from its schema: what it does, formula, range, default, source, and
 * what a change of it costs a run that is under way.
 *
 * @typedef {import("./fields.js").Json} Json
 * @typedef {import("../run/schema.js").Node} Node
 * @typedef {import("../run/seen.js").Seen} Seen
 * @typedef {(choice: string) => Seen | null} See  where a member of a family, or a word, can be seen
 * @typedef {globalThis.Node} Node_
 */

import { aboutKind } from "../run/schema.js";
import { h } from "../base/dom.js";
import { whole, worded } from "../base/format.js";
import { close } from "../base/help.js";
import { wordOf } from "../run/schema.js";
import { say, woven } from "../words/words.js";

/** What a change costs a run that is under way: a word for the badge, and a sentence. @type {Record<string, [string, string]>} */
export const EFFECTS = {
  now: [say("effect.now"), say("effect.now.help")],
  compile: [say("effect.compile"), say("effect.compile.help")],
  restart: [say("effect.restart"), say("effect.restart.help")],
  reset: [say("effect.reset"), say("effect.reset.help")],
};

/**
 * @param {string} effect
 * @param {boolean} [quiet]  most changes are live: beside a field a dot says so
 */
export function badge(effect, quiet = false) {
  const [word, meaning] = EFFECTS[effect] ?? EFFECTS.now;
  const dot = quiet && effect === "now";
  return h("span", { class: `badge ${effect}${dot ? " dot" : ""}`, title: dot ? say("effect.now.both") : meaning }, dot ? h("span", { class: "sr-only" }, word) : word);
}

/** @param {Node} node */
export const effectOf = (node) => node["x-effect"] ?? "now";

/**
 * @param {Node} node
 * @param {object} more
 * @param {Json} [more.base]  the preset's value
 * @param {Json} [more.chosen]  of a choice: said first
 * @param {Map<string, Node> | null} [more.variants]  of a choice between kinds
 * @param {See} [more.see]  of any choice
 * @param {string | null} [more.effect]  null where it depends on what is chosen
 * @returns {HTMLElement[]}
 */
export function fieldHelp(node, { base, chosen, variants = null, see = () => null, effect = effectOf(node) }) {
  const parts = [];
  if (node.description) parts.push(h("p", {}, flowing(node.description)));
  if (node["x-formula"]) parts.push(formula(node["x-formula"]));
  if (variants && variants.size > 1) parts.push(h("dl", { class: "kinds" }, ...chosenFirst([...variants], chosen).flatMap(([name, variant]) => kind(variant, see(name), name === chosen))));
  if (node.enum) parts.push(...words(node, see));
  const facts = [
    [say("about.range"), range(node)],
    [say("about.default"), value(node.default, node)],
    [say("about.preset"), value(base, node)],
    [say("about.source"), node["x-source"]],
  ].filter(([, text]) => text);
  if (facts.length > 0) parts.push(h("dl", { class: "help-facts" }, ...facts.flatMap(([name, text]) => [h("dt", {}, name ?? ""), h("dd", {}, text ?? "")])));
  if (effect) parts.push(h("p", { class: "effect" }, badge(effect), ` ${EFFECTS[effect][1]}`));
  return parts;
}

/** @param {[string, Node][]} all @param {Json} chosen */
const chosenFirst = (all, chosen) => [...all.filter(([name]) => name === chosen), ...all.filter(([name]) => name !== chosen)];

/** @param {Node} variant @param {Seen | null} seen @param {boolean} chosen */
function kind(variant, seen, chosen) {
  const about = aboutKind(variant);
  return [h("dt", { class: chosen ? "chosen" : null }, about.title ?? String(about.const)), h("dd", {}, ...kindHelp(variant, seen))];
}

/**
 * Where each of several words can be seen.
 * @param {Node} node
 * @param {See} see
 */
function words(node, see) {
  const rows = (node.enum ?? []).flatMap((word) => {
    const seen = see(word);
    return seen ? [h("dt", {}, wordOf(node, word)), h("dd", {}, opening(seen))] : [];
  });
  return rows.length > 0 ? [h("p", {}, say("about.seen")), h("dl", { class: "help-facts" }, ...rows)] : [];
}

/**
 * What a member of a family is, and where it can be seen.
 * @param {Node} variant
 * @param {Seen | null} seen
 * @returns {(Node_ | string)[]}
 */
export function kindHelp(variant, seen) {
  const about = aboutKind(variant);
  return [
    flowing(variant.description ?? ""),
    ...(about["x-formula"] ? [formula(about["x-formula"])] : []),
    ...(about["x-source"] ? [h("small", {}, about["x-source"])] : []),
    ...(seen ? [h("small", {}, ...woven("about.seen.in", { link: opening(seen) }))] : []),
  ];
}

/** @param {Seen} seen */
const opening = ({ title, href }) => h("a", { href, onclick: close }, title);

/** @param {string} text */
const formula = (text) => h("p", { class: "formula" }, text);

/** A docstring's lines as one. @param {string} text */
export const flowing = (text) => worded(text.replace(/\s+/g, " "));

/** @param {Node} node */
function range(node) {
  const low = node.minimum ?? node.exclusiveMinimum;
  const high = node.maximum ?? node.exclusiveMaximum;
  if (low === undefined || high === undefined) return null;
  const said = { low: number(low), high: number(high), unit: node["x-unit"] ?? "" };
  if (node.minimum === undefined) return said.unit ? say("about.range.above.unit", said) : say("about.range.above", said);
  return said.unit ? say("about.range.from.unit", said) : say("about.range.from", said);
}

/**
 * @param {Json} given
 * @param {Node} node
 */
function value(given, node) {
  if (typeof given === "number") return number(given);
  if (typeof given === "boolean") return given ? say("yes") : say("no");
  if (typeof given === "string") return node.enum ? wordOf(node, given) : given;
  if (Array.isArray(given) && node["x-control"]) return given.join(" – ") || say("none");
  return null;
}

/** @param {number} given */
function number(given) {
  return Math.abs(given) >= 1e4 && Number.isInteger(given) ? whole(given) : String(given).replace("-", "−");
}
