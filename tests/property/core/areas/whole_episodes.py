"""The episodes of every area out of all messages at once, as they were made before episodes grew: what they are to be."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import itemgetter

from schemas.weather.warning import LEVELS, WeatherMessage
from streams.facts.weather.episode import GAP_MS, Episode, LevelSpan, LevelTime
from streams.facts.weather.in_force import WarningTimes
from streams.facts.weather.message_order import counting
from streams.facts.worktime.intervals import minus, union

_at = itemgetter(0)


def whole_episodes(
    messages: Iterable[WeatherMessage], lies_in: Mapping[str, tuple[str, ...]], now: int
) -> dict[str, list[Episode]]:
    """The episodes of each area that are known at an instant (ms), by start, then name and kind."""
    known = counting({each for each in messages if each.sent <= now})
    times = WarningTimes()
    times.take(known, max((each.sent for each in known), default=0))
    by_kind: dict[str, dict[str, list[LevelSpan]]] = defaultdict(lambda: defaultdict(list))
    for those in (times.ended(), times.ahead()):
        for (kind, county), spans in those.items():
            by_kind[kind][county] += spans
    found: dict[str, list[Episode]] = {area: [] for area in lies_in}
    for kind, by_county in by_kind.items():
        for each in _of_kind(kind, by_county, lies_in):
            found[each.area].append(each)
    return {area: sorted(those, key=lambda each: (each.start, each.id, each.kind)) for area, those in found.items()}


def _of_kind(
    kind: str, by_county: Mapping[str, list[LevelSpan]], lies_in: Mapping[str, tuple[str, ...]]
) -> Iterator[Episode]:
    gaps: dict[str, list[LevelTime]] = {}
    for county, spans in by_county.items():
        own = list(episodes_of(county, kind, spans))
        gaps[county] = [gap for each in own for gap in gap_levels(each)]
        if county in lies_in:
            yield from own
    for area, counties in lies_in.items():
        inside = [county for county in counties if county in by_county and area not in by_county]
        spans = [span for county in inside for span in by_county[county]]
        yield from episodes_of(area, kind, spans, [gap for county in inside for gap in gaps[county]])


def episodes_of(
    area: str, kind: str, spans: Collection[LevelSpan], gaps: Collection[LevelTime] = ()
) -> Iterator[Episode]:
    """The episodes that warnings of one kind in an area make, by start. Order and repetition make no difference.

    It makes no difference if updates link them: many warnings of one rain are one episode, however the office numbers them.
    `gaps`: of a zone, the gaps of the counties that it lies in, with their levels.
    """
    for run in runs(sorted(set(spans), key=_first)):
        start, end = run[0].start, max(each.end for each in run)
        inside = [each for each in gaps if start <= each.start < end]
        bare = minus([(start, end)], union((each.start, each.end) for each in run))
        levels = tuple(_levels([*run, *inside]))
        yield Episode(run[0].name, kind, area, start, end, levels, tuple(run), tuple(bare))


def gap_levels(episode: Episode) -> list[LevelTime]:
    """The gaps of an episode, cut where the level changes in them, each with its level."""
    turns = [*episode.levels, (episode.end, "")]
    return [
        LevelTime(max(start, begin), min(end, over), level)
        for begin, over in episode.gaps
        for (start, level), (end, _) in pairwise(turns)
        if start < over and begin < end
    ]


def _first(span: LevelSpan) -> tuple[int, str, str, int, str]:
    return span.start, span.office, span.identifier, span.end, span.level


def runs(spans: Sequence[LevelSpan]) -> Iterator[list[LevelSpan]]:
    """Group spans, given by start, that have at most the gap between them."""
    run: list[LevelSpan] = []
    until = 0
    for each in spans:
        if run and each.start > until + GAP_MS:
            yield run
            run = []
        until = max(until, each.end) if run else each.end
        run.append(each)
    if run:
        yield run


def _levels(spans: Iterable[LevelSpan | LevelTime]) -> Iterator[tuple[int, str]]:
    """The instants at which the level is another than before; where none is in force, it is the lower of both sides."""
    before = None
    steps = list(_highest(spans))
    ranks = [rank for _, rank in steps]
    for place, (at, rank) in enumerate(steps[:-1]):
        sides = ranks[place - 1 : place + 2] if rank is None else [rank]
        held = LEVELS[min(each for each in sides if each is not None)]
        if held != before:
            yield at, held
        before = held


def _highest(spans: Iterable[LevelSpan | LevelTime]) -> Iterator[tuple[int, int | None]]:
    """The instants at which the highest level in force, by its rank, may be another than before; None where none is."""
    turns = [(each.start, LEVELS.index(each.level), 1) for each in spans]
    turns += [(each.end, LEVELS.index(each.level), -1) for each in spans]
    held = [0] * len(LEVELS)
    for at, those in groupby(sorted(turns), key=_at):
        for _, level, more in those:
            held[level] += more
        yield at, max((level for level, number in enumerate(held) if number), default=None)
