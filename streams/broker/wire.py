"""The few messages of Kafka's protocol by which a port is probed: versions, login mechanisms, a login."""

import socket
import ssl
import struct
from contextlib import suppress
from typing import Final

from kafka.net.sasl import get_sasl_mechanism

from streams.broker.security import Security

WITHIN_S: Final = 10.0
"""Seconds that a broker has for one response."""

_VERSIONS, _HANDSHAKE, _AUTHENTICATE = 18, 17, 36
"""Kafka's numbers of the requests."""

_ILLEGAL_SASL_STATE: Final = 34
_NO_ERROR: Final = 0
"""Kafka's error codes; a port without accounts responds with the first to a login."""
_ID: Final = 4
"""Bytes of the correlation id, with which every response begins."""

_MOST_BYTES: Final = 1 << 20
"""Kafka's responses are some hundred bytes; a longer one comes from another kind of server."""


class OtherProtocolError(Exception):
    """The server at the port does not speak Kafka's protocol."""


class LoginRefusedError(Exception):
    """The broker refuses the account; it names no other reason than wrong credentials."""


def request_versions(link: socket.socket) -> None:
    """Request Kafka's versions, which need no login. `OSError`; `OtherProtocolError` where it is no Kafka."""
    _exchange(link, _VERSIONS, 0, b"")


def request_mechanisms(link: socket.socket, mechanism: str) -> list[str]:
    """Begin a login and return the mechanisms that the port accepts; none where it accepts no accounts. `OSError`."""
    response = _exchange(link, _HANDSHAKE, 1, struct.pack(">h", len(mechanism)) + mechanism.encode())
    if int.from_bytes(response[:2], "big") == _ILLEGAL_SASL_STATE:
        return []
    names, rest = [], response[6:]
    for _ in range(int.from_bytes(response[2:6], "big")):
        size = int.from_bytes(rest[:2], "big")
        names.append(rest[2 : 2 + size].decode("ascii", "replace"))
        rest = rest[2 + size :]
    return names


def log_in(link: socket.socket, security: Security) -> None:
    """Go through the mechanism to its end. Raises `LoginRefusedError`; `ValueError` where the broker lacks the password."""
    options = security.options()
    mechanism = get_sasl_mechanism(options["sasl_mechanism"])(**options)
    while not mechanism.is_done():
        token = mechanism.auth_bytes()
        response = _exchange(link, _AUTHENTICATE, 0, struct.pack(">i", len(token)) + token)
        if int.from_bytes(response[:2], "big") != _NO_ERROR:
            raise LoginRefusedError
        text = max(0, int.from_bytes(response[2:4], "big", signed=True))  # the error's text; -1 where there is none
        mechanism.receive(response[4 + text + 4 :])


def speaks_kafka(host: str, port: int) -> bool:
    """True where a port speaks Kafka's protocol without TLS."""
    try:
        with socket.create_connection((host, port), WITHIN_S) as link:
            request_versions(link)
    except (OSError, OtherProtocolError):
        return False
    return True


def speaks_tls(host: str, port: int) -> bool:
    """True where a port responds to the first message of TLS with TLS; checks no certificate and goes no further."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    with suppress(ssl.SSLWantReadError):  # the message is written, and its response is waited for
        ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname=host).do_handshake()
    try:
        with socket.create_connection((host, port), WITHIN_S) as link:
            link.sendall(outgoing.read())
            return link.recv(1) in (b"\x15", b"\x16")  # an alert, or a handshake
    except OSError:
        return False


def _exchange(link: socket.socket, request: int, version: int, body: bytes) -> bytes:
    """Send a request and return its response behind the correlation id."""
    link.settimeout(WITHIN_S)
    message = struct.pack(">hhih", request, version, request, -1) + body
    link.sendall(struct.pack(">i", len(message)) + message)
    size = int.from_bytes(_exactly(link, 4), "big")
    if not _ID <= size <= _MOST_BYTES:
        raise OtherProtocolError
    return _exactly(link, size)[_ID:]


def _exactly(link: socket.socket, size: int) -> bytes:
    received = bytearray()
    while len(received) < size:
        if not (more := link.recv(size - len(received))):
            raise ConnectionResetError("closed before the answer's end")
        received += more
    return bytes(received)
