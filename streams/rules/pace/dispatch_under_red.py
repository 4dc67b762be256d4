"""`dispatch_under_red`, clause 8 of 洪人社发〔2022〕88号: orders that a platform pushed in an area while a warning was red there.

The clause forbids no order; that none is pushed under red is the regulator's policy: the finding is an indication. An order that
a worker took is no push, and what happened to an order after its first acceptance is not looked at.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from schemas.findings.area_evidence import AreaEvidence
from schemas.findings.figures import RedTime
from schemas.findings.finding import Finding, Kind
from schemas.legal_days import legal_day
from streams.facts.areas.area_view import AreaView
from streams.facts.areas.cell import push_instants, slot_of
from streams.facts.weather.episode import Episode, red_time
from streams.facts.worktime.intervals import Interval, cut, minus, overlaps, union
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.pace import RedLaw, RedTerms
from streams.rules.contract import AreaRule, Verdict
from streams.rules.evidence import NO_EVIDENCE, EvidenceNow
from streams.rules.finding import Concerned, FindingTime, Measure, make_finding, used
from streams.rules.pace.under_red import slots_of, under_red
from streams.rules.pace.wording import red_summary


@dataclass(frozen=True, slots=True)
class RedEpisode:
    """An episode with its red times, and the times in which a push counts in it: red for long enough, and in no earlier one.

    `before`: the red episodes that go before it.
    """

    episode: Episode
    terms: RedTerms
    red: list[Interval]
    counts: list[Interval]
    before: tuple[Episode, ...] = ()


class DispatchUnderRed(AreaRule):
    """The rule, made with the law; it keeps no state."""

    name = "dispatch_under_red"
    objects = "red warnings"

    def __init__(self, law: Law) -> None:
        self._law = RedLaw(law)
        self._places = law.places

    def evaluate(self, view: AreaView, verdict: Verdict) -> None:
        """Add a finding for each episode in whose red time, as far as it has come, an order was pushed that counts in it."""
        for case in _counting(self._cases(view, verdict)):
            if case.episode.start < view.settled:
                continue
            verdict.wake(*chain.from_iterable(case.red), *chain.from_iterable(case.counts))
            begun = [each for each in case.red if each[0] <= verdict.now]
            pushes = [_pushes(view, case, each) for each in begun]
            if any(pushes):
                times = tuple(_red_so_far(view, *each) for each in zip(begun, pushes, strict=True))
                verdict.findings.append(self._finding(view, case, times, list(chain.from_iterable(pushes))))

    def evidence_now(self, view: AreaView, finding: Finding, most: int | None) -> EvidenceNow | None:
        """The times of red of the episode with what was pushed in them, as they are now; none where it is red no more."""
        del most
        cases = (each for each in _counting(self._cases(view, Verdict(view.now))))
        own = (each for each in cases if each.episode.name == finding.episode)
        begun = ((case, each) for case in own for each in case.red if each[0] <= view.now)
        red = tuple(_red_so_far(view, each, _pushes(view, case, each)) for case, each in begun)
        return {**NO_EVIDENCE, "area_evidence": AreaEvidence(red=red)}

    def _cases(self, view: AreaView, verdict: Verdict) -> Iterator[RedEpisode]:
        """The red episodes of listed kinds, with all of the time in which a push counts in some episode."""
        for episode in view.episodes:
            red = red_time(episode)
            if not red:
                continue
            day = legal_day(red[0][0])
            try:
                terms = self._law.terms(view.area, view.sector, day, view.platform)
            except NoValueInForce as missing:
                if episode.start >= view.settled:
                    verdict.no_law(missing)
                continue
            if episode.kind in terms.kinds.words and not self._law.off(view.area, day):
                counts = [(start + terms.reaction.number, end) for start, end in red]
                yield RedEpisode(episode, terms, red, union(counts))

    def _finding(self, view: AreaView, case: RedEpisode, times: tuple[RedTime, ...], pushes: list[int]) -> Finding:
        end = case.red[-1][1]
        starts_at, ends_at = times[0].start, end if end <= view.now else None
        count, hull = len(pushes), (starts_at, end)
        near = [each for each in case.before if overlaps((each.start, each.end), hull)]
        active = _active(view, case.counts)
        kind, area = case.episode.kind, self._places.name(view.area)
        return make_finding(
            Concerned(
                rule=self.name,
                subject=view.subject,
                platform=view.platform,
                platforms={view.platform: active} if active else {},
                sector=view.sector,
                area=view.area,
                episode=case.episode.name,
            ),
            Kind.INDICATION,
            FindingTime(starts_at, ends_at),
            Measure(count, count, 0, "orders"),
            law=used(case.terms.values),
            summary=red_summary(view.platform, kind, (starts_at, ends_at), count, area),
            red=times,
            under_red=under_red(view, case.counts, pushes, (*near, case.episode)),
        )


def _counting(cases: Iterator[RedEpisode]) -> Iterator[RedEpisode]:
    """The cases, each with the time in which a push counts in it and not in one that began before it.

    Of those that began at one instant the one whose kind stands first in the law file goes before.
    """
    taken: list[Interval] = []
    before: tuple[Episode, ...] = ()
    for case in sorted(cases, key=_place):
        yield replace(case, counts=minus(case.counts, taken), before=before)
        taken, before = union([*taken, *case.counts]), (*before, case.episode)


def _place(case: RedEpisode) -> tuple[int, int]:
    return case.episode.start, case.terms.kinds.words.index(case.episode.kind)


def _pushes(view: AreaView, case: RedEpisode, red: Interval) -> list[int]:
    """The instants (ms) of what was pushed in a red time that has begun, up to now, as far as it counts in this episode."""
    inside: list[int] = []
    for start, end in cut(case.counts, red[0], min(red[1], view.now + 1)):
        slots = range(slot_of(start), slot_of(end - 1) + 1)
        pushed = list(chain.from_iterable(push_instants(slot, view.cell_of(slot)) for slot in slots))
        inside += pushed[bisect_left(pushed, start) : bisect_left(pushed, end)]
    return inside


def _red_so_far(view: AreaView, red: Interval, inside: list[int]) -> RedTime:
    """A red time that has begun, with the pushes in it that count."""
    return RedTime(
        start=red[0],
        end=red[1] if red[1] <= view.now else None,
        pushed=len(inside),
        first_at=inside[0] if inside else None,
        last_at=inside[-1] if inside else None,
    )


def _active(view: AreaView, counts: list[Interval]) -> int:
    """The active time (ms, low reading) of the slots in which a push would count at some instant up to now."""
    return sum(view.cell_of(slot).low for slot in slots_of(counts, view.now))
