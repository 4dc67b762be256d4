"""The floor: the least that plain Python needs for the same events. Msgspec reads them, a dict holds the break rule.

No form of an id is checked, nothing is refused, nothing is kept but the stretch of work that runs. It stands beside our
figures so that a ratio can be quoted on any machine.
"""

from collections.abc import Iterable
from typing import Literal

import msgspec

from schemas.wire_time import stated_ms

_BREAK_MS = 20 * 60_000
_LIMIT_MS = 4 * 60 * 60_000
_NO_SIGN = ("pay.", "platform.")
"""Kinds that are no sign of life."""


class FloorEvent(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """The fields that any kind may have, all read; which of them a kind must have is not checked."""

    event_id: str
    platform_id: str
    worker_id: str
    sector: Literal["delivery", "courier", "ride_hailing"]
    area: str
    occurred_at: str
    kind: str
    session_id: str | None = None
    order_id: str | None = None
    entry_id: str | None = None
    category: str | None = None
    amount_fen: int | None = None
    assigned: str | None = None
    by: str | None = None
    starts_at: str | None = None
    promised_at: str | None = None
    distance_m: int | None = None
    published_at: str | None = None
    sequence: int | None = None
    partner_id: str | None = None
    for_day: str | None = None
    for_until: str | None = None


class Floor:
    """Mutable. `events`: how many it has had; `found`: the workers who passed four hours without a break of 20 minutes."""

    def __init__(self) -> None:
        self.events = 0
        self.found: set[str] = set()
        self._work: dict[str, list[int]] = {}
        self._decode = msgspec.json.Decoder(list[FloorEvent]).decode

    def take(self, values: Iterable[bytes]) -> None:
        """Read and judge the arrays of some records."""
        work = self._work
        for value in values:
            events = self._decode(value)
            self.events += len(events)
            for event in events:
                if event.kind.startswith(_NO_SIGN):
                    continue
                at = stated_ms(event.occurred_at)
                known = work.get(event.worker_id)
                if known is None:
                    work[event.worker_id] = [at, at]
                    continue
                start, last = known
                if at - last >= _BREAK_MS:
                    known[0] = at
                elif at - start > _LIMIT_MS:
                    self.found.add(event.worker_id)
                if at > last:
                    known[1] = at
