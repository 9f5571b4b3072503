from __future__ import annotations

import contextlib
import json
import math
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ganscope.web.wire import DTYPES, METADATA, WireError, decode, encode, plain, text

names = st.text(min_size=1, max_size=8).filter(lambda name: name != METADATA)
metas = st.dictionaries(
    st.text(max_size=5),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=5,
    ),
    max_size=4,
)
arrays = st.dictionaries(
    names,
    st.sampled_from(list(DTYPES.values())).flatmap(
        lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
    ),
    max_size=5,
)


def same(a: dict[str, np.ndarray], b: dict[str, np.ndarray]) -> None:
    assert a.keys() == b.keys()
    for name in a:
        assert a[name].dtype == b[name].dtype and a[name].shape == b[name].shape
        assert a[name].tobytes() == b[name].tobytes()


@given(kind=st.sampled_from(["frame", "history"]), meta=metas, arrays=arrays)
def test_decode_undoes_encode(kind: str, meta: dict[str, Any], arrays: dict[str, np.ndarray]) -> None:
    message = encode(kind, meta, arrays)
    back = decode(message)
    assert (back.kind, back.meta) == (kind, meta)
    same(arrays, back.arrays)


@given(arrays=arrays)
def test_safetensors_reads_what_we_write(arrays: dict[str, np.ndarray]) -> None:
    same(arrays, safetensors.numpy.load(encode("frame", {"a": 1}, arrays)))


@given(arrays=arrays)
def test_we_read_what_safetensors_writes(arrays: dict[str, np.ndarray]) -> None:
    written = safetensors.numpy.save(arrays, metadata={"kind": "frame", "meta": '{"a": 1}'})
    back = decode(written)
    assert back.meta == {"a": 1}
    same(arrays, back.arrays)


@given(arrays=arrays)
def test_every_array_begins_at_a_multiple_of_its_item_size(arrays: dict[str, np.ndarray]) -> None:
    message = encode("frame", {}, arrays)
    length = int.from_bytes(message[:8], "little")
    header = json.loads(message[8 : 8 + length])
    assert length % 8 == 0
    for name, array in arrays.items():
        assert (8 + length + header[name]["data_offsets"][0]) % array.dtype.itemsize == 0 or array.size == 0


def test_strides_and_byte_order_do_not_matter() -> None:
    grid = np.arange(12, dtype=">f4").reshape(3, 4)[:, ::-2].T
    (back,) = decode(encode("frame", {}, {"grid": grid})).arrays.values()
    assert back.dtype == np.dtype("<f4")
    np.testing.assert_array_equal(back, grid)


def test_an_array_that_the_layout_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="'a' has dtype complex128"):
        encode("frame", {}, {"a": np.zeros(1, complex)})
    with pytest.raises(ValueError, match="__metadata__"):
        encode("frame", {}, {METADATA: np.zeros(1)})


def test_what_is_not_finite_becomes_null() -> None:
    value = {"a": math.nan, "b": [np.float32(np.inf), np.float32(0.5)], "c": np.arange(2), "d": True, "e": np.int64(3)}
    assert plain(value) == {"a": None, "b": [None, 0.5], "c": [0, 1], "d": True, "e": 3}
    assert json.loads(text(value))["b"] == [None, 0.5]


@given(cut=st.integers(0, 200), flip=st.integers(0, 200), bit=st.integers(0, 7))
def test_damaged_bytes_are_refused_or_read_but_never_crash(cut: int, flip: int, bit: int) -> None:
    message = bytearray(encode("frame", {"a": 1}, {"x": np.arange(5, dtype=np.float32)}))
    message[flip % len(message)] ^= 1 << bit
    for damaged in (bytes(message), bytes(message[: cut % len(message)])):
        with contextlib.suppress(WireError):
            decode(damaged)


META = '"__metadata__": {"kind": "frame", "meta": "{}"}'
ARRAY = f'{{{META}, "a": {{"dtype": "%s", "shape": %s, "data_offsets": %s}}}}'


@pytest.mark.parametrize(
    "header",
    [
        "[]",
        "{}",
        '{"__metadata__": {"kind": "frame"}}',
        '{"__metadata__": {"kind": "frame", "meta": "{"}}',
        f"{{{META}}}",  # four bytes too many follow
        ARRAY % ("F8", "[4]", "[0, 4]"),
        ARRAY % ("U8", "[4]", "[0, 3]"),
        ARRAY % ("U8", "[3]", "[1, 4]"),
        ARRAY % ("U8", "[3]", "[0, 3]"),
        ARRAY % ("U8", "[5]", "[0, 5]"),
        ARRAY % ("U8", "[-4]", "[0, -4]"),
    ],
)
def test_a_wrong_header_is_refused(header: str) -> None:
    assert decode(message_of(ARRAY % ("U8", "[4]", "[0, 4]"))).arrays["a"].tobytes() == b"1234"
    with pytest.raises(WireError):
        decode(message_of(header))


def message_of(header: str) -> bytes:
    return len(header).to_bytes(8, "little") + header.encode() + b"1234"
