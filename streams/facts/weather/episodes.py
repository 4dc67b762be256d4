"""The episodes of every area, out of the levels of warnings in each county. Those that are long over are not made again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from streams.facts.weather.episode import GAP_MS, Episode, GapLevel, LevelSpan, episodes_of, gap_levels
from streams.facts.weather.succession import KindPlace

Spans = Mapping[KindPlace, list[LevelSpan]]
_Here = tuple[LevelSpan, str]


class AreaEpisodes:
    """Mutable: the episodes that are long over, and the levels of the others. `lies_in`: the counties of each area."""

    def __init__(self, lies_in: Mapping[str, tuple[str, ...]]) -> None:
        self._lies_in = lies_in
        self._over: dict[str, list[Episode]] = defaultdict(list)
        self._ended: dict[str, list[_Here]] = defaultdict(list)
        self._ahead: dict[str, list[_Here]] = {}
        self._running: dict[str, list[Episode]] = {}
        self._sorted: dict[str, tuple[Episode, ...]] = {}

    def __iter__(self) -> Iterator[Episode]:
        return chain(*self._over.values(), *self._running.values())

    def of(self, area: str) -> tuple[Episode, ...]:
        """The episodes of an area by start, then name and kind."""
        if area not in self._sorted:
            running = (each for those in self._running.values() for each in those if each.area == area)
            self._sorted[area] = tuple(sorted([*self._over.get(area, ()), *running], key=_place))
        return self._sorted[area]

    def update(self, ended: Spans, ahead: Spans, upto: int) -> set[str]:
        """Take the levels of warnings; the areas whose episodes are others than before. It costs nothing for those long over.

        `ended`: the levels that have ended since the last update; `ahead`: those that go on after `upto` (ms) or are to come.
        """
        fresh, later = _by_kind(ended), _by_kind(ahead)
        for kind, those in fresh.items():
            self._ended[kind] += those
        changed: set[str] = set()
        for kind in fresh.keys() | later.keys() | self._ended.keys() | self._ahead.keys():
            if kind in fresh or later.get(kind, []) != self._ahead.get(kind, []) or kind not in self._running:
                changed |= self._make(kind, later.get(kind, []), upto)
        self._ahead = later
        for area in changed:
            self._sorted.pop(area, None)
        return changed

    def _make(self, kind: str, ahead: list[_Here], upto: int) -> set[str]:
        """Make the episodes of a kind; those over ten minutes before `upto`, in every county, are not made again.

        Returns the areas in which they are others than before.
        """
        before = _by_area(self._running.get(kind, ()))
        over: list[Episode] = []
        self._running[kind], kept = [], []
        for run in _runs([*self._ended[kind], *ahead]):
            made = self._episodes(kind, run)
            if max(span.end for span, _ in run) + GAP_MS < upto:
                over += made
            else:
                self._running[kind] += made
                kept += run
        self._ended[kind] = [each for each in kept if each[0].end <= upto]
        for each in over:
            self._over[each.area].append(each)
        after = _by_area([*over, *self._running[kind]])
        return {area for area in before.keys() | after.keys() if before.get(area) != after.get(area)}

    def _episodes(self, kind: str, run: list[_Here]) -> Iterator[Episode]:
        """The episodes of a kind in every area, of the levels of a run; a zone has the highest of its counties."""
        by_county: dict[str, list[LevelSpan]] = defaultdict(list)
        for span, county in run:
            by_county[county].append(span)
        gaps: dict[str, list[GapLevel]] = {}
        for county, spans in by_county.items():
            own = list(episodes_of(county, kind, spans))
            gaps[county] = [gap for each in own for gap in gap_levels(each)]
            if county in self._lies_in:
                yield from own
        for area, counties in self._lies_in.items():
            inside = [county for county in counties if county in by_county and area not in by_county]
            spans = [span for county in inside for span in by_county[county]]
            yield from episodes_of(area, kind, spans, [gap for county in inside for gap in gaps[county]])


def _by_kind(spans: Spans) -> dict[str, list[_Here]]:
    found: dict[str, list[_Here]] = defaultdict(list)
    for (kind, county), those in spans.items():
        found[kind] += ((each, county) for each in those)
    return dict(found)


def _by_area(episodes: Iterable[Episode]) -> dict[str, list[Episode]]:
    found: dict[str, list[Episode]] = defaultdict(list)
    for each in episodes:
        found[each.area].append(each)
    return dict(found)


def _runs(those: Iterable[_Here]) -> Iterator[list[_Here]]:
    """Group levels of any county that have at most the gap of an episode between them."""
    run: list[_Here] = []
    until = 0
    for each in sorted(those):
        if run and each[0].start > until + GAP_MS:
            yield run
            run = []
        until = max(until, each[0].end) if run else each[0].end
        run.append(each)
    if run:
        yield run


def _place(episode: Episode) -> tuple[int, str, str]:
    return episode.start, episode.id, episode.kind
