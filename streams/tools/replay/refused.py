"""The events that were refused live, taken out of recorded ones, so that a replay judges what was judged.

A recorded event is matched by what a judge would keep of it (`statement_of`), as files have no coordinates and may write an
event otherwise than it was sent: two events that are equal in that are one to every rule. Each refusal takes out one event, so
one that was refused and taken when it came again stays. A measure that a platform declared is matched by its event id.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from schemas.feed.codec import FeedReader
from schemas.feed.reading import Reading
from schemas.instants import Ms
from schemas.legal_days import Day, legal_day
from schemas.refusal import Code, Refusal
from schemas.work import AnyRow, statement_of

_NOT_IN_FILES: Final = frozenset((Code.PLATFORM_MISMATCH, Code.FROM_THE_FUTURE))
"""Codes of the reader that a file does not show: it has neither a topic nor an arrival."""

_Key = tuple[str, bytes]
_encoded = msgspec.json.Encoder(order="sorted").encode


@dataclass(frozen=True, slots=True)
class OverBudgetDay:
    """The legal day of an instant (ms) on which a budget refused something of a worker and platform.

    `is_sign`: whether what was refused is a sign of life, as all is but pay.
    """

    platform: str
    worker: str
    at: Ms
    is_sign: bool


class RefusedLive:
    """The events still to be taken out; mutable. Add all refusals, then take them out of all readings, in any order.

    `left_out` counts by code. `unlisted`: events that were refused without a refusal of their own. `unknown`: refusals that
    have neither bytes nor what was kept of the event, as releases before wrote them.
    """

    def __init__(self, reader: FeedReader) -> None:
        self._reader = reader
        self._seen: set[int] = set()
        self._wanted: dict[_Key, list[Code]] = {}
        self._workers: set[str] = set()
        self._over_budget: dict[tuple[str, str, Day, bool], OverBudgetDay] = {}
        self.left_out: Counter[Code] = Counter()
        self.unlisted = self.unknown = 0

    def add(self, refusal: Refusal) -> None:
        """Add one; of two with the same coordinates one counts, since after a crash refusals may come twice."""
        place = hash((refusal.topic, refusal.partition, refusal.offset, refusal.index))
        if refusal.index is None or place in self._seen:
            return  # a record that was refused whole is refused by the reader of files, too
        self._seen.add(place)
        self.unlisted += refusal.more if refusal.code in _NOT_IN_FILES else 0
        if refusal.event:
            self._add_read(refusal.code, self._reader.read(refusal.event, platform_id=None, arrival=None, offset=0))
        elif refusal.kept is not None:
            self._add_row(refusal.code, refusal.platform_id, refusal.kept)
        elif refusal.event_id is not None:
            self._want(refusal.code, _declared(refusal.platform_id, refusal.event_id))
        else:
            self.unknown += 1

    def without(self, reading: Reading) -> Reading:
        """A reading without what was refused live."""
        if not self._wanted:
            return reading
        return Reading(
            {platform: self._taken(platform, rows) for platform, rows in reading.rows_by_platform.items()},
            [each for each in reading.mitigations if not self._takes(_declared(each.platform, each.event_id))],
            reading.faults,
        )

    @property
    def unmatched(self) -> int:
        """The number of refusals whose event has not been read."""
        return sum(map(len, self._wanted.values()))

    def over_budget(self) -> Iterator[OverBudgetDay]:
        """The events that budgets refused, by time: findings of these days are open to doubt."""
        yield from sorted(self._over_budget.values(), key=lambda each: each.at)

    def _add_read(self, code: Code, reading: Reading) -> None:
        """Add what the reader of files would take; what it refuses is not judged anyway."""
        for platform, rows in reading.rows_by_platform.items():
            for row in rows:
                self._add_row(code, platform, statement_of(row))
        for each in reading.mitigations:
            self._want(code, _declared(each.platform, each.event_id))

    def _add_row(self, code: Code, platform: str, statement: dict[str, Any]) -> None:
        worker, at = statement["worker"], statement["at"]
        self._workers.add(worker)
        self._want(code, _stated(platform, statement))
        if code is Code.OVER_BUDGET:
            is_sign = "entry" not in statement
            key = platform, worker, legal_day(at), is_sign
            before = self._over_budget.get(key)
            if before is None or before.at < at:
                self._over_budget[key] = OverBudgetDay(platform, worker, at, is_sign)

    def _want(self, code: Code, key: _Key) -> None:
        self._wanted.setdefault(key, []).append(code)

    def _taken(self, platform: str, rows: Iterable[AnyRow]) -> list[AnyRow]:
        return [
            row
            for row in rows
            if row.worker not in self._workers or not self._takes(_stated(platform, statement_of(row)))
        ]

    def _takes(self, key: _Key) -> bool:
        """True if an event is one that was refused; it is taken out then."""
        codes = self._wanted.get(key)
        if codes is None:
            return False
        self.left_out[codes.pop()] += 1
        if not codes:
            del self._wanted[key]
        return True


def _stated(platform: str, statement: dict[str, Any]) -> _Key:
    return platform, _encoded(statement)


def _declared(platform: str, event_id: str) -> _Key:
    return platform, event_id.encode()
