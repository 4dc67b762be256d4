"""Connections to the console, each with a time for what it is doing, and a door that keeps some. Knows no page.

The server that this stands on gives a connection no time until its first answer: some 200 that say nothing, from one machine
without an account, would have each page answered with 503 for as long as they stay.
"""

import asyncio
import ssl
from collections.abc import Callable
from typing import Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

from alerts.console.guards.visits import SIGNED_IN
from streams.cli.duty.parts.door import Door
from streams.cli.duty.parts.handshakes import Handshake

HEAD_S: Final = 10.0
"""Seconds for the lines before a form: a phone on a bad line sends them in one packet, after one round."""

BODY_S: Final = 30.0
"""Seconds for a form: 128 KiB at most."""

PAGE_S: Final = 90.0
"""Seconds for a page: the ledger is waited for up to 30 s, and a phone reads 100 KB."""


class BoundedConnection(H11Protocol):
    """A connection that is cut off when its request, its form or its answer takes too long, or its place is given to another."""

    door: Door
    is_signed_in = False

    _timer: asyncio.TimerHandle | None = None
    _doing: tuple[float, object] | None = None

    @property
    def peer(self) -> str:
        """The address of the other end; empty where it has gone."""
        return self.client[0] if self.client is not None else ""

    @property
    def is_served(self) -> bool:
        """True while the console works on an answer: the request is there, and what was written is not all."""
        return self.cycle is not None and not self.cycle.more_body and not self.cycle.response_complete

    def cut_off(self) -> None:
        """End it at once."""
        self._stop()
        self.transport.abort()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as the parent
        """Begin: the head of a request is due; or cut off."""
        super().connection_made(transport)
        if self.door.enter(self):
            self._time(HEAD_S)
        else:
            transport.abort()

    def data_received(self, data: bytes) -> None:
        """Take bytes; where they begin a request, the time for it begins."""
        if self._timer is None:
            self._time(HEAD_S)
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """End an answer; what the browser has not read yet still has its time."""
        self.is_signed_in = self.is_signed_in or bool(self.scope["state"].get(SIGNED_IN))
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """End: nothing is due any more."""
        self._stop()
        self.door.leave(self)
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
        self._doing, self._timer = doing, self.loop.call_later(seconds, self.cut_off)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None


def connections_of(trusts: Callable[[str], bool], tls: ssl.SSLContext | None = None) -> type[asyncio.Protocol]:
    """The sort of connection that a server makes, with who is trusted to speak for many. `tls`: shaken hands for first."""
    door = Door(trusts)
    plain: Any = type("DeskConnection", (BoundedConnection,), {"door": door})
    if tls is None:
        return plain  # type: ignore[no-any-return]
    return type("DeskHandshake", (Handshake,), {"door": door, "context": tls, "connection": plain})
