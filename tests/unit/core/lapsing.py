"""Findings that hold no more, each as two standing sets: the one that has it, and the one in which it is gone."""

from collections.abc import Callable
from datetime import date

from schemas.findings.finding import Kind, Lapsed, StandingSet
from streams.core.publishing import Publication
from streams.core.stamping import Stamp
from streams.core.workers.judge import Judge
from streams.facts.areas.area_view import AreaView
from streams.law.files import packaged_law
from streams.rules import AREA_RULES
from streams.rules.contract import Verdict
from tests.oracle.notation import read_case
from tests.property.core.feeding import fold, heard
from tests.unit.core.days import asked, beats, says
from tests.unit.rules.areas import busy, one, pushed, together, usual, view, warning

LAW = packaged_law()

Sets = tuple[StandingSet, StandingSet]


def _sets(before: list[Publication], after: list[Publication]) -> Sets:
    (first,), (second,) = before, after
    return first.standing_set((1, 1, 1)), second.standing_set((1, 2, 2))


def _in_parts(last_beat: str, now: str, *more: str) -> Sets:
    """A day whose middle another session bridges, until late points end it before and begin it after a break."""
    judge = Judge(LAW)
    says(judge, "08:00 online", *beats("08:01", "10:00"), *beats("10:30", last_beat), now=now)
    says(judge, "10:00 online s2", "10:30 offline s2", *more, now=now)
    before = asked(judge, now)
    says(judge, "10:01 offline s2", "10:00 offline s1", "10:29 online s1", now=now)
    return _sets(before, asked(judge, now))


def breach() -> Sets:
    """Half an hour in the middle turns out to be a break."""
    return _in_parts("12:30", "12:31")


def due() -> Sets:
    """The same before the limit: the advice is withdrawn."""
    return _in_parts("11:50", "11:51")


def dispatch() -> Sets:
    """The same with an order pushed after the limit: nothing of the order itself changes."""
    return _in_parts("12:30", "12:31", "12:10 accepted o1", "12:20 completed o1")


def pay() -> Sets:
    """An hour paid too little, until a later statement pays more."""
    hour = {"name": "", "day": date(2022, 6, 1), "now": "30:00", "findings": []}
    said = ["09:00-10:00 serving hema o1", "10:00 accrued hema e1 1000 fen piece for o1"]
    more = ["10:00 accrued hema e1 9000 fen piece for o1 published 11:00"]
    case, later = (read_case("pay_below_minimum", hour | {"events": events}) for events in (said, more))
    judge = Judge(LAW)
    fold(judge, heard(case.events), case.now)
    before = list(judge.evaluate_due(case.now))
    fold(judge, heard(later.events), case.now)
    return _sets(before, list(judge.evaluate_due(case.now)))


def _by_orders(now: str, said: list[str], *more: str) -> Sets:
    """Days of December 2025 from the 8th on, judged at `now`, and once more with further events."""
    asked_at = {"name": "", "day": date(2025, 12, 8), "now": now, "findings": []}
    case, later = (read_case("rest_missed", asked_at | {"events": events}) for events in (said, list(more)))
    judge = Judge(LAW)
    fold(judge, heard(case.events), case.now)
    before = list(judge.evaluate_due(case.now))
    fold(judge, heard(later.events), case.now)
    return _sets(before, list(judge.evaluate_due(case.now)))


def long_day() -> Sets:
    """Eight hours and a half with orders, until the last one turns out to have ended earlier."""
    orders = ("08:00-12:00 serving hema o1", "13:00-16:00 serving hema o2", "16:00-17:30 serving hema o3")
    return _by_orders("30:00", list(orders), "17:00 completed hema o3")


def no_day_of_rest() -> Sets:
    """Seven days with half an hour each, until the fourth turns out to have had less."""
    days = [f"{24 * day + 9}:00-{24 * day + 9}:30 serving hema o{day}" for day in range(7)]
    return _by_orders("175:00", days, "81:20 completed hema o3")


def pace() -> Sets:
    """One order too many in rain, until the platform's cells have one order less."""
    storm = together(usual(1, 2, 3, 4), busy("08:30", "12:00", orders=9, promised=1))
    rain = warning("08:00", "12:00")
    return _of_area(view(together(storm, one("09:00", accepted=1)), rain), view(storm, rain))


def pace_without_warning() -> Sets:
    """The same, where the warning turns out to be none."""
    storm = together(usual(1, 2, 3, 4), busy("08:30", "12:00", orders=9, promised=1), one("09:00", accepted=1))
    return _of_area(view(storm, warning("08:00", "12:00")), view(storm))


def red() -> Sets:
    """A push under red, until red turns out to have been yellow."""
    calls = pushed("09:30")
    red_rain = warning("08:00", "12:00", "yellow", "09:00 red", "10:00 yellow")
    return _of_area(view(calls, red_rain), view(calls, warning("08:00", "12:00")))


def _of_area(before: AreaView, after: AreaView) -> Sets:
    rules = [rule(LAW) for rule in AREA_RULES]
    first, second = Verdict(before.now), Verdict(after.now)
    for rule in rules:
        rule.evaluate(before, first)
        rule.evaluate(after, second)
    by_name = {rule.name: rule for rule in rules}
    gone = [each for each in first.findings if each.finding_id not in {one.finding_id for one in second.findings}]
    found = [(each, by_name[each.rule].evidence_now(after, each, 0)) for each in gone]
    lapsed: tuple[Lapsed, ...] = Stamp[AreaView](LAW).lapsed(
        [(each, listed) for each, listed in found if listed], after
    )
    both = ((tuple(first.findings), ()), (tuple(second.findings), lapsed))
    one_set, other = (
        StandingSet(subject=before.subject, speaks_from=0, version=(1, n, n), findings=findings, lapsed=gone_now)
        for n, (findings, gone_now) in enumerate(both, 1)
    )
    return one_set, other


LAPSING: dict[str, Callable[[], Sets]] = {
    "rest_missed": breach,
    "rest_due": due,
    "dispatch_during_rest": dispatch,
    "pay_below_minimum": pay,
    "daily_hours": long_day,
    "weekly_rest": no_day_of_rest,
    "pace_not_eased": pace,
    "dispatch_under_red": red,
}


def lapsed_of(rule: str, sets: Sets) -> Lapsed:
    """The entry of the second set about the rule's finding, which it lacks."""
    before, after = sets
    (gone,) = (each for each in before.findings if each.rule == rule)
    assert gone.finding_id not in {each.finding_id for each in after.findings}
    assert gone.kind in (Kind.BREACH, Kind.WARNING, Kind.INDICATION)
    (lapsed,) = (each for each in after.lapsed if each.finding_id == gone.finding_id)
    return lapsed
