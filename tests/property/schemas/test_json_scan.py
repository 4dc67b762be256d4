"""Splitting by a scan: whatever bytes come, it finds what a reader finds that looks at one character after the other."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.feed.json import scan
from schemas.feed.json.scan import commas_and_end, flattened

MARKS = st.lists(st.sampled_from([b"[", b"]", b"{", b"}", b'"', b"\\", b",", b"a", b" "]), max_size=60).map(b"".join)
CHUNKS = st.sampled_from([1, 2, 7, 64 * 1024])
SAID = st.recursive(
    st.sampled_from([1, None, True, "[", '"', "\\", '\\"', "{}]", "号"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["a", '"[', "\\", "}"]), inner, max_size=3)
    ),
    max_leaves=20,
)


def _one_by_one(value: bytes) -> tuple[list[int], int | None]:
    commas: list[int] = []
    depth, in_string, escaped = 0, False, False
    for place, mark in enumerate(value.decode()):
        if in_string:
            in_string = escaped or mark != '"'
            escaped = mark == "\\" and not escaped
        elif mark == '"':
            in_string = True
        elif mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
            if depth == 0:
                return commas, place
        elif mark == "," and depth == 1:
            commas.append(place)
    return commas, None


def _emptied(said: Any, most: int) -> Any:
    if isinstance(said, list):
        return [_emptied(each, most - 1) for each in said] if most else []
    if isinstance(said, dict):
        return {name: _emptied(each, most - 1) for name, each in said.items()} if most else {}
    return said


@given(MARKS, CHUNKS)
def test_commas_and_the_end_are_those_that_a_reader_of_single_characters_finds(rest: bytes, chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "_CHUNK", chunk)

        assert commas_and_end(b"[" + rest, 1000) == _one_by_one(b"[" + rest)


@given(SAID, st.integers(0, 4), CHUNKS)
def test_what_lies_deep_is_left_out_and_nothing_else(said: object, most: int, chunk: int) -> None:
    text = json.dumps(said, ensure_ascii=False).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "_CHUNK", chunk)

        assert json.loads(flattened(text, most)) == _emptied(said, most)
