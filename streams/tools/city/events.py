"""Simulated events as JSON bytes, from templates made once a session. Decides nothing about their order.

A template holds all that stays the same in a session; only the end of an id, the instant and an order's own fields are
filled in. That is what makes millions of events in a minute possible.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from streams.tools.city.pay import SimulatedPay
from streams.tools.city.platforms import SECTORS


class SimulatedEvent(NamedTuple):
    """One simulated event: the instant of sending (ms), its platform, its JSON, and when it occurred (ms), then or before."""

    at: int
    platform: str
    value: bytes
    occurred_at: int


def arrays(events: Iterable[tuple[str, bytes]], size: int = 100) -> Iterator[tuple[str, bytes]]:
    """Events, each with its platform's id, as JSON arrays of up to `size` of one platform, each with that id."""
    gathered: dict[str, list[bytes]] = {}
    for platform, value in events:
        values = gathered.setdefault(platform, [])
        values.append(value)
        if len(values) == size:
            yield platform, b"[%b]" % b",".join(values)
            values.clear()
    for platform, values in gathered.items():
        if values:
            yield platform, b"[%b]" % b",".join(values)


platform_and_json = itemgetter(1, 2)
"""The platform of a simulated event, and its JSON."""


@lru_cache(maxsize=4096)
def _minute(minute: int) -> bytes:
    return datetime.fromtimestamp(minute * 60, UTC).strftime("%Y-%m-%dT%H:%M").encode()


_SECONDS = tuple(b":%02d.%03dZ" % divmod(ms, 1000) for ms in range(60_000))
"""All endings of an instant, looked up and not formatted for each event: 60,000 of them, about 3 MB."""


def instant(at: int) -> bytes:
    """The instant (ms) as the contract writes it, in UTC with milliseconds.

    >>> instant(1_652_313_600_007)
    b'2022-05-12T00:00:00.007Z'
    """
    return _minute(at // 60_000) + _SECONDS[at % 60_000]


class EventTemplates:
    """The templates of one session: of its heartbeats (begun at `on`), of its points, and of its orders and pay."""

    def __init__(self, platform: str, worker: str, area: str, session: str) -> None:
        who = f'"platform_id":"{platform}","worker_id":"{worker}","sector":"{SECTORS[platform]}","area":"{area}"'
        self._platform = platform
        self._session = f'{{"event_id":"{session}.%d",{who},"session_id":"{session}","kind":"session.%b",'.encode()
        self._order = f'{{"event_id":"{session}.%b",{who},'.encode()
        self._order_id = f"{session}.o".encode()

    def point(self, number: int, kind: bytes, at: int) -> SimulatedEvent:
        """A session event; `number` tells those of a session apart, `kind` is `online`, `heartbeat` and so on."""
        value = self._session % (number, kind) + b'"occurred_at":"%b"}' % instant(at)
        return SimulatedEvent(at, self._platform, value, at)

    def order(self, number: int, kind: bytes, at: int, own: bytes = b"") -> SimulatedEvent:
        """An order event of the session's order `number`; `own` are its other fields, each with a comma in front."""
        order = b"%b%d" % (self._order_id, number)
        rest = b'"order_id":"%b","kind":"order.%b","occurred_at":"%b"%b}' % (order, kind, instant(at), own)
        return SimulatedEvent(at, self._platform, self._order % (b"o%d.%b" % (number, kind)) + rest, at)

    def pay(self, number: int, statement: SimulatedPay) -> SimulatedEvent:
        """A statement about the pay of the session's order `number`."""
        name, entry, kind, category, fen, at, sent_at, published = statement
        order = b"%b%d" % (self._order_id, number)
        since = b"" if published is None else b',"published_at":"%b"' % instant(published)
        rest = (
            b'"entry_id":"%b.%b","order_id":"%b","kind":"pay.%b","category":"%b","amount_fen":%d,'
            b'"occurred_at":"%b"%b}' % (order, entry, order, kind, category, fen, instant(at), since)
        )
        return SimulatedEvent(sent_at, self._platform, self._order % (b"o%d.%b" % (number, name)) + rest, at)
