"""The weather of a pace partition: the messages received, and the episodes that they make."""

from collections.abc import Callable, Iterable, Mapping
from heapq import heapify, heappop, heappush
from itertools import count

from schemas.instants import NEVER
from schemas.weather.warning import WeatherMessage, WeatherRow
from streams.core.areas.worked_on import WorkedOn
from streams.facts.weather.by_kind import Episodes
from streams.facts.weather.episode import GAP_MS
from streams.facts.weather.episodes import AreaEpisodes
from streams.facts.weather.former import upgraded
from streams.facts.weather.message_order import SECOND_MS, second_of

ReachedBy = Callable[[str], tuple[str, ...]]


class Sky:
    """The weather of a partition; mutable. It keeps the episodes and goes on from there; what comes late is put in its place.

    `reached_by`: the areas in a county, city or province; `lies_in`: the counties of each area. `changed_from`: the last look
    that worked on anything changed no weather before that instant (ms).
    """

    def __init__(
        self, reached_by: ReachedBy, lies_in: Mapping[str, tuple[str, ...]], rows: Iterable[WeatherRow] = ()
    ) -> None:
        self.reached_by = reached_by
        self.lies_in = lies_in
        self.rows: set[WeatherMessage] = set()
        self._episodes = AreaEpisodes(lies_in)
        self.changed_from = 0
        self._begin_anew()
        self.take(rows)

    def take(self, rows: Iterable[WeatherRow]) -> set[WeatherMessage]:
        """Take rows; the messages among them that are new."""
        fresh = upgraded(rows, self.reached_by) - self.rows
        self.rows |= fresh
        for each in fresh:
            heappush(self._waiting, (each.sent, next(self._count), each))
        return fresh

    def look(self, now: int) -> set[str]:
        """Work the episodes out at `now` (ms), if it is time to; gives the areas where they are others than before."""
        known: list[WeatherMessage] = []
        while self._waiting and self._waiting[0][0] <= now:
            known.append(heappop(self._waiting)[2])
        if not known and self._episodes is self._worked.episodes:
            return set()
        earliest = min(map(second_of, known), default=NEVER)
        # a gap of an episode has its level, and is one, by what comes after it
        self.changed_from = max(0, earliest * SECOND_MS - GAP_MS) if self._worked.second >= 0 else 0
        if earliest <= self._worked.second:
            # sent before what was worked on already, or in one second with it
            known += self._worked.back_before(earliest)
        changed = self._worked.take(known)
        before, self._episodes = self._episodes, self._worked.episodes
        if before is self._episodes:
            return changed
        return {area for area in self.lies_in if before.of(area) != self._episodes.of(area)}

    def over(self, area: str) -> Episodes:
        """The episodes of an area, by start."""
        return self._episodes.of(area)

    def reaches(self, code: str, area: str) -> bool:
        """True if an area is a county, city, province or zone, or lies in it."""
        return code == area or area in self.reached_by(code)

    def begun_by(self, at: int) -> int:
        """The latest instant (ms), at `at` or before, that lies inside no episode that goes on after it."""
        firsts = (each.start for area in self.lies_in for each in self.over(area).first_ending_after(at))
        return min([at, *firsts])

    def drop_before(self, at: int) -> None:
        """Forget the messages that concern nothing later than an instant (ms), as far as none before them does."""
        first = min((row.sent for row in self.rows if _last(row) >= at), default=at)
        kept = {row for row in self.rows if row.sent >= first}
        if kept != self.rows:
            self.rows = kept
            self._begin_anew()

    def _begin_anew(self) -> None:
        self._worked = WorkedOn(self.lies_in)
        self._count = count()
        self._waiting = [(each.sent, next(self._count), each) for each in self.rows]
        heapify(self._waiting)


def _last(row: WeatherMessage) -> int:
    """The last instant (ms) that a message can concern."""
    return max([row.sent, *(each.until for each in row.begins)])
