"""The periods that recorded events cover, by platform and by what they speak of: sessions, orders, pay entries."""

from collections.abc import Iterable
from typing import Final

from schemas.instants import Ms
from schemas.work import AcceptanceRow, AnyRow, OrderRow, PayRow, SessionRow

_WHAT: Final[dict[type, str]] = {SessionRow: "session", AcceptanceRow: "order", OrderRow: "order", PayRow: "entry"}
"""The `what` of a finding's evidence that rows of each type speak of."""


class Periods:
    """The first and the last instant (ms) of the events of each platform and `what`. Mutable: rows are added in any order."""

    def __init__(self) -> None:
        self._spans: dict[tuple[str, str], tuple[Ms, Ms]] = {}

    def add(self, platform: str, rows: Iterable[AnyRow]) -> None:
        """Add rows of a platform."""
        instants: dict[type, list[Ms]] = {kind: [] for kind in _WHAT}
        for row in rows:
            instants[type(row)].append(row.at)
        for kind, found in instants.items():
            if found:
                key = platform, _WHAT[kind]
                known = self._spans.get(key, (found[0], found[0]))
                self._spans[key] = min(known[0], *found), max(known[1], *found)

    def until(self, now: Ms) -> dict[tuple[str, str], tuple[Ms, Ms]]:
        """The periods up to `now` (ms); what begins later is left out."""
        return {key: (first, min(last, now)) for key, (first, last) in self._spans.items() if first <= now}
