"""Ten refusals of a code in one record stand whole; the rest are summed up in one more, and counted everywhere."""

import pytest

from schemas.feed.codec import FeedReader
from schemas.feed.receipt import MOST_LISTED, receipt_of
from schemas.refusal import Code
from tests.unit.schemas.said import PLACES, event, read, written

GOOD = written(event())


def array(*elements: bytes) -> bytes:
    return b"[" + b",".join(elements) + b"]"


def bad(number: int) -> bytes:
    return written(event(event_id=f"e{number}", area="nowhere"))


def test_ten_faults_of_a_code_stand_whole_and_one_more_stands_for_the_rest() -> None:
    reading = read(array(*(bad(number) for number in range(25))))

    *whole, last = reading.faults
    assert [(fault.index, fault.event_id, fault.raw, fault.count) for fault in whole] == [
        (number, f"e{number}", bad(number), 1) for number in range(10)
    ]
    assert (last.code, last.index, last.event_id, last.raw, last.count) == ("bad_value", 10, "e10", bad(10), 15)
    assert last.detail.startswith("stands for 15 events of this record, index 10 to 24, ")
    assert "'nowhere' is given" in last.detail


@pytest.mark.parametrize(("number", "faults", "more"), [(10, 10, 0), (11, 11, 0), (12, 11, 1)])
def test_only_what_goes_beyond_eleven_has_no_refusal_of_its_own(number: int, faults: int, more: int) -> None:
    reading = read(array(*[b"1"] * number))
    refusals = [fault.refusal("hema", "feed.hema", 0) for fault in reading.faults]

    assert (reading.total, len(refusals), refusals[-1].more) == (number, faults, more)
    assert ("more" in refusals[-1].model_dump()) == (more > 0)


def test_each_code_has_its_own_ten_and_good_events_are_taken_between_them() -> None:
    reading = read(array(*[b"1", GOOD, b"{}", b"oops"] * 20))

    assert reading.refused == {Code.NOT_AN_EVENT: 20, Code.UNKNOWN_KIND: 20, Code.NOT_JSON: 20}
    assert (reading.accepted, reading.total, len(reading.faults)) == (20, 80, 33)
    assert [fault.index for fault in reading.faults] == sorted(fault.index or 0 for fault in reading.faults)


def test_every_code_is_counted_whatever_gives_it() -> None:
    mistakes = [
        b"[]",
        b"oops",
        b"{}",
        written(event(x=1)),
        written(event(area=1)),
        bad(1),
        written(event(platform_id="b")),
    ]

    reading = read(array(*mistakes * 30))

    assert reading.refused == {
        "not_an_event": 30,
        "not_json": 30,
        "unknown_kind": 30,
        "unknown_field": 30,
        "bad_value": 60,
        "platform_mismatch": 30,
    }


def test_a_receipt_lists_in_order_what_stands_whole_and_what_does_not() -> None:
    readings = [read(array(*[bad(number), b"{}"] * 300)) for number in (1, 2)]

    receipt = receipt_of("hema", "feed.hema", 0, (7, 8), readings)

    assert (receipt.total, len(receipt.refused), receipt.refused_more) == (1200, MOST_LISTED, 200)
    assert [(one.index, one.event_id, one.code) for one in receipt.refused[:600]] == [
        (2 * number + odd, *found)
        for number in range(300)
        for odd, found in enumerate([("e1", "bad_value"), (None, "unknown_kind")])
    ]
    assert [one.index for one in receipt.refused[600:]] == list(range(400))


def test_records_do_not_share_their_ten() -> None:
    readings = [read(array(*[b"{}"] * 10)) for _ in range(3)]

    assert [len(reading.faults) for reading in readings] == [10, 10, 10]


def test_a_reader_of_files_names_every_fault() -> None:
    reader = FeedReader(PLACES, whole=1000)

    reading = reader.read(array(*(bad(number) for number in range(50))), platform_id=None, arrival=None, offset=1)

    assert [(fault.event_id, fault.count) for fault in reading.faults] == [(f"e{number}", 1) for number in range(50)]
