"""`dispatch_under_red`, clause 8 of 洪人社发〔2022〕88号: orders that a platform pushed in an area while a warning was red there.

The clause forbids no order; that none is pushed under red is the regulator's policy: the finding is an indication. An order that
a worker took is no push, and what happened to an order after its first acceptance is not looked at.
"""

from collections.abc import Iterator, Sequence

from schemas.findings.area_evidence import AreaEvidence
from schemas.findings.figures import RedTime
from schemas.findings.finding import Finding, Kind
from schemas.findings.under_red import RedRest
from schemas.legal_days import DAY_MS, legal_day
from streams.facts.areas.area_view import AreaView
from streams.facts.weather.by_kind import Episodes
from streams.facts.weather.episode import Episode, red_time
from streams.facts.weather.persistent_sequence import place_after
from streams.facts.worktime.intervals import Interval, end_of, overlaps, start_of
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.pace import RedLaw
from streams.rules.contract import AreaRule, Verdict
from streams.rules.evidence import NO_EVIDENCE, EvidenceNow
from streams.rules.finding import Concerned, FindingTime, Measure, make_finding, used
from streams.rules.pace.kept.memo import AreaMemo, EpisodeResult, Parts, evaluated
from streams.rules.pace.kept.pushed import MOST_TIMES, InRedTime, Pushed, RedEpisode, pushed_so_far
from streams.rules.pace.under_red import under_red
from streams.rules.pace.wording import red_summary


class DispatchUnderRed(AreaRule):
    """The rule, made with the law; it keeps no state."""

    name = "dispatch_under_red"
    objects = "red warnings"

    def __init__(self, law: Law) -> None:
        self._law = RedLaw(law)
        self._places = law.places

    def evaluate(self, view: AreaView, verdict: Verdict) -> None:
        """Add a finding for each episode in whose red time, as far as it has come, an order was pushed that counts in it."""
        memo = verdict.memos.get(self.name)
        before: AreaMemo[Pushed] = memo if isinstance(memo, AreaMemo) else AreaMemo()

        def judge(episode: Episode, parts: Parts[Pushed]) -> EpisodeResult | None:
            return self._outcome(view, episode, parts, verdict)

        after: AreaMemo[Pushed] = evaluated(view, verdict, before, judge)
        verdict.memos[self.name] = after

    def evidence_now(self, view: AreaView, finding: Finding, most: int | None) -> EvidenceNow | None:
        """The times of red of the episode with what was pushed in them, as they are now; none where it is red no more."""
        del most
        red: tuple[RedTime, ...] = ()
        for episode in Episodes.of(view.episodes).near(finding.starts_at - DAY_MS):
            if episode.name == finding.episode:
                case = self._case(view, episode)
                if case is not None:
                    red = _listed(view, case, pushed_so_far(view, case, Parts()))
        return {**NO_EVIDENCE, "area_evidence": AreaEvidence(red=red)}

    def _outcome(
        self, view: AreaView, episode: Episode, parts: Parts[Pushed], verdict: Verdict
    ) -> EpisodeResult | None:
        """The finding about an episode, or the law that is missing; None where there is neither."""
        try:
            case = self._red(view, episode)
        except NoValueInForce as missing:
            return EpisodeResult((episode.start, -1), episode, missing=missing)
        if case is None:
            return None
        case = self._with_before(view, case)
        for interval in (*_after(case.red, view.now), *case.counts(view.now, episode.end)):
            verdict.wake(*interval)
        so_far = pushed_so_far(view, case, parts)
        if not so_far.number:
            return None
        return EpisodeResult(case.place, episode, self._finding(view, case, so_far))

    def _red(self, view: AreaView, episode: Episode) -> RedEpisode | None:
        """A red episode of a listed kind, without those before it; None where it is none. `NoValueInForce`."""
        red = red_time(episode)
        if not red:
            return None
        day = legal_day(red[0][0])
        terms = self._law.terms(view.area, view.sector, day, view.platform)
        listed = episode.kind in terms.kinds.words and not self._law.off(view.area, day)
        return RedEpisode(episode, terms) if listed else None

    def _case(self, view: AreaView, episode: Episode) -> RedEpisode | None:
        """A red episode with those before it; None where it is none, or no law is in force."""
        try:
            case = self._red(view, episode)
        except NoValueInForce:
            return None
        return case and self._with_before(view, case)

    def _with_before(self, view: AreaView, case: RedEpisode) -> RedEpisode:
        return RedEpisode(case.episode, case.terms, tuple(self._before(view, case)))

    def _before(self, view: AreaView, case: RedEpisode) -> Iterator[RedEpisode]:
        """The red episodes that go before one and share time with it, in their order."""
        found = []
        for each in Episodes.of(view.episodes).begun_at(case.episode.start):
            try:
                other = self._red(view, each)
            except NoValueInForce:
                continue
            if other is not None and other.place < case.place:
                found.append(other)
        yield from sorted(found, key=lambda other: other.place)

    def _finding(self, view: AreaView, case: RedEpisode, so_far: Pushed) -> Finding:
        end = case.red[-1][1]
        starts_at, ends_at = case.red[0][0], end if end <= view.now else None
        count, hull, active = so_far.number, (starts_at, end), so_far.active
        near = [each.episode for each in case.before if overlaps((each.episode.start, each.episode.end), hull)]
        kind, area, times = case.episode.kind, self._places.name(view.area), _listed(view, case, so_far)
        rest = RedRest(
            red=place_after(case.red, view.now, start_of) - len(times),
            counting=max(0, so_far.counts.number - MOST_TIMES),
            pushed=count - sum(each.pushed for each in times),
        )
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
            under_red=under_red(so_far, view.now, (*near, case.episode), rest),
        )


def _listed(view: AreaView, case: RedEpisode, so_far: Pushed) -> tuple[RedTime, ...]:
    """The red times that have begun, as many as a finding lists, with the pushes in them that count."""
    begun = place_after(case.red, view.now, start_of)
    first = case.red[: min(begun, MOST_TIMES)]
    return tuple(_red_so_far(view, each, so_far.red.get(place)) for place, each in enumerate(first))


def _red_so_far(view: AreaView, red: Interval, inside: InRedTime | None) -> RedTime:
    """A red time that has begun, with the pushes in it that count."""
    return RedTime(
        start=red[0],
        end=red[1] if red[1] <= view.now else None,
        pushed=inside.pushed if inside else 0,
        first_at=inside.first_at if inside else None,
        last_at=inside.last_at if inside else None,
    )


def _after(red: Sequence[Interval], now: int) -> Sequence[Interval]:
    """The red times that end after now."""
    return red[place_after(red, now, end_of) :]
