"""Asking a port, before a client library does, whether it speaks as the settings say.

The libraries would try for minutes what cannot succeed, and then say that time is up. Asked are TLS, the versions of Kafka's protocol, and the ways of logging in. No account is used: Kafka counts no failed login.
"""

import socket
import ssl
import struct
from collections.abc import Callable
from typing import Final

from streams.broker.security import Security
from streams.embedded.errors import BrokerRefusedError, EmbeddedKafkaError

_WITHIN_S: Final = 10.0
_API_VERSIONS: Final = struct.pack(">hhih", 18, 0, 1, -1)
_ILLEGAL_SASL_STATE: Final = 34
_MOST_BYTES: Final = 1 << 20
"""Kafka's answers are some hundred bytes; a length beyond this is the answer of something else."""

_ID: Final = 4
"""Bytes of the correlation id, with which every answer begins."""

_OTHER_HOST: Final = (62, 64)
"""OpenSSL's X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH."""

_EXPIRED: Final = 10
"""OpenSSL's X509_V_ERR_CERT_HAS_EXPIRED."""


def require_broker(addresses: str, security: Security) -> None:
    """Come back when one of the addresses, `HOST:PORT` with commas between, speaks as the settings say.

    Raises `BrokerRefusedError` where one answers and none does so, `EmbeddedKafkaError` where none answers.
    """
    failed: list[EmbeddedKafkaError] = []
    for address in (one.strip() for one in addresses.split(",")):
        try:
            _ask(address, *_host_and_port(address), security)
        except EmbeddedKafkaError as error:
            failed.append(error)
        else:
            return
    refused = [each for each in failed if isinstance(each, BrokerRefusedError)]
    if refused or len(failed) == 1:
        raise (refused or failed)[0]
    raise EmbeddedKafkaError(f"No Kafka answers at {addresses}. Start it, or name the address of one that runs.")


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    try:
        return host.strip("[]"), int(port)
    except ValueError as error:
        raise EmbeddedKafkaError(f"{address!r} is no address of a Kafka broker: write HOST:PORT.") from error


def _ask(address: str, host: str, port: int, security: Security) -> None:
    """Ask one broker. Raises one of the two errors."""
    try:
        with socket.create_connection((host, port), _WITHIN_S) as plain:
            if security.tls is None:
                _greet(plain, address, security, lambda: _speaks_tls(host, port))
            else:
                with _encrypted(plain, address, host, security) as encrypted:
                    _greet(encrypted, address, security, lambda: True)
    except socket.gaierror as error:
        raise EmbeddedKafkaError(
            f"No Kafka answers at {address}: the name {host!r} is not known here. Name a host that is."
        ) from error
    except OSError as error:
        raise EmbeddedKafkaError(
            f"No Kafka answers at {address}. Start it, or name the address of one that runs."
        ) from error


def _encrypted(plain: socket.socket, address: str, host: str, security: Security) -> ssl.SSLSocket:
    assert security.tls is not None  # noqa: S101 the caller has looked
    try:
        return security.tls.wrap_socket(plain, server_hostname=host)
    except ssl.SSLCertVerificationError as error:
        raise BrokerRefusedError(_distrust(address, host, error, security)) from error
    except TimeoutError:
        raise
    except OSError as error:  # the other side has closed the connection, or what it says is no TLS
        raise BrokerRefusedError(
            f"The port {address} does not speak TLS. {security.where} says {security.protocol}: name the broker's port for"
            f" TLS, or write security_protocol: {security.protocol.replace('SSL', 'PLAINTEXT', 1)}."
            if not _is_alert(error)
            else f"The Kafka at {address} ends the TLS handshake ({_reason(error)}). See ca_file, certificate_file and"
            f" key_file in {security.where}."
        ) from error


def _distrust(address: str, host: str, error: ssl.SSLCertVerificationError, security: Security) -> str:
    start = f"The certificate of the Kafka at {address} "
    if error.verify_code in _OTHER_HOST:
        return (
            f"{start}is not made out to {host!r}. Name the broker by a name that its certificate has, or give it one with"
            " this name."
        )
    if error.verify_code == _EXPIRED:
        return f"{start}has expired. The broker needs a new one; see the clock of this machine, too."
    return (
        f"{start}is not of an authority that is trusted here ({error.verify_message}). Name the authority's certificate as"
        f" ca_file in {security.where}."
    )


def _greet(link: socket.socket, address: str, security: Security, speaks_tls: Callable[[], bool]) -> None:
    """See that it is Kafka, and that it takes accounts where we have one and none where we have none."""
    try:
        answer = _exchange(link, _API_VERSIONS)
        if answer is None and security.tls is None and speaks_tls():
            raise BrokerRefusedError(
                f"The port {address} speaks TLS alone. Write security_protocol: SSL, or SASL_SSL with an account,"
                f" into {security.where}."
            )
        if answer is None:
            raise BrokerRefusedError(f"What answers at {address} is no Kafka. Name the address of a broker.")
        wanted = security.account.mechanism if security.account else "PLAIN"
        logins = _logins(_exchange(link, struct.pack(">hhihh", 17, 1, 2, -1, len(wanted)) + wanted.encode()))
    except ssl.SSLError as error:
        raise BrokerRefusedError(
            f"The Kafka at {address} refuses this client's certificate ({_reason(error)}). See certificate_file and key_file"
            f" in {security.where}."
        ) from error
    _compare(address, security, logins)


def _compare(address: str, security: Security, logins: list[str]) -> None:
    if security.account is None and logins:
        raise BrokerRefusedError(
            f"The Kafka at {address} asks for an account ({', '.join(logins)}). Write security_protocol:"
            f" {'SASL_SSL' if security.tls else 'SASL_PLAINTEXT'}, sasl_mechanism, username and password_file into"
            f" {security.where}."
        )
    if security.account is not None and not logins:
        raise BrokerRefusedError(
            f"The Kafka at {address} takes no accounts on this port. Name its port for accounts, or write"
            f" security_protocol: {security.protocol.removeprefix('SASL_')} into {security.where}."
        )
    if security.account is not None and security.account.mechanism not in logins:
        raise BrokerRefusedError(
            f"The Kafka at {address} takes {', '.join(logins)} and not {security.account.mechanism}. Write one of"
            f" them as sasl_mechanism into {security.where}."
        )


def _exchange(link: socket.socket, request: bytes) -> bytes | None:
    """Send a request and give its answer behind the correlation id; None where what comes is no answer of Kafka's."""
    link.settimeout(_WITHIN_S)
    try:
        link.sendall(struct.pack(">i", len(request)) + request)
        size = int.from_bytes(_exactly(link, 4), "big")
        return _exactly(link, size)[_ID:] if _ID <= size <= _MOST_BYTES else None
    except (ConnectionError, EOFError):
        return None


def _exactly(link: socket.socket, size: int) -> bytes:
    taken = bytearray()
    while len(taken) < size:
        if not (more := link.recv(size - len(taken))):
            raise EOFError
        taken += more
    return bytes(taken)


def _logins(answer: bytes | None) -> list[str]:
    """The mechanisms by which the port takes accounts; none where it takes none."""
    if answer is None or int.from_bytes(answer[:2], "big") == _ILLEGAL_SASL_STATE:
        return []
    names, rest = [], answer[6:]
    for _ in range(int.from_bytes(answer[2:6], "big")):
        size = int.from_bytes(rest[:2], "big")
        names.append(rest[2 : 2 + size].decode("ascii", "replace"))
        rest = rest[2 + size :]
    return names


def _speaks_tls(host: str, port: int) -> bool:
    """Tell whether a port answers the first message of TLS in kind; trusts nobody and goes no further."""
    heard, said = ssl.MemoryBIO(), ssl.MemoryBIO()
    try:
        ssl.create_default_context().wrap_bio(heard, said, server_hostname=host).do_handshake()
    except ssl.SSLWantReadError:
        with socket.create_connection((host, port), _WITHIN_S) as link:
            link.settimeout(_WITHIN_S)
            link.sendall(said.read())
            return link.recv(1) in (b"\x15", b"\x16")  # an alert, or a handshake
    return False


def _is_alert(error: OSError) -> bool:
    return isinstance(error, ssl.SSLError) and "ALERT" in (error.reason or "")


def _reason(error: OSError) -> str:
    return (getattr(error, "reason", None) or str(error)).replace("_", " ").lower()
