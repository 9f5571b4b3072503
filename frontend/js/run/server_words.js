/**
 * What the server says, in the language of the page: each of its texts has a key, and stays as the server has it where the
 * language has no sentence for that.
 *
 *     schema.<Model>                     what a model is, such as schema.Ring
 *     schema.<Model>.<field>.<hint>      title, help, formula, source, unit; schema.Ring.kind.title is the ring's name
 *     schema.<Model>.<field>.is.<word>   one of the words of a choice
 *     preset.<name>.<part>               title, summary, look_for
 *     said.<code>                        a message, such as said.unfit.twice, with the values that the server gives
 *
 * @typedef {import("./schema.js").Node} Node
 * @typedef {import("../wire/types.js").Preset} Preset
 */

import { filled, told } from "../words/words.js";

/** A sentence as the server sends it: its key, its English, and its values, which may be sentences. @typedef {import("../wire/types.js").Sentence} Said */

/**
 * @param {Said | null | undefined} said
 * @param {string} fallback  where the server sent no key
 * @param {string} [field]  the field that it is about, as a person knows it
 * @returns {string}
 */
export function retold(said, fallback, field) {
  if (!said) return fallback;
  const isSaid = (/** @type {unknown} */ value) => value !== null && typeof value === "object" && "code" in value;
  const put = (/** @type {string} */ name, /** @type {unknown} */ value) => (isSaid(value) ? retold(/** @type {Said} */ (value), "", field) : name === "field" && field ? field : String(value));
  const values = Object.entries(said.values).map(([name, value]) => [name, put(name, value)]);
  return filled(told(`said.${said.code}`, said.words), Object.fromEntries(values));
}

/** Why a run stopped, and what may help. @param {import("../wire/types.js").Stop} stopped */
export const stopWords = ({ reason, advice, said, advised }) => ({ reason: retold(said, reason), advice: retold(advised, advice ?? "") });

/** What a field says to a person, by the last part of its key. @satisfies {Record<string, keyof Node>} */
const SAID = { title: "title", help: "description", formula: "x-formula", source: "x-source", unit: "x-unit" };

/** @param {Node} root  the experiment's schema @returns {Node} */
export function schemaInWords(root) {
  const models = Object.entries(root.$defs ?? {}).map(([name, node]) => [name, inWords(name, node)]);
  return { ...inWords(root.title ?? "Experiment", root), $defs: Object.fromEntries(models) };
}

/** @param {string} model @param {Node} node @returns {Node} */
function inWords(model, node) {
  const said = node.description === undefined ? {} : { description: told(`schema.${model}`, node.description) };
  if (!node.properties) return { ...node, ...said };
  const fields = Object.entries(node.properties).map(([name, field]) => [name, fieldInWords(`schema.${model}.${name}`, field)]);
  return { ...node, ...said, properties: Object.fromEntries(fields) };
}

/** @param {string} key @param {Node} field @returns {Node} */
function fieldInWords(key, field) {
  const said = Object.entries(SAID).flatMap(([part, hint]) => {
    const words = field[/** @type {keyof Node} */ (hint)];
    return typeof words === "string" ? [[hint, told(`${key}.${part}`, words)]] : [];
  });
  const words = (field.enum ?? []).map((/** @type {string} */ word) => [word, told(`${key}.is.${word}`, word.replaceAll("_", " "))]);
  return { ...field, ...Object.fromEntries(said), ...(words.length > 0 ? { "x-words": Object.fromEntries(words) } : {}) };
}

/** @param {Preset[]} presets @returns {Preset[]} */
export const presetsInWords = (presets) =>
  presets.map((preset) => ({
    ...preset,
    title: told(`preset.${preset.name}.title`, preset.title),
    summary: told(`preset.${preset.name}.summary`, preset.summary),
    look_for: told(`preset.${preset.name}.look_for`, preset.look_for),
  }));
