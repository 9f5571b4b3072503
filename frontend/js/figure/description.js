/**
 * The figures as the server describes them: Plotly's traces by name, without data, and layouts, in the words of the game
 * that is played.  Colours are tokens and sizes those of a picture of plain size; `dressed` puts in those of the theme.
 *
 * @typedef {import("../wire/types.js").Frame} Frame
 * @typedef {Record<string, any>} Spec  a part of a figure, as plotly.js reads it
 * @typedef {{data: Spec[], layout: Spec, alone?: Spec, narrow?: Spec, captions?: {layers: string[], text: string, brief: string}[], words?: Record<string, string>, colours?: Record<string, string>}} Described
 * @typedef {{figure1: Described, plane: Described, layout: Spec, axis: Spec, charts: any[]}} Descriptions
 */

import { fontFamily, generatorColours, palette, stroke, zoom } from "../base/theme.js";

/** What a description depends on, of a frame's meta. */
const TOLD = ["view", "labels", "generators", "latent"];

/** @type {Map<string, Promise<Descriptions>>} */
const asked = new Map();

/** @param {Frame} frame */
function keyOf({ meta }) {
  const { range, named, ...game } = /** @type {any} */ (meta.game ?? {});
  return JSON.stringify({ ...Object.fromEntries(TOLD.map((name) => [name, /** @type {any} */ (meta)[name]])), game });
}

/** @param {string} key @returns {Promise<Descriptions>} */
function ask(key) {
  let found = asked.get(key);
  if (!found) {
    const address = new URL("api/figures", document.baseURI);
    if (key) address.searchParams.set("game", key);
    found = fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
    found.catch(() => asked.delete(key)); // the next frame asks again
    asked.set(key, found);
  }
  return found;
}

/** The descriptions of the game that is shown; those of the theory until they have come. */
export class Figures {
  /** @type {Descriptions | null} */ now = null;
  #key = "";

  /** @type {(() => void)[]} */ #told = [];

  /** Calls `told` whenever other descriptions have come. @param {() => void} told */
  watch(told) {
    this.#told.push(told);
  }

  /** Those of the theory, with which a first picture is painted. @returns {Promise<void>} */
  async start() {
    const first = await ask("");
    this.now ??= first;
  }

  /** Asks for those of a frame's game, where they are others. @param {Frame} frame */
  follow(frame) {
    const key = keyOf(frame);
    if (key === this.#key) return;
    this.#key = key;
    ask(key).then(
      (found) => {
        if (key !== this.#key) return;
        this.now = found;
        for (const told of this.#told) told();
      },
      () => {
        if (key === this.#key) this.#key = "";
      },
    );
  }
}

/** @param {string} token  `@p_g`, `@p_g/0.3`, `@g2` @returns {string} */
export function colour(token) {
  const [name, opacity] = token.slice(1).split("/");
  const camel = name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  const generator = /^g(\d+)$/.exec(name);
  const value = generator ? generatorColours[Number(generator[1]) % generatorColours.length] : /** @type {Record<string, string>} */ (palette)[camel];
  if (value === undefined) throw new Error(`no colour is called ${token}`);
  if (opacity === undefined) return value;
  const bits = Number.parseInt(value.slice(1), 16);
  return `rgba(${bits >> 16},${(bits >> 8) & 255},${bits & 255},${opacity})`;
}

/**
 * @typedef {object} Size  how large letters and lines are, so that a large picture is read from afar
 * @property {number} text  pixels
 * @property {number} line  factor of line widths and marks
 */

/** A picture this high has letters and lines of their plain size. */
const PLAIN = 620;
/** Letters of that size, pixels: descriptions are in them. */
const LETTERS = 13;

/**
 * @param {number} width
 * @param {number} height
 * @param {number} scale  of the page's letters
 * @returns {Size}
 */
export function sizeFor(width, height, scale) {
  const grown = Math.min(1.9, Math.max(0.5, Math.min(width, 1.2 * height) / PLAIN));
  return {
    text: Math.round(10 * Math.max(12.5 * scale, Math.min(LETTERS * grown * zoom, 26))) / 10,
    line: Math.max(0.85, grown) * Math.max(1, stroke / scale),
  };
}

/** What fills a trace: no colours, and long. */
const DATA = new Set(["x", "y", "z", "text", "customdata"]);

/** Lengths that go by the letters, by what stands around them. @type {Record<string, Set<string>>} */
const BY_LETTERS = {
  margin: new Set(["l", "r", "t", "b"]),
  colorbar: new Set(["thickness", "ticklen"]),
  annotations: new Set(["xshift", "yshift"]),
};

/**
 * A description with the colours of the theme that is on, its letters and lines as large as a picture's.
 * @template T
 * @param {T} part
 * @param {Size} size
 * @returns {T}
 */
export function dressed(part, { text, line }) {
  const letters = text / LETTERS;
  /** @type {(value: any, name: string, around: string) => any} */
  const put = (value, name, around) => {
    if (typeof value === "string") {
      if (value.startsWith("@")) return colour(value);
      return name === "family" ? fontFamily() : name === "dash" ? value.replace(/[\d.]+(?=px)/g, (length) => String(Number(length) * line)) : value;
    }
    if (ArrayBuffer.isView(value) || (Array.isArray(value) && DATA.has(name))) return value;
    if (Array.isArray(value)) return value.map((each) => put(each, name, around));
    if (value !== null && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, key === "meta" ? each : put(each, key, name)]));
    if (typeof value !== "number") return value;
    if (name === "size" && around.endsWith("font")) return value * letters;
    if ((name === "width" && around === "line") || (name === "size" && around === "marker")) return value * line;
    return BY_LETTERS[around]?.has(name) ? Math.round(value * letters) : value;
  };
  return put(part, "", "");
}

/**
 * The same, kept: what is dressed again with every frame is mostly what it was.
 * @returns {typeof dressed}
 */
export function wardrobe() {
  /** @type {Map<unknown, unknown>} */ const kept = new Map();
  let of = "";
  let worn = palette;
  return (part, size) => {
    const key = `${size.text} ${size.line}`;
    if (key !== of || worn !== palette) kept.clear();
    [of, worn] = [key, palette];
    if (!kept.has(part)) kept.set(part, dressed(part, size));
    return /** @type {typeof part} */ (kept.get(part));
  };
}
