"""The weather of a pace partition: the messages received, and the episodes that they make."""

from collections.abc import Callable, Iterable

from schemas.instants import NEVER
from schemas.weather.warning import Warned, WeatherRow
from streams.facts.weather.episode import Episode
from streams.facts.weather.in_force import OPEN_ENDED_MS, episodes, next_change

ReachedBy = Callable[[str], tuple[str, ...]]


class Sky:
    """Mutable: it keeps the episodes that it worked out, until a message comes, or the instant of one."""

    def __init__(self, reached_by: ReachedBy, rows: set[WeatherRow]) -> None:
        self.rows = rows
        self.reached_by = reached_by
        self._episodes: dict[str, tuple[Episode, ...]] = {}
        self._due = 0

    def take(self, rows: Iterable[WeatherRow]) -> bool:
        """Take rows; true if any of them is new."""
        fresh = set(rows) - self.rows
        self.rows |= fresh
        if fresh:
            self._due = 0
        return bool(fresh)

    def look(self, now: int) -> set[str]:
        """Work the episodes out at `now` (ms), if it is time to; gives the areas where they are others than before."""
        if now < self._due:
            return set()
        before, self._episodes = self._episodes, episodes(self.rows, self.reached_by, now)
        due = next_change(self.rows, now)
        self._due = NEVER if due is None else due
        return {area for area in before.keys() | self._episodes.keys() if before.get(area) != self._episodes.get(area)}

    def over(self, area: str) -> tuple[Episode, ...]:
        """The episodes of an area, by start."""
        return self._episodes.get(area, ())

    def reaches(self, code: str, area: str) -> bool:
        """True if a warning for a county, city, province or zone holds for the area."""
        return code == area or area in self.reached_by(code)

    def begun_by(self, at: int) -> int:
        """The latest instant (ms), at `at` or before, that lies inside no episode that goes on after it."""
        starts = [e.start for those in self._episodes.values() for e in those if e.end > at]
        return min([at, *starts])

    def drop_before(self, at: int) -> None:
        """Forget the messages that concern nothing later than an instant (ms)."""
        self.rows = {row for row in self.rows if _last(row) >= at}
        self._due = 0


def _last(row: WeatherRow) -> int:
    """The last instant (ms) that a message can concern."""
    if not isinstance(row, Warned):
        return row.sent
    start = max(row.sent, row.from_at)
    return start + OPEN_ENDED_MS if row.until_at is None else max(start, row.until_at)
