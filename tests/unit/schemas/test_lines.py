"""Lines of a file: events or arrays of events, each with its number."""

import pytest

from schemas.envelope import MOST_BYTES
from schemas.feed.reading import Reading
from tests.unit.schemas.said import READER, event, written

GOOD = written(event())


def places(reading: Reading) -> list[tuple[int, int]]:
    return [(row.offset, row.index) for row in reading.rows]


def faults(reading: Reading) -> list[tuple[int, int | None, str]]:
    return [(fault.offset, fault.index, fault.code) for fault in reading.faults]


def test_each_line_gives_its_number_to_its_row() -> None:
    reading = READER.read_lines([GOOD + b"\r\n"] * 3, first=11)

    assert (places(reading), reading.total) == ([(11, 0), (12, 0), (13, 0)], 3)


def test_more_lines_than_a_record_holds_events_are_read() -> None:
    reading = READER.read_lines([GOOD] * 2500)

    assert places(reading) == [(number, 0) for number in range(1, 2501)]


def test_a_bad_line_is_named_and_the_rest_goes_on() -> None:
    reading = READER.read_lines([GOOD, b"oops\n", GOOD, written(event(area="x")), GOOD])

    assert places(reading) == [(1, 0), (3, 0), (5, 0)]
    assert faults(reading) == [(2, None, "not_json"), (4, 0, "bad_value")]


def test_a_line_may_be_an_array() -> None:
    reading = READER.read_lines([written([event(), event(area="x"), event()]), GOOD])

    assert places(reading) == [(1, 0), (1, 2), (2, 0)]
    assert faults(reading) == [(1, 1, "bad_value")]


def test_blank_lines_hold_nothing_and_count() -> None:
    reading = READER.read_lines([b"", GOOD, b" \r\n", GOOD])

    assert (places(reading), reading.total) == ([(2, 0), (4, 0)], 2)


def test_platforms_are_those_of_the_events_and_nothing_is_from_the_future() -> None:
    reading = READER.read_lines([GOOD, written(event(platform_id="didi", occurred_at="2922-05-12T08:00:00Z"))])

    assert list(reading.rows_by_platform) == ["hema", "didi"]


@pytest.mark.parametrize(
    "lines",
    [
        [GOOD + b"," + GOOD],
        [GOOD + b",", GOOD],
        [GOOD[:-1], b'"sequence": 1}', GOOD + b"," + GOOD],
        [b'{"area":[{}', b"{}]," + GOOD[1:], GOOD + b"," + GOOD],
        [b'{"area":"{', b'{",' + GOOD[1:], GOOD + b"," + GOOD],
        [b'{"area":"x', b'{",' + GOOD[1:]],
        [b"[" + GOOD, GOOD + b"]"],
        [b"]", GOOD, b"["],
    ],
)
def test_no_two_lines_make_up_an_event_and_no_line_holds_two(lines: list[bytes]) -> None:
    together, alone = READER.read_lines(lines), Reading()
    for number, line in enumerate(lines, 1):
        alone.add(READER.read(line, platform_id=None, arrival=None, offset=number))

    assert together == alone
    assert together.faults


def test_a_line_of_more_than_one_mib_is_too_large() -> None:
    reading = READER.read_lines([GOOD, GOOD + b" " * MOST_BYTES])

    assert (places(reading), faults(reading)) == ([(1, 0)], [(2, None, "record_too_large")])


def test_mitigations_of_all_lines_are_kept() -> None:
    reading = READER.read_lines([written(event("platform.mitigation")), GOOD, b"oops"])

    assert [(said.offset, said.measure) for said in reading.mitigations] == [(1, "extend_time")]


def test_no_lines_hold_nothing() -> None:
    assert READER.read_lines([]) == Reading()
