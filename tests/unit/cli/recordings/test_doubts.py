from typing import Any

import pytest

from streams.facts.tolerance import STANDARD
from streams.tools.check.data_quality import DataQualityCheck, DataQualityWarning
from tests.unit.cli.days import reading, said, session

END = said("pay.accrued", "23:00", entry_id="p1", category="piece", amount_fen=1)
SESSION, ORDER = "session", "order"


def doubts(*events: dict[str, Any]) -> dict[str, DataQualityWarning]:
    work = DataQualityCheck(STANDARD)
    for platform, rows in reading(*events).rows_by_platform.items():
        work.add(platform, rows, lambda row: f"line {row.offset}")
    return {doubt.name: doubt for doubt in work.warnings()}


def beats(start: int, minutes: int, **changes: Any) -> list[dict[str, Any]]:
    return [said("session.heartbeat", f"{start:02}:{minute:02}", **changes) for minute in range(minutes)]


def test_a_session_as_it_should_be_raises_no_doubt() -> None:
    accepted = said("order.accepted", "08:05", promised_at="2022-06-01T08:40:00+08:00", distance_m=2300)
    events = [accepted, said("order.completed", "08:30"), END]

    assert doubts(*session("08:00", "08:59"), *beats(8, 60), *events) == {}


def test_a_session_without_heartbeats() -> None:
    found = doubts(*session("08:00", "09:00"))

    assert (found["session_without_heartbeats"].count, found["session_without_heartbeats"].examples) == (1, ("line 1",))


@pytest.mark.parametrize(("clock", "doubted"), [("08:30", False), ("08:31", True), ("08:45", False), ("09:01", True)])
def test_heartbeats_while_paused_or_offline(clock: str, *, doubted: bool) -> None:
    off = said("session.paused", "08:30"), said("session.resumed", "08:45")

    found = doubts(*session("08:00", "09:00"), *off, said("session.heartbeat", clock))

    assert ("heartbeats_while_off" in found) is doubted


@pytest.mark.parametrize(("end", "doubted"), [("10:00:00", False), ("10:00:01", True)])
def test_a_session_that_is_silent_for_two_hours_was_never_closed(end: str, *, doubted: bool) -> None:
    last = said("pay.accrued", end, order_id="o1", entry_id="p1", category="piece", amount_fen=1)

    found = doubts(said("session.online", "08:00"), last)

    assert ("session_never_closed" in found) is doubted


def test_heartbeats_without_any_online() -> None:
    assert doubts(*beats(8, 5))["session_never_opened"].count == 1


def test_two_sessions_at_once_on_one_platform_alone() -> None:
    first, other = session("08:00", "09:00"), session("08:59", "10:00", session_id="s2")
    elsewhere = session("08:59", "10:00", session_id="s2", platform_id="tuche")

    assert doubts(*first, *other)["sessions_overlap"].examples == ("line 3",)
    assert "sessions_overlap" not in doubts(*first, *elsewhere)
    assert "sessions_overlap" not in doubts(*first, *session("09:00", "10:00", session_id="s2"))


def test_an_order_without_end_and_one_that_was_never_accepted() -> None:
    found = doubts(said("order.accepted", "08:00"), said("order.picked_up", "08:10", order_id="o2"), END)

    assert (found["order_without_end"].count, found["order_without_end"].of) == (1, 2)
    assert found["order_never_accepted"].examples == ("line 2",)


def test_an_id_that_pay_and_a_deduction_have_in_common() -> None:
    pay = said("pay.accrued", "10:00", entry_id="o1", category="piece", amount_fen=5000, order_id=None)
    fine = said("pay.deducted", "11:00", entry_id="o1", category="lateness", amount_fen=500, order_id=None)
    other = {**fine, "entry_id": "o2"}
    events = [{name: value for name, value in each.items() if value is not None} for each in (pay, fine, fine, other)]

    found = doubts(*events)["entry_id_for_pay_and_deduction"]

    assert (found.count, found.of, found.examples) == (1, 2, ("line 2",))


def test_pay_whose_order_this_worker_never_accepted_belongs_to_no_day() -> None:
    orders = [said("order.accepted", "08:00"), said("order.picked_up", "08:10", order_id="o2")]
    entries = [
        said("pay.accrued", "09:00", entry_id=f"p-{name}", category="piece", amount_fen=1, order_id=name)
        for name in ("o1", "o2", "o3", None)
    ]

    found = doubts(*orders, *entries)["pay_without_its_order"]

    assert (found.count, found.of, found.examples) == (2, 3, ("line 4", "line 5"))


def test_the_share_of_long_gaps_leaves_pauses_out() -> None:
    pause = said("session.paused", "08:20"), said("session.resumed", "08:40")
    beating = [said("session.heartbeat", clock) for clock in ("08:00", "08:03", "08:06:01", "08:19", "08:41")]

    found = doubts(*session("08:00", "09:00"), *pause, *beating)["heartbeat_gap_too_long"]

    assert (found.count, found.of) == (2, 3)


OTHER, NEXT_DAY = "cd" * 32, "2022-06-02T{}+08:00"


@pytest.mark.parametrize(("end", "doubted"), [("08:00:00", False), ("08:00:01", True)])
def test_a_session_id_that_is_used_for_more_than_a_day(end: str, *, doubted: bool) -> None:
    beat = said("session.heartbeat", "09:00", occurred_at=NEXT_DAY.format(end))

    found = doubts(beat, said("session.online", "08:00"))

    assert ("session_id_used_too_long" in found) is doubted
    assert "session_id_used_too_long" not in doubts({**beat, "session_id": "s2"}, said("session.online", "08:00"))


def test_a_session_id_of_several_workers() -> None:
    shared = [*session("08:00", "09:00"), *session("08:00", "09:00", worker_id=OTHER)]
    elsewhere = session("08:00", "09:00", worker_id="ef" * 32, platform_id="tuche")

    found = doubts(*shared, *session("08:00", "09:00", worker_id=OTHER, session_id="s2"), *elsewhere)

    doubt = found["session_id_of_several_workers"]
    assert (doubt.count, doubt.of, doubt.examples) == (1, 3, ("line 3",))
    assert "session_id_of_several_workers" not in doubts(*shared[:2], *elsewhere)


@pytest.mark.parametrize(("end", "doubted"), [("08:00:00", False), ("08:00:01", True)])
def test_an_order_id_that_is_used_for_more_than_a_day_from_its_beginning_on(end: str, *, doubted: bool) -> None:
    ended = said("order.completed", "09:00", occurred_at=NEXT_DAY.format(end))
    booked = said("order.accepted", "07:00", starts_at="2022-06-01T08:00:00+08:00")

    found = doubts(ended, booked)

    assert ("order_id_used_too_long" in found) is doubted
    assert "order_id_used_too_long" not in doubts(ended, said("order.picked_up", "07:00"))


def test_an_order_id_of_several_workers() -> None:
    orders = [said("order.accepted", clock, worker_id=who) for clock, who in (("08:00", "ab" * 32), ("08:10", OTHER))]

    doubt = doubts(*orders, said("order.accepted", "08:20", order_id="o2"))["order_id_of_several_workers"]

    assert (doubt.count, doubt.of, doubt.examples) == (1, 2, ("line 2",))


def test_orders_that_lack_promise_or_distance_are_counted_once_for_each_platform() -> None:
    promise = {"promised_at": "2022-06-01T09:00:00+08:00"}
    changed = said("order.promise_changed", "08:01", order_id="o1", **promise)
    given: list[dict[str, Any]] = [{}, promise, {"distance_m": 5}, {**promise, "distance_m": 5}]
    orders = [said("order.accepted", "08:00", order_id=f"o{place}", **own) for place, own in enumerate(given)]
    others = [said("order.accepted", "08:00", order_id=f"o{place}", platform_id="tuche") for place in range(2)]
    work = DataQualityCheck(STANDARD)
    for platform, rows in reading(*orders, changed, {**changed, "order_id": "o2"}, *others).rows_by_platform.items():
        work.add(platform, rows, lambda row: f"line {row.offset}")

    found = [each for each in work.warnings() if each.name == "order_without_promise_or_distance"]

    assert [(each.count, each.of, each.examples) for each in found] == [
        (2, 4, ("line 1", "line 2")),
        (2, 2, ("line 7", "line 8")),
    ]
    assert ["hema" in found[0].advice, "tuche" in found[1].advice] == [True, True]


@pytest.mark.parametrize(("last", "doubted"), [("08:40:01", False), ("08:40:00", True)])
def test_twenty_minutes_without_a_sign_in_a_session_that_has_heartbeats(last: str, *, doubted: bool) -> None:
    beating = [said("session.heartbeat", clock) for clock in ("08:19", "08:38", last)]

    assert ("session_silent_too_long" in doubts(*session("08:00", "09:00"), *beating)) is doubted
    assert "session_silent_too_long" not in doubts(*session("08:00", "09:00"))


def test_a_silence_before_a_second_beginning_is_doubted_and_a_pause_is_not() -> None:
    again = said("session.online", "08:30")
    pause = said("session.paused", "08:10"), said("session.resumed", "08:40")
    beating = [said("session.heartbeat", clock) for clock in ("08:05", "08:50")]

    assert doubts(*session("08:00", "09:00"), again)["session_silent_too_long"].examples == ("line 1",)
    assert "session_silent_too_long" not in doubts(*session("08:00", "09:00"), *pause, *beating)


@pytest.mark.parametrize(("workers", "doubted"), [(4, False), (5, True)])
def test_sessions_that_a_job_closes_at_one_second(workers: int, *, doubted: bool) -> None:
    left = [
        event
        for number in range(workers)
        for event in session("08:00", "23:59:59", session_id=f"s{number}", worker_id=f"{number:064x}")
    ]
    at_work = [
        said("session.heartbeat", "23:59", session_id=f"s{number}", worker_id=f"{number:064x}") for number in range(5)
    ]

    found = doubts(*left, *session("08:00", "23:59:58", session_id="s9", worker_id="e" * 64))

    assert ("sessions_closed_at_one_second" in found) is doubted
    assert not doubted or (found["sessions_closed_at_one_second"].count, found["sessions_closed_at_one_second"].of) == (
        5,
        6,
    )
    assert "sessions_closed_at_one_second" not in doubts(*left, *at_work)


def test_a_session_that_begins_and_ends_at_one_instant() -> None:
    found = doubts(
        *session("08:00", "09:00"), said("session.resumed", "09:00"), *session("10:00", "11:00", session_id="s2")
    )

    assert (found["on_and_off_at_one_instant"].count, found["on_and_off_at_one_instant"].of) == (1, 2)
    assert "on_and_off_at_one_instant" not in doubts(*session("08:00", "09:00"), said("session.online", "08:00"))


def test_an_order_that_ends_twice_without_being_accepted_again() -> None:
    first = [said("order.accepted", "08:00"), said("order.completed", "08:30")]
    again = [said("order.accepted", "09:00"), said("order.cancelled", "09:30", by="worker")]

    assert doubts(*first, said("order.cancelled", "08:40", by="worker"))["order_ends_twice"].examples == ("line 1",)
    assert "order_ends_twice" not in doubts(*first, *again, said("order.completed", "08:30"))


@pytest.mark.parametrize(("end", "doubted"), [("09:03", False), ("09:04", True), ("11:30", False), ("13:00", True)])
def test_an_order_that_outlives_its_session(end: str, *, doubted: bool) -> None:
    order = [said("order.accepted", "08:50"), said("order.completed", end)]
    later = session("11:00", "12:00", session_id="s2")

    assert ("order_outlives_its_session" in doubts(*session("08:00", "09:00"), *later, *order)) is doubted
    assert "order_outlives_its_session" not in doubts(*order)
    assert "order_outlives_its_session" not in doubts(said("session.online", "08:00"), *order)


@pytest.mark.parametrize(
    ("event", "doubted"),
    [
        (said("order.picked_up", "08:05"), True),
        (said("order.completed", "12:49"), True),
        (said("order.picked_up", "12:50"), False),
        (said("order.picked_up", "07:59"), False),
    ],
)
def test_a_booked_order_that_was_begun_before_its_start(event: dict[str, Any], *, doubted: bool) -> None:
    booked = said("order.accepted", "08:00", starts_at="2022-06-01T12:50:00+08:00")

    assert ("order_before_its_start" in doubts(booked, event)) is doubted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"for_day": "2022-05-31"}, {"for_day": "2022-05-30"}),
        ({"for_day": "2022-05-30"}, {"for_day": "2022-05-30", "for_until": "2022-05-31"}),
        ({"for_day": "2022-06-01"}, {}),
        ({"order_id": "o1"}, {"order_id": "o2"}),
        ({"category": "tip"}, {}),
        ({}, {"occurred_at": "2022-06-02T20:00:00+08:00"}),
    ],
)
def test_pay_of_the_same_amount_that_is_restated_for_something_else(one: dict[str, Any], other: dict[str, Any]) -> None:
    published = {"published_at": "2022-06-03T08:00:00+08:00"}
    paid = {"entry_id": "p1", "category": "piece", "amount_fen": 500, "order_id": None} | published

    found = doubts(*(said("pay.accrued", "20:00", **(paid | each)) for each in (one, other)))

    assert found["pay_restated_without_order"].count == 1


def test_pay_that_is_restated_and_nothing_says_which_statement_is_later() -> None:
    def paid(amount: int, **changes: Any) -> dict[str, Any]:
        return said(
            "pay.accrued", "20:00", entry_id="p1", category="piece", amount_fen=amount, order_id=None, **changes
        )

    found = doubts(paid(500), paid(400), paid(500))["pay_restated_without_order"]

    assert (found.count, found.of, found.examples) == (1, 3, ("line 2",))
    assert "pay_restated_without_order" not in doubts(paid(500), paid(400, sequence=2), paid(500))
    assert "pay_restated_without_order" not in doubts(paid(500, for_day="2022-05-31"), paid(500, for_day="2022-05-31"))
    fine = said("pay.deducted", "20:00", entry_id="p1", category="damage", amount_fen=3, order_id=None)
    assert "pay_restated_without_order" not in doubts(paid(500), fine)
