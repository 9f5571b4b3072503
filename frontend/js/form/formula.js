/**
 * f(u) as a person types it: read and computed here for the picture beside the field.  Whether it is convex the server
 * says.
 *
 * @typedef {(u: number) => number} Function_
 */

/** @type {Record<string, [count: number, compute: (...values: number[]) => number]>} */
const CALLS = { log: [1, Math.log], exp: [1, Math.exp], sqrt: [1, Math.sqrt], abs: [1, Math.abs], max: [2, Math.max] };
const TOKEN = /\s*(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|[a-z]+|\*\*|[-+*/^(),])/gy;
const MOST = 200;

/**
 * The function that a text describes; null where it is none, or not yet.
 * @param {string} text
 * @returns {Function_ | null}
 */
export function parse(text) {
  const plain = text.replaceAll("−", "-").trim();
  if (plain === "" || plain.length > MOST) return null;
  TOKEN.lastIndex = 0;
  /** @type {string[]} */
  const tokens = [];
  for (let end = 0; end < plain.length; end = TOKEN.lastIndex) {
    const found = TOKEN.exec(plain);
    if (!found) return null;
    tokens.push(found[1]);
  }
  const reader = new Reader(tokens);
  const read = reader.sum();
  return reader.at === tokens.length ? read : null;
}

/** Each method reads what stands next, or says null. */
class Reader {
  at = 0;

  /** @param {string[]} tokens */
  constructor(tokens) {
    this.tokens = tokens;
  }

  /** @param {...string} signs */
  #take(...signs) {
    return signs.includes(this.tokens[this.at]) ? this.tokens[this.at++] : null;
  }

  /** @returns {Function_ | null} */
  sum() {
    return this.#chain(["+", "-"], () => this.#product());
  }

  /** @returns {Function_ | null} */
  #product() {
    return this.#chain(["*", "/"], () => this.#signed());
  }

  /**
   * @param {string[]} signs
   * @param {() => Function_ | null} part
   * @returns {Function_ | null}
   */
  #chain(signs, part) {
    let left = part();
    for (let sign = this.#take(...signs); sign && left; sign = this.#take(...signs)) {
      const [a, b] = [left, part()];
      if (!b) return null;
      left = { "+": (/** @type {number} */ u) => a(u) + b(u), "-": (/** @type {number} */ u) => a(u) - b(u), "*": (/** @type {number} */ u) => a(u) * b(u), "/": (/** @type {number} */ u) => a(u) / b(u) }[sign] ?? null;
    }
    return left;
  }

  /** A sign binds less than a power: −u^2 is −(u^2). @returns {Function_ | null} */
  #signed() {
    const sign = this.#take("+", "-");
    const inner = sign ? this.#signed() : this.#power();
    return inner && sign === "-" ? (u) => -inner(u) : inner;
  }

  /** @returns {Function_ | null} */
  #power() {
    const base = this.#atom();
    if (!base || !this.#take("^", "**")) return base;
    const exponent = this.#signed();
    return exponent && ((u) => base(u) ** exponent(u));
  }

  /** @returns {Function_ | null} */
  #atom() {
    const token = this.tokens[this.at++] ?? "";
    if (token === "u") return (u) => u;
    if (/^[.\d]/.test(token)) return () => Number(token);
    if (token === "(") {
      const inner = this.sum();
      return this.#take(")") ? inner : null;
    }
    const call = Object.hasOwn(CALLS, token) ? CALLS[token] : null;
    if (!call || !this.#take("(")) return null;
    const [count, compute] = call;
    /** @type {Function_[]} */
    const parts = [];
    do {
      const part = this.sum();
      if (!part) return null;
      parts.push(part);
    } while (this.#take(","));
    return parts.length === count && this.#take(")") ? (u) => compute(...parts.map((part) => part(u))) : null;
  }
}
