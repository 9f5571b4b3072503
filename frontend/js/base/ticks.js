/** Where an axis has its marks, and what stands there. */

import { short as digits, lettered, withMinus } from "./format.js";
import { niceStep } from "./ranges.js";

/** @typedef {{at: number, text: string}} Tick */

/**
 * Round numbers, at most about `most` of them, all with the same number of decimals.  One alone is no scale: there are two.
 * @param {[number, number]} range
 * @param {number} most
 * @param {boolean} [percent]
 * @returns {Tick[]}
 */
export function linear(range, most, percent = false) {
  let ticks = stepped(range, most, percent);
  for (let more = 1; ticks.length < 2 && more <= 5; more++) ticks = stepped(range, most + more, percent);
  return ticks;
}

/** @param {[number, number]} range @param {number} most @param {boolean} percent */
function stepped([low, high], most, percent) {
  const step = niceStep(high - low, most);
  const unit = percent ? 100 : 1;
  const decimals = Math.max(0, -Math.floor(Math.log10(step * unit) + 1e-9));
  // An axis has no room for five figures.
  const large = Math.max(Math.abs(low), Math.abs(high)) >= 1e4;
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
    const text = large ? brief(k * step) : (k * step * unit).toFixed(decimals);
    ticks.push({ at: k * step, text: `${k === 0 ? "0" : withMinus(text)}${percent ? "%" : ""}` });
  }
  return ticks;
}

/** 500, 1k, 1.5k, 2M: as short as the axes of all charts have it. @param {number} value */
function brief(value) {
  const size = Math.abs(value);
  if (size >= 1e3 && size < 1e9) return lettered(value, 3);
  return digits(value, size < 1e3 ? 3 : 2);
}

/** How far below its foot a number of a logarithmic axis may belong, decades: 0.3 stands at half a decade below 1. */
const NEAR = 0.03;

/**
 * Powers of ten, some without their number where there is no room; less than two of them are no scale: then some of
 * their multiples as well, one at the foot.
 * @param {[number, number]} range  of exponents
 * @param {number} most
 * @returns {Tick[]}
 */
export function logarithmic([low, high], most) {
  const powers = Math.floor(high + 1e-9) - Math.ceil(low - 1e-9) + 1;
  const every = Math.max(1, Math.ceil(powers / most));
  const ticks = [];
  for (let k = Math.floor(low); k <= high; k++) {
    const leads = high - low < 0.7 ? [1, 2, 3, 5] : high - low < 2 ? [1, 3] : powers <= 8 || k % every === 0 ? [1] : [];
    for (const lead of leads) {
      const at = Number(`${lead}e${k}`);
      const exponent = Math.log10(at);
      // What is a little below the foot is marked at it.
      if (exponent >= low - NEAR && exponent <= high + 1e-9) ticks.push({ at: Math.max(at, 10 ** low), text: k % every === 0 ? power(lead, k) : "" });
    }
  }
  return ticks;
}

/**
 * @param {number} lead
 * @param {number} exponent
 */
function power(lead, exponent) {
  if (Math.abs(exponent) <= 3) return String(Number(`${lead}e${exponent}`));
  const raised = String(exponent).replace("-", "⁻").replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]);
  return `${lead === 1 ? "" : `${lead}·`}10${raised}`;
}

/** What steps of rounds begin with; half of the axis always serves. */
const LEADS = [1, 2, 2.5, 4, 5];

/**
 * Rounds, from 0 to the end itself, at most about `most` steps.
 * @param {number} end  see axisEnd
 * @param {number} most
 * @returns {Tick[]}
 */
export function rounds(end, most) {
  let count = Math.max(1, Math.floor(most));
  while (count > 2 && !isRound(end / count)) count -= 1;
  return Array.from({ length: count + 1 }, (_, k) => ({ at: (k * end) / count, text: brief((k * end) / count) }));
}

/** Whether a step is a whole number of rounds of one of these leads. @param {number} step */
const isRound = (step) => Number.isInteger(step) && LEADS.includes(step / 10 ** Math.floor(Math.log10(step)));
