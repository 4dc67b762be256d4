"""The arrival of a finding's evidence: when it was first and last received, and what of it more than an hour after the fact.

What platforms have stated about the interval of the finding counts, whether it shows work or takes it away; of orders pushed what
they have stated about the stretch that these were pushed in, of a day's pay also what was stated on it and is for other days.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from schemas.findings.finding import Arrival, Evidence, Finding, LateEvidence
from streams.facts.late import together
from streams.facts.orders.time import COURIER
from streams.facts.views.platform_traces import ReceivedFact
from streams.facts.views.worker_view import ORDER, WorkerView

MOST_LATE = 200
"""Late sessions, orders and entries that a finding names, the latest first: those of a week, and a table of a page; 20 kB."""


def arrival_of(view: WorkerView, finding: Finding, evidence: Iterable[Evidence]) -> Arrival | None:
    """The arrival of what is stated about a finding, which has or had this evidence; None where nothing is."""
    named: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for each in evidence:
        named[each.platform].add((each.what, each.id))
    interval = _begins(finding), view.now if finding.ends_at is None else finding.ends_at
    sessions = finding.basis != ORDER or finding.sector == COURIER
    views = (each for each in view.platforms if finding.platform in {None, each.platform})
    found = chain.from_iterable(
        traces.received_in(interval, named[str(each.platform)], sessions=sessions, pay=finding.pay is not None)
        for each in views
        for traces in each.platform_traces
    )
    return _arrival([each for each in found if each.received is not None])


def _begins(finding: Finding) -> int:
    """The start (ms) of what the finding rests on: of orders pushed in a stretch that of the stretch.

    What lies before the first push can take it away, such as an acceptance of the same order by the worker.
    """
    return finding.starts_at if finding.dispatch is None else finding.dispatch.stretch_starts_at


def _arrival(found: list[ReceivedFact]) -> Arrival | None:
    whole = together(each.received for each in found if each.received is not None)
    if whole is None:
        return None
    late = [
        LateEvidence(
            platform=each.platform,
            what=each.what,
            id=each.id,
            last=each.received.late,
            longest_ms=each.received.longest,
            last_ms=each.received.latest if each.received.latest != each.received.longest else None,
        )
        for each in found
        if each.received is not None and each.received.late
    ]
    late.sort(key=lambda one: (-one.last, one.platform, one.what, one.id))
    return Arrival(
        first=whole.first,
        last=whole.last,
        longest_ms=whole.longest or None,
        late=tuple(late[:MOST_LATE]),
        late_more=max(0, len(late) - MOST_LATE),
    )
