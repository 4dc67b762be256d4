"""A view of a worker at an instant: one platform alone, or all united; coverage and stretches on each basis, and places."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from schemas.legal_days import Day, day_start
from streams.facts.cached import CachedProperty
from streams.facts.tolerance import Tolerance
from streams.facts.views.platform_traces import PlatformTraces
from streams.facts.worker import WorkerFacts
from streams.facts.worktime.coverage import Reason, Trace, Unknown
from streams.facts.worktime.intervals import Interval, covers, cut, union
from streams.facts.worktime.place import PlacesByTime
from streams.facts.worktime.stretch import BreakAt, HighStretch, Stretch, split

ONLINE, ORDER = "online", "order"
BASES = (ONLINE, ORDER)
"""The bases of coverage: `order`, the time of orders; `online`, that and the time of sessions."""


@dataclass(frozen=True, slots=True)
class ViewContext:
    """The context of a view: `now` (ms), the tolerances, and the length of a qualifying break.

    Time before `speaks_from` (ms), the cut of the facts at the horizon, was added to cells for good. `remembered_from`: the first
    legal day that is remembered; None where none is forgotten.
    """

    now: int
    tolerance: Tolerance
    break_at: BreakAt
    speaks_from: int = 0
    remembered_from: Day | None = None


class Coverage(NamedTuple):
    """The coverage of a view on a basis: `low` is work; `high` is work and unknown time. Both are sets of intervals in ms."""

    low: list[Interval]
    high: list[Interval]


class View:
    """The facts of a worker on one platform (`platform` is None: on all) at `now`, as the rules read them.

    `agreed_by`: the platform whose own agreements are its law; empty where the law of all is.
    """

    def __init__(
        self,
        platform: str | None,
        context: ViewContext,
        places: PlacesByTime,
        traces: dict[str, Trace],
        platform_traces: tuple[PlatformTraces, ...],
    ) -> None:
        """Build a view from the traces of sessions and of orders, under the keys `session` and `order`."""
        self.platform = platform
        self.agreed_by = platform or ""
        self.places = places
        self.platform_traces = platform_traces
        self.tolerance = context.tolerance
        self.now = context.now
        self.speaks_from = context.speaks_from
        self._context = context
        self.traces = traces
        self._coverage: dict[str, Coverage] = {}
        self._stretches: dict[str, list[HighStretch]] = {}

    def by_the_law_of_all(self) -> "View":
        """The same view without what the platform has agreed by itself."""
        view = View(self.platform, self._context, self.places, self.traces, self.platform_traces)
        view.agreed_by = ""
        return view

    def coverage(self, basis: str) -> Coverage:
        """The coverage on `online` or on `order`."""
        found = self._coverage.get(basis)
        if found is None:
            low = union(chain.from_iterable(t.work for t in self._traces(basis)))
            unknown = ((start, end) for start, end, _ in self.unknown(basis))
            found = self._coverage[basis] = Coverage(low, union(chain(low, unknown)))
        return found

    def stretches(self, basis: str) -> list[HighStretch]:
        """The high stretches on a basis, by time, each with the low ones in it."""
        found = self._stretches.get(basis)
        if found is None:
            coverage = self.coverage(basis)
            highs = split(coverage.high, self._separates)
            found = self._stretches[basis] = [self._high(parts, coverage.low) for parts in highs]
        return found

    def break_passed_at(self, stretch: Stretch) -> int:
        """The instant (ms) at which a qualifying break after the stretch has passed, if no more work follows."""
        return stretch.end + (self._break_at(stretch.end) or 0)

    def ended(self, stretch: Stretch) -> int | None:
        """The end (ms) of a stretch after which a qualifying break has passed; None while it runs."""
        return stretch.end if self._context.now >= self.break_passed_at(stretch) else None

    def _high(self, parts: list[Interval], low: list[Interval]) -> HighStretch:
        start, end = parts[0][0], parts[-1][1]
        lows = tuple(Stretch(each) for each in split(cut(low, start, end), self._separates))
        return HighStretch(parts, lows)

    def _separates(self, start: int, end: int) -> bool:
        """True if a gap is a qualifying break; every gap is one where no law is in force."""
        least = self._break_at(start)
        return least is None or end - start >= least

    def _break_at(self, at: int) -> int | None:
        place = self.places.at(at)
        return None if place is None else self._context.break_at(*place, at, self.agreed_by)

    def reasons(self, basis: str, start: int, end: int) -> list[Reason]:
        """The reasons for unknown time in `[start, end)`, sorted; time that is work by another fact is not unknown."""
        low = self.coverage(basis).low
        unknown = (each for each in self.unknown(basis) if each[0] < end and each[1] > start)
        return sorted({why for lo, hi, why in unknown if not covers(low, max(lo, start), min(hi, end))})

    def unknown(self, basis: str) -> Iterator[Unknown]:
        """The unknown time on a basis, each piece with its reason, in no order; some of it may be work by another fact."""
        return chain.from_iterable(trace.unknown for trace in self._traces(basis))

    def growing(self, basis: str) -> bool:
        """True if unknown time on the basis grows with `now`."""
        return any(t.growing for t in self._traces(basis))

    @property
    def may_grow(self) -> int:
        """An upper bound of the unknown time (ms) that silence alone can still add after the last stretch."""
        return sum(trace.grows for trace in self.traces.values())

    @CachedProperty
    def changes(self) -> list[int]:
        """Later instants (ms) at which the coverage changes without an event."""
        return self.traces["session"].changes + self.traces["order"].changes

    def _traces(self, basis: str) -> tuple[Trace, ...]:
        return (self.traces["order"],) if basis == ORDER else (self.traces["session"], self.traces["order"])


class WorkerView:
    """A worker at `now`: the view of each platform, by name, and the united one."""

    def __init__(self, subject: str, facts: WorkerFacts, context: ViewContext) -> None:
        """Build the views from facts; rows that wait for their instant do not count."""
        self.subject = subject
        self.facts = facts
        self.now = context.now
        self.speaks_from = facts.speaks_from
        self.remembered_from = context.remembered_from
        self.platforms = tuple(_view(name, facts, context) for name in sorted(facts.platforms))
        self.united = self.platforms[0] if len(self.platforms) == 1 else _united(self.platforms, context)

    @property
    def reach(self) -> tuple[frozenset[str], int]:
        """The areas of all places, and the instant (ms) of the first; `now` where there is none."""
        return self._reach

    @CachedProperty
    def _reach(self) -> tuple[frozenset[str], int]:
        places = [(at, area) for at, _, area, _ in self.united.places]
        if self.facts.days is not None:
            rows = [row for platform in self.facts.days.platforms for row in self.facts.days.of(platform)]
            places += [(day_start(row.day), each.area) for row in rows for each in row.by_place]
        return frozenset(area for _, area in places), min((at for at, _ in places), default=self.now)


def _view(platform: str, worker: WorkerFacts, context: ViewContext) -> View:
    facts, kept = worker.platforms[platform], worker.order_times[platform]
    of_platform = PlatformTraces(platform, facts, context.now, context.tolerance, kept)
    orders = Trace()
    of_platform.trace_orders(orders)
    return View(
        platform,
        context,
        PlacesByTime(chain(facts.places_but_orders(), of_platform.order_time.places)),
        {"session": of_platform.session_trace, "order": orders},
        (of_platform,),
    )


def _united(views: tuple[View, ...], context: ViewContext) -> View:
    traces = {
        "session": _together(v.traces["session"] for v in views),
        "order": _together(v.traces["order"] for v in views),
    }
    places = PlacesByTime(chain.from_iterable(v.places for v in views))
    return View(None, context, places, traces, tuple(chain.from_iterable(v.platform_traces for v in views)))


def _together(traces: Iterator[Trace]) -> Trace:
    whole = Trace()
    for trace in traces:
        whole.work += trace.work
        whole.unknown += trace.unknown
        whole.changes += trace.changes
        whole.growing |= trace.growing
        whole.grows += trace.grows
        whole.silent += trace.silent
    return whole
