"""Numbers of more digits than the parser takes, anywhere and twice, change nothing beyond what a number too large does."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas.feed.checks import EventChecker
from schemas.feed.codec import _read, _slow
from schemas.feed.reading import Reading
from schemas.refusal import Code
from tests.unit.schemas.said import ARRIVAL, PLACES, READER, event, written

TAKER = EventChecker(PLACES, "hema", ARRIVAL)
GOOD = written(event())[1:-1]
NAMES = ["sequence", "kind", "area", "occurred_at", "session_id", "event_id", "x", "kïnd", ""]
FORMS = ["{}", "-{}", "{}.5", "{}e7", "0.{}", "1e{}", "[{}]", '{{"a": {}}}', '[[1, {{"a": [{}, {}]}}]]', '"{}"', "0{}"]
DIGITS = st.builds(lambda digit, count: digit * count, st.sampled_from("19"), st.integers(4_000, 6_000))
LONG = st.builds(lambda form, digits: str(form.format(digits, digits)), st.sampled_from(FORMS), DIGITS)
SAID_LATER = st.sampled_from(["1", "null", '"\\ud800"', '"\udcff"', "[" * 300 + "]" * 300, '"session.heartbeat"'])
PAIR = st.builds(lambda name, value: f'"{name}": {value}', st.sampled_from(NAMES), st.one_of(LONG, LONG, SAID_LATER))


@st.composite
def _element(draw: st.DrawFn) -> bytes:
    """The fields of a good event with some before, between and behind them; or a long number alone."""
    if draw(st.integers(0, 9)) == 0:
        return draw(LONG).encode()
    parts = [pair.encode("utf-8", "surrogateescape") for pair in draw(st.lists(PAIR, min_size=1, max_size=2))]
    parts.insert(draw(st.integers(0, len(parts))), GOOD)
    return b"{" + b", ".join(parts) + b"}"


def _with_short_numbers(value: bytes) -> bytes:
    """A text as large and as wrong that is read without ado: of each run of digits the first thousand."""
    return re.sub(rb"[0-9]{1001,}", lambda run: run[0][:1000], value)


def _judged(reading: Reading) -> list[object]:
    return [*reading.rows, *((fault.code, fault.offset, fault.index, fault.event_id) for fault in reading.faults)]


@settings(deadline=None)
@given(_element(), st.booleans())
@example(b"{" + GOOD + b', "sequence": ' + b"9" * 4301 + b', "sequence": 1}', False)
@example(b'{"x": ' + b"9" * 4301 + b', "y": "\\ud800"}', False)
@example(b'{"x": ' + b"9" * 4301 + b', "y": "\xed\xa0\x80"}', True)
@example(b'{"x": ' + b"9" * 4301 + b', "y": ' + b"[" * 500 + b"]" * 500 + b"}", True)
def test_a_long_number_is_judged_as_a_shorter_one_by_both_ways(element: bytes, in_array: bool) -> None:
    value = b"[{" + GOOD + b"}, " + element + b", {" + GOOD + b"}]" if in_array else element

    found = _read(value, TAKER, 7)

    assert found == _slow(value, TAKER, 7)
    assert _judged(found) == _judged(_read(_with_short_numbers(value), TAKER, 7))
    assert found.total == (3 if in_array else 1)


@settings(deadline=None)
@given(st.lists(_element(), min_size=1, max_size=3))
def test_a_long_number_on_a_line_of_a_file_costs_that_line_alone(elements: list[bytes]) -> None:
    good = b"{" + GOOD + b"}"
    lines = [good, *elements, good]

    found = READER.read_lines(lines)
    alone = [READER.read(line, platform_id=None, arrival=None, offset=number) for number, line in enumerate(lines, 1)]

    assert _judged(found) == [
        *(row for reading in alone for row in reading.rows),
        *(fault for reading in alone for fault in _judged(Reading(faults=reading.faults))),
    ]


def test_of_a_key_given_twice_the_last_counts_however_long_the_first_number_was() -> None:
    for name in ("sequence", "kind", "area", "x"):
        good = b"{" + GOOD.replace(b'"sequence": 2', b'"sequence": 3') + b"}"
        last = b'"x": 1' if name == "x" else b'"sequence": 2'
        said = good[:1] + f'"{name}": '.encode() + b"9" * 4301 + b", " + good[1:-1] + b", " + last + b"}"

        codes = [fault.code for fault in _read(said, TAKER, 7).faults]

        assert codes == ([Code.UNKNOWN_FIELD] if name == "x" else [])


def test_what_is_no_json_behind_a_long_number_is_none() -> None:
    behind = [b'"\\ud800"', b'"\xed\xa0\x80"', b"[" * 500 + b"]" * 500, b"oops"]

    codes = [
        [fault.code for fault in _read(b'{"x": ' + b"9" * 4301 + b', "y": ' + y + b"}", TAKER, 7).faults]
        for y in behind
    ]

    assert codes == [[Code.NOT_JSON]] * 4
