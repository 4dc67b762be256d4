"""Bookings in the judge: counted by platform and day, kept until they begin, and no sign of life before that."""

from msgspec.structs import replace

from schemas.legal_days import legal_day
from schemas.work import AcceptanceRow
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.core.workers.not_taken import TooLate
from streams.law.table import Law
from streams.rules.rest.bookings import BOOKED_AHEAD, BOOKINGS
from tests.oracle.law import HOUR, MINUTE
from tests.unit.core.days import WORKER, asked, at, group, row, says

DAY = 24 * HOUR


def booked(clock: str, name: str, ahead: int) -> AcceptanceRow:
    accepted = row(f"{clock} accepted {name}")
    assert isinstance(accepted, AcceptanceRow)
    return replace(accepted, on_at=accepted.at + ahead)


def test_they_are_counted_on_the_day_of_their_acceptance_and_how_far_ahead_those_within_two_hours(law: Law) -> None:
    judge = Judge(law)
    rows = [booked("08:00", "o1", 30 * MINUTE), booked("09:00", "o2", 2 * HOUR), booked("10:00", "o3", 2 * HOUR + 1)]
    judge.fold(group([*rows, booked("11:00", "o4", 30 * MINUTE - 1), booked("25:00", "o5", 3 * HOUR)]), at("26:00"))

    asked(judge, "26:00")

    today = legal_day(at("12:00"))
    assert judge.totals.daily_gauge(BOOKINGS) == {("hema", today): 3, ("hema", today + 1): 1}
    assert judge.totals.daily_gauge(BOOKED_AHEAD) == {("hema", today): 150 * MINUTE}


def test_a_start_three_weeks_ahead_settles_nothing_and_is_waited_for(law: Law) -> None:
    judge = Judge(law, HORIZON_MS)
    judge.fold(group([booked("08:00", "o1", 20 * DAY)]), at("08:00"))
    says(judge, "08:00 online", "10:00 offline", "11:00 online", "12:00 offline", now="12:00")

    list(judge.everything(at("12:00") + 10 * DAY))
    watched = judge.roster.workers[WORKER]
    before = watched.facts.speaks_from
    list(judge.everything(at("08:00") + 20 * DAY + HORIZON_MS - 1))
    still = {*watched.facts.platforms}
    list(judge.everything(at("08:00") + 20 * DAY + HORIZON_MS))

    assert (before, watched.facts.latest, still) == (None, at("12:00"), {"hema"})
    assert watched.facts.platforms == {}


def test_an_acceptance_behind_the_horizon_is_too_late_though_it_begins_after_it(law: Law) -> None:
    judge = Judge(law, HORIZON_MS)
    for day in range(4):
        morning = day * 24
        says(judge, f"{8 + morning}:00 online s{day}", f"{9 + morning}:00 offline s{day}", now=f"{9 + morning}:00")
        list(judge.everything(at(f"{9 + morning}:00")))

    (refused,) = judge.fold(group([booked("08:30", "o1", 10 * DAY)]), at("81:00"))

    assert isinstance(refused, TooLate)
