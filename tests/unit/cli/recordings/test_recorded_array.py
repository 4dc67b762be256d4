import json

import pytest

from schemas.envelope import MOST_BYTES
from schemas.feed.json.split import split_array
from streams.tools.recorded.array import WholeArray, whole_elements


def whole(text: bytes) -> WholeArray:
    return WholeArray(text, split_array(text) or [])


def test_elements_are_found_on_their_lines_in_any_order() -> None:
    array = whole(b'\n[\n  {"a": 1},\n  {"a": 1}, {"a":\n1},\n  []]\n')

    assert [array.line_of(place) for place in (0, 1, 2, 3, 0, 3)] == [3, 4, 4, 6, 3, 6]


def test_a_long_array_is_cut_into_records_of_a_thousand() -> None:
    records = list(whole(json.dumps(list(range(2500))).encode()).records())

    assert [(base, json.loads(record)[0], len(json.loads(record))) for base, record in records] == [
        (0, 0, 1000),
        (1000, 1000, 1000),
        (2000, 2000, 500),
    ]


def test_no_record_is_larger_than_the_contract_allows() -> None:
    records = [record for _, record in whole(json.dumps(["x" * 400_000] * 5).encode()).records()]

    assert [len(json.loads(record)) for record in records] == [2, 2, 1]
    assert max(map(len, records)) <= MOST_BYTES


def test_an_element_that_alone_is_too_large_stands_alone() -> None:
    records = [record for _, record in whole(json.dumps([1, "x" * MOST_BYTES, 2]).encode()).records()]

    assert list(map(len, records)) == [3, MOST_BYTES + 4, 3]


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        (b'[{"a":1},\n{"b":', [b'{"a":1}']),
        (b'[{"a":1}', [b'{"a":1}']),
        (b'[{"a":1}, {\n{"b":2}\n', None),
        (b"[1, 2", None),
    ],
)
def test_of_an_array_that_breaks_off_the_whole_elements_are_known(text: bytes, elements: list[bytes] | None) -> None:
    assert whole_elements(text) == elements
