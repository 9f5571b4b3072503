/** Numbers as text: a true minus sign, a fixed number of decimals, a dash where there is none. */

/** @param {string} text */
export const withMinus = (text) => text.replace("-", "−");

/**
 * @param {number | null | undefined} value
 * @param {number} decimals
 */
export function fixed(value, decimals) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const text = value.toFixed(decimals);
  return withMinus(Number(text) === 0 ? text.replace("-", "") : text);
}

/** 1.5k, 3.94M: of thousands and millions. @param {number} value @param {number} digits */
export function lettered(value, digits) {
  const [unit, letter] = Math.abs(value) >= 1e6 ? [1e6, "M"] : [1e3, "k"];
  return `${withMinus(Number((value / unit).toPrecision(digits)).toString())}${letter}`;
}

/** A power of ten without room for a plus: 3.9e6. @param {number} value */
const power = (value) => withMinus(value.toExponential(1).replace("+", ""));

/**
 * A number of decimals, or fewer digits where it is too large to have room for them.
 * @param {number | null | undefined} value
 * @param {number} decimals
 */
export const roomy = (value, decimals) => (value !== null && value !== undefined && Math.abs(value) >= 1e3 ? short(value, 4) : fixed(value, decimals));

/**
 * About `digits` significant digits, never in more than nine characters.
 * @param {number | null | undefined} value
 * @param {number} [digits]
 */
export function short(value, digits = 3) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e9)) return power(value);
  if (size >= 1e5) return lettered(value, Math.min(digits, 3));
  return withMinus(Number(value.toPrecision(digits)).toString());
}

/**
 * `digits` significant digits, zeros at the end too, so that a number that changes keeps its width.
 * @param {number | null | undefined} value
 * @param {number} digits
 */
export function figures(value, digits) {
  const size = Math.abs(value ?? Number.NaN);
  if (!value || !Number.isFinite(value) || size < 1e-3) return short(value, digits);
  if (size >= 1e3) return short(value, 4);
  const rounded = Number(value.toPrecision(digits));
  return withMinus(rounded.toFixed(Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(rounded))))));
}

/**
 * At least so much: cut off after `digits` significant digits, since rounded up it would be no bound.
 * @param {number} value
 * @param {number} digits
 */
export function least(value, digits) {
  if (!(value > 0) || value === Infinity) return figures(value, digits);
  const unit = 10 ** (digits - 1 - Math.floor(Math.log10(value)));
  return `≥\u202f${figures(Math.floor(value * unit) / unit, digits)}`;
}

/** Of the last decimal: what is less below a number than that is that number. */
const ROUNDING = 1e-2;

/**
 * At least so much, with so many decimals, of either sign.
 * @param {number} value
 * @param {number} decimals
 * @param {(value: number, decimals: number) => string} written
 */
export const bounded = (value, decimals, written) => `≥\u202f${written(Math.floor(value * 10 ** decimals + ROUNDING) / 10 ** decimals, decimals)}`;

/** Between thousands: thin, and no line breaks at it. */
const THIN = "\u202f";

/** @param {number} value */
export const whole = (value) => withMinus(Math.round(value).toLocaleString("en-US").replaceAll(",", THIN));

/** The numbers in words as the page writes its own: thousands apart, a true minus. @param {string} text */
export const worded = (text) =>
  text.replace(/(?<![\d.,[])[1-9]\d{0,2}(?:,\d{3})+(?![\d,])/g, (number) => number.replaceAll(",", THIN)).replace(/(?<![\p{L}\p{N}_.)\]])-(?=[\d.])/gu, "−");

/** @param {number | null | undefined} value */
export const percent = (value) =>
  value === null || value === undefined || !Number.isFinite(value) ? "–" : `${(100 * value).toFixed(1)}%`;

/**
 * The number that a person typed, or null: "1e-3", ".5", "−2", "1,5" are numbers.
 * @param {string} text
 * @returns {number | null}
 */
export function typed(text) {
  const plain = text.trim().replace("−", "-").replace(",", ".");
  if (plain === "") return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}
