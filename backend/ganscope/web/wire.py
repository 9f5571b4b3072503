"""Binary messages in the safetensors layout.

A message is an 8-byte little-endian length, a JSON header of that length (padded with spaces, so that the arrays
begin at a multiple of 8 bytes), then the arrays' bytes, little-endian, row by row, without gaps.  The header maps each
array's name to ``{"dtype", "shape", "data_offsets"}``; offsets count from the end of the header.  Its entry
``__metadata__`` maps text to text: here ``kind`` and ``meta``, the latter JSON of its own.

Arrays are laid out by falling item size, so each one begins at a multiple of its item size: a reader can view it in
place, as a Float32Array must.  Format: https://huggingface.co/docs/safetensors/index#format
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

METADATA = "__metadata__"
DTYPES: dict[str, np.dtype[Any]] = {
    name: np.dtype(code)
    for name, code in {
        "F64": "<f8", "I64": "<i8", "U64": "<u8",
        "F32": "<f4", "I32": "<i4", "U32": "<u4",
        "F16": "<f2", "I16": "<i2", "U16": "<u2",
        "I8": "|i1", "U8": "|u1", "BOOL": "|b1",
    }.items()
}  # fmt: skip
NAMES = {dtype: name for name, dtype in DTYPES.items()}


class WireError(ValueError):
    """Bytes that are not a message in this layout."""


class Message(NamedTuple):
    """A decoded message: ``kind`` is "frame" or "history", ``meta`` anything that JSON holds."""

    kind: str
    meta: dict[str, Any]
    arrays: dict[str, np.ndarray]


def plain(value: Any) -> Any:
    """A value that JSON can hold: numpy scalars become Python's, NaN and infinities become None."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, (np.generic, np.ndarray)):
        return plain(value.tolist())
    return value


def text(value: Any) -> str:
    """Compact JSON of a value made :func:`plain`."""
    return json.dumps(plain(value), separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def encode(kind: str, meta: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> bytes:
    """One message.  Raises ValueError for an array whose type the layout lacks or that is named ``__metadata__``."""
    header: dict[str, Any] = {METADATA: {"kind": kind, "meta": text(meta)}}
    data: list[bytes] = []
    offset = 0
    for name in sorted(arrays, key=lambda name: -arrays[name].dtype.itemsize):
        array = arrays[name]
        dtype = array.dtype.newbyteorder("<")
        if dtype not in NAMES:
            raise ValueError(f"array {name!r} has dtype {array.dtype}; the wire carries {', '.join(DTYPES)}")
        if name == METADATA:
            raise ValueError(f"no array may be named {METADATA}")
        body = array.astype(dtype, copy=False).tobytes()
        header[name] = {
            "dtype": NAMES[dtype],
            "shape": list(array.shape),
            "data_offsets": [offset, offset + len(body)],
        }
        data.append(body)
        offset += len(body)
    head = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    head += b" " * (-len(head) % 8)
    return b"".join([len(head).to_bytes(8, "little"), head, *data])


def decode(message: bytes) -> Message:
    """The inverse of :func:`encode`; arrays are read-only views into ``message``.  Raises :class:`WireError`."""
    if len(message) < 8:
        raise WireError(f"a message has at least 8 bytes; got {len(message)}")
    start = 8 + int.from_bytes(message[:8], "little")
    if start > len(message):
        raise WireError(f"the header should end at byte {start}; the message has {len(message)}")
    try:
        header = json.loads(message[8:start])
        metadata = header.pop(METADATA)
        kind, meta = metadata["kind"], json.loads(metadata["meta"])
        arrays: dict[str, np.ndarray] = {}
        end = 0
        for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
            dtype, shape, (first, last) = DTYPES[entry["dtype"]], tuple(entry["shape"]), entry["data_offsets"]
            if first != end or last - first != math.prod(shape) * dtype.itemsize:
                raise WireError(f"array {name!r} has the wrong extent: {entry}")
            arrays[name] = np.frombuffer(message, dtype, math.prod(shape), start + first).reshape(shape)
            end = last
    except WireError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise WireError(f"the header does not describe a message: {error!r}") from error
    if start + end != len(message):
        raise WireError(f"the arrays end at byte {start + end}; the message has {len(message)}")
    return Message(kind, meta, arrays)
