"""A session with a mail server within bounds: of the time of all of it, the greeting included, and of the bytes of its answers.

A server that answers a byte at a time, or without end, would else hold the thread of its channel for hours: each byte begins
the time of a step anew. To close the connection from beside does not end a read that waits; to shut it down does.
"""

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, Final

from alerts.notify.channels.lookup import addresses_of

STEP_S: Final = 10.0  # seconds for each answer of the server
WHOLE_S: Final = 30.0
"""The time of a whole attempt, in half a lease: then its connection is cut off."""

MOST_BYTES: Final = 65_536
"""Bytes of all answers of a session: some twenty lines of a sentence each."""


class _BoundedLines:
    """The lines of a server, up to a number of bytes in all."""

    def __init__(self, lines: IO[bytes], session: "MailSession") -> None:
        self._lines, self._session = lines, session

    def readline(self, most: int) -> bytes:
        line = self._lines.readline(most)
        self._session.read += len(line)
        if self._session.read > MOST_BYTES:
            raise OSError(f"the server answers with more than {MOST_BYTES} bytes")
        return line if line.endswith(b"\n") or len(line) == most else b""  # one that was cut off is no answer

    def close(self) -> None:
        self._lines.close()


class MailSession(smtplib.SMTP):
    """A session that is not begun yet. `read`: bytes of answers."""

    def __init__(self) -> None:
        super().__init__(timeout=STEP_S)
        self.read = 0
        self._first: socket.socket | None = None

    def begin(self, host: str, port: int) -> None:
        """Connect, and take the greeting."""
        self._host = host  # as the parent's constructor does where it connects: a certificate is of that name
        code, text = self.connect(host, port)
        if code != 220:  # noqa: PLR2004 - the server is ready
            self.close()
            raise smtplib.SMTPConnectError(code, text)

    def getreply(self) -> tuple[int, bytes]:
        """The next answer; `OSError` where they are too long."""
        if self.file is None and self.sock is not None:
            self.file = _BoundedLines(self.sock.makefile("rb"), self)
        return super().getreply()

    def cut_off(self) -> None:
        """End what waits for the server, from another thread."""
        for each in (self.sock, self._first):
            if each is not None:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def _get_socket(self, host: str, port: int, timeout: float) -> Any:
        # held before TLS and greeting begin, so that both can be cut off
        failed: OSError = OSError("the host has no address")
        for *_, address in addresses_of(host, port):
            try:
                self._first = socket.create_connection(address[:2], timeout, self.source_address)
            except OSError as error:
                failed = error
            else:
                return self._first
        raise failed


class TlsMailSession(MailSession):
    """A session that is TLS from the start."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__()
        self._context = context

    def _get_socket(self, host: str, port: int, timeout: float) -> Any:
        return self._context.wrap_socket(super()._get_socket(host, port, timeout), server_hostname=host)


@contextmanager
def whole_time(session: MailSession) -> Iterator[None]:
    """The time of a session, which ends with it: closed, or cut off by then."""
    watch = threading.Timer(WHOLE_S, session.cut_off)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        session.close()
