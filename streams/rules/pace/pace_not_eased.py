"""`pace_not_eased`, clause 8 of 洪人社发〔2022〕88号: in bad weather a platform limits orders or extends the time allowed.

It judges a platform and sector in one area over an episode of warnings of a listed kind, a slot for one episode alone. One
measure that shows is enough. It does not look which measure was meant, nor whether a declared one was carried out.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final

from schemas.findings.finding import Finding, Kind
from schemas.legal_days import DAY_MS
from streams.facts.areas.area_view import AreaView
from streams.facts.views.worker_view import ONLINE
from streams.facts.weather.by_kind import Episodes
from streams.facts.weather.episode import Episode
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.pace import PaceLaw
from streams.rules.contract import AreaRule, Verdict
from streams.rules.evidence import EvidenceNow
from streams.rules.finding import Concerned, FindingTime, Measure, band_of, make_finding, used
from streams.rules.pace.comparison import Comparison, compared
from streams.rules.pace.evidence_now import compared_now, unjudged_now
from streams.rules.pace.figures import pace_figures
from streams.rules.pace.kept.judged import JudgedSlots
from streams.rules.pace.kept.memo import AreaMemo, EpisodeResult, Parts, evaluated
from streams.rules.pace.levels import MeasuredEpisode
from streams.rules.pace.slots import changes
from streams.rules.pace.verdict import Decided, decided
from streams.rules.pace.wording import pace_summary

UNIT: Final = "orders/1000 h"
"""Orders an active hour x 1,000."""


class PaceNotEased(AreaRule):
    """The rule, made with the law; it keeps no state."""

    name = "pace_not_eased"
    objects = "slots of bad weather of any level"

    def __init__(self, law: Law) -> None:
        self._law = PaceLaw(law)
        self._places = law.places

    def evaluate(self, view: AreaView, verdict: Verdict) -> None:
        """Add a finding for each episode in which pace was not, or may not have been, eased."""
        memo = verdict.memos.get(self.name)
        before: AreaMemo[JudgedSlots] = memo if isinstance(memo, AreaMemo) else AreaMemo()

        def judge(episode: Episode, parts: Parts[JudgedSlots]) -> EpisodeResult | None:
            return self._outcome(view, episode, parts, verdict)

        after: AreaMemo[JudgedSlots] = evaluated(view, verdict, before.with_declared(view.mitigations), judge)
        verdict.memos[self.name] = after

    def evidence_now(self, view: AreaView, finding: Finding, most: int | None) -> EvidenceNow | None:
        """The slots and warnings that the finding was counted from, as they are now; never cut."""
        del most
        if finding.pace is None:
            return None
        for each in self._measured(Episodes.of(view.episodes).near(finding.starts_at - DAY_MS), view):
            if each.episode.name == finding.episode:
                case = compared(view, each, self._earlier(view, each), Parts())
                if case is not None:
                    return compared_now(case, finding.pace)
        judged = finding.pace.judged.start, finding.pace.judged.end
        listed = self._measured(Episodes.of(view.episodes).near(*judged), view)
        return unjudged_now(view, (each.episode for each in listed), finding.pace)

    def _outcome(
        self, view: AreaView, episode: Episode, parts: Parts[JudgedSlots], verdict: Verdict
    ) -> EpisodeResult | None:
        """The finding about an episode, or the law that is missing; None where there is neither."""
        try:
            measured = self._with_terms(view, episode)
        except NoValueInForce as missing:
            return EpisodeResult((episode.start, -1), episode, missing=missing)
        if measured is None:
            return None
        verdict.wake(*changes(episode, measured.ripe(verdict.now), verdict.now))
        case = compared(view, measured, self._earlier(view, measured), parts)
        found = decided(case) if case is not None and case.is_enough else None
        if case is None or found is None:
            return None
        return EpisodeResult(measured.precedence, episode, self._finding(case, found))

    def _earlier(self, view: AreaView, measured: MeasuredEpisode) -> list[MeasuredEpisode]:
        """The episodes that claim slots of an episode before it does; settled ones keep what they claimed."""
        begun = Episodes.of(view.episodes).begun_at(measured.episode.start)
        return [each for each in self._measured(begun, view) if each.precedence < measured.precedence]

    def _measured(self, episodes: Iterable[Episode], view: AreaView) -> Iterator[MeasuredEpisode]:
        """Those of the episodes that are measured."""
        for each in episodes:
            with suppress(NoValueInForce):
                measured = self._with_terms(view, each)
                if measured is not None:
                    yield measured

    def _with_terms(self, view: AreaView, episode: Episode) -> MeasuredEpisode | None:
        """An episode with its terms; None where its kind is not listed or the rule is off. `NoValueInForce`."""
        day, terms = self._law.terms_from(view.area, view.sector, episode.start, view.platform)
        listed = episode.kind in terms.kinds.words
        return MeasuredEpisode(episode, terms) if listed and not self._law.off(view.area, day) else None

    def _finding(self, case: Comparison, found: Decided) -> Finding:
        view, (kind, reasons) = case.view, found
        figures = pace_figures(case)
        return make_finding(
            Concerned(
                rule=self.name,
                subject=view.subject,
                platform=view.platform,
                platforms={view.platform: case.sums.low} if case.sums.low else {},
                sector=view.sector,
                area=view.area,
                episode=case.episode.name,
            ),
            kind,
            FindingTime(case.starts_at, case.ends_at),
            _measure(case),
            law=used(case.terms.values),
            summary=pace_summary(case, figures, reasons, self._places.name(view.area)),
            basis=ONLINE,
            severity=band_of(case.terms.band(list(case.levels)[-1])) if kind is Kind.BREACH else None,
            reasons=reasons,
            pace=figures,
        )


def _measure(case: Comparison) -> Measure:
    """Accepted orders an active hour x 1,000 in the low and the high reading, and those allowed; None without a baseline."""
    if case.usual is None:
        return Measure(None, None, None, UNIT)
    return Measure(case.an_hour(high=False), case.an_hour(high=True), case.allowed_an_hour(case.usual), UNIT)
