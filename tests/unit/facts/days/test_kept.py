import msgspec
import pytest

from schemas.legal_days import DAY_MS, day_start
from streams.facts.days.kept import (
    NOTHING_KEPT,
    UNITED,
    KeptDays,
    RunBefore,
    first_day,
    known_from,
    run_before,
)
from streams.facts.days.memory import KEPT_DAYS
from streams.facts.days.row import DayRow, bits_of, with_refused
from streams.facts.worker import WorkerFacts
from streams.facts.worktime.coverage import Reason

HALF_AN_HOUR = 1_800_000
OPEN = bits_of([Reason.OPEN_ORDER])
MOST_BYTES = 100
"""Bytes of a row: with 35 rows on two platforms and together a worker's days take 6 kB."""


HERE = ("360104", "delivery")
"""The place of all rows of these tests."""


def row(day: int, low: int = HALF_AN_HOUR, high: int = HALF_AN_HOUR) -> DayRow:
    why = 0 if low == high else OPEN
    return DayRow(
        day, low, high, low, high, first=1, last=DAY_MS - 1, area=HERE[0], sector=HERE[1], inside=True, why=why
    )


def run_here(day: int, low: int, high: int, most_low: int, why: int = 0) -> RunBefore:
    """A run before a day, both of whose readings began here."""
    return RunBefore(day, low, high, most_low, why, place=HERE, low_place=HERE)


def worked(one: DayRow, _: str) -> tuple[bool, bool]:
    return one.order_low >= HALF_AN_HOUR, one.order_high >= HALF_AN_HOUR


def kept(*rows: DayRow, until: int = 100, first: int | None = None) -> KeptDays:
    return KeptDays(first=first).fixed({"hema": rows}, until)


def test_a_row_takes_at_most_a_hundred_bytes() -> None:
    largest = DayRow(
        99_999,
        order_low=DAY_MS,
        order_high=DAY_MS,
        online_low=DAY_MS,
        online_high=DAY_MS,
        first=DAY_MS,
        last=DAY_MS,
        longest_break=DAY_MS,
        area="NC-" + "X" * 6,
        sector="ride_hailing",
        inside=True,
        why=2 ** (len(Reason) + 1) - 1,
    )

    assert len(kept(largest, until=100_000).rows["hema"]) <= MOST_BYTES
    assert len(kept(*map(row, range(20_000, 20_035)), until=30_000).rows["hema"]) <= 60 * 35


def test_every_reason_of_unknown_time_has_a_bit() -> None:
    assert len({bits_of([reason]) for reason in Reason}) == len(Reason)
    assert DayRow(1, why=bits_of(Reason)).reasons == sorted(Reason)
    assert with_refused(DayRow(1, why=OPEN)).reasons == ["open_order", "over_budget"]


def test_a_row_that_is_fixed_stays_and_later_days_are_added() -> None:
    once = kept(row(5), until=6)

    twice = once.fixed({"hema": [row(5, low=7), row(6)]}, 7)

    assert twice.of("hema") == [row(5), row(6)]
    assert twice.fixed({"hema": [row(6, low=7)]}, 7) is twice


@pytest.mark.parametrize("through", [(8,), (6, 8), (5, 6, 7, 8)])
def test_however_often_something_is_forgotten_on_the_way_the_same_is_left(through: tuple[int, ...]) -> None:
    days = kept(row(2), row(4), row(5), row(6, low=0), row(7), row(8), row(9))

    left = days
    for day in through:
        left = left.forgotten_before(day, worked)

    assert left.of("hema") == [row(8), row(9)]
    run = run_here(8, low=1, high=4, most_low=2, why=OPEN)
    assert left.before == {"hema": run, UNITED: run}
    assert left.first == 8


def test_no_run_goes_on_over_a_day_of_rest_that_is_forgotten() -> None:
    left = kept(row(4), row(5), row(7)).forgotten_before(7, worked)

    assert left.before == {}
    assert run_before(None, [row(1), row(2), row(4)], worked, UNITED, 5) == run_here(5, 1, 1, 1)


def test_a_run_of_all_together_goes_on_over_days_of_one_platform_or_of_another() -> None:
    both = KeptDays().fixed({"hema": [row(4), row(5)], "suda": [row(5), row(6)], UNITED: [row(5)]}, 7)

    left = both.fixed({"hema": [row(7)]}, 8).forgotten_before(7, worked)

    assert [one.day for one in both.united()] == [4, 5, 6]
    assert left.before == {"suda": run_here(7, 2, 2, 2), UNITED: run_here(7, 3, 3, 3)}


def test_what_is_forgotten_of_a_platform_leaves_nothing_of_it() -> None:
    left = kept(row(4), until=5).forgotten_before(6, worked)

    assert (left.rows, left.platforms, left.last()) == ({}, [], None)


def test_state_without_rows_begins_with_the_first_day_that_is_whole() -> None:
    former = msgspec.msgpack.encode(({}, day_start(50) + 1, 0, [], None, 0))

    facts = msgspec.msgpack.decode(former, type=WorkerFacts)

    assert facts.days is None
    assert known_from(facts.days or NOTHING_KEPT, facts.speaks_from) == 51
    assert first_day(None, day_start(50), 40) == 50
    assert first_day(None, day_start(50), 55) == 55
    assert first_day(None, None, None) is None
    assert first_day(None, None, 60 - KEPT_DAYS) == 60 - KEPT_DAYS


def test_days_in_the_form_before_pay_was_put_to_rows_are_read() -> None:
    fields = (5, 1, 2, 3, 4, 0, DAY_MS, 7, "360104", "delivery", True, OPEN)
    former = msgspec.msgpack.encode(({"hema": msgspec.msgpack.encode([fields])}, 6, 2, {"": (2, 1, 1, 1, 0)}))

    days = msgspec.msgpack.decode(former, type=KeptDays)

    assert days.of("hema") == [DayRow(*fields)]
    assert (days.with_pay, days.orders_of("hema"), days.entries_of("hema")) == (False, {}, {})
    assert days.before == {UNITED: RunBefore(2, 1, 1, 1)}


def test_the_rows_of_all_together_count_with_those_of_a_platform() -> None:
    days = KeptDays().fixed({"hema": [row(5)], UNITED: [row(5)]}, 6)

    assert days.size_of("hema") == len(days.rows["hema"]) + len(days.rows[UNITED])
    assert days.size_of("suda") == 0


def test_a_run_by_the_law_of_all_is_kept_beside_that_of_an_agreement_as_long_as_it_is_another() -> None:
    def as_agreed(one: DayRow, platform: str) -> tuple[bool, bool]:
        worked_by_all = (one.order_low >= HALF_AN_HOUR, one.order_high >= HALF_AN_HOUR)
        return (True, True) if platform == "hema" else worked_by_all

    days = kept(row(4), row(5, 1, 1), row(6), row(7), row(9), row(10))

    left = days.forgotten_before(7, as_agreed)
    later = left.forgotten_before(10, as_agreed)

    assert left.run_before("hema") == run_here(7, 3, 3, 3)
    assert left.run_before("hema", for_all=True) == left.run_before(UNITED) == run_here(7, 1, 1, 1)
    assert later.run_before("hema", for_all=True) == later.run_before("hema") == run_here(10, 1, 1, 1)
    assert later.before_for_all == {}


def test_days_of_a_release_before_are_read_as_worked_alike_by_the_law_of_all() -> None:
    before = msgspec.msgpack.encode([{}, 7, 7, {"hema": RunBefore(7, 3, 3, 3)}])

    read = msgspec.msgpack.decode(before, type=KeptDays)

    assert read.run_before("hema", for_all=True) == RunBefore(7, 3, 3, 3)
