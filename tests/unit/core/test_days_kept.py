"""The days of a worker live: what is published of them once their events are cut, and for how long."""

from collections.abc import Iterator
from datetime import date

from schemas.findings.finding import StandingSet
from schemas.instants import rfc3339
from schemas.legal_days import DAY_MS, Day, day_of, day_start
from streams.core.publishing import Publication
from streams.core.workers.judge import HORIZON_MS, Judge
from tests.oracle.notation import WORKER, read_case
from tests.oracle.weeks import OF_THE_STANDARD
from tests.property.core.feeding import Heard, fold, heard, the_law

FIRST = date(2025, 12, 8)
MONDAY: Day = day_of(FIRST)
HOUR = 3_600_000
MINUTE = 60_000


def serving(*lines: str) -> list[Heard]:
    """Orders in the notation of law cases; times run on from the first day."""
    return heard(
        read_case("daily_hours", {"name": "", "day": FIRST, "now": "0:00", "events": lines, "findings": []}).events
    )


def half_an_hour_a_day(number: int) -> list[Heard]:
    return serving(*(f"{24 * day + 12}:00-{24 * day + 12}:30 serving hema o{day}" for day in range(number)))


def long_day() -> list[Heard]:
    return serving("08:00-12:00 serving hema o1", "12:00-16:00 serving hema o2", "16:00-17:00 serving hema o3")


def live(rows: list[Heard], days: int, judge: Judge, every: int = HOUR) -> Iterator[tuple[int, Publication]]:
    """The sets published as the rows arrive, with the instant, over so many days."""
    arriving = sorted(rows, key=lambda each: each[1].at)
    for now in range(day_start(MONDAY), day_start(MONDAY + days), every):
        fold(judge, [row for row in arriving if now - every < row[1].at <= now], now)
        yield from ((now, each) for each in judge.evaluate_due(now))


def on_days(published: Publication) -> list[tuple[str, str, int | None]]:
    found = [each for each in published.findings if each.rule in OF_THE_STANDARD]
    return [(each.rule, each.kind.value, each.measured) for each in found]


def test_a_run_is_published_with_each_day_that_is_added_and_not_in_between() -> None:
    judge = Judge(the_law(), HORIZON_MS)

    said = [(at, on_days(each)) for at, each in live(half_an_hour_a_day(8), 11, judge, 10 * MINUTE) if on_days(each)]

    seven, eight = [("weekly_rest", "indication", 7)], [("weekly_rest", "indication", 8)]
    grace = 6 * HOUR
    assert said[0] == (day_start(MONDAY + 7) + grace, seven)
    assert [each for at, each in said] == [seven, eight, eight]  # the third has the run's end
    assert said[2][0] == day_start(MONDAY + 9) + grace


def test_a_finding_about_a_day_stands_when_its_events_are_cut_and_rests_on_the_row_of_the_day() -> None:
    judge = Judge(the_law(), HORIZON_MS)
    rows = [
        *long_day(),
        *serving("36:00-36:30 serving hema o4", "84:00-84:30 serving hema o5", "108:00-108:30 serving hema o6"),
    ]

    said = [each for _, each in live(rows, 6, judge) if on_days(each)]
    (last,) = judge.everything(day_start(MONDAY + 6))

    (before,), (after,) = ([one for one in each.findings if one.rule in OF_THE_STANDARD] for each in (said[0], last))
    assert [on_days(each) for each in (said[0], last)] == [[("daily_hours", "indication", 9 * HOUR)]] * 2
    assert [each.what for each in before.evidence] == ["order"] * 3
    (evidence,) = after.evidence
    assert (evidence.what, evidence.id, evidence.day and evidence.day.low) == ("day", "2025-12-08", 9 * HOUR)
    assert (last.speaks_from or 0) > day_start(MONDAY)
    assert after.model_copy(update={"evidence": before.evidence}) == before


def test_what_comes_of_a_day_behind_a_cut_inside_it_changes_its_row_no_more() -> None:
    judge = Judge(the_law(), HORIZON_MS)
    rows = [*long_day(), *serving("70:00-70:30 serving hema o4", "71:00-71:30 serving hema o5")]
    list(live(rows, 5, judge))
    now = day_start(MONDAY + 5) - HOUR
    (cut,) = judge.everything(now)
    inside = cut.speaks_from or 0

    late = fold(judge, serving("23:00-23:30 serving hema o9"), now)
    (after,) = judge.everything(now)

    assert day_start(MONDAY) < inside < day_start(MONDAY) + 23 * HOUR
    assert late == []
    assert on_days(after) == [("daily_hours", "indication", 9 * HOUR)]


def test_a_silent_worker_is_remembered_for_35_days_and_then_forgotten() -> None:
    judge = Judge(the_law(), HORIZON_MS)
    gone = day_start(MONDAY + 1) + 35 * DAY_MS
    list(live(long_day(), 35, judge))
    kept = judge.roster.workers[WORKER].facts
    assert (kept.platforms, kept.days is not None) == ({}, True)
    (late,) = judge.everything(gone - 1)

    list(judge.evaluate_due(gone))

    assert on_days(late) == [("daily_hours", "indication", 9 * HOUR)]
    assert late.days_from == day_start(MONDAY)
    assert judge.roster.workers == {}


def test_a_worker_who_comes_back_goes_on_with_the_days_before() -> None:
    judge = Judge(the_law(), HORIZON_MS)
    back = [
        *long_day(),
        *serving(*(f"{24 * day + 12}:00-{24 * day + 12}:30 serving hema o{day + 10}" for day in range(9, 16))),
    ]

    list(live(back, 17, judge))
    (last,) = judge.everything(day_start(MONDAY + 17))

    assert on_days(last) == [("daily_hours", "indication", 9 * HOUR), ("weekly_rest", "indication", 7)]


def test_a_set_names_the_first_day_that_is_remembered() -> None:
    judge = Judge(the_law(), HORIZON_MS)
    list(live(long_day(), 2, judge))
    (published,) = judge.everything(day_start(MONDAY + 40))

    standing = published.standing_set((1, 1, 1))

    assert standing.days_from == day_start(MONDAY + 5)
    assert f'"days_from":"{rfc3339(day_start(MONDAY + 5))}"' in standing.model_dump_json()
    assert StandingSet.model_validate_json(standing.model_dump_json()) == standing
    assert "days_from" not in standing.model_copy(update={"days_from": None}).model_dump_json()
