from typing import Any

import pytest

from streams.recorded.doubts import Doubt, Work
from tests.unit.cli.days import reading, said, session

END = said("pay.accrued", "23:00", entry_id="p1", category="piece", amount_fen=1)
SESSION, ORDER = "session", "order"


def doubts(*events: dict[str, Any]) -> dict[str, Doubt]:
    work = Work()
    for platform, rows in reading(*events).rows_by_platform.items():
        work.take(platform, rows, lambda row: f"line {row.offset}")
    return {doubt.name: doubt for doubt in work.doubts()}


def beats(start: int, minutes: int, **changes: Any) -> list[dict[str, Any]]:
    return [said("session.heartbeat", f"{start:02}:{minute:02}", **changes) for minute in range(minutes)]


def test_a_session_as_it_should_be_raises_no_doubt() -> None:
    events = [said("order.accepted", "08:05"), said("order.completed", "08:30"), END]

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

    found = doubts(*session("08:00", "09:00"), *pause, *beating)["heartbeat_gap_over_180_s"]

    assert (found.count, found.of) == (2, 3)
