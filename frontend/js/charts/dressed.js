/** A description of a chart with the colours and sizes of the page. */

import { scale, stroke } from "../base/theme.js";
import { dressed as dress } from "../figure/description.js";

export { colour } from "../figure/description.js";

/**
 * @template T
 * @param {T} part
 * @param {number} [grown]  how much larger than the page's own its letters and lines are
 * @returns {T}
 */
export const dressed = (part, grown = 1) => dress(part, { text: 13 * scale * grown, line: stroke * grown });
