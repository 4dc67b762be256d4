"""`pace_not_eased`, clause 8 of 洪人社发〔2022〕88号: in bad weather a platform limits orders or extends the time allowed.

It judges a platform and sector in one area over an episode of warnings of a listed kind, a slot for one episode alone. One
measure that shows is enough. It does not look which measure was meant, nor whether a declared one was carried out.
"""

from collections.abc import Sequence
from typing import Final

from schemas.findings.finding import Finding, Kind
from streams.facts.areas.area_view import AreaView
from streams.facts.views.worker_view import ONLINE
from streams.facts.weather.episode import Episode
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.pace import PaceLaw
from streams.rules.contract import AreaRule, Verdict
from streams.rules.evidence import EvidenceNow
from streams.rules.finding import Concerned, FindingTime, Measure, band_of, make_finding, used
from streams.rules.pace.baseline import usual
from streams.rules.pace.comparison import Comparison
from streams.rules.pace.evidence_now import compared_now, unjudged_now
from streams.rules.pace.figures import pace_figures
from streams.rules.pace.levels import MeasuredEpisode, slots_by_level
from streams.rules.pace.slots import changes, touching
from streams.rules.pace.sums import summed
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
        measured = self._measured(view, verdict)
        for number, each in enumerate(measured):
            if each.episode.start < view.settled:
                continue
            verdict.wake(*changes(each.episode, each.ripe(verdict.now), verdict.now))
            case = _compared(view, each, measured[:number])
            found = case and decided(case)
            if case and found:
                verdict.findings.append(self._finding(case, found))

    def evidence_now(self, view: AreaView, finding: Finding, most: int | None) -> EvidenceNow | None:
        """The slots and warnings that the finding was counted from, as they are now; never cut."""
        del most
        if finding.pace is None:
            return None
        measured = self._measured(view, Verdict(view.now))
        for number, each in enumerate(measured):
            case = _comparison(view, each, measured[:number]) if each.episode.name == finding.episode else None
            if case is not None:
                return compared_now(case, finding.pace)
        return unjudged_now(view, (each.episode for each in measured), finding.pace)

    def _measured(self, view: AreaView, verdict: Verdict) -> list[MeasuredEpisode]:
        """The episodes that are measured, in the order in which they claim slots; settled ones keep what they claimed."""
        found = (self._with_terms(view, each, verdict) for each in view.episodes if each.end > view.settled)
        return sorted((each for each in found if each), key=lambda each: each.precedence)

    def _with_terms(self, view: AreaView, episode: Episode, verdict: Verdict) -> MeasuredEpisode | None:
        """An episode with its terms; None where its kind is not listed, the rule is off or no law is in force."""
        try:
            day, terms = self._law.terms_from(view.area, view.sector, episode.start, view.platform)
        except NoValueInForce as missing:
            if episode.start >= view.settled:
                verdict.no_law(missing)
            return None
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


def _compared(view: AreaView, measured: MeasuredEpisode, earlier: Sequence[MeasuredEpisode]) -> Comparison | None:
    """The comparison of the judged slots; None where too little was done in them to judge."""
    case = _comparison(view, measured, earlier)
    return case if case is not None and case.is_enough else None


def _comparison(view: AreaView, measured: MeasuredEpisode, earlier: Sequence[MeasuredEpisode]) -> Comparison | None:
    """The judged slots and what is usual there; None where no slot is judged."""
    episode, terms = measured.episode, measured.terms
    judged = measured.judged(view.now, earlier)
    if not judged:
        return None
    sums = summed(map(view.cell_of, judged))
    listed = [each for each in view.episodes if each.kind in terms.kinds.words]
    by_level = slots_by_level(listed, judged, terms.reaction.number)
    levels = {level: summed(map(view.cell_of, slots)) for level, slots in by_level.items()}
    found = usual(view, judged, episode.start, touching(listed), terms.baseline)
    return Comparison(view, episode, terms, judged, by_level, levels, listed, sums, found)


def _measure(case: Comparison) -> Measure:
    """Accepted orders an active hour x 1,000 in the low and the high reading, and those allowed; None without a baseline."""
    if case.usual is None:
        return Measure(None, None, None, UNIT)
    return Measure(case.an_hour(high=False), case.an_hour(high=True), case.allowed_an_hour(case.usual), UNIT)
