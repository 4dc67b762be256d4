import pandas as pd

from tests.unit.cli.days import said, session
from tests.unit.recount.small import at, found


def test_four_hours_exactly_are_no_breach_and_a_second_more_is_one() -> None:
    exactly, more = (found("13:00", *session("08:00", end)) for end in ("12:00", "12:00:01"))

    assert exactly.empty
    assert more[["rule", "kind", "starts_at", "due_at", "ends_at", "measured", "severity"]].to_numpy().tolist() == [
        ["rest_missed", "breach", at("08:00"), at("12:00"), at("12:00:01"), 14_401_000, "minor"]
    ]


def test_twenty_minutes_are_a_break_and_a_second_less_is_none() -> None:
    break_, none = (
        found("14:00", *session("08:00", "10:00"), *session(again, "13:00", session_id="s2"))
        for again in ("10:20", "10:19:59")
    )

    assert (len(break_), len(none)) == (0, 1)


def test_it_runs_until_a_break_has_passed() -> None:
    running, ended = (found(now, *session("08:00", "12:01")) for now in ("12:20:59", "12:21"))

    assert (running["ends_at"].isna().tolist(), ended["ends_at"].tolist()) == ([True], [at("12:01")])


def test_what_only_both_platforms_together_show_is_said_of_both() -> None:
    other = session("10:00", "13:00", platform_id="suda")

    told = found("14:00", *session("08:00", "11:00"), *other)

    assert told[["scope", "platform", "measured"]].to_numpy().tolist() == [["cross_platform", "", 5 * 3_600_000]]


def test_unknown_time_over_the_limit_is_undecidable() -> None:
    events = [*session("08:00", "11:30"), said("session.online", "11:40", session_id="s3")]

    told = found("13:00", *events)

    assert told[["kind", "measured", "measured_high", "severity"]].to_numpy().tolist() == [
        ["undecidable", 12_600_000, 17_400_000, ""]
    ]


def test_without_events_nothing_is_found() -> None:
    told = found("13:00")

    assert isinstance(told, pd.DataFrame)
    assert told.empty


def test_before_the_law_nothing_is_judged() -> None:
    early = [{**e, "occurred_at": e["occurred_at"].replace("06-01", "05-01")} for e in session("08:00", "13:00")]

    assert found("13:00", *early).empty
