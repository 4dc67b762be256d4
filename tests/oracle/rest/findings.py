"""The findings of `rest_missed` and `rest_due` that semantics demand for these events at this `now`."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from tests.oracle.facts import Event, facts_of
from tests.oracle.law import BANDS, NANCHANG_2022, NOBODY, Agreed, RestLaw
from tests.oracle.worktime.stretch import Stretch, stretches
from tests.oracle.worktime.view import View, views

OTHER = {"online": "order", "order": "online"}


@dataclass(frozen=True)
class Expected:
    """One finding, in the words of the contract; instants and lengths in ms. `stretch` is kept to compare scopes."""

    rule: str
    kind: str
    scope: str
    subject: str
    platform: str | None
    platforms: dict[str, int]
    sector: str
    area: str
    starts_at: int
    ends_at: int | None
    due_at: int | None
    basis: str
    measured: int
    measured_low: int
    measured_high: int
    severity: str | None
    reasons: list[str]
    second_opinion: dict[str, Any] | None
    rest: dict[str, Any]
    stretch: Stretch


@dataclass(frozen=True)
class Bench:
    """The parts of a judgement: the worker, one view and basis of it, the law and the present."""

    subject: str
    view: View
    basis: str
    law: RestLaw
    now: int

    def highs(self) -> list[Stretch]:
        """High stretches that are decided on this basis under a law in force."""
        every = stretches(self.view.parts(self.basis, "high"), self.law)
        return [s for s in every if self.law.in_force(s.start) and self._decided_here(s)]

    def _decided_here(self, high: Stretch) -> bool:
        place = self.view.place(high.start)
        return place is not None and self.law.decides_on(place.sector) == self.basis

    def lows_in(self, high: Stretch) -> list[Stretch]:
        return [low for low in stretches(self.view.parts(self.basis, "low"), self.law) if high.holds(low)]


def expected_findings(
    events: Iterable[Event], now: int, law: RestLaw = NANCHANG_2022, agreed: Agreed = NOBODY
) -> list[dict[str, Any]]:
    """All findings at `now` (ms), sorted; events in any order, repeats allowed, of any number of workers."""
    found = [
        finding
        for subject, facts in facts_of(events, now).items()
        for finding in worker_findings(subject, views(facts, now), law, agreed, now)
    ]
    return [
        {key: value for key, value in asdict(finding).items() if key != "stretch"}
        for finding in sorted(found, key=rank)
    ]


def rank(finding: Expected) -> tuple[str, str, str, str, int, str]:
    return (
        finding.subject,
        finding.rule,
        finding.scope,
        finding.platform or "",
        finding.starts_at,
        finding.basis,
    )


def worker_findings(subject: str, seen: list[View], law: RestLaw, agreed: Agreed, now: int) -> Iterator[Expected]:
    """Findings of platforms by their own agreements; those of all together, and what they leave out, by the law of all."""
    of_all = [Bench(subject, view, basis, law, now) for view in seen for basis in OTHER]
    own = [replace(bench, law=agreed.get(bench.view.platform or "", law)) for bench in of_all if bench.view.platform]
    yield from (finding for bench in own for finding in missed(bench))
    alone = [finding for bench in of_all if bench.view.platform for finding in missed(bench)]
    united = [finding for bench in of_all if not bench.view.platform for finding in missed(bench)]
    yield from (finding for finding in united if only_seen_together(finding, alone))
    yield from (finding for bench in own for finding in due(bench))


def missed(bench: Bench) -> Iterator[Expected]:
    """`rest_missed` of one view: a breach for each low stretch over the limit, else undecidable."""
    law = bench.law
    for high in bench.highs():
        if high.measured(law) <= law.limit:
            continue
        over = [low for low in bench.lows_in(high) if low.measured(law) > law.limit]
        for low in over:
            if not in_the_city(bench, low):
                continue
            breach = finding_of(bench, "rest_missed", "breach", low, high)
            yield replace(breach, measured=low.measured(law), measured_low=low.measured(law))
        if not over and in_the_city(bench, high):
            yield finding_of(bench, "rest_missed", "undecidable", high, high)


def in_the_city(bench: Bench, stretch: Stretch) -> bool:
    """True if a stretch is judged: by the worker's place when it reached the limit, else at its end."""
    due_at = stretch.due_at(bench.law)
    return bench.view.judged(stretch.end if due_at is None else due_at, stretch.end)


def due(bench: Bench) -> Iterator[Expected]:
    """`rest_due` of one platform: its latest high stretch runs on, nearly or already full, without a breach."""
    law = bench.law
    for high in bench.highs()[-1:]:
        runs = bench.now - high.end < law.rest
        full = high.measured(law) >= law.limit - law.lead
        breached = any(low.measured(law) > law.limit for low in bench.lows_in(high))
        if runs and full and not breached and in_the_city(bench, high):
            yield finding_of(bench, "rest_due", "warning", high, high)


def finding_of(bench: Bench, rule: str, kind: str, stretch: Stretch, high: Stretch) -> Expected:
    law, view = bench.law, bench.view
    largest_low = max([0, *(low.measured(law) for low in bench.lows_in(high))])
    place = view.place(stretch.start)
    assert place is not None, "a stretch without a place is decided on no basis"
    reading = "low" if kind == "breach" else "high"
    return Expected(
        rule=rule,
        kind=kind,
        scope="platform" if view.platform else "cross_platform",
        subject=bench.subject,
        platform=view.platform,
        platforms=view.own_coverage(bench.basis, reading, stretch.start, stretch.end),
        sector=place.sector,
        area=place.area,
        starts_at=stretch.start,
        ends_at=stretch.end if bench.now - stretch.end >= law.rest else None,
        due_at=stretch.due_at(law),
        basis=bench.basis,
        measured=largest_low,
        measured_low=largest_low,
        measured_high=high.measured(law),
        severity=law.severity(stretch.measured(law)) if kind == "breach" else None,
        reasons=view.reasons(bench.basis, stretch.start, stretch.end) if kind == "undecidable" else [],
        second_opinion=second_opinion(replace(bench, basis=OTHER[bench.basis]), stretch),
        rest=added_from(bench, stretch, high, is_low=kind == "breach"),
        stretch=stretch,
    )


def added_from(bench: Bench, stretch: Stretch, high: Stretch, *, is_low: bool) -> dict[str, Any]:
    """The addends of the figures, in the words of the contract; instants in ms."""
    own = [bench.view.own_coverage(bench.basis, reading, stretch.start, stretch.end) for reading in ("low", "high")]
    return {
        "reading": "low" if is_low else "high",
        "high_stretch": (high.start, high.end),
        "low_stretches": [(low.start, low.end) for low in bench.lows_in(high)],
        "pieces": bench.view.pieces(bench.basis, high.start, high.end),
        "platforms": {name: (own[0].get(name, 0), ms) for name, ms in own[1].items()},
    }


def second_opinion(other: Bench, stretch: Stretch) -> dict[str, Any] | None:
    """The largest low stretch on the other basis that overlaps this one."""
    law = other.law
    lows = [low for low in stretches(other.view.parts(other.basis, "low"), law) if low.overlaps(stretch)]
    if not lows:
        return None
    largest = max(lows, key=lambda low: low.measured(law))
    highs = stretches(other.view.parts(other.basis, "high"), law)
    high = next(high for high in highs if high.holds(largest))
    return {"measured": largest.measured(law), "kind": would_be(other, largest, high)}


def would_be(bench: Bench, low: Stretch, high: Stretch) -> str | None:
    law = bench.law
    if not law.in_force(high.start):
        return None
    if low.measured(law) > law.limit:
        return "breach"
    breached = any(each.measured(law) > law.limit for each in bench.lows_in(high))
    return "undecidable" if high.measured(law) > law.limit and not breached else None


def only_seen_together(united: Expected, alone: list[Expected]) -> bool:
    """No single platform's finding says as much."""
    inside = [finding for finding in alone if united.stretch.holds(finding.stretch)]
    if united.kind == "undecidable":
        return not inside
    breaches = [finding for finding in inside if finding.kind == "breach"]
    return all(band(united) > band(breach) for breach in breaches)


def band(finding: Expected) -> int:
    return BANDS.index(finding.severity or "minor")
