"""The free ports of this machine. Between the choice of one and its use another process may take it."""

import errno
import random
import socket
from collections.abc import Collection

from streams.broker.errors import AddressRefusedError

LOOPBACK = "127.0.0.1"

BROKER_PORTS = range(20_000, 26_000)
METRICS_PORTS = range(26_000, 32_000)
"""Ports to keep for years: below those that systems give to outgoing connections (from 32,768 on Linux). Of two kinds, since
they are chosen before anybody listens there."""


def free_ports(count: int) -> list[int]:
    """So many different ports of 127.0.0.1, chosen by the operating system among the free ones."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind((LOOPBACK, 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def lasting_port(among: range, taken: Collection[int] = ()) -> int:
    """A free port of 127.0.0.1, none of `taken`. `AddressRefusedError` where all are in use."""
    start = random.randrange(len(among))  # noqa: S311 - to keep two installations apart, nothing to be guessed
    for step in range(len(among)):
        port: int = among[(start + step) % len(among)]
        if port not in taken and is_free(port):
            return port
    raise AddressRefusedError(f"No port from {among.start} to {among.stop - 1} of {LOOPBACK} is free: name one.")


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """True if a server could listen on this port now."""
    return unavailable_reason(host, port) is None


def unavailable_reason(host: str, port: int) -> str | None:
    """The reason why no server can listen there now and what to do, as the end of a sentence; None where one can."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a server's old connections in TIME_WAIT don't count
        try:
            one.bind((host, port))
        except OSError as error:
            return _reason(error)
        return None


def _reason(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "is in use by another program: end that, or name another port"
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return "cannot be had: this machine has no such address; name one of its own"
    return f"cannot be had: {error.strerror}; name another address"
