"""Records: what can be read as events at all, and what a fault costs."""

import gc

import pytest

from schemas.envelope import MOST_BYTES
from schemas.feed.faults import event_of
from schemas.feed.json.split import split_array
from schemas.feed.parsing import json_in
from tests.unit.schemas.said import HEARTBEAT, READER, code_of, event, fault_of, read, written


def test_one_event_makes_one_row() -> None:
    reading = read(written(event()))

    assert (reading.total, reading.accepted, len(reading.rows), reading.faults) == (1, 1, 1, [])


def test_an_array_makes_a_row_for_each_event_in_its_order() -> None:
    reading = read(written([event(event_id=f"e{i}", session_id=f"s{i}") for i in range(3)]))

    assert [(row.offset, row.index) for row in reading.rows] == [(7, 0), (7, 1), (7, 2)]


def test_one_bad_event_never_costs_the_others() -> None:
    bad = written(event(area="nowhere"))

    reading = read(b"[" + written(event()) + b" ,\n " + bad + b" , " + written(event()) + b"]")

    assert [row.index for row in reading.rows] == [0, 2]
    (fault,) = reading.faults
    assert (fault.offset, fault.index, fault.event_id, fault.raw) == (7, 1, "e-2", bad)


def test_an_element_that_is_no_json_never_costs_the_others() -> None:
    reading = read(b"[" + written(event()) + b', {"kind": oops}, ' + written(event()) + b"]")

    assert [row.index for row in reading.rows] == [0, 2]
    assert [(fault.code, fault.index, fault.raw) for fault in reading.faults] == [("not_json", 1, b'{"kind": oops}')]


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b" ",
        b"hello",
        b"{",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b'{"event_id": "\xff"}',
        b'{"event_id": "\\ud800"}',
        b"{'kind': 1}",
        b"[",
        b"[{}",
        b'["]',
        b'["\\',
        b"[1}",
        b"[1] 2",
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
)
def test_what_is_no_json_is_one_fault_of_the_record(value: bytes) -> None:
    fault = fault_of(value)

    assert (fault.code, fault.index, fault.event_id, fault.raw) == ("not_json", None, None, value)


@pytest.mark.parametrize("value", [b"[]", b"[ \n]", b"1", b"null", b'"event"', b"NaN", b"true"])
def test_a_record_without_an_event_is_no_event(value: bytes) -> None:
    fault = fault_of(value)

    assert (fault.code, fault.index, fault.raw) == ("not_an_event", None, value)


def test_a_tombstone_is_no_event() -> None:
    reading = read(None)

    assert [(fault.code, fault.index, fault.raw) for fault in reading.faults] == [("not_an_event", None, b"")]


@pytest.mark.parametrize("element", [b"1", b"null", b"[]", b'["x"]', b'"x"', b"NaN", b"-Infinity"])
def test_an_element_that_is_no_object_is_no_event(element: bytes) -> None:
    reading = read(b"[" + element + b"]")

    assert [(fault.code, fault.index, fault.raw) for fault in reading.faults] == [("not_an_event", 0, element)]


def test_an_array_in_an_array_is_no_event_whatever_is_in_it() -> None:
    reading = read(written([[event()], event()]))

    assert [(fault.code, fault.index) for fault in reading.faults] == [("not_an_event", 0)]
    assert len(reading.rows) == 1


def test_a_nesting_bomb_beside_an_event_costs_only_itself() -> None:
    bomb = b"[" * 5000 + b"]" * 5000

    reading = read(b"[" + bomb + b"," + written(event()) + b"]")

    assert [(fault.code, fault.index, fault.raw) for fault in reading.faults] == [("not_json", 0, bomb)]
    assert len(reading.rows) == 1


def test_a_thousand_events_are_read_and_one_more_is_too_many() -> None:
    element = written(event())

    most, more = (read(b"[" + b",".join([element] * n) + b"]") for n in (1000, 1001))

    assert (most.total, most.faults) == (1000, [])
    assert [(more.total, fault.code, fault.index) for fault in more.faults] == [(1, "too_many_events", None)]


def test_too_many_elements_that_are_no_json_are_no_json() -> None:
    assert code_of(b"[" + b"oops," * 1001 + b"1]") == "not_json"


def test_a_record_of_one_mib_is_read_and_one_byte_more_is_too_large() -> None:
    said = written(event())
    most = said + b" " * (MOST_BYTES - len(said))

    fault = fault_of(most + b" ")

    assert code_of(most) is None
    assert (fault.code, fault.index, fault.raw) == ("record_too_large", None, most + b" ")


def test_of_a_record_that_is_far_too_large_as_much_is_kept_as_a_feed_takes() -> None:
    fault = fault_of(b" " * (2 * MOST_BYTES + 1))

    assert fault.raw == b" " * (2 * MOST_BYTES)


def test_a_number_of_thousands_of_digits_is_json_and_a_bad_value() -> None:
    said = written(event()).replace(b'"sequence": 2', b'"sequence": ' + b"9" * 5_000)

    fault = fault_of(said)

    assert (fault.code, fault.event_id, fault.raw) == ("bad_value", "e-2", said)


@pytest.mark.parametrize("value", [written(event()), b"{}", b"oops", b"[oops, 1]"])
def test_the_collector_is_left_as_it_was(value: bytes) -> None:
    read(value)
    on = gc.isenabled()
    gc.disable()
    try:
        read(value)
        off = gc.isenabled()
    finally:
        gc.enable()

    assert (on, off) == (True, False)


def test_what_is_too_large_and_no_json_is_too_large() -> None:
    assert code_of(b"[" * (MOST_BYTES + 1)) == "record_too_large"


def test_blanks_around_an_event_or_an_array_are_no_fault() -> None:
    assert code_of(b" \r\n\t" + written(event()) + b"\n") is None
    assert code_of(b" \r\n\t[ " + written(event()) + b" ]\n") is None


def test_the_event_id_of_a_refused_event_is_told_only_where_it_has_the_form_of_one() -> None:
    assert fault_of(event(area="x", event_id="e:1")).event_id == "e:1"
    assert fault_of(event(area="x", event_id="e 1")).event_id is None
    assert fault_of(event(area="x", event_id=1)).event_id is None


def test_of_duplicate_keys_the_last_wins() -> None:
    good, kind = written(event()), b'"kind": "' + HEARTBEAT.encode() + b'"'
    bad_first = good.replace(kind, b'"kind": "nonsense", "area": NaN, ' + kind)
    bad_last = good.replace(kind, kind + b', "kind": "nonsense"')

    assert code_of(bad_first) is None
    assert code_of(bad_last) == "unknown_kind"
    assert event_of(json_in(bad_first)).area == "360104"


@pytest.mark.parametrize("last", [b"1", b"oops"])
def test_of_a_long_array_no_more_pieces_are_cut_than_are_wanted(last: bytes) -> None:
    assert split_array(b"[" + b"1," * 20 + last + b"]", 3) == [b"1"] * 4


@pytest.mark.parametrize("value", [b"", b"{}", b'{"a": [1]}', b"oops [1]"])
def test_what_is_no_array_has_no_pieces(value: bytes) -> None:
    assert split_array(value) is None


def test_the_end_of_a_line_is_no_part_of_the_record_on_it() -> None:
    said = written(event())

    reading = READER.read_lines([said + b" " * (MOST_BYTES - len(said)) + b"\r\n"])

    assert (reading.accepted, reading.faults) == (1, [])
