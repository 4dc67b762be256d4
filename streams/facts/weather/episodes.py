"""The episodes of every area, out of the levels of warnings in each county. None is made anew: those that go on grow."""

from collections import defaultdict
from collections.abc import Mapping

from streams.facts.weather.by_kind import Episodes, place_of
from streams.facts.weather.episode import Episode, LevelSpan
from streams.facts.weather.growing import Grown, Settled, Warned, gap_times, grown
from streams.facts.weather.persistent_sequence import Pieces
from streams.facts.weather.succession import KindPlace

Spans = Mapping[KindPlace, list[LevelSpan]]
_ByPlace = dict[str, list[LevelSpan]]
_NONE: Pieces[Episode] = Pieces()


class AreaEpisodes:
    """The episodes long over, and what is settled of the others. Mutable. `lies_in`: the counties of each area."""

    def __init__(self, lies_in: Mapping[str, tuple[str, ...]]) -> None:
        self._areas = lies_in.keys()
        self._zones = {area: counties for area, counties in lies_in.items() if counties != (area,)}
        self._over: dict[str, Mapping[str, Pieces[Episode]]] = {}
        self._running: dict[str, dict[str, list[Episode]]] = {}
        self._settled: dict[str, dict[str, Settled]] = {}
        self._ahead: dict[str, _ByPlace] = {}

    def of(self, area: str) -> Episodes:
        """The episodes of an area."""
        over = self._over.get(area, {})
        running = {kind: areas[area] for kind, areas in self._running.items() if area in areas}
        return Episodes({kind: over.get(kind, _NONE).plus(running.get(kind, ())) for kind in over.keys() | running})

    def update(self, ended: Spans, ahead: Spans, upto: int) -> set[str]:
        """Take the levels of warnings; the areas whose episodes are others than before. It costs nothing for what is settled.

        `ended`: the levels that have ended since the last update; `ahead`: those that go on after `upto` (ms) or are to come.
        """
        fresh, later = _by_kind(ended), _by_kind(ahead)
        changed: set[str] = set()
        for kind in fresh.keys() | later.keys() | self._ahead.keys():
            if kind in fresh or later.get(kind, {}) != self._ahead.get(kind, {}):
                changed |= self._grow(kind, fresh.get(kind, {}), later.get(kind, {}), upto)
        self._ahead = later
        return changed

    def copy(self) -> "AreaEpisodes":
        """Another with the same episodes, which grows by itself."""
        other = AreaEpisodes({})
        other._areas, other._zones = self._areas, self._zones
        other._over, other._ahead = dict(self._over), dict(self._ahead)
        other._running, other._settled = dict(self._running), dict(self._settled)
        return other

    def _grow(self, kind: str, ended: _ByPlace, ahead: _ByPlace, upto: int) -> set[str]:
        """Let the episodes of a kind grow; the areas in which they are others than before."""
        settled, before = self._settled.get(kind, {}), self._running.get(kind, {})
        places = ended.keys() | ahead.keys() | settled.keys()
        made: dict[str, Grown] = {}
        for county in places - self._zones.keys():
            warned = Warned(ended.get(county, ()), ahead.get(county, ()), upto, upto)
            made[county] = grown(county, kind, settled.get(county, Settled()), warned)
        for zone, counties in self._zones.items():
            inside = {county: made[county] for county in counties if county in made}
            if inside or zone in places:
                first = settled.get(zone, Settled())
                made[zone] = grown(zone, kind, first, _in_zone(zone, first, inside, (ended, ahead), upto))
        self._settled[kind] = {area: each.settled for area, each in made.items() if each.settled.begun}
        shown = {area: each for area, each in made.items() if area in self._areas}
        for area, each in shown.items():
            self._add_over(area, kind, each.over)
        self._running[kind] = {area: each.running for area, each in shown.items() if each.running}
        return {area for area, each in shown.items() if before.get(area, []) != [*each.over, *each.running]} | (
            before.keys() - shown.keys()
        )

    def _add_over(self, area: str, kind: str, over: list[Episode]) -> None:
        if over:
            those = self._over.get(area, {})
            self._over[area] = {**those, kind: those.get(kind, _NONE).sorted_with(over, place_of)}


def _in_zone(
    zone: str, settled: Settled, counties: Mapping[str, Grown], levels: tuple[_ByPlace, _ByPlace], upto: int
) -> Warned:
    """The warnings in a zone: those of its counties, of which it has the highest. It is settled as far as these are.

    (Of the form of a release before this one it may have some of its own.)
    """
    ended, ahead = ([span for place in (*counties, zone) for span in those.get(place, ())] for those in levels)
    most = min((each.settled.upto for each in counties.values() if each.settled.begun), default=upto)
    gaps = [gap for each in counties.values() for gap in gap_times([*each.over, *each.running], settled.upto)]
    return Warned(ended, ahead, upto, most, gaps)


def _by_kind(spans: Spans) -> dict[str, _ByPlace]:
    found: dict[str, _ByPlace] = defaultdict(dict)
    for (kind, place), those in spans.items():
        found[kind][place] = those
    return dict(found)
