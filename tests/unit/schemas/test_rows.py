"""The row that each kind makes."""

import pytest

from schemas.feed.examples import EXAMPLES
from schemas.feed.reading import Mitigation
from schemas.outside import is_outside
from schemas.work import AcceptanceRow, AnyRow, OrderRow, PayRow, SessionRow, Sort, Step, decode_work, encode_work
from schemas.work import Group as WorkGroup
from tests.unit.schemas.said import event, read, written

WORKER = event()["worker_id"]
MINUTE = 60_000
EIGHT = 1_652_313_600_000
"""08:00 of 2022-05-12 in Nanchang."""


def row_of(kind: str, /, **changes: object) -> AnyRow:
    (row,) = read(written(event(kind, **changes))).rows
    return row


def test_the_row_of_what_happened_in_another_city_says_so() -> None:
    assert row_of("session.offline", area="360402").area == "360402*"
    assert is_outside("360402*")
    assert not is_outside("360104")


@pytest.mark.parametrize(
    ("kind", "sort"),
    [
        ("session.heartbeat", Sort.PULSE),
        ("session.online", Sort.ON),
        ("session.resumed", Sort.ON),
        ("session.paused", Sort.OFF),
        ("session.offline", Sort.OFF),
    ],
)
def test_a_session_event_is_a_point_or_a_pulse(kind: str, sort: Sort) -> None:
    row = row_of(kind, occurred_at="2022-05-12T08:00:00+08:00", area="NC-GX", sector="courier")

    assert row == SessionRow(WORKER, EIGHT, "NC-GX", "courier", 7, 0, None, "s-20220512-1", sort)


def test_an_acceptance_is_on_from_its_start() -> None:
    row = row_of("order.accepted")

    order = ("o-20220512-7", "e-6", EIGHT + 10 * MINUTE, "pushed", EIGHT + 40 * MINUTE, 2300)
    assert row == AcceptanceRow(WORKER, EIGHT + 5 * MINUTE, "360104", "delivery", 7, 0, None, *order)


def test_an_acceptance_without_a_start_is_on_when_it_occurred() -> None:
    row = row_of("order.accepted", starts_at=None, promised_at=None, distance_m=None, assigned="grabbed")

    order = ("o-20220512-7", "e-6", EIGHT + 5 * MINUTE, "grabbed", None, None)
    assert row == AcceptanceRow(WORKER, EIGHT + 5 * MINUTE, "360104", "delivery", 7, 0, None, *order)


@pytest.mark.parametrize("kind", ["pay.accrued", "pay.deducted"])
@pytest.mark.parametrize(
    ("named", "days"),
    [
        ({}, (-1, -1)),
        ({"for_day": "2022-05-12"}, (19124, 19124)),
        ({"for_day": "1970-01-01"}, (0, 0)),
        ({"for_day": "2022-05-11", "for_until": "2022-05-11"}, (19123, 19123)),
        ({"for_day": "2022-04-12", "for_until": "2022-05-12"}, (19094, 19124)),
    ],
)
def test_pay_has_the_days_that_it_is_for(kind: str, named: dict[str, str], days: tuple[int, int]) -> None:
    given = {"for_day": None, "for_until": None, "occurred_at": "2022-05-11T16:00:00Z"} | named

    row = row_of(kind, **given)

    assert isinstance(row, PayRow)
    assert (row.first_day, row.last_day) == days


@pytest.mark.parametrize(
    ("named", "detail"),
    [
        ({"for_until": "2022-05-11"}, "for_until: 2022-05-11 is given alone; allowed: with for_day"),
        ({"for_day": "2022-05-13"}, "for_day: 2022-05-13 is given; allowed: a day not after that of occurred_at"),
        (
            {"for_day": "2022-05-12", "for_until": "2022-05-13"},
            "for_until: 2022-05-13 is given; allowed: a day not after that of occurred_at",
        ),
        (
            {"for_day": "2022-05-12", "for_until": "2022-05-11"},
            "for_until: 2022-05-11 is given; allowed: for_day (2022-05-12) to 30 days after it",
        ),
        (
            {"for_day": "2022-04-11", "for_until": "2022-05-12"},
            "for_until: 2022-05-12 is given; allowed: for_day (2022-04-11) to 30 days after it",
        ),
        ({"for_day": "1969-12-31"}, "for_day: 1969-12-31 is given; allowed: 1970-01-01 or later"),
        ({"for_day": "0001-01-01"}, "for_day: 0001-01-01 is given; allowed: 1970-01-01 or later"),
        ({"for_day": "2022-02-30"}, "for_day: 2022-02-30 is given; allowed: a date of the calendar"),
    ],
)
def test_days_that_cannot_be_are_refused_with_what_is_allowed(named: dict[str, str], detail: str) -> None:
    given = {"for_day": None, "for_until": None, "occurred_at": "2022-05-11T16:00:00Z"} | named

    (fault,) = read(written(event("pay.deducted", **given))).faults

    assert (fault.code, fault.detail) == ("bad_value", detail)


@pytest.mark.parametrize(
    ("kind", "step", "promised_at"),
    [
        ("order.picked_up", Step.PICKED_UP, None),
        ("order.completed", Step.ENDED, None),
        ("order.promise_changed", Step.PROMISED, EIGHT + 50 * MINUTE),
    ],
)
def test_any_other_order_event_is_a_step(kind: str, step: Step, promised_at: int | None) -> None:
    row = row_of(kind, occurred_at="2022-05-12T08:00:00+08:00", order_id="o-1")

    assert row == OrderRow(WORKER, EIGHT, "360104", "delivery", 7, 0, None, "o-1", step, promised_at)


def test_completed_and_cancelled_are_told_apart() -> None:
    row = row_of("order.cancelled", occurred_at="2022-05-12T08:00:00+08:00", order_id="o-1")

    ended = (WORKER, EIGHT, "360104", "delivery", 7, 0, None, "o-1", Step.ENDED, None)
    assert (row, row == OrderRow(*ended)) == (OrderRow(*ended, cancelled=True), False)


def test_a_statement_of_pay_is_said_when_it_was_published() -> None:
    row = row_of("pay.accrued", published_at="2022-05-12T09:00:00+08:00", sequence=-3)

    statement = ("p-1", EIGHT + 60 * MINUTE, -3, "e-11", "pay.accrued", "piece", 520, "o-20220512-7")
    assert row == PayRow(WORKER, EIGHT + 38 * MINUTE, "360104", "delivery", 7, 0, None, *statement)


def test_a_statement_of_pay_that_was_not_published_is_said_when_it_occurred() -> None:
    row = row_of("pay.deducted")

    statement = ("p-2", EIGHT + 60 * MINUTE, 0, "e-12", "pay.deducted", "lateness", 100, None, 19121, 19123)
    assert row == PayRow(WORKER, EIGHT + 60 * MINUTE, "360104", "delivery", 7, 0, None, *statement)


def test_a_mitigation_makes_no_row_and_is_kept() -> None:
    reading = read(written(event("platform.mitigation")))

    start, end = EIGHT + 6 * 60 * MINUTE, EIGHT + 10 * 60 * MINUTE
    said = ("hema", "e-13", start, "360100", "delivery", "extend_time", start, end, 7, 0)
    assert (reading.rows, reading.mitigations, reading.total) == ([], [Mitigation(*said)], 1)


def test_the_row_of_every_kind_survives_the_way_to_the_judge() -> None:
    rows = read(written(list(EXAMPLES))).rows
    group = WorkGroup("hema", "feed.hema", 0, rows)

    assert len(rows) == len(EXAMPLES) - 1
    assert decode_work(encode_work([group])) == [group]


def test_rows_are_kept_apart_by_platform_where_none_is_told() -> None:
    said = [event(platform_id=platform) for platform in ("hema", "didi", "hema")]

    reading = read(written(said), platform_id=None)

    assert {name: [row.index for row in rows] for name, rows in reading.rows_by_platform.items()} == {
        "hema": [0, 2],
        "didi": [1],
    }


def test_an_event_of_another_platform_is_refused() -> None:
    reading = read(written([event(), event(platform_id="didi")]))

    assert [(fault.code, fault.index) for fault in reading.faults] == [("platform_mismatch", 1)]
    assert list(reading.rows_by_platform) == ["hema"]
