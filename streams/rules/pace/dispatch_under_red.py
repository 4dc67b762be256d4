"""`dispatch_under_red`, clause 8 of 洪人社发〔2022〕88号: orders that a platform pushed in an area while a warning was red there.

The clause forbids no order; that none is pushed under red is the regulator's wish. An order that a worker took is no push,
and what happened to an order after its first acceptance is not looked at.
"""

from bisect import bisect_left
from itertools import chain

from schemas.findings.figures import RedTime
from schemas.findings.finding import Finding, Kind
from streams.facts.areas.area_view import AreaView
from streams.facts.areas.cell import push_instants, slot_of
from streams.facts.weather.episode import Episode, red_time
from streams.facts.worktime.intervals import Interval
from streams.law.days.calendar import legal_day
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.pace import RedLaw, RedTerms
from streams.rules.contract import AreaRule, Verdict
from streams.rules.finding import Concerned, FindingTime, Measure, make_finding, used
from streams.rules.pace.wording import red_summary


class DispatchUnderRed(AreaRule):
    """The rule, made with the law; it keeps no state."""

    name = "dispatch_under_red"

    def __init__(self, law: Law) -> None:
        self._law = RedLaw(law)
        self._places = law.places

    def evaluate(self, view: AreaView, verdict: Verdict) -> None:
        """Add a finding for each episode in whose red time, as far as it has come, an order was pushed."""
        for episode in view.judged:
            red = red_time(episode)
            if not red:
                continue
            try:
                terms = self._terms(view, episode, red[0][0])
            except NoValueInForce as missing:
                verdict.no_law(missing)
                continue
            if terms is not None:
                self._look_into(view, episode, red, terms, verdict)

    def _terms(self, view: AreaView, episode: Episode, at: int) -> RedTerms | None:
        """The terms at the first red instant (ms); None where the kind is not listed or the rule is off."""
        day = legal_day(at)
        terms = self._law.terms(view.area, view.sector, day)
        listed = episode.kind in terms.kinds.words
        return terms if listed and not self._law.off(view.area, day) else None

    def _look_into(
        self, view: AreaView, episode: Episode, red: list[Interval], terms: RedTerms, verdict: Verdict
    ) -> None:
        verdict.wake(*chain.from_iterable(red))
        begun = [each for each in red if each[0] <= verdict.now]
        times = tuple(_red_so_far(view, each) for each in begun)
        if any(each.pushed for each in times):
            verdict.findings.append(self._finding(view, episode, red[-1][1], times, terms))

    def _finding(
        self, view: AreaView, episode: Episode, end: int, times: tuple[RedTime, ...], terms: RedTerms
    ) -> Finding:
        starts_at, ends_at = times[0].start, end if end <= view.now else None
        count = sum(each.pushed for each in times)
        return make_finding(
            Concerned(
                rule=self.name,
                subject=view.subject,
                platform=view.platform,
                platforms={view.platform: _active(view, times)},
                sector=view.sector,
                area=view.area,
                episode=episode.name,
            ),
            Kind.BREACH,
            FindingTime(starts_at, ends_at),
            Measure(count, count, 0, "orders"),
            law=used(terms.values),
            summary=red_summary(view.platform, episode.kind, (starts_at, ends_at), count, self._places.name(view.area)),
            red=times,
        )


def _red_so_far(view: AreaView, red: Interval) -> RedTime:
    """A red time that has begun, with what was pushed in it up to now."""
    pushed = list(chain.from_iterable(push_instants(slot, view.cell_of(slot)) for slot in _slots(view, red)))
    start, end = red[0], min(red[1], view.now + 1)
    inside = pushed[bisect_left(pushed, start) : bisect_left(pushed, end)]
    return RedTime(
        start=start,
        end=red[1] if red[1] <= view.now else None,
        pushed=len(inside),
        first_at=inside[0] if inside else None,
        last_at=inside[-1] if inside else None,
    )


def _slots(view: AreaView, red: Interval) -> range:
    """The slots that a red time touches, as far as it has come."""
    return range(slot_of(red[0]), slot_of(min(red[1] - 1, view.now)) + 1)


def _active(view: AreaView, times: tuple[RedTime, ...]) -> int:
    """The active time (ms, low reading) of the slots that the red times touch."""
    over = view.now + 1
    slots = {slot for each in times for slot in _slots(view, (each.start, over if each.end is None else each.end))}
    return sum(view.cell_of(slot).low for slot in slots)
