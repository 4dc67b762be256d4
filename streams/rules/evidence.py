"""The evidence of a finding about a stretch: sessions and orders by their ids, with what each says of the interval."""

from itertools import chain

from schemas.finding import Evidence, Span
from streams.facts.coverage import Trace
from streams.facts.intervals import Interval, cut, length, union, within
from streams.facts.view import ORDER, View, WorkerView


def evidence(view: View, basis: str, interval: Interval) -> tuple[Evidence, ...]:
    """The sessions (on the basis `online`) and orders that cover any of the interval, clipped to it, by platform and id."""
    found = []
    for source in chain.from_iterable(sources.touching(interval) for sources in view.sources):
        spans = spans_in(source.trace, interval)
        if spans and (basis != ORDER or source.what == "order"):
            found.append(Evidence(platform=source.platform, what=source.what, id=source.id, spans=spans))
    return tuple(found)


def shares(view: View, whole: WorkerView, basis: str, interval: Interval, *, high: bool) -> dict[str, int]:
    """Each platform's own coverage (ms) in the interval, zero left out; of all platforms where the view is the united one."""
    views = whole.platforms if view.platform is None else (view,)
    covered = {
        str(v.platform): length(cut(v.coverage(basis).high if high else v.coverage(basis).low, *interval))
        for v in views
    }
    return {platform: ms for platform, ms in covered.items() if ms}


def spans_in(trace: Trace, interval: Interval) -> tuple[Span, ...]:
    """What a trace says of the interval, by time."""
    known = [(*piece, True) for piece in union(within(trace.work, *interval))]
    unknown = [(*piece, False) for piece in union(within([(a, b) for a, b, _ in trace.unknown], *interval))]
    return tuple(Span(start=start, end=end, known=sure) for start, end, sure in sorted(known + unknown))
