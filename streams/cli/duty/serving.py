"""Serves the console until it is stopped: the socket, TLS, and an end with exit status 0 at SIGINT or SIGTERM."""

import signal
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from streams.cli.duty.parts.connections import connections_of
from streams.cli.duty.parts.door import MOST
from streams.cli.output import Unusable

_AT_ONCE: Final = 2 * MOST
"""Connections at once, those of proxies with the others: beyond it pages are 503. A proxy has limits of its own."""

_HEADER_BYTES: Final = 16 * 1024  # of the head of a request
_END_S: Final = 5
"""Seconds that pages under way have when the console is stopped."""


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """The files of a certificate with its chain, and of its key."""

    certificate: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """The context of a server; `Unusable` where they are no certificate and its key."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        try:
            context.load_cert_chain(self.certificate, self.key, password="")
        except (OSError, ValueError) as error:
            given = f"{self.certificate} and {self.key}"
            raise Unusable(f"given {given}; allowed: a certificate and its key, without a password: {error}") from error
        return context


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens there; `Unusable` where it cannot."""
    try:
        return socket.create_server((host, port), backlog=128)
    except OSError as error:
        raise Unusable(
            f"cannot listen at {host}:{port}: {error.strerror or error}; name another with --listen"
        ) from error


class ConsoleServer(uvicorn.Server):
    """A server that ends at SIGINT or SIGTERM as at the end of its work: the signal is not raised once more."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at the first signal; pages under way are finished."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def serve(app: ASGIApp, listening: socket.socket, tls: TlsFiles | None, trusts: Callable[[str], bool]) -> None:
    """Serve until a signal comes. No access log: paths hold tokens; the metrics count statuses.

    `trusts`: true for a proxy, which has as many connections as it needs.
    """
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_AT_ONCE,
        h11_max_incomplete_event_size=_HEADER_BYTES,
        http=connections_of(trusts, None if tls is None else tls.context()),
        ws="none",
        lifespan="off",
        timeout_graceful_shutdown=_END_S,
    )
    ConsoleServer(config).run(sockets=[listening])
