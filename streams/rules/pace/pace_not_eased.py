"""`pace_not_eased`, clause 8 of 洪人社发〔2022〕88号: in bad weather a platform limits orders or extends the time allowed.

It judges a platform and sector in one area over an episode of warnings of a listed kind. One measure that shows is enough.
It does not ask which measure was meant, nor whether a declared one was carried out.
"""

from schemas.findings.finding import Finding, Kind, Scope, Severity, finding_id
from streams.facts.areas.area_view import AreaView
from streams.facts.weather.episode import Episode
from streams.facts.worktime.view import ONLINE
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.pace import PaceLaw, PaceTerms
from streams.rules.answer import Verdict
from streams.rules.pace.baseline import usual
from streams.rules.pace.comparison import Comparison
from streams.rules.pace.figures import pace_figures
from streams.rules.pace.slots import changes, judged_slots, slots_by_level, touching
from streams.rules.pace.sums import OrderSums, summed
from streams.rules.pace.wording import pace_summary

NO_BASELINE = "no_baseline"
"""The reason where there is too little to compare with."""

NO_PROMISES = "no_promises"
"""The reason where too few orders say what time was promised for which way."""

PULSE_GAP = "pulse_gap"
"""The reason where it depends on unknown time whether intake was limited."""

UNIT = "orders/1000 h"
"""Orders an active hour x 1,000."""

_BANDS = (Severity.MINOR, Severity.SERIOUS, Severity.GRAVE)


class PaceNotEased:
    """The rule, made with the law; it keeps no state."""

    name = "pace_not_eased"

    def __init__(self, law: Law) -> None:
        self._law = PaceLaw(law)
        self._places = law.places

    def judge(self, view: AreaView, answer: Verdict) -> None:
        """Add a finding for each episode in which pace was not, or may not have been, eased."""
        for episode in view.judged:
            try:
                terms = self._terms(view, episode)
            except NoValueInForce as missing:
                answer.no_law(missing)
                continue
            if terms is None:
                continue
            judged = judged_slots(episode, terms.reaction.number, answer.now)
            answer.wake(*changes(episode, judged, answer.now))
            case = _compared(view, episode, terms, judged)
            verdict = case and _verdict(case)
            if case and verdict:
                answer.findings.append(self._finding(case, *verdict))

    def _terms(self, view: AreaView, episode: Episode) -> PaceTerms | None:
        """What holds for the episode; None where its kind is not listed or the rule is off."""
        day, terms = self._law.terms_from(view.area, view.sector, episode.start)
        listed = episode.kind in terms.kinds.words
        return terms if listed and not self._law.off(view.area, day) else None

    def _finding(self, case: Comparison, kind: Kind, reasons: tuple[str, ...]) -> Finding:
        view, sums = case.view, case.sums
        name = f"{case.episode.id}/{case.episode.kind}"
        low, high, limit = _measures(case)
        figures = pace_figures(case)
        return Finding(
            finding_id=finding_id(self.name, view.subject, Scope.PLATFORM, view.platform, name, case.starts_at),
            rule=self.name,
            kind=kind,
            subject=view.subject,
            scope=Scope.PLATFORM,
            platforms={view.platform: sums.active(high=kind is not Kind.BREACH)},
            sector=view.sector,
            area=view.area,
            episode=name,
            starts_at=case.starts_at,
            ends_at=case.ends_at,
            due_at=None,
            basis=ONLINE,
            measured=low,
            measured_low=low,
            measured_high=high,
            limit=limit,
            unit=UNIT,
            second_opinion=None,
            severity=_BANDS[case.terms.band(list(case.levels)[-1])] if kind is Kind.BREACH else None,
            reasons=reasons,
            law=tuple(value.used() for value in case.terms.values),
            evidence=(),
            summary=pace_summary(case, figures, reasons, self._places.name(view.area)),
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


def _measures(case: Comparison) -> tuple[int | None, int | None, int | None]:
    """Accepted orders an active hour x 1,000 in the low and the high reading, and those allowed; null without a baseline."""
    if case.usual is None:
        return None, None, None
    return case.an_hour(high=False), case.an_hour(high=True), case.allowed_an_hour(case.usual)


def _verdict(case: Comparison) -> tuple[Kind, tuple[str, ...]] | None:
    """What the episode is, and why it cannot be told where it cannot; None where a measure shows."""
    if case.usual is None:
        return Kind.UNDECIDABLE, (NO_BASELINE,)
    limited = {case.limited(case.usual, high=False), case.limited(case.usual, high=True)}
    extended = case.extended(case.usual)
    if limited == {True} or extended:
        return None
    doubts = ((NO_PROMISES, extended is None), (PULSE_GAP, len(limited) == 2))  # noqa: PLR2004  one of each
    reasons = tuple(reason for reason, applies in doubts if applies)
    return (Kind.UNDECIDABLE if reasons else Kind.BREACH), reasons
