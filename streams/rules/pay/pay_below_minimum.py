"""`pay_below_minimum`, clause 5 of 洪人社发〔2022〕88号: a legal day's pay against the hourly minimum wage where it was worked.

It judges a worker on one platform and one legal day, once the day has ended and the grace is over. Everything is in integers:
pay in fen times the milliseconds of an hour, against the sum of minimum times milliseconds. Exactly the minimum is enough.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from operator import itemgetter

from schemas.findings.finding import Finding, Kind
from schemas.work import PayRow
from streams.facts.days.kept import NOTHING_KEPT
from streams.facts.pay.days import (
    DatedEntry,
    EntryDays,
    Hours,
    Settled,
    count_orderless,
    open_from,
    pay_by_day,
    spans_named,
    undecided,
)
from streams.facts.worktime.intervals import Interval, cut, length
from streams.facts.worktime.legal_days import day_interval, days_of
from streams.facts.worktime.view import ONLINE, ORDER, View, WorkerView
from streams.law.days.calendar import Day, day_start, legal_day
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.pay import PayLaw, PayTerms
from streams.rules.contract import Verdict, WorkerRule
from streams.rules.evidence import EvidenceNow, items, listed, shares
from streams.rules.finding import Concerned, FindingTime, make_finding
from streams.rules.pay.case import PayCase, on_other_basis, pay_case, second_opinion
from streams.rules.pay.hours import main_area
from streams.rules.pay.memo import NO_MEMO, PayMemo, Unsettled, first_of
from streams.rules.pay.paid import Paid, paid_on
from streams.rules.pay.wording import noted, pay_summary

_end = itemgetter(1)

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
            memo = replace(memo, until=0, findings=(), unsettled=())
        spans = memo.spans if memo.counted else _spans(view)
        if any(start <= verdict.now < end for start, end in spans):
            verdict.quiet(verdict.now + 1)  # work of today changes what of an entry belongs to days before it
        counts = _orderless(memo, view)
        for platform, count in counts.items():
            verdict.gauge(ORDERLESS, platform, count)
        found = [each for own in view.platforms for each in self._found(own, view, memo.until, verdict)]
        standing = sorted(
            [*memo.findings, *(each for each in found if isinstance(each, Finding))],
            key=lambda finding: (str(finding.platform), finding.starts_at),
        )
        unsettled = (*memo.unsettled, *(each for each in found if isinstance(each, Unsettled)))
        for platform, day, settled_at in unsettled:
            verdict.gauge(NOT_SETTLED, platform, 1, day)
            verdict.wake(settled_at)
        verdict.findings += standing
        kept = self._kept(replace(memo, spans=spans), (standing, unsettled), view, verdict.now)
        verdict.memos[self.name] = replace(kept, orderless=counts, counted=True)

    def evidence_now(self, view: WorkerView, finding: Finding, most: int | None) -> EvidenceNow | None:
        """The sessions, orders and pay entries of the day on its platform, as they are now."""
        own = next((each for each in view.platforms if each.platform == finding.platform), None)
        if own is None or finding.basis is None:
            return None
        day = legal_day(finding.starts_at)
        worked = cut(own.coverage(ONLINE).high, *day_interval(day))
        terms = self._terms(own, day, Verdict(view.now)) if worked else None
        left_out = terms.left_out.words if terms else ()
        entries = pay_by_day(self._entries(own, view))
        paid = paid_on(day, entries.get(day, ()), left_out, view.now)
        found = chain(items(own, finding.basis, day_interval(day)), paid.items(str(own.platform)))
        return listed(found, most)

    def _found(
        self, view: View, whole: WorkerView, known_until: int, verdict: Verdict
    ) -> Iterator[Finding | Unsettled]:
        """The findings, and the days that are not settled, of a platform from `known_until` (ms) on."""
        verdict.wake(*self._later(view, verdict.now))
        days = [day for day in days_of(view.coverage(ONLINE).high) if day_start(day) >= known_until]
        over = [(day, terms) for day in days if (terms := self._terms(view, day, verdict))]
        entries = pay_by_day(self._entries(view, whole)) if over else {}
        for day, terms in over:
            paid = paid_on(day, entries.get(day, ()), terms.left_out.words, verdict.now)
            case = self._case(view, terms, paid, verdict)
            if case is None or case.kind is None:
                continue
            settled_at = self._law.settled_at(str(view.platform), day)
            if verdict.now < settled_at:
                yield Unsettled(str(view.platform), day, settled_at)
            else:
                yield self._finding(case, case.kind, whole, verdict.most_lines)

    def _entries(self, view: View, whole: WorkerView) -> Iterator[DatedEntry]:
        """The entries of a platform, by key."""
        return EntryDays(view.platform_traces[0], self._hours(view, whole), self._settled(view)).all()

    def _settled(self, view: View) -> Settled:
        return partial(self._law.settled_at, str(view.platform))

    def _hours(self, view: View, whole: WorkerView) -> Hours:
        """The known hours (ms) of a day on the basis that decides about its pay; of a day that was cut those of its row."""
        platform = str(view.platform)
        rows = {row.day: row for row in (whole.facts.days or NOTHING_KEPT).of(platform)}

        def hours(day: Day) -> int:
            row, interval = rows.get(day), day_interval(day)
            place = _place_of(view, interval) if row is None else (row.area, row.sector)
            basis = self._law.basis(*place, day, platform) if place and place[0] else ORDER
            if row is not None:
                return row.order_low if basis == ORDER else row.online_low
            return length(cut(view.coverage(basis).low, *interval))

        return hours

    def _later(self, view: View, now: int) -> Iterator[int]:
        """The instants (ms) at which a contradiction is decided, or a day is judged of which nothing may be covered yet."""
        yield from (entry.settles_at or 0 for entry in undecided(view, self._settled(view)))
        if view.changes:
            for day in range(legal_day(now), legal_day(max(view.changes)) + 1):
                yield self._law.soonest(day_interval(day)[1])

    def _kept(
        self, memo: PayMemo, found: tuple[Sequence[Finding], Sequence[Unsettled]], view: WorkerView, now: int
    ) -> PayMemo:
        """The memo with the days that need not be judged again as long as nothing of them changes."""
        silence = max((2 * each.tolerance.most_silence for each in view.platforms), default=0)
        until = self._law.judged_until(now, silence)
        if until > memo.until:
            until = min(
                [until, *(day_start(legal_day(open_from(each, self._settled(each)))) for each in view.platforms)]
            )
            until = first_of(memo.spans, until)
        if until <= memo.until:
            return memo
        findings = tuple(each for each in found[0] if each.starts_at < until)
        unsettled = tuple(each for each in found[1] if day_start(each.day) < until)
        return PayMemo(until, findings, spans=memo.spans, unsettled=unsettled)

    def _terms(self, view: View, day: Day, verdict: Verdict) -> PayTerms | None:
        """The terms of a day; None where it is too early, the rule is off, or no law is in force."""
        interval = day_interval(day)
        soonest = self._law.soonest(interval[1])
        if verdict.now < soonest:
            verdict.wake(soonest)
            return None
        place = _place_of(view, interval)
        if place is None:
            return None
        try:
            terms = self._law.terms(*place, day, str(view.platform))
        except NoValueInForce as missing:
            verdict.no_law(missing)
            return None
        if self._law.off(place[0], day):
            return None
        over = interval[1] + terms.grace.number
        verdict.wake(over)
        return terms if verdict.now >= over else None

    def _case(self, view: View, terms: PayTerms, paid: Paid, verdict: Verdict) -> PayCase | None:
        """The day as it is to be judged; None where no minimum wage is in force."""
        try:
            return pay_case(self._law, view, terms.basis.word, terms, paid)
        except NoValueInForce as missing:
            verdict.no_law(missing)
            return None

    def _finding(self, case: PayCase, kind: Kind, whole: WorkerView, most: int | None) -> Finding:
        view, interval, holiday = case.view, day_interval(case.day), self._law.holiday(case.day)
        breach = kind is Kind.BREACH
        other = on_other_basis(self._law, case) if case.paid.reported else None
        evidence = chain(items(view, case.basis, interval), case.paid.items(str(view.platform)))
        return make_finding(
            Concerned(
                rule=self.name,
                subject=whole.subject,
                platform=str(view.platform),
                platforms=shares(view, whole, case.basis, interval, high=not breach),
                sector=None,
                area=main_area(case.pieces),
            ),
            kind,
            FindingTime(*interval),
            case.measure,
            law=case.law_used(holiday),
            summary=noted(
                pay_summary(kind, case),
                read=all(each.status != "unread" for each in case.minimums.values()),
                holiday=holiday,
            ),
            basis=case.basis,
            second_opinion=second_opinion(other),
            severity=case.band if breach else None,
            reasons=() if breach else case.reasons,
            evidence=listed(evidence, most),
            shortfall_fen=case.shortfall_fen if breach else None,
            pay=case.figures(other, most),
        )


def _place_of(view: View, interval: Interval) -> tuple[str, str] | None:
    """The area and sector of the last place at the first time, known or not, in the interval; None for none."""
    high = view.coverage(ONLINE).high
    index = bisect_right(high, interval[0], key=_end)
    if index == len(high) or high[index][0] >= interval[1]:
        return None
    return view.places.at(max(interval[0], high[index][0]))


def _spans(view: WorkerView) -> tuple[Interval, ...]:
    spans = {span for each in view.platforms for span in spans_named(each.platform_traces[0])}
    return tuple(sorted(spans, reverse=True))


def _memo_in(verdict: Verdict) -> PayMemo:
    memo = verdict.memos.get(PayBelowMinimum.name)
    return memo if isinstance(memo, PayMemo) else NO_MEMO


def _orderless(memo: PayMemo, view: WorkerView) -> dict[str, int]:
    """By platform, the entries that belong to no day; none is counted again where none was, and no pay came since."""
    if memo.counted and not memo.orderless:
        return {}
    counted = {str(each.platform): count_orderless(each.platform_traces[0]) for each in view.platforms}
    return {platform: count for platform, count in counted.items() if count}
