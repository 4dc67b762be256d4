"""An array that is cut while it is read gives what one gives that is cut as a whole, wherever its parts end."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.envelope import KEPT_BYTES
from schemas.feed.json.split import split_array
from streams.tools.recorded.array import ArrayPart, OversizedElement, StreamedArray, WholeArray, begins_array

TEXT = rb'[ {"a": "],[\"\\"},' + b"\n" + rb'[1, {"b": [2, "\\\\"]}],, NaN,{oops},' + b'\n\n"}\\"" , {"c":\n3}\n]'


def of(array: StreamedArray, *parts: bytes) -> list[tuple[int, int, bytes]]:
    """Place, line and bytes of each element."""
    found = []
    for run in array.parts(iter(parts)):
        assert isinstance(run, ArrayPart)
        for base, record in run.array.records():
            for index, element in enumerate(split_array(record) or [b""]):
                place = base + index
                found.append((run.first + place, run.line - 1 + run.array.line_of(place), element))
    return found


def at_once(text: bytes) -> list[tuple[int, int, bytes]]:
    elements = split_array(text) or []
    array = WholeArray(text, elements)
    return [(place, array.line_of(place), element) for place, element in enumerate(elements)]


@given(st.lists(st.integers(1, len(TEXT) - 1), unique=True).map(sorted))
def test_wherever_the_parts_end_the_elements_are_the_same(cuts: list[int]) -> None:
    array = StreamedArray()
    parts = [TEXT[a:b] for a, b in zip([1, *cuts], [*cuts, len(TEXT)], strict=True) if a < b]

    assert of(array, *parts) == at_once(TEXT)
    assert (array.count, array.rest) == (7, b"")


@pytest.mark.parametrize("text", [b"[]", b"[ \n]", b"[,]", b"[1,]", b"[[]]"])
def test_small_arrays_have_as_many_elements_byte_by_byte(text: bytes) -> None:
    array = StreamedArray()

    assert of(array, *(text[n : n + 1] for n in range(1, len(text)))) == at_once(text)


def test_what_stands_behind_the_array_is_given_back() -> None:
    array = StreamedArray()

    assert len(of(array, b"1,2]\n[3]")) == 2
    assert array.rest == b"\n[3]"


def test_of_an_array_that_breaks_off_the_last_whole_element_is_found() -> None:
    array = StreamedArray()

    assert [element for _, _, element in of(array, b'\n1,\n{"a":', b'2}\n, {"b')] == [b"1", b'{"a":2}']
    assert (array.count, array.line, array.rest) == (2, 4, None)


@pytest.mark.parametrize("end", [b"]", b",3]", b""])
def test_of_an_element_that_is_too_large_nothing_is_kept_but_its_size_and_place(end: bytes) -> None:
    array, text = StreamedArray(), b'"' + b"\\" * 7 + b'",]' + b"x" * (3 * KEPT_BYTES)
    large = b'1,\n\n"' + text + b'\n"'
    parts = [large[n : n + 99_991] for n in range(0, len(large), 99_991)]
    kept = 0
    found = []

    for each in array.parts(iter([*parts, end] if end else parts)):
        found.append(each)
        kept = max(kept, len(array._kept))

    (too_large,) = [each for each in found if isinstance(each, OversizedElement)]
    assert (too_large.place, too_large.line) == (1, 3)
    assert too_large.size == len(large) - large.index(b'"')
    assert kept <= KEPT_BYTES + 99_991
    assert [each.first for each in found if isinstance(each, ArrayPart)] == ([0, 2] if end == b",3]" else [0])


@pytest.mark.parametrize(
    ("start", "is_one"),
    [
        (b'[\n{"a":1},\n{"b', True),
        (b'[{"a":1},{"a":"long', True),
        (b'[{"a":1}]\n[{"a":1}]\n', False),
        (b'[{"a":1}, {\n{"a":1}\n{"a":1}\n', False),
        (b'{"a":1}\n[\n1,', False),
    ],
)
def test_one_array_is_distinguished_from_arrays_in_lines_by_the_beginning(start: bytes, *, is_one: bool) -> None:
    assert begins_array(start) == is_one


def test_a_large_array_of_nothing_but_commas_has_an_element_between_each_two() -> None:
    text = json.dumps([[]] * 3).replace("[]", "").encode()

    assert of(StreamedArray(), text[1:]) == at_once(text)
