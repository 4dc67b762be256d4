"""The time for which days are remembered live: their rows, and the orders with which pay of a day can be corrected.

Both are counted from the end of the day; where the platform settles by a period, from the end of that. No day is forgotten before
an earlier one: where an entry begins in the middle of a longer period, its days are remembered as long as those before it.
"""

from collections.abc import Iterable, Mapping, Sequence

from schemas.legal_days import DAY_MS, Day, day_start, legal_day
from streams.law.registers.settlement import BY_DAY, Settlement, after_period, first_open, last_days, settled_by

KEPT_DAYS = 35
"""For how many days a row is kept: five weeks, so that each day of a month is at hand with its week."""

ORDERS_DAYS = 8
"""For how many days a row has its orders where pay is settled by the day: a contradiction is decided after seven."""


class Memory:
    """The memory of days, made with the settlements of the platforms, by id."""

    def __init__(self, settles: Mapping[str, Sequence[Settlement]]) -> None:
        self._settles = {platform: entries for platform, entries in settles.items() if entries}
        # of each platform the last answer and its day: the same all day, and asked for at each evaluation and statement about pay
        self._rows_from: dict[str, tuple[Day, Day]] = {}
        self._orders_from: dict[str, tuple[Day, Day]] = {}

    def rows_from(self, platform: str, now: int) -> Day:
        """The first day of a platform whose row is remembered at `now` (ms)."""
        usual = legal_day(now - KEPT_DAYS * DAY_MS)
        if platform not in self._settles:
            return usual
        known = self._rows_from.get(platform)
        if known is None or known[0] != usual:
            known = self._rows_from[platform] = usual, first_open(self._settles[platform], usual)
        return known[1]

    def worker_from(self, platforms: Iterable[str], now: int) -> Day:
        """The first day that is remembered at `now` (ms) of who works on these platforms: as long as any has its row."""
        usual = legal_day(now - KEPT_DAYS * DAY_MS)
        return min((self.rows_from(platform, now) for platform in platforms), default=usual)

    def orders_from(self, platform: str, now: int) -> Day:
        """The first day of a platform whose row still has its orders at `now` (ms)."""
        usual = legal_day(now - ORDERS_DAYS * DAY_MS)
        if platform not in self._settles:
            return usual
        known = self._orders_from.get(platform)
        if known is None or known[0] != usual:
            days = range(self.rows_from(platform, now), usual)
            first = next((day for day in days if self._settled_by_period(platform, day)), usual)
            known = self._orders_from[platform] = usual, first
        return known[1]

    def orders_lost_at(self, platform: str, day: Day) -> int:
        """The instant (ms) from which on the row of a day has no orders any more."""
        return max(self._lost_at(platform, each) for each in last_days(self._settles.get(platform, ()), day))

    def forgotten_at(self, platforms: Iterable[str], day: Day) -> int:
        """The instant (ms) from which on a day of who works on these platforms is no longer remembered."""
        settles = [self._settles.get(platform, ()) for platform in platforms]
        ends = (after_period(entries, each) for entries in settles for each in last_days(entries, day))
        return day_start(max(ends, default=day + 1)) + KEPT_DAYS * DAY_MS

    def _lost_at(self, platform: str, day: Day) -> int:
        """The same of a day by itself, whatever of earlier ones is remembered."""
        days = KEPT_DAYS if self._settled_by_period(platform, day) else ORDERS_DAYS
        return day_start(after_period(self._settles.get(platform, ()), day)) + days * DAY_MS

    def _settled_by_period(self, platform: str, day: Day) -> bool:
        return settled_by(self._settles.get(platform, ()), day) != BY_DAY
