"""The clock that is read seldom and counted on in between."""

from typing import cast

from sqlalchemy import Connection

from alerts.database.clock import MOST_WAIT_MS, READ_AGAIN_MS, CountedClock

NONE = cast("Connection", None)


def test_a_clock_is_counted_on_between_two_readings_and_follows_when_it_is_set() -> None:
    readings, steady = [1_000_000, 500_000], [0]
    clock = CountedClock(lambda _: readings.pop(0), lambda: steady[0])

    first = clock(NONE)
    steady[0] = READ_AGAIN_MS - 1
    counted = clock(NONE)
    steady[0] = READ_AGAIN_MS
    again = clock(NONE)

    assert (first, counted, again) == (1_000_000, 1_000_000 + READ_AGAIN_MS - 1, 500_000)


def test_a_reading_that_was_long_on_its_way_is_not_counted_on() -> None:
    steady = [0]

    def slow(_: Connection) -> int:
        steady[0] += MOST_WAIT_MS + 1
        return 1_000_000 + steady[0]

    clock = CountedClock(slow, lambda: steady[0])

    assert [clock(NONE), clock(NONE)] == [1_000_101, 1_000_202]
