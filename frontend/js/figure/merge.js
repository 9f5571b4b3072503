/** Parts of a figure put together: what the second says goes before the first; arrays are taken whole. */

/** @param {unknown} value @returns {value is Record<string, any>} */
const plain = (value) => value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;

/**
 * @param {Record<string, any>} first
 * @param {Record<string, any>} second
 * @returns {Record<string, any>}
 */
export function merged(first, second) {
  const both = { ...first };
  for (const [key, value] of Object.entries(second)) both[key] = plain(value) && plain(both[key]) ? merged(both[key], value) : value;
  return both;
}
