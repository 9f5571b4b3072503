/**
 * Of which past a frame, a row or a status speaks.
 *
 * @typedef {{run: string, epoch: number}} Epoch
 */

/**
 * Whether what was known of one is known of the other: the same run, and its past has not become another since, as it does
 * with a new start.  Another server's run has another name.  What one of them does not say is told from nothing.
 * @param {Partial<Epoch> | null} a
 * @param {Partial<Epoch> | null} b
 */
export const sameEpoch = (a, b) => a?.run === b?.run && a?.epoch === b?.epoch;
