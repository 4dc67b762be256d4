"""The periods that recorded events cover, by platform and by what they speak of: sessions, orders, pay entries."""

from collections.abc import Iterable
from typing import Final

from schemas.instants import HOUR_MS, Ms
from schemas.legal_days import Day, day_start
from schemas.work import AcceptanceRow, AnyRow, OrderRow, PayRow, SessionRow

_WHAT: Final[dict[type, str]] = {
    SessionRow: "session",
    AcceptanceRow: "order",
    OrderRow: "order",
    PayRow: "entry",
}
"""The `what` of a finding's evidence that rows of each type speak of."""

_GAP_MS: Final = 12 * HOUR_MS
"""The time without an event of a platform after which a period ends: a day is missing, or the night of a small platform, which is
longer than the nights of a large one."""


class Periods:
    """The times of the events of each platform and `what`. Mutable: rows are added in any order; an hour is kept as its ends."""

    def __init__(self) -> None:
        self._hours: dict[tuple[str, str], dict[int, tuple[Ms, Ms]]] = {}
        self._named: dict[str, set[Day]] = {}

    def add(self, platform: str, rows: Iterable[AnyRow]) -> None:
        """Add rows of a platform."""
        found: dict[type, dict[int, tuple[Ms, Ms]]] = {
            kind: self._hours.setdefault((platform, what), {}) for kind, what in _WHAT.items()
        }
        for row in rows:
            if isinstance(row, PayRow) and row.first_day >= 0:
                self._named.setdefault(platform, set()).update(range(row.first_day, row.last_day + 1))
            hours, at = found[type(row)], row.at
            known = hours.get(at // HOUR_MS)
            if known is None or not known[0] <= at <= known[1]:
                first, last = known or (at, at)
                hours[at // HOUR_MS] = (min(first, at), max(last, at))

    def until(self, now: Ms) -> dict[tuple[str, str], list[tuple[Ms, Ms]]]:
        """The periods up to `now` (ms), first and last instant of each; what begins later is left out."""
        return {key: _joined(hours.values(), now) for key, hours in self._hours.items()}

    @property
    def named_days(self) -> dict[str, frozenset[Ms]]:
        """By platform, the starts (ms) of the legal days that its pay entries name."""
        return {platform: frozenset(map(day_start, days)) for platform, days in self._named.items()}


def _joined(hours: Iterable[tuple[Ms, Ms]], now: Ms) -> list[tuple[Ms, Ms]]:
    periods: list[tuple[Ms, Ms]] = []
    for first, last in sorted(hours):
        if first > now:
            break
        if periods and first - periods[-1][1] <= _GAP_MS:
            first = periods.pop()[0]  # noqa: PLW2901 - the period goes on
        periods.append((first, min(last, now)))
    return periods
