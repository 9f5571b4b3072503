/**
 * Binary messages in the safetensors layout: u64 little-endian header length, a JSON header, raw little-endian arrays.
 * The arrays are views into the message: nothing is copied.
 *
 * @typedef {import("./types.js").Tensor} Tensor
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Message} Message
 * @typedef {{dtype: string, shape: number[], data_offsets: [number, number]}} Entry  of the header, for each array
 */

/** @type {Record<string, (buffer: ArrayBuffer, start: number, count: number) => import("./types.js").Numbers>} */
const VIEWS = {
  F32: (buffer, start, count) => new Float32Array(...aligned(buffer, start, count, 4)),
  I32: (buffer, start, count) => new Int32Array(...aligned(buffer, start, count, 4)),
  U16: (buffer, start, count) => new Uint16Array(...aligned(buffer, start, count, 2)),
  U8: (buffer, start, count) => new Uint8Array(buffer, start, count),
};

/**
 * A typed array must start on a multiple of its item size; a u8 array before it may have shifted it.
 * @param {ArrayBuffer} buffer
 * @param {number} start
 * @param {number} count
 * @param {number} size
 * @returns {[ArrayBuffer, number, number]}
 */
function aligned(buffer, start, count, size) {
  return start % size === 0 ? [buffer, start, count] : [buffer.slice(start, start + count * size), 0, count];
}

/**
 * @param {ArrayBuffer} buffer
 * @returns {Message}  as the server's table says that it is
 * @throws {Error} when the message is shorter than it says, or holds an unknown number type
 */
export function decode(buffer) {
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const base = 8 + length;
  if (base > buffer.byteLength) throw new Error(`header of ${length} bytes in a message of ${buffer.byteLength}`);
  /** @type {{__metadata__: {kind: string, meta: string}} & Record<string, Entry>} */
  const { __metadata__: { kind, meta }, ...entries } = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length))); // prettier-ignore
  /** @type {Record<string, Tensor>} */
  const arrays = {};
  for (const [name, entry] of Object.entries(entries)) {
    const view = VIEWS[entry.dtype];
    if (!view) throw new Error(`array ${name} has type ${entry.dtype}; known are ${Object.keys(VIEWS).join(", ")}`);
    const count = entry.shape.reduce((a, b) => a * b, 1);
    arrays[name] = { data: view(buffer, base + entry.data_offsets[0], count), shape: entry.shape };
  }
  return /** @type {Message} */ ({ kind, meta: JSON.parse(meta), arrays });
}

/**
 * The stored numbers of one array as values.
 * @param {Frame} frame
 * @param {string} name
 * @returns {{offset: number, step: number}}
 */
export function scaleOf(frame, name) {
  const [offset, step] = frame.meta.scale?.[name] ?? [0, 1];
  return { offset, step };
}
