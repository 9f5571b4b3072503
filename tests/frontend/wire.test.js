import assert from "node:assert/strict";
import { test } from "node:test";

import { decode } from "../../frontend/js/wire/wire.js";

/**
 * A message in the safetensors layout, as the server writes it.
 * @param {Record<string, {dtype: string, shape: number[], bytes: Uint8Array}>} arrays
 */
function encode(arrays, kind = "frame", meta = {}) {
  const header = { __metadata__: { kind, meta: JSON.stringify(meta) } };
  let end = 0;
  for (const [name, { dtype, shape, bytes }] of Object.entries(arrays)) {
    header[name] = { dtype, shape, data_offsets: [end, (end += bytes.length)] };
  }
  let text = JSON.stringify(header);
  text += " ".repeat((8 - (new TextEncoder().encode(text).length % 8)) % 8);
  const head = new TextEncoder().encode(text);
  const message = new Uint8Array(8 + head.length + end);
  new DataView(message.buffer).setBigUint64(0, BigInt(head.length), true);
  message.set(head, 8);
  for (const [name, { bytes }] of Object.entries(arrays)) message.set(bytes, 8 + head.length + header[name].data_offsets[0]);
  return message.buffer;
}

const bytes = (array) => new Uint8Array(array.buffer);

test("arrays and meta come back as they were written", () => {
  const message = encode(
    {
      x: { dtype: "F32", shape: [2, 2], bytes: bytes(new Float32Array([1, -2, 3.5, NaN])) },
      n: { dtype: "I32", shape: [2], bytes: bytes(new Int32Array([-1, 70000])) },
      d: { dtype: "U16", shape: [2], bytes: bytes(new Uint16Array([1, 65535])) },
      p: { dtype: "U8", shape: [3], bytes: new Uint8Array([0, 7, 255]) },
    },
    "frame",
    { seq: 3, title: "ß√" },
  );
  const { kind, meta, arrays } = decode(message);
  assert.equal(kind, "frame");
  assert.deepEqual(meta, { seq: 3, title: "ß√" });
  assert.deepEqual([...arrays.x.data], [1, -2, 3.5, NaN]);
  assert.deepEqual(arrays.x.shape, [2, 2]);
  assert.deepEqual([...arrays.n.data], [-1, 70000]);
  assert.deepEqual([...arrays.d.data], [1, 65535]);
  assert.deepEqual([...arrays.p.data], [0, 7, 255]);
});

test("an array that a u8 array has shifted off its alignment is read all the same", () => {
  const { arrays } = decode(
    encode({
      p: { dtype: "U8", shape: [3], bytes: new Uint8Array([1, 2, 3]) },
      x: { dtype: "F32", shape: [1], bytes: bytes(new Float32Array([2.5])) },
    }),
  );
  assert.deepEqual([...arrays.x.data], [2.5]);
});

test("an aligned array is a view, not a copy", () => {
  const message = encode({ x: { dtype: "F32", shape: [1], bytes: bytes(new Float32Array([2.5])) } });
  assert.equal(decode(message).arrays.x.data.buffer, message);
});

test("an unknown number type and a header longer than the message are refused", () => {
  assert.throws(() => decode(encode({ x: { dtype: "F8", shape: [1], bytes: new Uint8Array(1) } })), /type F8/);
  const short = new ArrayBuffer(16);
  new DataView(short).setBigUint64(0, 900n, true);
  assert.throws(() => decode(short), /900 bytes/);
});
