"""The findings of `pay_below_minimum` that semantics demand for these events at this `now`."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from schemas.instants import NEVER
from tests.oracle.facts import Event, at, facts_of, in_the_city
from tests.oracle.law import HOUR, legal_day
from tests.oracle.orders.facts import Order
from tests.oracle.orders.reading import WORK, ended, order_says
from tests.oracle.pay.entries import DayPay, PaidWork, day_pay
from tests.oracle.pay.facts import DAY, Job, cut_at_midnight, day_start, jobs_of
from tests.oracle.pay.law import CLAUSE_5, PayLaw
from tests.oracle.unread import as_far_as_read
from tests.oracle.worktime.view import Segment, View, views

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
    """A day on one basis: hours in ms; pay and what is owed at the least in fen times ms an hour, so that all are whole.

    `smaller` and `larger` are the two pays, the same but where statements contradict; `enough`: low hours that are judged.
    """

    low: int
    high: int
    smaller: int
    larger: int
    owed_low: int
    owed_high: int
    enough: int

    @property
    def verdict(self) -> str | None:
        if self.high < self.enough:
            return None
        if self.low >= self.enough and self.larger < self.owed_low:
            return "breach"
        return None if self.smaller >= self.owed_high else "undecidable"

    @property
    def figures(self) -> dict[str, int | None]:
        a_low_hour = self.larger // self.low if self.low else None
        return {
            "measured": a_low_hour,
            "measured_low": a_low_hour,
            "measured_high": self.smaller // self.high,
            "limit": half_up(self.owed_low, self.low) if self.low else half_up(self.owed_high, self.high),
        }


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
    work = {job.order: worked(job.order, view) if ended(job.order) else [] for job in jobs}
    pieces = {"order": order_pieces(jobs, view), "online": online_pieces(view)}
    for day in sorted({legal_day(piece.start) for piece in pieces[law.basis]}):
        if law.first_day <= day and day_start(day) + DAY + law.grace <= now:
            pay = day_pay(events, PaidWork(jobs, work, known(law, view), view.platform or ""), day, now, law)
            finding = _of_day(day, pieces, pay, law)
            if finding and now >= day_start(law.settled(view.platform or "", day)):
                covered = {"platforms": {view.platform: finding.pop("covered")}}
                high = sum(piece.length for piece in pieces[law.basis] if legal_day(piece.start) == day)
                yield {"subject": subject, "platform": view.platform, "high": high} | ALWAYS | covered | finding


def order_pieces(jobs: list[Job], view: View) -> list[Piece]:
    """Each instant goes to the order accepted first of those that are worked on, else of those that perhaps are."""
    pieces: list[Piece] = []
    for segment in view.segments:
        (sessions,) = (segment.said[platform][1] for platform in view.platforms)
        said = [(job, order_says(job.order, segment.start, sessions)) for job in jobs if _area_of(job, view)]
        worked = [job for job, says in said if WORK in says]
        perhaps = [job for job, says in said if says]
        reasons = frozenset() if worked else frozenset(reason for _, says in said for reason in says)
        for start, end in within_days([segment]):
            pieces += [Piece(start, end, _area_of(job, view) or "", reasons) for job in (worked or perhaps)[:1]]
    return pieces


def _area_of(job: Job, view: View) -> str | None:
    """The place where the order's time counts: accepted outside, the last place in the city when it began."""
    place = view.place(job.order.counted.nominal_on if job.on is None else job.on)
    return job.area if in_the_city(job.area) else place.area if place else None


def worked(order: Order, view: View) -> list[tuple[int, int]]:
    """The time in which an order was worked on, in pieces."""
    spans = []
    for segment in view.segments:
        (sessions,) = (segment.said[platform][1] for platform in view.platforms)
        if WORK in order_says(order, segment.start, sessions):
            spans.append((segment.start, segment.end))
    return spans


def known(law: PayLaw, view: View) -> list[tuple[int, int]]:
    """The time that is surely worked, in pieces: on the basis of the law, before its first day on orders."""
    begins = day_start(law.first_day)
    spans = ((law.basis, begins, NEVER), ("order", 0, begins))
    return [
        (max(each.start, since), min(each.end, until))
        for each in view.segments
        for basis, since, until in spans
        if each.start < until and each.end > since and WORK in each.says(view.platforms, basis)
    ]


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


def _of_day(day: date, pieces: dict[str, list[Piece]], pay: DayPay, law: PayLaw) -> dict[str, Any] | None:
    own = {basis: [p for p in found if legal_day(p.start) == day] for basis, found in pieces.items()}
    it = reckon(own[law.basis], day, pay, law)
    if it.high < law.least or (pay.reported and it.verdict is None):
        return None
    common = {"starts_at": day_start(day), "ends_at": day_start(day) + DAY, "basis": law.basis, "severity": None}
    common |= {"area": area_of(own[law.basis]), "shortfall_fen": None}
    if not pay.reported:
        return common | NO_FIGURES | {"kind": "undecidable", "reasons": ["no_pay_reported"], "covered": it.high}
    opinion = second_opinion(reckon(own[OTHER[law.basis]], day, pay, law))
    common |= it.figures | {"kind": it.verdict, "second_opinion": opinion}
    if it.verdict == "breach":
        severity, lacks = law.severity(it.larger, it.owed_low), it.owed_low - it.larger
        return common | {"reasons": [], "covered": it.low, "severity": severity, "shortfall_fen": -(-lacks // HOUR)}
    reasons = {reason for piece in own[law.basis] for reason in piece.reasons}
    if it.smaller != it.larger:
        reasons.add("contradictory_pay")
    return common | {"reasons": sorted(reasons), "covered": it.high}


ALWAYS: dict[str, Any] = {"rule": "pay_below_minimum", "scope": "platform", "sector": None, "due_at": None}
NO_FIGURES = dict.fromkeys(("measured", "measured_low", "measured_high", "limit", "second_opinion"))


def area_of(pieces: list[Piece]) -> str:
    """The place where most of what is known lies, else of what may be; of several the smaller code."""
    known = [piece for piece in pieces if not piece.reasons]
    time: Counter[str] = Counter()
    for piece in known or pieces:
        time[piece.area] += piece.length
    return min(time, key=lambda area: (-time[area], area))


def reckon(pieces: list[Piece], day: date, pay: DayPay, law: PayLaw) -> Reckoning:
    known = [piece for piece in pieces if not piece.reasons]
    return Reckoning(
        low=sum(piece.length for piece in known),
        high=sum(piece.length for piece in pieces),
        smaller=pay.smaller * HOUR,
        larger=pay.larger * HOUR,
        owed_low=sum(law.minimum(piece.area, day) * piece.length for piece in known),
        owed_high=sum(law.minimum(piece.area, day) * piece.length for piece in pieces),
        enough=law.least,
    )


def second_opinion(it: Reckoning) -> dict[str, Any] | None:
    return {"measured": it.larger // it.low, "kind": it.verdict} if it.low else None


def half_up(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)
