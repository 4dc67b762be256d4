"""`dispatch_during_rest`, clause 6 of 洪人社发〔2022〕88号: orders that a platform pushed to somebody who was owed a break.

It concerns a stretch with a breach on one platform: of that platform's pushed orders whose first acceptance that begins
anything, and whose beginning, lie after the limit was reached and before the stretch's end. The order in hand at the limit may be
finished, and one that begins nothing does not count.
"""

from collections.abc import Iterator

from schemas.findings.finding import Finding, Kind, Scope
from streams.facts.orders.order import Acceptance
from streams.facts.worktime.intervals import Interval
from streams.facts.worktime.platform_traces import IdTrace
from streams.facts.worktime.view import View, WorkerView
from streams.law.days.calendar import legal_day
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.value import Value
from streams.rules.contract import Verdict, WorkerRule
from streams.rules.evidence import Item, listed, spans_in
from streams.rules.finding import Concerned, FindingTime, Measure, band_of, make_finding, used
from streams.rules.rest.wording import dispatch_summary

Pushed = list[tuple[str, Acceptance]]
"""Orders by id with the acceptance that counts, by time; several may share an id."""


class DispatchDuringRest(WorkerRule):
    """The rule, made with the law; it keeps no state. It comes after `rest_missed`, whose breaches it looks into."""

    name = "dispatch_during_rest"
    reads = ("rest_missed",)

    def __init__(self, law: Law) -> None:
        self._law = law

    def evaluate(self, view: WorkerView, verdict: Verdict) -> None:
        """Add a finding for each breach of a platform in which it pushed orders after the limit."""
        views = {each.platform: each for each in view.platforms}
        for breach in list(verdict.of("rest_missed", Kind.BREACH)):
            if breach.scope is Scope.PLATFORM:
                self._look_into(breach, views[breach.platform], verdict)

    def _look_into(self, breach: Finding, view: View, verdict: Verdict) -> None:
        area, sector = breach.area or "", breach.sector or ""
        day = legal_day(breach.starts_at)
        pushed = list(_pushed(breach, view, verdict))
        if not pushed or self._law.mode(self.name, area=area, day=day) == "off":
            return
        try:
            authority, bands = (
                self._law.find(f"{self.name}.{name}", sector=sector, area=area, day=day, platform=breach.platform or "")
                for name in ("authority", "severity")
            )
        except NoValueInForce as missing:
            verdict.no_law(missing)
            return
        verdict.findings.append(self._finding(breach, view, pushed, (authority, bands), verdict.most_lines))

    def _finding(
        self, breach: Finding, view: View, pushed: Pushed, cited: tuple[Value, Value], most: int | None
    ) -> Finding:
        starts_at, count = pushed[0][1].at, len(pushed)
        (sources,), stretch = view.platform_traces, (breach.starts_at, _end(breach, view))
        return make_finding(
            Concerned(
                rule=self.name,
                subject=breach.subject,
                platform=breach.platform,
                platforms=breach.platforms,
                sector=breach.sector,
                area=breach.area,
            ),
            breach.kind,
            FindingTime(starts_at, breach.ends_at, breach.due_at),
            Measure(count, count, 0, "orders"),
            law=(*breach.law[:-1], *used(cited)),
            summary=dispatch_summary(breach, [acceptance.at for _, acceptance in pushed]),
            basis=breach.basis,
            severity=band_of(sum(count > bound for bound in cited[1].numbers)),
            reasons=breach.reasons,
            evidence=listed(
                (_item(sources.of_order(name), stretch) for name in dict.fromkeys(each[0] for each in pushed)), most
            ),
        )


def _item(order: IdTrace, stretch: Interval) -> Item:
    return Item(order.platform, "order", order.id, spans_in(order.trace, stretch))


def _pushed(breach: Finding, view: View, verdict: Verdict) -> Iterator[tuple[str, Acceptance]]:
    """The orders that count. One that lies not yet before the end of a stretch that runs will, once work has gone on."""
    due_at, end = breach.due_at or 0, _end(breach, view)
    for acceptance, on_at, name in view.platform_traces[0].begun:
        if acceptance.assigned != "pushed" or min(acceptance.at, on_at) <= due_at:
            continue
        later = max(acceptance.at, on_at)
        if later < end:
            yield name, acceptance
        elif breach.ends_at is None:
            verdict.quiet(later + 1)


def _end(breach: Finding, view: View) -> int:
    """The end (ms) of the breach's stretch, as far as it has come where it still runs."""
    if breach.ends_at is not None:
        return breach.ends_at
    lows = (low for high in view.stretches(str(breach.basis)) for low in high.lows)
    return next(low.end for low in lows if low.start == breach.starts_at)
