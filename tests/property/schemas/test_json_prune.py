"""A record with far more brackets than events have is judged as any other, though it is not built as a whole."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas.feed.checks import EventChecker
from schemas.feed.codec import _read, _slow
from schemas.feed.json import prune
from schemas.feed.reading import Reading
from tests.unit.schemas.said import ARRIVAL, PLACES, event, read, written
from tests.unit.schemas.test_two_ways import RECORD

TAKER = EventChecker(PLACES, "hema", ARRIVAL)
GOOD = written(event())
DEPTHS = st.sampled_from([1, 3, 199, 200, 201, 202, 300])
NESTED = st.builds(lambda depth, inner: b"[" * depth + inner + b"]" * depth, DEPTHS, st.sampled_from([b"", b"1", b"?"]))
FORMS = [b"%b", b'{"a": %b}', GOOD[:-1] + b', "area": %b}', b'{"kind": %b, ' + GOOD[1:], b"%b, 1", b'%b, "x": 1']
ELEMENT = st.builds(lambda form, inner: form % inner, st.sampled_from(FORMS), NESTED)
DEEP = st.one_of(ELEMENT, st.lists(ELEMENT, max_size=3).map(lambda elements: b"[" + b",".join(elements) + b"]"))


def _judged(reading: Reading) -> list[object]:
    faults = [(fault.code, fault.index, fault.event_id, fault.raw, fault.more) for fault in reading.faults]
    return [*reading.rows, *reading.mitigations, *faults]


@settings(deadline=None)
@given(st.one_of(RECORD, DEEP))
@example(b'[1, "x": 2]')
@example(b'1, "x": [2]')
@example(b"[" * 201 + b"]" * 201)
@example(b"[{}, " + b"[" * 201 + b"]" * 201 + b', {"x": oops}]')
@example(b'[{"x": ' + b"9" * 4301 + b"}, [" + b"9" * 4301 + b"], oops]")
def test_a_record_is_judged_alike_whether_it_is_built_or_checked(value: bytes) -> None:
    built = _read(value, TAKER, 7)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prune, "_MOST_BRACKETS", -1)
        checked = _slow(value, TAKER, 7)

    assert _judged(checked) == _judged(built)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (b'{"a": [' + b"[]," * 200_000 + b"[]]}", "unknown_kind"),
        (b'{"a": [' + b"[]," * 200_000 + b"oops]}", "not_json"),
        (b"[" + b"[]," * 200_000 + b"[]]", "too_many_events"),
        (b"[" + b"[]," * 200_000 + b"oops]", "not_json"),
        (b"[[" + b"[]," * 200_000 + b"[]]]", "not_an_event"),
        (b"{" + b",".join(b'"%05d": []' % number for number in range(70_000)) + b"}", "unknown_kind"),
        (b"[{" + b",".join(b'"%05d": 1' % number for number in range(70_000)) + b"}]", "unknown_kind"),
    ],
)
def test_a_record_of_brackets_or_names_gets_its_code(value: bytes, code: str) -> None:
    assert [fault.code for fault in read(value).faults] == [code]


def test_good_events_beside_a_crowd_of_brackets_are_taken() -> None:
    crowd = b'{"a": [' + b"[]," * 200_000 + b"[]]}"

    found = read(b"[" + GOOD + b"," + crowd + b", oops, " + GOOD + b"]")

    assert [row.index for row in found.rows] == [0, 3]
    assert [(fault.code, fault.index) for fault in found.faults] == [("unknown_kind", 1), ("not_json", 2)]
