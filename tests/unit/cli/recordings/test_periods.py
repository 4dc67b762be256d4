"""The periods that recorded events cover."""

from streams.tools.replay.periods import Periods
from tests.unit.cli.days import reading, said, session
from tests.unit.cli.recordings.test_replay import at

SESSIONS = ("hema", "session")


def test_a_period_ends_where_half_a_day_has_no_event() -> None:
    periods = Periods()
    first, later = session("00:10", "03:00"), session("15:00", "20:05", session_id="s2")
    for events in (later, first, [said("session.heartbeat", "15:30", session_id="s2")]):
        periods.add("hema", reading(*events).rows)

    assert periods.until(at("23:00"))[SESSIONS] == [(at("00:10"), at("20:05"))]
    assert periods.until(at("16:00"))[SESSIONS] == [(at("00:10"), at("15:30"))]


def test_a_longer_gap_parts_two_periods() -> None:
    periods = Periods()
    periods.add("hema", reading(*session("00:10", "03:00"), *session("15:01", "20:05")).rows)

    assert periods.until(at("23:00")) == {
        SESSIONS: [(at("00:10"), at("03:00")), (at("15:01"), at("20:05"))],
        ("hema", "order"): [],
        ("hema", "entry"): [],
    }
