"""The evidence of a finding about a stretch: sessions and orders by their ids, with the time that each covers of the interval.

It is listed up to a number of lines; of the rest a finding has their number and digest. What is not listed is
never made into objects, so that a worker of a hundred thousand orders costs no more memory than one of a thousand.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import chain
from typing import NamedTuple, TypedDict

from schemas.findings.area_evidence import AreaEvidence
from schemas.findings.evidence_lines import SpanFields, plain_line, span_line
from schemas.findings.finding import Evidence, EvidenceRest
from schemas.findings.span import Span
from schemas.findings.stated import DayStated, EntryShare, EntryStated
from streams.facts.views.worker_view import ORDER, View, WorkerView
from streams.facts.worktime.coverage import Trace, Unknown
from streams.facts.worktime.intervals import Interval, clipped, cut, length
from streams.facts.worktime.unknown_time import unknown_spans

MOST_LINES = 1_000
"""Lines of evidence of a finding, live. A line takes up to 470 bytes with ids of 128 letters, of a pay entry 540, so a finding up
to 540 kB; an innocent stretch has some dozens: an order every five minutes for 48 hours makes 576."""

_SHARED_LINES = 256
"""Lines of days that are shared: those of a worker of three platforms, 35 days each, by two rules; they take 0.2 MB."""


class EntryItem(NamedTuple):
    """The fields of `EntryStated`, before it is decided whether the entry is listed."""

    deducted: bool
    category: str
    order: str | None
    occurred_at: int
    whole_fen: int
    left_out: str | None
    contradicts: bool
    for_day: str | None = None
    for_until: str | None = None
    share: EntryShare | None = None


class DayItem(NamedTuple):
    """The fields of `DayStated`, before it is decided whether the day is listed."""

    low: int
    high: int
    reasons: tuple[str, ...]
    online_low: int | None = None
    online_high: int | None = None


class Item(NamedTuple):
    """A session, order, entry or day, before it is decided whether it is listed."""

    platform: str
    what: str
    id: str
    spans: Sequence[SpanFields]
    amount_fen: int | None = None
    entry: EntryItem | None = None
    day: DayItem | None = None

    @property
    def lines(self) -> int:
        """The number of its lines."""
        return len(self.spans) or 1


class Listed(TypedDict):
    """The fields of a finding that hold its evidence."""

    evidence: tuple[Evidence, ...]
    evidence_rest: EvidenceRest | None


class AreaListed(Listed):
    """The evidence of a finding about an area that holds no more: what is counted there now."""

    area_evidence: AreaEvidence


class PlacedListed(Listed):
    """The evidence of a finding about rest that holds no more, and whether its place lies outside the city now."""

    outside: bool | None


EvidenceNow = Listed | AreaListed | PlacedListed
"""The evidence in the interval of a finding that holds no more."""


NO_EVIDENCE: Listed = {"evidence": (), "evidence_rest": None}
"""The evidence of a finding whose figures are totals: they list no session, order or entry."""


def items(view: View, basis: str, interval: Interval) -> Iterator[Item]:
    """The sessions (on the basis `online`) and orders that cover any of the interval, clipped to it, by platform and id."""
    for source in chain.from_iterable(sources.touching(interval) for sources in view.platform_traces):
        spans = spans_in(source.trace, interval)
        if spans and (basis != ORDER or source.kind == "order"):
            yield Item(source.platform, source.kind, source.id, spans)


def listed(found: Iterable[Item], most: int | None) -> Listed:
    """The evidence, the first `most` lines of it where that is a number, and number and digest of the rest."""
    evidence: list[Evidence] = []
    digest, more, room = sha256(), 0, most
    for item in found:
        take = item.lines if room is None else min(room, item.lines)
        if take:
            evidence.append(_evidence(item, take))
        if room is not None:
            room -= take
        for line in _lines(item, take):
            digest.update(line.encode())
            more += 1
    rest = EvidenceRest(lines=more, sha256=digest.hexdigest()) if more else None
    return {"evidence": tuple(evidence), "evidence_rest": rest}


def _evidence(item: Item, lines: int) -> Evidence:
    return line_of_day(item) if item.day is not None else _made(item, lines)


@lru_cache(_SHARED_LINES)
def line_of_day(item: Item) -> Evidence:
    """A legal day, whose one line the findings by both readings of the law share: each says it of every day."""
    return _made(item, 1)


def _made(item: Item, lines: int) -> Evidence:
    spans = tuple(Span(**each._asdict()) for each in item.spans[:lines])
    return Evidence(
        platform=item.platform,
        what=item.what,
        id=item.id,
        spans=spans,
        amount_fen=item.amount_fen,
        entry=None if item.entry is None else EntryStated(**item.entry._asdict()),
        day=None if item.day is None else DayStated(**item.day._asdict()),
    )


def _lines(item: Item, after: int) -> Iterator[str]:
    """The lines of an item after so many."""
    if not item.spans and not after:
        yield plain_line(item.platform, item.what, item.id, item.amount_fen)
    for span in item.spans[after:]:
        yield span_line(item.platform, item.what, item.id, span)


def shares(view: View, whole: WorkerView, basis: str, interval: Interval, *, high: bool) -> dict[str, int]:
    """Each platform's own coverage (ms) in the interval, zero left out; of all platforms where the view is the united one."""
    views = whole.platforms if view.platform is None else (view,)
    covered = {
        str(v.platform): length(cut(v.coverage(basis).high if high else v.coverage(basis).low, *interval))
        for v in views
    }
    return {platform: ms for platform, ms in covered.items() if ms}


def spans_in(trace: Trace, interval: Interval) -> list[SpanFields]:
    """The known and unknown time of a trace in the interval, by time, the unknown with its reasons."""
    work = clipped(trace.work, *interval)
    return pieces_of(work, trace.unknown, interval)


def pieces_of(work: Sequence[Interval], unknown: Iterable[Unknown], interval: Interval) -> list[SpanFields]:
    """The work in the interval and the unknown time there that is not work, by time."""
    known = [SpanFields(start, end, known=True) for start, end in work]
    more = [SpanFields(start, end, False, reasons) for start, end, reasons in unknown_spans(unknown, work, interval)]
    return sorted([*known, *more]) if more else known
