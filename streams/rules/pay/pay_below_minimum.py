"""`pay_below_minimum`, clause 5 of 洪人社发〔2022〕88号: a legal day's pay against the hourly minimum wage where it was worked.

It judges a worker on one platform and one legal day, once the day has ended and the grace is over. Everything is in integers:
pay in fen times the milliseconds of an hour, against the sum of minimum times milliseconds. Exactly the minimum is enough.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
from operator import itemgetter

from schemas.findings.finding import Finding, Kind, Scope, finding_id
from streams.facts.pay.days import DayPay, count_orderless, open_from, pay_by_day
from streams.facts.worktime.legal_days import day_interval, days_of
from streams.facts.worktime.view import ONLINE, View, WorkerView
from streams.law.days.calendar import Day, day_start, legal_day
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.pay import PayLaw, PayTerms
from streams.law.terms.rest import RestLaw
from streams.rules.answer import Verdict
from streams.rules.evidence import items, listed, shares
from streams.rules.pay.case import NO_PAY_REPORTED, PayCase, band, pay_case, second_opinion, verdict
from streams.rules.pay.wording import noted, pay_summary

_end = itemgetter(1)


class PayBelowMinimum:
    """The rule, made with the law; it keeps no state."""

    name = "pay_below_minimum"

    def __init__(self, law: Law, _: RestLaw) -> None:
        self._law = PayLaw(law)
        self._asked = any(mode.rule == self.name and mode.mode != "off" for mode in law.modes)

    def judge(self, view: WorkerView, answer: Verdict) -> None:
        """Add a finding for each platform and day whose pay is, or may be, below the minimum."""
        if not self._asked:
            return
        answer.quiet(day_start(legal_day(answer.now) + 1))
        if answer.orderless is not None:
            counted = {str(each.platform): count_orderless(each.platform_traces[0]) for each in view.platforms}
            answer.orderless = {platform: count for platform, count in counted.items() if count}
        found = [finding for each in view.platforms for finding in self._found(each, view, answer)]
        standing = sorted([*answer.paid, *found], key=lambda finding: (str(finding.platform), finding.starts_at))
        answer.findings += standing
        self._keep(standing, view, answer)

    def _found(self, view: View, whole: WorkerView, answer: Verdict) -> Iterator[Finding]:
        """What is to be said of the days of a platform that are not known yet."""
        days = [day for day in days_of(view.coverage(ONLINE).low) if day_start(day) >= answer.paid_until]
        over = [(day, terms) for day in days if (terms := self._terms(view, day, answer))]
        pay = pay_by_day(view.platform_traces[0], view.tolerance) if over else {}
        for day, terms in over:
            case = self._case(view, day, terms, pay.get(day, DayPay()), answer)
            finding = case and self._finding(case, whole, answer)
            if finding:
                yield finding

    def _keep(self, standing: Sequence[Finding], view: WorkerView, answer: Verdict) -> None:
        """Note up to where the days need not be judged again as long as nothing of them changes."""
        silence = max((each.tolerance.silence + 2 * each.tolerance.pulse for each in view.platforms), default=0)
        until = self._law.judged_until(answer.now, silence)
        if until > answer.paid_until:
            until = min([until, *(day_start(legal_day(open_from(each))) for each in view.platforms)])
        if until > answer.paid_until:
            answer.paid_until = until
            answer.paid = tuple(finding for finding in standing if finding.starts_at < until)

    def _terms(self, view: View, day: Day, answer: Verdict) -> PayTerms | None:
        """What decides about a day; None where it is too early, the rule is off, or no law is in force."""
        interval = day_interval(day)
        soonest = self._law.soonest(interval[1])
        if answer.now < soonest:
            answer.wake(soonest)
            return None
        high = view.coverage(ONLINE).high
        start = max(interval[0], high[bisect_right(high, interval[0], key=_end)][0])
        place = view.places.at(start)
        if place is None:
            return None
        try:
            terms = self._law.terms(*place, day)
        except NoValueInForce as missing:
            answer.no_law(missing)
            return None
        if self._law.off(place[0], day):
            return None
        over = interval[1] + terms.grace.number
        answer.wake(over)
        return terms if answer.now >= over else None

    def _case(self, view: View, day: Day, terms: PayTerms, pay: DayPay, answer: Verdict) -> PayCase | None:
        """The day as it is to be judged; None where it is too short, or no law says what an hour is worth."""
        try:
            case = pay_case(self._law, view, day, terms.basis.word, terms, pay)
        except NoValueInForce as missing:
            answer.no_law(missing)
            return None
        return case if case.hours(high=False).ms >= max(1, terms.least_hours.number) else None

    def _finding(self, case: PayCase, whole: WorkerView, answer: Verdict) -> Finding | None:
        kind, reasons = verdict(case)
        return None if kind is None else self._made(case, whole, kind, reasons, answer)

    def _made(self, case: PayCase, whole: WorkerView, kind: Kind, reasons: Sequence[str], answer: Verdict) -> Finding:
        paid = None if NO_PAY_REPORTED in reasons else case.paid
        low, high, interval = case.hours(high=False), case.hours(high=True), day_interval(case.day)
        basis, platform = case.basis, str(case.view.platform)
        measured = None if paid is None else low.an_hour(paid)
        holiday = self._law.holiday(case.day)
        summary = pay_summary(kind, platform, case.day, paid, low.ms, measured, low.limit)
        return Finding(
            finding_id=finding_id(self.name, whole.subject, Scope.PLATFORM, platform, None, interval[0]),
            rule=self.name,
            kind=kind,
            subject=whole.subject,
            scope=Scope.PLATFORM,
            platforms=shares(case.view, whole, basis, interval, high=kind is not Kind.BREACH),
            sector=None,
            area=None,
            starts_at=interval[0],
            ends_at=interval[1],
            due_at=None,
            basis=basis,
            measured=measured,
            measured_low=measured,
            measured_high=None if paid is None else high.an_hour(paid),
            limit=None if paid is None else low.limit,
            unit="fen/h",
            second_opinion=second_opinion(self._law, case) if paid is not None else None,
            severity=band(case, paid, low) if kind is Kind.BREACH and paid is not None else None,
            reasons=tuple(reasons),
            law=case.law_used(holiday),
            **listed(chain(items(case.view, basis, interval), case.entries()), answer.most_lines),
            summary=noted(summary, read=all(each.verified for each in case.minimums.values()), holiday=holiday),
        )
