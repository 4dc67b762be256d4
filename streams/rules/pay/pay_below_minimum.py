"""`pay_below_minimum`, clause 5 of 洪人社发〔2022〕88号: a legal day's pay against the hourly minimum wage where it was worked.

It judges a worker on one platform and one legal day, once the day has ended and the grace is over. Everything is in integers:
pay in fen times the milliseconds of an hour, against the sum of minimum times milliseconds. Exactly the minimum is enough.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from schemas.findings.finding import Finding, Kind
from schemas.instants import NEVER
from schemas.legal_days import day_start, legal_day
from schemas.work import PayRow
from streams.facts.days.memory import Memory
from streams.facts.pay.days import open_from, orderless, spans_named
from streams.facts.views.worker_view import ONLINE, View, WorkerView
from streams.facts.worktime.by_day import day_interval
from streams.facts.worktime.intervals import Interval
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.pay import PayLaw, PayTerms
from streams.rules.contract import Verdict, WorkerRule
from streams.rules.evidence import EvidenceNow, Item, listed
from streams.rules.finding import Concerned, FindingTime, make_finding
from streams.rules.pay.case import PayCase, on_other_basis, pay_case, second_opinion
from streams.rules.pay.hours import main_area
from streams.rules.pay.memo import NO_MEMO, PayMemo, Unsettled, first_of
from streams.rules.pay.paid import Paid
from streams.rules.pay.platform import PlatformDays, platforms_of
from streams.rules.pay.wording import noted, pay_summary
from streams.rules.pay.worked import EventDay, WorkedDay

ORDERLESS = "pay_below_minimum.orderless"
"""The gauge of pay entries that belong to no day, since nobody accepted the order that they name."""

NOT_SETTLED = "pay_below_minimum.not_settled"
"""The gauge of days whose pay is below the minimum and may still come, since their platform has yet to settle them."""


class PayBelowMinimum(WorkerRule):
    """The rule, made with the law; it alone reads pay."""

    name = "pay_below_minimum"
    objects = "days worked"
    reads_alone = PayRow

    def __init__(self, law: Law) -> None:
        self._law = PayLaw(law)
        self._memory = Memory({each.id: each.settles for each in law.platforms.values()})
        self._active = any(mode.rule == self.name and mode.mode != "off" for mode in law.modes)

    @property
    def active(self) -> bool:
        """True where pay is judged anywhere at any time; else it is not kept, as it is as many facts as orders are."""
        return self._active

    def too_early(self, at: int, now: int) -> bool:
        """True where no day that the instant `at` (ms) may belong to can be judged at `now` (ms), wherever it was worked."""
        return self._law.too_early(at, now)

    def evaluate(self, view: WorkerView, verdict: Verdict) -> None:
        """Add a finding for each platform and day whose pay is, or may be, below the minimum."""
        if not self._active:
            return
        verdict.quiet(day_start(legal_day(verdict.now) + 1))
        memo = _memo_in(verdict)
        if verdict.now >= memo.next:
            memo = replace(memo, until=0, findings=(), unsettled=(), next=NEVER)
        spans = _spans(memo, view)
        if any(start <= verdict.now < end for start, end in spans):
            verdict.quiet(verdict.now + 1)  # work of today changes what of an entry belongs to days before it
        platforms = list(platforms_of(view, self._law, self._memory))
        orderless_now = _orderless(memo, platforms)
        for platform, keys in orderless_now.items():
            verdict.gauge(ORDERLESS, platform, len(keys))
        found = _Found([*memo.findings], [*memo.unsettled], [memo.next])
        for own in platforms:
            self._judge(own, memo.until, verdict, found)
        found.forget_before(0 if view.remembered_from is None else day_start(view.remembered_from))
        for platform, day, _ in found.unsettled:
            verdict.gauge(NOT_SETTLED, platform, 1, day)
        verdict.wake(*found.instants)
        verdict.findings += found.findings
        kept = self._kept(replace(memo, spans=spans), found, platforms, verdict.now)
        verdict.memos[self.name] = replace(kept, orderless=orderless_now, counted=True)

    def evidence_now(self, view: WorkerView, finding: Finding, most: int | None) -> EvidenceNow | None:
        """The sessions, orders and pay entries of the day on its platform, as they are now; of a day that was cut its row."""
        own = next((p for p in platforms_of(view, self._law, self._memory) if p.platform == finding.platform), None)
        if own is None or finding.basis is None:
            return None
        day = legal_day(finding.starts_at)
        worked = next((each for each in own.days(day) if each.day == day), None)
        if worked is None:
            worked = None if own.view is None or day < own.kept.fixed_until else EventDay(own.view, day)
        if worked is None:
            return None
        terms = self._terms(worked, Verdict(view.now)) if worked.covered(ONLINE, high=True) else None
        paid = own.paid(worked, own.by_day([worked]), terms.left_out.words if terms else ())
        return listed(_evidence(worked, finding.basis, paid), most)

    def _judge(self, own: PlatformDays, known_until: int, verdict: Verdict, found: "_Found") -> None:
        """Judge the days of a platform from `known_until` (ms) on."""
        if own.view is not None:
            verdict.wake(*self._later(own.view, verdict.now))
        over = [(day, terms) for day in own.days(legal_day(known_until)) if (terms := self._terms(day, verdict))]
        entries = own.by_day([day for day, _ in over]) if over else {}
        for worked, terms in over:
            found.instants += [each.settles_at for each in entries.get(worked.day, ()) if each.settles_at is not None]
            case = self._case(worked, terms, own.paid(worked, entries, terms.left_out.words), verdict)
            if case is None or case.kind is None:
                continue
            settled_at = self._law.settled_at(own.platform, worked.day)
            if verdict.now < settled_at:
                found.unsettled.append(Unsettled(own.platform, worked.day, settled_at))
                found.instants.append(settled_at)
            else:
                found.findings.append(self._finding(case, case.kind, own.whole, verdict.most_lines))

    def _later(self, view: View, now: int) -> Iterator[int]:
        """The instants (ms) at which a day is judged of which nothing may be covered yet."""
        if view.changes:
            for day in range(legal_day(now), legal_day(max(view.changes)) + 1):
                yield self._law.soonest(day_interval(day)[1])

    def _kept(self, memo: PayMemo, found: "_Found", platforms: Sequence[PlatformDays], now: int) -> PayMemo:
        """The memo with the days that need not be judged again as long as nothing of them changes."""
        views = [(each.view, each.kept_pay) for each in platforms if each.view is not None]
        silence = max((2 * view.tolerance.most_silence for view, _ in views), default=0)
        until = self._law.judged_until(now, silence)
        if until > memo.until:
            until = min([until, *(day_start(legal_day(open_from(*each))) for each in views)])
            until = first_of(memo.spans, until)
        until = max(until, memo.until)
        return PayMemo(
            until,
            tuple(each for each in found.findings if each.starts_at < until),
            spans=memo.spans,
            unsettled=tuple(each for each in found.unsettled if day_start(each.day) < until),
            next=min((at for at in found.instants if at > now), default=NEVER),
        )

    def _terms(self, worked: WorkedDay, verdict: Verdict) -> PayTerms | None:
        """The terms of a day; None where it is too early, the rule is off, or no law is in force."""
        end = day_start(worked.day + 1)
        soonest = self._law.soonest(end)
        if verdict.now < soonest:
            verdict.wake(soonest)
            return None
        place = worked.place
        if place is None:
            return None
        try:
            terms = self._law.terms(*place, worked.day, worked.platform)
        except NoValueInForce as missing:
            verdict.no_law(missing)
            return None
        if self._law.off(place[0], worked.day):
            return None
        over = end + terms.grace.number
        verdict.wake(over)
        return terms if verdict.now >= over else None

    def _case(self, worked: WorkedDay, terms: PayTerms, paid: Paid, verdict: Verdict) -> PayCase | None:
        """The day as it is to be judged; None where no minimum wage is in force."""
        try:
            return pay_case(self._law, worked, terms.basis.word, terms, paid)
        except NoValueInForce as missing:
            verdict.no_law(missing)
            return None

    def _finding(self, case: PayCase, kind: Kind, whole: WorkerView, most: int | None) -> Finding:
        worked, holiday = case.worked, self._law.holiday(case.day)
        breach = kind is Kind.BREACH
        other = on_other_basis(self._law, case) if case.paid.reported else None
        covered = worked.covered(case.basis, high=not breach)
        return make_finding(
            Concerned(
                rule=self.name,
                subject=whole.subject,
                platform=worked.platform,
                platforms={worked.platform: covered} if covered else {},
                sector=None,
                area=main_area(case.pieces),
            ),
            kind,
            FindingTime(*day_interval(case.day)),
            case.measure,
            law=case.law_used(self._law.holiday_cited(case.day)),
            summary=noted(
                pay_summary(kind, case),
                read=all(each.status != "unread" for each in case.minimums.values()),
                holiday=holiday,
            ),
            basis=case.basis,
            second_opinion=second_opinion(other),
            severity=case.band if breach else None,
            reasons=() if breach else case.reasons,
            evidence=listed(_evidence(worked, case.basis, case.paid), most),
            shortfall_fen=case.shortfall_fen if breach else None,
            pay=case.figures(other, most),
        )


@dataclass(slots=True)
class _Found:
    """The result about the days of a worker so far. Mutable. `instants` (ms): when time alone changes it."""

    findings: list[Finding]
    unsettled: list[Unsettled]
    instants: list[int]

    def forget_before(self, at: int) -> None:
        """Leave out the days that begin before an instant (ms), and sort the findings."""
        found = (each for each in self.findings if each.starts_at >= at)
        self.findings = sorted(found, key=lambda finding: (str(finding.platform), finding.starts_at))
        self.unsettled = [each for each in self.unsettled if day_start(each.day) >= at]


def _evidence(worked: WorkedDay, basis: str, paid: Paid) -> Iterator[Item]:
    return chain(worked.items(basis), paid.items(worked.platform) if worked.lists_entries else ())


def _spans(memo: PayMemo, view: WorkerView) -> tuple[Interval, ...]:
    """The spans of all entries; where there was none, of those alone about which pay came since."""
    if memo.counted and not memo.since:
        return memo.spans
    keys = memo.since if memo.counted and not memo.spans else None
    spans = {span for each in view.platforms for span in spans_named(each.platform_traces[0], keys)}
    return tuple(sorted(spans, reverse=True))


def _memo_in(verdict: Verdict) -> PayMemo:
    memo = verdict.memos.get(PayBelowMinimum.name)
    return memo if isinstance(memo, PayMemo) else NO_MEMO


def _orderless(memo: PayMemo, platforms: Iterable[PlatformDays]) -> dict[str, tuple[str, ...]]:
    """By platform, the entries that belong to no day: of those that did before, and of those about which pay came since."""
    if memo.counted and not memo.orderless and not memo.since:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for each in platforms:
        keys = {*memo.orderless.get(each.platform, ()), *memo.since} if memo.counted else None
        if each.view is not None and (left := orderless(each.traces, keys, each.kept_pay)):
            found[each.platform] = left
    return found
