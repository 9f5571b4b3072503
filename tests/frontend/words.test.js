/** The page's words stand in one catalogue: no sentence beside it, no key without a use, and a language is a file. */

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import ts from "typescript";

import english from "../../frontend/js/words/en.js";
import { nodes, parts, tokens, typed } from "../../frontend/js/words/marks.js";

const PAGE = new URL("../../frontend/", import.meta.url);
const JS = new URL("js/", PAGE);

/** Rooms, and files of others, whose words are in the catalogue.  The rest of charts/ is not covered yet. */
const COVERED = /^(?:words\/(?:words|marks)|base\/|wire\/|run\/|form\/|dialogs\/|page\/|charts\/readings|figure\/)/;

/** What looks like words and is none: letters of players and keys, names of things, what only a developer reads. */
const ALLOWED = new Set(["middle left", "G", "D", "F", "Ctrl", "Shift", "Ctrl+Z", "Ctrl+Shift+Z", "Control", "Experiment", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Page", "Up", "ganscope …", "title", "description", "Enter", "Escape", "Tab", "ArrowRight"]);
/** In these places stands code, by the name of the attribute or of what is called. */
const CODE = new Set(["class", "style", "d", "viewBox", "type", "name", "style", "data-tool", "data-data", "querySelector", "querySelectorAll", "closest", "matches", "matchMedia", "addEventListener", "setAttribute", "getAttribute", "Error", "RegExp", "raw", "has", "get", "createElementNS", "shape", "put", "target", "replaceAll", "includes"]);

const files = readdirSync(JS, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js") && COVERED.test(name));
const sources = files.map((name) => ts.createSourceFile(name, readFileSync(new URL(name, JS), "utf8"), ts.ScriptTarget.ES2022, true));

/** @param {ts.Node} node @param {(node: ts.Node) => void} told */
function walk(node, told) {
  told(node);
  ts.forEachChild(node, (child) => walk(child, told));
}

/** @param {(node: ts.Node) => void} told */
const everywhere = (told) => sources.forEach((source) => walk(source, told));

/** @param {ts.Node} node */
const called = (node) => (ts.isCallExpression(node) || ts.isNewExpression(node) ? node.expression.getText().split(/[.#]/).at(-1) ?? "" : "");

/** What a literal says, with … for what is put in. @param {ts.Node} node */
function said(node) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join("…");
  return null;
}

/** The names of the places that a literal stands in: attributes, and what is called with it. @param {ts.Node} node */
function around(node) {
  /** @type {string[]} */
  const found = [];
  for (let at = node; at.parent && !ts.isBlock(at.parent) && !ts.isArrowFunction(at.parent); at = at.parent) {
    if (ts.isPropertyAssignment(at.parent)) found.push(at.parent.name.getText().replaceAll('"', ""));
    if (ts.isCallExpression(at.parent) || ts.isNewExpression(at.parent)) found.push(called(at.parent));
    if (ts.isTaggedTemplateExpression(at.parent)) found.push("raw");
  }
  return found;
}

/** Of a canvas. @param {ts.Node} node */
const isFont = (node) => /^bold …px|^…*px …$/.test(said(node) ?? "");

/** Whether a person reads what stands here: a child of an element, an attribute that is read, a text that is set. @param {ts.Node} node */
function isRead(node) {
  let at = node;
  while (at.parent && (ts.isConditionalExpression(at.parent) || ts.isTemplateSpan(at.parent) || ts.isTemplateExpression(at.parent) || ts.isParenthesizedExpression(at.parent))) at = at.parent;
  const { parent } = at;
  if (ts.isPropertyAssignment(parent) && parent.name !== at) return ["title", "text", "help", "label", "aria-label", "aria-valuetext"].includes(parent.name.getText().replaceAll('"', ""));
  if (ts.isCallExpression(parent)) return (called(parent) === "h" && parent.arguments.indexOf(/** @type {ts.Expression} */ (at)) >= 2) || (called(parent) === "setText" && parent.arguments[1] === at);
  return ts.isBinaryExpression(parent) && /\.(?:title|textContent)$/.test(parent.left.getText()) && parent.right === at;
}

const PROSE = /[a-z]{2,}[,;:.]? +[a-z]{2,}|^[A-Z][a-z]{2,}\b|[a-z]{2,} +…|… +[a-z]{2,}|[a-z]{3,}(?:…|\.)$/;

test("no sentence stands beside the catalogue", () => {
  /** @type {string[]} */
  const found = [];
  everywhere((node) => {
    const text = said(node);
    if (text === null || isFont(node) || ALLOWED.has(text) || ts.isImportDeclaration(node.parent) || node.parent.kind === ts.SyntaxKind.ImportType) return;
    const places = around(node);
    const words = (PROSE.test(text) && !/^[.#[@(]/.test(text) && !places.some((place) => CODE.has(place))) || (isRead(node) && /[a-zA-Z]{2,}/.test(text));
    if (words && !Object.hasOwn(english, text)) found.push(`${node.getSourceFile().fileName}: ${text}`);
  });
  assert.deepEqual(found, []);
});

test("the catalogue is sentences without markup of the page, with whole formulas", () => {
  for (const [key, sentence] of Object.entries(english)) {
    assert.ok(sentence.length > 0, key);
    assert.doesNotMatch(sentence, /<|\{\}|undefined/, key);
    assert.equal((sentence.match(/\$/g) ?? []).length % 2, 0, key);
    assert.doesNotMatch(parts(sentence).filter((_, i) => i % 2 === 0).join(""), /\bp_(?:data|g)\b/, `${key} has a formula that is not marked`);
  }
});

/** Keys that code names: whole, as the beginning of a counted one, or with a part put in. */
function uses() {
  const html = readFileSync(new URL("index.html", PAGE), "utf8");
  const used = new Set([...html.matchAll(/data-say(?:-\w+)?="([^"]+)"/g)].map(([, key]) => key ?? ""));
  /** @type {RegExp[]} */
  const patterns = [];
  everywhere((node) => {
    const text = said(node);
    if (text === null) return;
    if (ts.isTemplateExpression(node) && ts.isCallExpression(node.parent) && called(node.parent) === "say") patterns.push(new RegExp(`^${text.replaceAll(".", "\\.").replaceAll("…", ".+")}$`));
    else used.add(text);
  });
  return { used, patterns };
}

test("every key is used, and every key that is used is there", () => {
  const { used, patterns } = uses();
  const unused = Object.keys(english).filter((key) => !used.has(key) && !used.has(key.replace(/\.(?:one|other)$/, "")) && !patterns.some((pattern) => pattern.test(key)));
  assert.deepEqual(unused, []);
  const html = readFileSync(new URL("index.html", PAGE), "utf8");
  const asked = [...html.matchAll(/data-say(?:-\w+)?="([^"]+)"/g)].map(([, key]) => key ?? "");
  everywhere((node) => {
    if (!ts.isCallExpression(node) || !["say", "counted", "woven"].includes(called(node)) || node.expression.getText().includes(".")) return;
    const [key] = node.arguments;
    if (!key || !ts.isStringLiteral(key)) return;
    asked.push(...(called(node) === "counted" ? [`${key.text}.one`, `${key.text}.other`] : [key.text]));
  });
  assert.ok(asked.length > 300);
  assert.deepEqual(asked.filter((key) => !Object.hasOwn(english, key)), []);
});

/** @param {string} sentence */
const placesIn = (sentence) => [...sentence.matchAll(/(?<![_^])\{(\w+)\}/g)].map(([, name]) => name ?? "");

test("a sentence has places for the values that are given, and no others", () => {
  let checked = 0;
  everywhere((node) => {
    if (!ts.isCallExpression(node) || !["say", "counted", "woven"].includes(called(node)) || node.expression.getText().includes(".")) return;
    const [key, ...rest] = node.arguments;
    if (!key || !ts.isStringLiteral(key)) return;
    const many = called(node) === "counted";
    const values = many ? rest[1] : rest[0];
    if (values && !ts.isObjectLiteralExpression(values)) return;
    const given = new Set([...(values?.properties ?? []).map((each) => each.name?.getText() ?? ""), ...(many ? ["count"] : [])]);
    for (const name of many ? [`${key.text}.one`, `${key.text}.other`] : [key.text]) {
      const sentence = /** @type {Record<string, string>} */ (english)[name] ?? "";
      const wanted = new Set(placesIn(sentence));
      assert.deepEqual([...wanted].filter((place) => !given.has(place)), [], name);
      if (!many) assert.deepEqual([...given].filter((value) => !wanted.has(value)), [], name);
      checked += 1;
    }
  });
  assert.ok(checked > 300);
});

test("the page's markup has the words of the catalogue", () => {
  const html = readFileSync(new URL("index.html", PAGE), "utf8");
  const words = /** @type {Record<string, string>} */ (english);
  let checked = 0;
  for (const [tag, rest] of [...html.matchAll(/<(\w+[^>]*)>([^<]*)/g)].map(([, tag, rest]) => [tag ?? "", rest ?? ""])) {
    for (const [, place, key] of tag.matchAll(/data-say(-\w+)?="([^"]+)"/g)) {
      const attribute = place === "-label" ? "aria-label" : "title";
      assert.equal(place ? tag.match(new RegExp(`(?<!-)${attribute}="([^"]*)"`))?.[1] : rest, words[key ?? ""], key);
      checked += 1;
    }
    assert.ok(!/aria-label="/.test(tag) || /data-say-label="/.test(tag), tag);
    assert.ok(!/[^-]title="/.test(tag) || /data-say-title="/.test(tag), tag);
  }
  assert.ok(checked >= 20);
});

test("a language has sentences of the catalogue, with the same places and formulas, and of the server", async () => {
  const words = /** @type {Record<string, string>} */ (english);
  const found = readdirSync(new URL("words/", JS)).filter((name) => /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?\.js$/.test(name));
  assert.ok(found.includes("en.js"));
  for (const name of found) {
    const { default: sentences } = await import(new URL(`words/${name}`, JS).href);
    for (const [key, sentence] of Object.entries(sentences)) {
      assert.equal((sentence.match(/\$/g) ?? []).length % 2, 0, `${name}: ${key}`);
      if (/^(?:schema|preset|said)\./.test(key)) continue; // tests/lab/test_catalogue.py knows these
      const own = words[key] ?? words[key.replace(/\.\w+$/, ".other")];
      assert.ok(own !== undefined, `${name} has ${key}, which the page does not know`);
      assert.deepEqual(placesIn(sentence).filter((place) => !placesIn(own).includes(place)), [], `${name}: ${key}`);
    }
  }
});

const copies = /** @type {string[]} */ ([]);
after(() => copies.forEach((folder) => rmSync(folder, { recursive: true })));

/** The page's modules with one file more, as a browser of this language runs them. @param {string} code @param {Record<string, string>} sentences @param {string} wanted */
async function speaking(code, sentences, wanted) {
  const folder = mkdtempSync(join(tmpdir(), "ganscope-words-"));
  copies.push(folder);
  cpSync(fileURLToPath(JS), join(folder, "js"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"type": "module"}');
  writeFileSync(join(folder, "js", "words", `${code}.js`), `export default ${JSON.stringify(sentences)};`);
  const root = { dataset: { languages: `en ${code}` }, lang: "" };
  Object.assign(globalThis, { document: { documentElement: root } });
  Object.defineProperty(globalThis, "navigator", { value: { languages: [wanted] }, configurable: true });
  const load = (/** @type {string} */ path) => import(pathToFileURL(join(folder, "js", path)).href);
  return { root, words: await load("words/words.js"), load };
}

test("a language is a file and nothing else, and English stands in for what it does not have", async () => {
  const { root, words, load } = await speaking(
    "qq",
    { "play.play": "Ludo", "net.units.other": "{count} unuoj de tavolo {layer}", "schema.Ring": "Ringo", "schema.Ring.modes.title": "Nombro", "schema.Ring.kind.is.ring": "ringo", "preset.ring.title": "La ringo", "said.unfit.twice": "{kind} dufoje en {field}" },
    "qq",
  );
  assert.equal(root.lang, "qq");
  assert.equal(words.say("play.play"), "Ludo");
  assert.equal(words.say("play.pause"), "Pause");
  assert.equal(words.counted("net.units", 3, { layer: 1 }), "3 unuoj de tavolo 1");
  assert.equal(words.counted("speed.rounds", 1), "1 round a frame");
  const { schemaInWords, presetsInWords } = await load("run/server_words.js");
  const field = { title: "Modes", description: "How many." };
  const schema = schemaInWords({ title: "Experiment", properties: { seed: { title: "Seed" } }, $defs: { Ring: { description: "A ring.", properties: { modes: field, kind: { enum: ["ring", "two_rings"] } } } } });
  assert.equal(schema.$defs.Ring.description, "Ringo");
  assert.deepEqual(schema.$defs.Ring.properties.modes, { title: "Nombro", description: "How many." });
  assert.deepEqual(schema.$defs.Ring.properties.kind["x-words"], { ring: "ringo", two_rings: "two rings" });
  assert.equal(schema.properties.seed.title, "Seed");
  const [preset] = presetsInWords([{ name: "ring", title: "Ring", summary: "s", look_for: "l" }]);
  assert.deepEqual([preset.title, preset.summary], ["La ringo", "s"]);
  const { retold } = await load("run/server_words.js");
  const said = { code: "error.field", words: "{why}.", values: { why: { code: "unfit.twice", words: "{field}: {kind} is listed twice", values: { field: "penalties", kind: "r1" } } } };
  assert.equal(retold(said, "English", "Punoj"), "r1 dufoje en Punoj.");
  assert.equal(retold(undefined, "English"), "English");
  const { LAYERS } = await load("run/layers.js");
  assert.equal(LAYERS["1d"][0].title, "$p_data$");
});

test("a browser's language finds its file by language and script", async () => {
  assert.equal((await speaking("zh-Hans", { close: "关闭" }, "zh-CN")).words.say("close"), "关闭");
  assert.equal((await speaking("zh-Hans", { close: "关闭" }, "zh-TW")).words.say("close"), "Close");
  assert.equal((await speaking("de", { close: "Schließen" }, "de-AT")).words.say("close"), "Schließen");
  assert.equal((await speaking("de", { close: "Schließen" }, "en-GB")).words.say("close"), "Close");
});

test("a formula is letters, words, numbers and signs, as they are written", () => {
  const kinds = (/** @type {string} */ formula) => tokens(formula).filter(({ kind }) => kind !== "space").map(({ kind, text }) => `${kind} ${text}`);
  assert.deepEqual(kinds("p_data ≤ 1.5 log x"), ["variable p", "low data", "sign ≤", "number 1.5", "word log", "variable x"]);
  assert.deepEqual(kinds("E D₁*(x) θ̄′"), ["word E", "variable D₁", "sign *", "sign (", "variable x", "sign )", "variable θ̄′"]);
  assert.deepEqual(kinds("e^{−x} W x + Σᵢ"), ["variable e", "high −x", "variable W", "variable x", "sign +", "word Σᵢ"]);
  assert.equal(typed("At $p_g = p_data$, $1/(1 + e^{−x})$ and $E_{p_g} f$"), "At p_g = p_data, 1/(1 + e^(−x)) and E_p_g f");
  assert.equal(typed("It costs $5"), "It costs $5");
});

test("a formula becomes MathML that has every letter and space of it, and a long one may be broken", () => {
  /** @param {string} tag */
  const made = (tag) => ({
    tag, children: /** @type {any[]} */ ([]), attributes: /** @type {Record<string, string>} */ ({}),
    append(/** @type {any[]} */ ...more) { this.children.push(...more); },
    setAttribute(/** @type {string} */ name, /** @type {string} */ value) { this.attributes[name] = value; },
  }); // prettier-ignore
  Object.assign(globalThis, { document: { createElement: made, createElementNS: (/** @type {string} */ _, /** @type {string} */ tag) => made(tag) } });
  /** @param {any} node @returns {string} */
  const shown = (node) => (typeof node === "string" ? node : node.tag === "msub" ? `${shown(node.children[0])}_${shown(node.children[1])}` : node.children.map(shown).join(""));
  const [before, formula, rest] = /** @type {any[]} */ (nodes("At $p_g = p_data$, D"));
  assert.deepEqual([before, rest], ["At ", ", D"]);
  assert.equal(shown(formula), "p_g\u00a0=\u00a0p_data");
  assert.equal(formula.children.length, 1);
  const [long] = /** @type {any[]} */ (nodes("$V(G, D) = E log D(x) + E log(1 − D(G(z)))$"));
  assert.deepEqual(long.children.filter((/** @type {any} */ each) => each.tag).map(shown), ["V(G,\u00a0D)", "=\u00a0E\u00a0log\u00a0D(x)", "+\u00a0E\u00a0log(1\u00a0−\u00a0D(G(z)))"]);
});
