"""Handshakes of TLS, each with a time and a place at the door, from the first byte of the connection on.

The server that this stands on knows of a connection when its handshake is done: those that say nothing before would be in no
bound, and take every file that the process may open.
"""

import asyncio
import ssl
from collections.abc import Callable
from typing import Any, Final

from streams.cli.duty.parts.door import Door

HANDSHAKE_S: Final = 10.0
"""Seconds for a handshake: two rounds, and a phone on a bad line has one of a second."""

GOODBYE_S: Final = 5.0
"""Seconds in which the other end may confirm that a connection ends; a browser does not wait for that either."""


class Handshake(asyncio.Protocol):
    """A connection that shakes hands. Then the protocol that `connection` makes has it, with whatever came in the last packet."""

    door: Door
    context: ssl.SSLContext
    connection: Callable[..., asyncio.Protocol]

    is_signed_in = False
    is_served = False

    def __init__(self, **given: Any) -> None:
        """Begin; `given` is for the protocol that comes after."""
        self._given = given
        self._early = bytearray()
        self._is_lost = False
        self._task: asyncio.Task[None] | None = None
        self.peer = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # a stream has one
        """Begin to shake hands, or cut off."""
        self._transport = transport
        peer = transport.get_extra_info("peername")
        self.peer = str(peer[0]) if peer else ""
        if not self.door.enter(self):
            transport.abort()
            return
        transport.pause_reading()  # what comes is for TLS, which begins in a moment
        self._task = asyncio.get_running_loop().create_task(self._shake())

    def data_received(self, data: bytes) -> None:
        """Keep what comes with the end of the handshake; the server asks for no more until it is handed over."""
        self._early += data

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  as the parent
        """End: the connection was lost before it was handed over."""
        self._is_lost = True
        self.door.leave(self)

    def cut_off(self) -> None:
        """End it at once."""
        self._transport.abort()

    async def _shake(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            secured = await loop.start_tls(
                self._transport,
                self,
                self.context,
                server_side=True,
                ssl_handshake_timeout=HANDSHAKE_S,
                ssl_shutdown_timeout=GOODBYE_S,
            )
        except (OSError, ssl.SSLError):  # no TLS, one that nobody speaks any more, too slow, or gone
            self._transport.abort()
            secured = None
        self.door.leave(self)
        if secured is not None and not self._is_lost and not secured.is_closing():
            self._hand_over(secured)

    def _hand_over(self, secured: Any) -> None:
        after = self.connection(**self._given)
        secured.set_protocol(after)
        after.connection_made(secured)
        if self._early:
            after.data_received(bytes(self._early))
