"""`dispatch_during_rest`, clause 6 of 洪人社发〔2022〕88号: orders that a platform pushed to somebody who was owed a break.

It concerns a stretch with a breach on one platform: of that platform's pushed orders whose first acceptance that begins
anything, and whose beginning, lie after the limit was reached and before the stretch's end. The order in hand at the limit may be
finished, and one that begins nothing does not count.
"""

from collections.abc import Iterator

from schemas.findings.finding import Finding, Kind, Scope
from schemas.findings.rest_figures import DispatchFigures, PushedOrder
from schemas.instants import NEVER
from schemas.legal_days import legal_day
from streams.facts.orders.order import Acceptance
from streams.facts.views.platform_traces import IdTrace
from streams.facts.views.worker_view import View, WorkerView
from streams.facts.worktime.intervals import Interval
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.value import Value
from streams.rules.contract import Verdict, WorkerRule
from streams.rules.evidence import EvidenceNow, Item, listed, spans_in
from streams.rules.finding import Concerned, FindingTime, Measure, band_of, make_finding, used
from streams.rules.rest.evidence_now import interval_of, placed, view_of
from streams.rules.rest.wording import dispatch_summary

Pushed = list[tuple[str, Acceptance, int]]
"""Orders by id with the acceptance that counts and the instant (ms) at which they begin, by time; several may share an id."""

_LINES_AN_ORDER = 10
"""Lines of evidence for each order that the figures list, so 100 orders of 230 bytes with the longest ids."""


class DispatchDuringRest(WorkerRule):
    """The rule, made with the law; it keeps no state. It comes after `rest_missed`, whose breaches it looks into."""

    name = "dispatch_during_rest"
    objects = "stretches that began"
    reads = ("rest_missed",)

    def __init__(self, law: Law) -> None:
        self._law = law

    def evaluate(self, view: WorkerView, verdict: Verdict) -> None:
        """Add a finding for each breach of a platform in which it pushed orders after the limit."""
        views = {each.platform: each for each in view.platforms}
        for breach in list(verdict.of("rest_missed", Kind.BREACH)):
            if breach.scope is Scope.PLATFORM:
                self._look_into(breach, views[breach.platform], verdict)

    def evidence_now(self, view: WorkerView, finding: Finding, most: int | None) -> EvidenceNow | None:
        """The orders that were pushed on its platform after the limit and begin before the end, as they are now.

        What has become of the breach that it looked into, the breach's own evidence says.
        """
        own, (start, end) = view_of(finding, view), interval_of(finding, view.now)
        if own is None:
            return None
        (sources,), due_at = own.platform_traces, finding.due_at or start
        since = min([due_at, *(span.start for each in finding.evidence for span in each.spans)])
        pushed = (name for each, on_at, name in sources.begun if _counts(each, on_at, due_at, end))
        found = (_item(sources.of_order(name), (since, end)) for name in dict.fromkeys(pushed))
        return placed(listed(found, most), own, finding, end)

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
            summary=dispatch_summary(breach, [acceptance.at for _, acceptance, _ in pushed]),
            basis=breach.basis,
            severity=band_of(sum(count > bound for bound in cited[1].numbers)),
            reasons=breach.reasons,
            evidence=listed(
                (_item(sources.of_order(name), stretch) for name in dict.fromkeys(each[0] for each in pushed)), most
            ),
            dispatch=_figures(breach, pushed, most),
        )


def _figures(breach: Finding, pushed: Pushed, most: int | None) -> DispatchFigures:
    """The stretch and its finding, and the orders, where a tenth as many as lines of evidence may be listed are enough."""
    orders = tuple(PushedOrder(name, each.at, on_at, each.assigned) for name, each, on_at in pushed)
    return DispatchFigures(
        stretch_starts_at=breach.starts_at,
        stretch_ends_at=breach.ends_at,
        rest_finding=breach.finding_id,
        orders=None if most is not None and len(orders) > most // _LINES_AN_ORDER else orders,
    )


def _item(order: IdTrace, stretch: Interval) -> Item:
    return Item(order.platform, "order", order.id, spans_in(order.trace, stretch))


def _pushed(breach: Finding, view: View, verdict: Verdict) -> Iterator[tuple[str, Acceptance, int]]:
    """The orders that count. One that lies not yet before the end of a stretch that runs will, once work has gone on."""
    due_at, end = breach.due_at or 0, _end(breach, view)
    for acceptance, on_at, name in view.platform_traces[0].begun:
        if _counts(acceptance, on_at, due_at, end):
            yield name, acceptance, on_at
        elif breach.ends_at is None and _counts(acceptance, on_at, due_at, NEVER):
            verdict.quiet(max(acceptance.at, on_at) + 1)


def _counts(acceptance: Acceptance, on_at: int, due_at: int, end: int) -> bool:
    """True for an order that was pushed, and accepted and begun, after the limit and before the end (ms)."""
    after, before = min(acceptance.at, on_at) > due_at, max(acceptance.at, on_at) < end
    return acceptance.assigned == "pushed" and after and before


def _end(breach: Finding, view: View) -> int:
    """The end (ms) of the breach's stretch, as far as it has come where it still runs."""
    if breach.ends_at is not None:
        return breach.ends_at
    lows = (low for high in view.stretches(str(breach.basis)) for low in high.lows)
    return next(low.end for low in lows if low.start == breach.starts_at)
