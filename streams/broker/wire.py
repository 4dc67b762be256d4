"""The few messages of Kafka's protocol that tell who answers at a port: versions, ways of logging in, a login."""

import socket
import ssl
import struct
from contextlib import suppress
from typing import Final

from kafka.net.sasl import get_sasl_mechanism

from streams.broker.security import Security

WITHIN_S: Final = 10.0
"""How long a broker may take for one answer."""

_VERSIONS, _HANDSHAKE, _AUTHENTICATE = 18, 17, 36
"""Kafka's numbers of the requests."""

_ILLEGAL_SASL_STATE: Final = 34
_NO_ERROR: Final = 0
_ID: Final = 4
"""Bytes of the correlation id, with which every answer begins."""

_MOST_BYTES: Final = 1 << 20
"""Kafka's answers are some hundred bytes; a length beyond this is the answer of something else."""


class OtherProtocolError(Exception):
    """What answers does not speak Kafka's protocol."""


class LoginRefusedError(Exception):
    """The broker does not let the account in; it names no other reason than wrong credentials."""


def ask_versions(link: socket.socket) -> None:
    """See that Kafka answers, which tells its versions before any login. `OSError`, `OtherProtocolError`."""
    _exchange(link, _VERSIONS, 0, b"")


def ask_logins(link: socket.socket, mechanism: str) -> list[str]:
    """Begin a login and give the mechanisms that the port takes; none where it takes no accounts. `OSError`."""
    answer = _exchange(link, _HANDSHAKE, 1, struct.pack(">h", len(mechanism)) + mechanism.encode())
    if int.from_bytes(answer[:2], "big") == _ILLEGAL_SASL_STATE:
        return []
    names, rest = [], answer[6:]
    for _ in range(int.from_bytes(answer[2:6], "big")):
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
        answer = _exchange(link, _AUTHENTICATE, 0, struct.pack(">i", len(token)) + token)
        if int.from_bytes(answer[:2], "big") != _NO_ERROR:
            raise LoginRefusedError
        text = max(0, int.from_bytes(answer[2:4], "big", signed=True))  # the error's text; -1 where there is none
        mechanism.receive(answer[4 + text + 4 :])


def speaks_kafka(host: str, port: int) -> bool:
    """Tell whether a port speaks Kafka's protocol without TLS."""
    try:
        with socket.create_connection((host, port), WITHIN_S) as link:
            ask_versions(link)
    except (OSError, OtherProtocolError):
        return False
    return True


def speaks_tls(host: str, port: int) -> bool:
    """Tell whether a port answers the first message of TLS in kind; trusts nobody and goes no further."""
    heard, said = ssl.MemoryBIO(), ssl.MemoryBIO()
    with suppress(ssl.SSLWantReadError):  # the message is written, and its answer is waited for
        ssl.create_default_context().wrap_bio(heard, said, server_hostname=host).do_handshake()
    try:
        with socket.create_connection((host, port), WITHIN_S) as link:
            link.sendall(said.read())
            return link.recv(1) in (b"\x15", b"\x16")  # an alert, or a handshake
    except OSError:
        return False


def _exchange(link: socket.socket, request: int, version: int, body: bytes) -> bytes:
    """Send a request and give its answer behind the correlation id."""
    link.settimeout(WITHIN_S)
    message = struct.pack(">hhih", request, version, request, -1) + body
    link.sendall(struct.pack(">i", len(message)) + message)
    size = int.from_bytes(_exactly(link, 4), "big")
    if not _ID <= size <= _MOST_BYTES:
        raise OtherProtocolError
    return _exactly(link, size)[_ID:]


def _exactly(link: socket.socket, size: int) -> bytes:
    taken = bytearray()
    while len(taken) < size:
        if not (more := link.recv(size - len(taken))):
            raise ConnectionResetError("closed before the answer's end")
        taken += more
    return bytes(taken)
