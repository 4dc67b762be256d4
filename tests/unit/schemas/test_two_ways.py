"""The fast way and the slow way give the same, and no bytes make either raise."""

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas.feed.checks import EventChecker
from schemas.feed.codec import _read, _slow
from schemas.feed.examples import EXAMPLES
from schemas.feed.json.split import _split_by_scan, split_array
from tests.unit.schemas.said import ARRIVAL, PLACES, written

NAMES = sorted({name for said in EXAMPLES for name in said} | {"lat"})
TIMES = [
    "2022-05-12T08:05:00+08:00",
    "2022-05-12T20:05:00.001+08:00",
    "2022-05-11T01:00:00.5Z",
    "2022-02-30T01:00:00Z",
    "2022-05-12T08:05:00",
    "2022-05-12",
]
WORDS = ["360104", "NC-GX", "360100", "hema", "didi", "session.online", "pushed", "piece", "e-1", "", "\ud800", "号"]
ODD = st.one_of(
    st.sampled_from(
        [*TIMES, *WORDS, None, True, 0, 1, 520, -1, 2**63, 10**40, 1.0, float("nan"), float("inf"), [], {}]
    ),
    st.text(max_size=5),
    st.recursive(st.integers(), lambda inner: st.lists(inner, max_size=2), max_leaves=3),
)


@st.composite
def _event(draw: st.DrawFn) -> dict[str, Any]:
    said: dict[str, Any] = dict(draw(st.sampled_from(EXAMPLES)))
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=2)):
        said[name] = draw(ODD)
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=1)):
        said.pop(name, None)
    return said


EVENT = st.one_of(st.sampled_from(EXAMPLES), _event())
ELEMENT = st.one_of(EVENT, EVENT, EVENT, ODD)
AS_TEXT = st.builds(json.dumps, st.one_of(st.lists(ELEMENT, max_size=4), ELEMENT), ensure_ascii=st.booleans()).map(
    lambda text: text.encode("utf-8", "surrogatepass")
)


@st.composite
def _broken(draw: st.DrawFn) -> bytes:
    """A record of which a piece was cut out, doubled or overwritten."""
    value = draw(AS_TEXT)
    start, length = draw(st.integers(0, len(value))), draw(st.integers(0, 30))
    instead = draw(st.one_of(st.just(b""), st.binary(max_size=3), st.just(value[start : start + length] * 2)))
    return value[:start] + instead + value[start + length :]


RECORD = st.one_of(AS_TEXT, AS_TEXT, _broken(), st.binary(max_size=40))
TAKER = st.builds(EventChecker, st.just(PLACES), st.sampled_from(["hema", None]), st.sampled_from([ARRIVAL, None]))


@settings(deadline=None)
@given(RECORD, TAKER)
@example(written(list(EXAMPLES)), EventChecker(PLACES, "hema", ARRIVAL))
def test_the_fast_way_gives_what_the_slow_way_gives(value: bytes, taker: EventChecker) -> None:
    reading = _read(value, taker, 7)

    assert reading == _slow(value, taker, 7)
    assert reading.total >= 1


@settings(deadline=None)
@given(RECORD)
def test_every_event_of_a_record_is_accepted_or_refused(value: bytes) -> None:
    reading = _read(value, EventChecker(PLACES, "hema", ARRIVAL), 7)
    index = [*(row.index for row in reading.rows), *(said.index for said in reading.mitigations)]
    whole = [fault for fault in reading.faults if fault.index is None]

    if whole:
        assert (whole, index, whole[0].raw) == (reading.faults, [], value)
    else:
        assert sorted([*index, *(fault.index or 0 for fault in reading.faults)]) == list(range(reading.total))


@settings(deadline=None)
@given(RECORD)
def test_the_bytes_of_a_fault_are_those_of_the_record(value: bytes) -> None:
    reading = _read(value, EventChecker(PLACES, "hema", ARRIVAL), 7)

    assert all(fault.raw in value for fault in reading.faults)
    assert all(fault.refusal("hema", "feed.hema", 0).model_dump_json() for fault in reading.faults)


@settings(deadline=None)
@given(AS_TEXT)
def test_an_array_is_cut_alike_by_both_cutters(value: bytes) -> None:
    if value[:1] == b"[":
        assert split_array(value) == _split_by_scan(value, 1000)


@pytest.mark.parametrize("mark", [b"[", b"{", b'"', b"\\", b'\\"', b",", b'"\\', b'["', b'{"a":', b"[]", b"1,"])
def test_a_mebibyte_of_one_mark_is_read_without_harm(mark: bytes) -> None:
    value = b"[" + mark * (1024 * 1024 // len(mark) - 2) + b"]"

    assert _read(value, EventChecker(PLACES, "hema", ARRIVAL), 7).total == 1
