"""The figures of a finding about a stretch, as the finding has them: the pieces of time that its length is the sum of."""

from dataclasses import dataclass
from itertools import chain

from schemas.findings.figures import Period
from schemas.findings.rest_figures import OtherStretch, PlatformTime, RestFigures
from schemas.findings.span import Span
from streams.facts.views.worker_view import View, WorkerView
from streams.facts.worktime.intervals import Interval, cut
from streams.facts.worktime.stretch import HighStretch, Stretch
from streams.rules.evidence import pieces_of, shares
from streams.rules.rest.other_basis import OtherBasis

_LINES_A_PIECE = 10
"""Lines of evidence for each piece of time that a finding may list, so 100 pieces of up to 180 bytes; a day has some ten."""


@dataclass(frozen=True, slots=True)
class StretchOf:
    """A stretch of a view on a basis: the high one, and the low one in it that the finding is about, if it is about one."""

    view: View
    whole: WorkerView
    basis: str
    measure: str
    high: HighStretch
    low: Stretch | None

    @property
    def largest(self) -> tuple[Stretch, ...]:
        """The low stretch that `measured_low` is the length of: that of the finding, or the largest; none where there is none."""
        if self.low is not None:
            return (self.low,)
        longest = max(self.high.lows, key=lambda low: (low.measured(self.measure), -low.start), default=None)
        return () if longest is None else (longest,)


def rest_figures(stretch: StretchOf, most_lines: int | None, other: OtherBasis | None = None) -> RestFigures:
    """The figures, with a tenth as many pieces of time as lines of evidence at the most. `other`: the second opinion's."""
    most = None if most_lines is None else most_lines // _LINES_A_PIECE
    pieces = _pieces(stretch.view, stretch.basis, stretch.high, most)
    return RestFigures(
        reading="high" if stretch.low is None else "low",
        high_stretch=_period(stretch.high.interval),
        low_stretches=tuple(_period(low.interval) for low in (stretch.high.lows if pieces else stretch.largest)),
        pieces=pieces,
        platforms=_platforms(stretch),
        other=None if other is None or other.follows_from_orders else _other(stretch.view, other, most),
    )


def _other(view: View, other: OtherBasis, most: int | None) -> OtherStretch:
    pieces = _pieces(view, other.basis, other.high, most)
    return OtherStretch(
        basis=other.basis,
        high_stretch=_period(other.high.interval),
        low_stretches=tuple(_period(low.interval) for low in (other.high.lows if pieces else (other.low,))),
        largest=_period(other.low.interval),
        pieces=pieces,
    )


def _pieces(view: View, basis: str, high: HighStretch, most: int | None) -> tuple[Span, ...] | None:
    """The coverage of the high stretch by time; None where it has more pieces than that."""
    interval = high.interval
    work = cut(view.coverage(basis).low, *interval)
    if most is not None and max(len(work), len(high.parts)) > most:
        return None
    pieces = pieces_of(work, view.unknown(basis), interval)
    if most is not None and len(pieces) > most:
        return None
    return tuple(Span(**each._asdict()) for each in pieces)


def _platforms(stretch: StretchOf) -> tuple[PlatformTime, ...]:
    """Each platform's own time in the interval of the finding, in either reading."""
    interval = (stretch.low or stretch.high).interval
    low, high = (
        shares(stretch.view, stretch.whole, stretch.basis, interval, high=reading) for reading in (False, True)
    )
    return tuple(PlatformTime(name, low.get(name, 0), high[name]) for name in dict.fromkeys(chain(low, high)))


def _period(interval: Interval) -> Period:
    start, end = interval
    return Period(start=start, end=end)
