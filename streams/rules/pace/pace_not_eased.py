"""`pace_not_eased`, clause 8 of 洪人社发〔2022〕88号: in bad weather a platform limits orders or extends the time allowed.

It judges a platform and sector in one area over an episode of warnings of a listed kind. One measure that shows is enough.
It does not look which measure was meant, nor whether a declared one was carried out.
"""

from schemas.findings.finding import Finding, Kind
from streams.facts.areas.area_view import AreaView
from streams.facts.weather.episode import Episode
from streams.facts.worktime.view import ONLINE
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.pace import PaceLaw, PaceTerms
from streams.rules.contract import AreaRule, Verdict
from streams.rules.finding import Concerned, FindingTime, Measure, band_of, make_finding, used
from streams.rules.pace.baseline import usual
from streams.rules.pace.comparison import Comparison
from streams.rules.pace.figures import pace_figures
from streams.rules.pace.slots import changes, judged_slots, slots_by_level, touching
from streams.rules.pace.sums import OrderSums, summed
from streams.rules.pace.wording import pace_summary

NO_BASELINE = "no_baseline"
"""The reason where there is too little to compare with."""

NO_PROMISES = "no_promises"
"""The reason where too few orders have a promise and a distance."""

PULSE_GAP = "pulse_gap"
"""The reason where it depends on unknown time whether intake was limited."""

UNIT = "orders/1000 h"
"""Orders an active hour x 1,000."""


class PaceNotEased(AreaRule):
    """The rule, made with the law; it keeps no state."""

    name = "pace_not_eased"

    def __init__(self, law: Law) -> None:
        self._law = PaceLaw(law)
        self._places = law.places

    def evaluate(self, view: AreaView, verdict: Verdict) -> None:
        """Add a finding for each episode in which pace was not, or may not have been, eased."""
        for episode in view.judged:
            try:
                terms = self._terms(view, episode)
            except NoValueInForce as missing:
                verdict.no_law(missing)
                continue
            if terms is None:
                continue
            judged = judged_slots(episode, terms.reaction.number, verdict.now)
            verdict.wake(*changes(episode, judged, verdict.now))
            case = _compared(view, episode, terms, judged)
            decided = case and _decided(case)
            if case and decided:
                verdict.findings.append(self._finding(case, *decided))

    def _terms(self, view: AreaView, episode: Episode) -> PaceTerms | None:
        """The terms of the episode; None where its kind is not listed or the rule is off."""
        day, terms = self._law.terms_from(view.area, view.sector, episode.start)
        listed = episode.kind in terms.kinds.words
        return terms if listed and not self._law.off(view.area, day) else None

    def _finding(self, case: Comparison, kind: Kind, reasons: tuple[str, ...]) -> Finding:
        view, sums = case.view, case.sums
        figures = pace_figures(case)
        return make_finding(
            Concerned(
                rule=self.name,
                subject=view.subject,
                platform=view.platform,
                platforms={view.platform: sums.active(high=kind is not Kind.BREACH)},
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


def _compared(view: AreaView, episode: Episode, terms: PaceTerms, judged: range) -> Comparison | None:
    """The judged slots and what is usual there; None where too little was done in them to judge."""
    sums = summed(view.cell_of, judged)
    least = max(1, terms.least_active.number)
    if sums.low < least or sums.accepted < terms.least_orders.number:
        return None
    listed = [each for each in view.episodes if each.kind in terms.kinds.words]
    by_level = slots_by_level(listed, judged, terms.reaction.number)
    levels: dict[str, OrderSums] = {level: summed(view.cell_of, slots) for level, slots in by_level.items()}
    found = usual(view, judged, episode.start, touching(listed), least)
    return Comparison(view, episode, terms, judged, levels, sums, found)


def _measure(case: Comparison) -> Measure:
    """Accepted orders an active hour x 1,000 in the low and the high reading, and those allowed; None without a baseline."""
    if case.usual is None:
        return Measure(None, None, None, UNIT)
    return Measure(case.an_hour(high=False), case.an_hour(high=True), case.allowed_an_hour(case.usual), UNIT)


def _decided(case: Comparison) -> tuple[Kind, tuple[str, ...]] | None:
    """The kind of finding that the episode is, and the reasons where it is undecidable; None where a measure shows."""
    if case.usual is None:
        return Kind.UNDECIDABLE, (NO_BASELINE,)
    limited = {case.limited(case.usual, high=False), case.limited(case.usual, high=True)}
    extended = case.extended(case.usual)
    if limited == {True} or extended:
        return None
    doubts = ((NO_PROMISES, extended is None), (PULSE_GAP, len(limited) == 2))  # noqa: PLR2004  one of each
    reasons = tuple(reason for reason, applies in doubts if applies)
    return (Kind.UNDECIDABLE if reasons else Kind.BREACH), reasons
