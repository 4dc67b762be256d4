"""Connections to the console, each with a time for what it is doing and a bound for each address. Knows no page.

The server that this stands on gives a connection no time until its first answer: some 200 that say nothing, from one machine
without an account, would have each page answered with 503 for as long as they stay.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_S: Final = 10.0
"""Seconds for the lines before a form: a phone on a bad line sends them in one packet, after one round."""

BODY_S: Final = 30.0
"""Seconds for a form: 128 KiB at most."""

PAGE_S: Final = 90.0
"""Seconds for a page: the ledger is waited for up to 30 s, and a phone reads 100 KB."""

MOST_OF_ONE: Final = 60
"""Connections of one address that is no proxy: a browser has six, and ten may sit in one office."""


class BoundedConnection(H11Protocol):
    """A connection that is cut off when its request, its form or its answer takes too long, or its address has too many."""

    trusts: Callable[[str], bool] = staticmethod(lambda _peer: False)
    """True for a peer that speaks for many browsers: a proxy."""

    _timer: asyncio.TimerHandle | None = None
    _doing: tuple[float, object] | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as the parent
        """Begin: the head of a request is due; or cut off."""
        super().connection_made(transport)
        if self._has_too_many():
            transport.abort()
        else:
            self._time(HEAD_S)

    def data_received(self, data: bytes) -> None:
        """Take bytes; where they begin a request, the time for it begins."""
        if self._timer is None:
            self._time(HEAD_S)
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """End an answer; what the browser has not read yet still has its time."""
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """End: nothing is due any more."""
        self._stop()
        super().connection_lost(exc)

    def _look(self) -> None:
        """Give time to what the connection is doing now, once."""
        cycle = self.cycle
        if cycle is None:
            return
        if cycle.response_complete:
            if self.transport.get_write_buffer_size() == 0 and not cycle.more_body:
                self._stop()  # idle: the server's own five seconds
            return
        self._time(BODY_S if cycle.more_body else PAGE_S)

    def _time(self, seconds: float) -> None:
        doing = (seconds, self.cycle)
        if self._timer is not None and doing == self._doing:
            return
        self._stop()
        self._doing, self._timer = doing, self.loop.call_later(seconds, self._cut_off)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None

    def _cut_off(self) -> None:
        self._timer = None
        self.transport.abort()

    def _has_too_many(self) -> bool:
        peer = self.client[0] if self.client is not None else ""
        if self.trusts(peer):
            return False
        same = sum(1 for each in self.connections if _peer(each) == peer)
        return same > MOST_OF_ONE


def _peer(connection: Any) -> str:
    client = connection.client
    return client[0] if client is not None else ""


def connections_of(trusts: Callable[[str], bool]) -> type[BoundedConnection]:
    """The sort of connection that a server makes, with who is trusted to speak for many."""
    return type("DeskConnection", (BoundedConnection,), {"trusts": staticmethod(trusts)})
