/**
 * The page's words: `say("key", values)` is a sentence of the catalogue in the language of the person who reads it.
 *
 * A language is a file beside this one, named by its code: `en.js`, `zh-Hans.js`.  It exports an object from keys to
 * sentences, `{name}` in a sentence is a value's place, and `$…$` is a formula, as marks.js reads it.  What it does not have
 * is said in English.  The server names the files that there are in the page that it sends, so none is asked for in vain.
 *
 * @typedef {keyof typeof english} Key
 * @typedef {string | number} Value
 */

import english from "./en.js";

const KEPT = "ganscope.language";
const root = globalThis.document?.documentElement;

/** The codes of the languages that there are. @type {string[]} */
export const languages = (root?.dataset.languages ?? "en").split(" ");

/** The language that the page speaks. */
export const language = chosen();

/** @type {Record<string, string>} */
const own = language === "en" ? {} : await read(language);
const plurals = new Intl.PluralRules(language);
if (root) root.lang = language;

/** @param {string} code @returns {Promise<Record<string, string>>} */
async function read(code) {
  return (await import(`./${code}.js`)).default;
}

/** What was chosen here before, or the first of the browser's languages that there is. */
function chosen() {
  let kept = null;
  try {
    kept = localStorage.getItem(KEPT);
  } catch {
    // A browser that keeps nothing is asked for its own language.
  }
  if (kept && languages.includes(kept)) return kept;
  for (const wanted of globalThis.navigator?.languages ?? []) {
    const found = languages.find((code) => alike(code, wanted));
    if (found) return found;
  }
  return "en";
}

/** Whether two codes name one language in one script: zh-CN and zh-Hans are alike, zh-TW is not. @param {string} a @param {string} b */
function alike(a, b) {
  try {
    const [one, other] = [new Intl.Locale(a).maximize(), new Intl.Locale(b).maximize()];
    return one.language === other.language && one.script === other.script;
  } catch {
    return false;
  }
}

/** Speaks another language from the next visit on, or from a reload. @param {string} code */
export function speak(code) {
  try {
    localStorage.setItem(KEPT, code);
  } catch {
    // Then it is spoken where the browser is set to it.
  }
}

/** What a language calls itself. @param {string} code */
export const nameOf = (code) => new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;

/**
 * A sentence of the catalogue.
 * @param {Key} key
 * @param {Record<string, Value>} [values]
 */
export const say = (key, values) => filled(own[key] ?? english[key], values);

/**
 * The sentence for so many: `key.one` for one in English, `key.other` for all else; another language may have more.
 * @param {string} key
 * @param {number} count
 * @param {Record<string, Value>} [values]  beside `count`
 */
export function counted(key, count, values = {}) {
  const words = /** @type {Record<string, string>} */ (english);
  const sentence = own[`${key}.${plurals.select(count)}`] ?? own[`${key}.other`] ?? words[`${key}.${count === 1 ? "one" : "other"}`];
  return filled(sentence, { count, ...values });
}

/**
 * What the server says, by its key: in the language where that has it, in the server's English else.
 * @param {string} key
 * @param {string} fallback
 */
export const told = (key, fallback) => own[key] ?? fallback;

/** A sentence with values in its places. @param {string} sentence @param {Record<string, Value>} [values] */
export function filled(sentence, values) {
  if (!values) return sentence;
  return sentence.replace(/\{(\w+)\}/g, (place, name) => (name in values ? String(values[name]) : place));
}

/**
 * A sentence with elements in its places.
 * @param {Key} key
 * @param {Record<string, Node | string>} values
 * @returns {(Node | string)[]}
 */
export function woven(key, values) {
  // Every second piece is the name of a place.
  return say(key).split(/\{(\w+)\}/).map((piece, i) => (i % 2 ? values[piece] : piece)).filter((piece) => piece !== "");
}
