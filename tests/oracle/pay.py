"""The findings of `pay_below_minimum` that semantics demand for these events at this `now`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.oracle.facts import Event, at, facts_of
from tests.oracle.law import HOUR, legal_day
from tests.oracle.pay_facts import DAY, Job, cut_at_midnight, day_start, jobs_of, shares_of
from tests.oracle.pay_law import CLAUSE_5, PayLaw
from tests.oracle.reading import OPEN_ORDER, WORK, order_says
from tests.oracle.unread import as_far_as_read
from tests.oracle.view import Segment, View, views

OTHER = {"online": "order", "order": "online"}


@dataclass(frozen=True)
class Piece:
    """`[start, end)` within one legal day, worked or perhaps worked in one area; `reasons` are empty where it is known."""

    start: int
    end: int
    area: str
    reasons: frozenset[str]

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Reckoning:
    """A day on one basis: hours in ms; pay and what is owed at the least in fen times ms an hour, so that all are whole."""

    low: int
    high: int
    pay: int
    owed_low: int
    owed_high: int

    @property
    def verdict(self) -> str | None:
        if self.pay < self.owed_low:
            return "breach"
        return None if self.pay >= self.owed_high else "undecidable"


def expected_pay(events: Iterable[Event], now: int, law: PayLaw = CLAUSE_5) -> list[dict[str, Any]]:
    """All findings at `now` (ms), sorted; events in any order, repeats allowed, of any number of workers."""
    return as_far_as_read(lambda by: _found(list(events), now, by), law)


def _found(events: list[Event], now: int, law: PayLaw) -> list[dict[str, Any]]:
    """The findings by the values of one law alone, each with the `high` coverage of its platform."""
    so_far = [event for event in events if at(event) <= now]
    found: list[dict[str, Any]] = []
    for subject, facts in facts_of(so_far, now).items():
        for view in views(facts, now):
            if view.platform:
                own = [e for e in so_far if (e["worker_id"], e["platform_id"]) == (subject, view.platform)]
                found += _on_platform(subject, view, own, now, law)
    return sorted(found, key=lambda finding: (finding["subject"], finding["platform"], finding["starts_at"]))


def _on_platform(subject: str, view: View, events: list[Event], now: int, law: PayLaw) -> Iterator[dict[str, Any]]:
    jobs = jobs_of(events)
    pieces = {"order": order_pieces(jobs, view), "online": online_pieces(view)}
    for day in sorted({legal_day(piece.start) for piece in pieces[law.basis]}):
        ended = day_start(day) + DAY
        if law.first_day <= day and ended + law.grace <= now:
            finding = _of_day(day, pieces, shares_of_day(events, jobs, day, law), law)
            if finding:
                covered = {"platforms": {view.platform: finding.pop("covered")}}
                high = sum(piece.length for piece in pieces[law.basis] if legal_day(piece.start) == day)
                yield {"subject": subject, "platform": view.platform, "high": high} | ALWAYS | covered | finding


def order_pieces(jobs: list[Job], view: View) -> list[Piece]:
    """Each instant goes to the order accepted first of those that are worked on, else of those that perhaps are."""
    pieces: list[Piece] = []
    for start, end in within_days(view.segments):
        said = [(job, order_says(job.order, start)) for job in jobs]
        worked = [job for job, says in said if says == WORK]
        perhaps = [job for job, says in said if says == OPEN_ORDER]
        reasons = frozenset() if worked else frozenset({OPEN_ORDER})
        pieces += [Piece(start, end, job.area, reasons) for job in (worked or perhaps)[:1]]
    return pieces


def online_pieces(view: View) -> list[Piece]:
    pieces: list[Piece] = []
    for segment in view.segments:
        answers = segment.says(view.platforms, "online")
        place = view.place(segment.start)
        if answers and place:
            reasons = frozenset() if WORK in answers else answers
            pieces += [Piece(start, end, place.area, reasons) for start, end in within_days([segment])]
    return pieces


def within_days(segments: list[Segment]) -> Iterator[tuple[int, int]]:
    for segment in segments:
        yield from (span for _, span in cut_at_midnight(segment.start, segment.end))


def shares_of_day(events: list[Event], jobs: list[Job], day: date, law: PayLaw) -> tuple[bool, int]:
    """Whether any pay was reported for the day, and how much."""
    counted = [s for s in shares_of(events, jobs) if s.day == day and s.category not in law.left_out]
    return any(share.accrued for share in counted), sum(share.fen for share in counted)


def _of_day(day: date, pieces: dict[str, list[Piece]], pay: tuple[bool, int], law: PayLaw) -> dict[str, Any] | None:
    reported, fen = pay
    own = {basis: [p for p in found if legal_day(p.start) == day] for basis, found in pieces.items()}
    it = reckon(own[law.basis], day, fen, law)
    if it.low < law.least:
        return None
    common = {"starts_at": day_start(day), "ends_at": day_start(day) + DAY, "basis": law.basis, "severity": None}
    if not reported:
        return common | NO_FIGURES | {"kind": "undecidable", "reasons": ["no_pay_reported"], "covered": it.high}
    if it.verdict is None:
        return None
    breach = it.verdict == "breach"
    return common | {
        "kind": it.verdict,
        "reasons": [] if breach else sorted({reason for piece in own[law.basis] for reason in piece.reasons}),
        "covered": it.low if breach else it.high,
        "measured": it.pay // it.low,
        "measured_low": it.pay // it.low,
        "measured_high": it.pay // it.high,
        "limit": half_up(it.owed_low, it.low),
        "severity": law.severity(it.pay, it.owed_low) if breach else None,
        "second_opinion": second_opinion(reckon(own[OTHER[law.basis]], day, fen, law), law),
    }


ALWAYS: dict[str, Any] = {
    "rule": "pay_below_minimum",
    "scope": "platform",
    "sector": None,
    "area": None,
    "due_at": None,
}
NO_FIGURES = dict.fromkeys(("measured", "measured_low", "measured_high", "limit", "second_opinion"))


def reckon(pieces: list[Piece], day: date, fen: int, law: PayLaw) -> Reckoning:
    known = [piece for piece in pieces if not piece.reasons]
    return Reckoning(
        low=sum(piece.length for piece in known),
        high=sum(piece.length for piece in pieces),
        pay=fen * HOUR,
        owed_low=sum(law.minimum(piece.area, day) * piece.length for piece in known),
        owed_high=sum(law.minimum(piece.area, day) * piece.length for piece in pieces),
    )


def second_opinion(it: Reckoning, law: PayLaw) -> dict[str, Any] | None:
    if not it.low:
        return None
    return {"measured": it.pay // it.low, "kind": it.verdict if it.low >= law.least else None}


def half_up(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)
