"""Late statements: which are, and when the statements about an interval were received."""

import pytest

from schemas.instants import HOUR_MS as HOUR
from schemas.instants import LATE_MS
from schemas.instants import MINUTE_MS as MINUTE
from schemas.work import AcceptanceRow, AnyRow, Group, OrderRow, PayRow, Step
from streams.facts.late import Received, instant_of, lateness, statement_key
from streams.facts.sessions.cut import cut_session
from streams.facts.sessions.session import Session
from streams.facts.tolerance import STANDARD
from streams.facts.views.platform_traces import PlatformTraces, ReceivedFact
from streams.facts.worker import WorkerFacts
from tests.unit.core.days import WORKER, at, row

DAY = at("00:00"), at("24:00")


def pay(entry: str, clock: str, fen: int, *, said: str | None = None) -> PayRow:
    said_at = at(said or clock)
    return PayRow(
        WORKER, at(clock), "360104", "delivery", 0, 0, None, entry, said_at, 0, "e", "pay.accrued", "piece", fen, None
    )


def heard(*said: tuple[AnyRow | str, str | None]) -> dict[tuple[str, str], Received | None]:
    """The arrivals of the facts of rows that came so late, None for in time."""
    facts = WorkerFacts()
    for what, arrival in said:
        late = None if arrival is None else at(arrival)
        facts.fold("hema", row(what) if isinstance(what, str) else what, STANDARD, late)
    traces = PlatformTraces("hema", facts.platforms["hema"], at("30:00"), STANDARD)
    found = traces.received_in(DAY, {("entry", "p1")}, sessions=True)
    return {(each.what, each.id): each.received for each in found}


def late_of(*said: tuple[AnyRow | str, str | None], what: str = "session", name: str = "s1") -> Received | None:
    return heard(*said)[what, name]


def test_a_row_is_late_that_arrived_more_than_an_hour_after_its_instant() -> None:
    rows = [row("08:00 online"), row("08:00:00.001 beat"), row("07:00 beat", day=1)]
    group = Group("hema", "feed.hema", 0, rows, [0, at("09:00:00.001")])

    assert list(lateness(group)) == [at("09:00:00.001"), None, None]
    assert list(lateness(Group("hema", "", 0, rows))) == [None, None, None]


@pytest.mark.parametrize(("offset", "arrival"), [(4, 1), (5, 1), (7, 1), (8, 2), (9, 3), (20, 3)])
def test_a_record_has_the_arrival_of_the_last_change_before_it(offset: int, arrival: int) -> None:
    assert Group("hema", "", 0, [], [5, 1, 8, 2, 9, 3]).arrival(offset) == arrival


def test_a_record_without_arrival_has_none() -> None:
    assert Group("hema", "", 0, []).arrival(5) is None


def test_what_arrives_in_time_counts_as_received_at_its_instant() -> None:
    assert late_of(("08:00 online", None), ("09:00 beat", None)) == Received(at("08:00"), at("09:00"))


def test_a_late_point_is_received_when_it_arrived() -> None:
    found = late_of(("08:00 online", None), ("09:00 offline", "12:30"))

    assert found == Received(at("08:00"), at("12:30"), at("12:30"), 3 * HOUR + 30 * MINUTE, 3 * HOUR + 30 * MINUTE)


def test_late_heartbeats_are_received_from_the_first_to_the_last_arrival() -> None:
    found = late_of(("08:00 online", None), ("08:01 beat", "11:00"), ("08:02 beat", "11:05"), ("08:03 beat", "10:00"))

    assert found == Received(at("08:00"), at("11:05"), at("11:05"), 3 * HOUR + 3 * MINUTE, 3 * HOUR + 2 * MINUTE)


def test_the_delay_of_what_arrived_last_stands_beside_the_longest() -> None:
    found = late_of(("08:00 online", "20:00"), ("19:30 offline", "21:00"), ("19:40 online", "21:00"))

    assert found == Received(at("20:00"), at("21:00"), at("21:00"), 12 * HOUR, HOUR + 30 * MINUTE)


def test_a_late_repeat_of_what_arrived_in_time_is_no_news_and_an_earlier_arrival_counts() -> None:
    in_time = ("08:00 online", None), ("09:00 offline", None)

    assert late_of(*in_time, ("09:00 offline", "20:00")) == Received(at("08:00"), at("09:00"))
    assert late_of(*in_time, ("10:00 online", "20:00"), ("10:00 online", "13:00")) == Received(
        at("08:00"), at("13:00"), at("13:00"), 3 * HOUR, 3 * HOUR
    )


def test_late_statements_about_an_order_and_an_entry_are_told_apart() -> None:
    said = heard(
        ("08:00 accepted o1", None),
        ("08:30 completed o1", "12:00"),
        (pay("p1", "09:00", 500), None),
        (pay("p1", "09:00", 900, said="13:00"), "13:01"),
    )

    assert said["order", "o1"] == Received(
        at("08:00"), at("12:00"), at("12:00"), 3 * HOUR + 30 * MINUTE, 3 * HOUR + 30 * MINUTE
    )
    assert said["entry", "p1"] == Received(at("13:01"), at("13:01"), at("13:01"), 4 * HOUR + MINUTE, 4 * HOUR + MINUTE)


def test_an_entry_whose_late_statement_was_replaced_in_time_is_not_late() -> None:
    replaced = heard((pay("p1", "09:00", 500), "12:00"), (pay("p1", "12:00", 900), None))

    assert replaced["entry", "p1"] == Received(at("12:00"), at("12:00"))


@pytest.mark.parametrize("count", [3, 60])
def test_an_order_of_many_statements_knows_the_late_ones_too(count: int) -> None:
    where = (WORKER, at("08:00"), "360104", "delivery", 0, 0, None)
    accepted = AcceptanceRow(*where, "o1", "e", at("08:00"), "pushed", None, None)
    facts = WorkerFacts()
    facts.fold("hema", accepted, STANDARD)
    ends = [OrderRow(WORKER, at("08:00") + n, *where[2:], "o1", Step.ENDED, None) for n in range(1, count)]

    for each in ends:
        facts.fold("hema", each, STANDARD, each.at + 2 * HOUR)
    facts.fold("hema", ends[-1], STANDARD)

    (found,) = PlatformTraces("hema", facts.platforms["hema"], at("30:00"), STANDARD).received_in(
        DAY, (), sessions=True
    )
    last = ends[-2].at + 2 * HOUR
    assert found == ReceivedFact("hema", "order", "o1", Received(at("08:00"), last, last, 2 * HOUR, 2 * HOUR))


def test_of_an_interval_what_lies_outside_it_does_not_count() -> None:
    session = Session()
    for clock, sort in (("08:00", 1), ("09:00", 0), ("10:00", 1)):
        session.add_point((at(clock), sort, "a", "delivery"))
    session.note_point((at("10:00"), 1, "a", "delivery"), at("20:00"), new=True)

    assert session.received_in(at("08:00"), at("09:59")) == Received(at("08:00"), at("09:00"))
    assert session.received_in(at("10:00"), at("10:00")) == Received(
        at("20:00"), at("20:00"), at("20:00"), 10 * HOUR, 10 * HOUR
    )
    assert session.received_in(at("11:00"), at("12:00")) is None


def test_the_horizon_takes_late_signs_with_it() -> None:
    facts = WorkerFacts()
    for line in ("08:00 online", "08:10 beat", "09:00 offline", "10:00 online", "10:01 beat", "11:00 offline"):
        facts.fold("hema", row(line), STANDARD, row(line).at + 2 * LATE_MS)
    whole = facts.platforms["hema"].sessions["s1"]

    cut = cut_session(whole, at("09:30"), STANDARD, lambda _: None)

    assert cut.received_in(at("09:30"), DAY[1]) == Received(at("12:00"), at("13:00"), at("13:00"), 2 * HOUR, 2 * HOUR)
    assert cut.late is not None
    assert {instant_of(key) for key in cut.late.points} == {at("10:00"), at("11:00")}
    assert whole.late is not None
    assert len(whole.late.points) == 4


def test_the_key_of_a_statement_holds_its_instant_and_tells_statements_of_one_apart() -> None:
    keys = {statement_key(DAY[0], sort, area) for sort in (0, 1) for area in ("360104", "360113")}

    assert len(keys) == 4
    assert {instant_of(key) for key in keys} == {DAY[0]}
