"""Probes a broker's port, before a client library connects, for the protocol and the login of the settings.

The libraries would try for half a minute or for ever a connection that cannot succeed, and then report a timeout. Probed are
TLS, the versions of Kafka's protocol, and the login mechanisms; then the account logs in.
"""

import socket
import ssl
from typing import Final, NamedTuple

from streams.broker.client_errors import no_entry
from streams.broker.errors import BrokerAwayError, BrokerRefusedError, EmbeddedKafkaError
from streams.broker.security import Security
from streams.broker.wire import (
    WITHIN_S,
    LoginRefusedError,
    OtherProtocolError,
    log_in,
    request_mechanisms,
    request_versions,
    speaks_kafka,
    speaks_tls,
)

_OTHER_HOST: Final = (62, 64)
"""OpenSSL's X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH."""

_EXPIRED: Final = 10
"""OpenSSL's X509_V_ERR_CERT_HAS_EXPIRED."""


class _Port(NamedTuple):
    """A port to probe; `address` is host and port as written by the caller."""

    address: str
    host: str
    number: int


def require_broker(addresses: str, security: Security) -> None:
    """Return when a broker at one of the addresses, `HOST:PORT` with commas between, lets this client in.

    Raises `BrokerRefusedError` where brokers answer and each refuses, `EmbeddedKafkaError` where none answers.
    """
    failed: list[EmbeddedKafkaError] = []
    for port in map(_port, addresses.split(",")):
        try:
            _probe(port, security)
        except EmbeddedKafkaError as error:
            failed.append(error)
        else:
            return
    refused = [each for each in failed if isinstance(each, BrokerRefusedError)]
    if refused or len(failed) == 1:
        raise (refused or failed)[0]
    raise BrokerAwayError(f"No Kafka answers at {addresses}. Start it, or name the address of one that runs.")


def _port(address: str) -> _Port:
    host, _, port = address.strip().rpartition(":")
    try:
        return _Port(address.strip(), host.strip("[]"), int(port))
    except ValueError as error:
        raise EmbeddedKafkaError(f"{address!r} is no address of a Kafka broker: write HOST:PORT.") from error


def _probe(port: _Port, security: Security) -> None:
    try:
        with socket.create_connection((port.host, port.number), WITHIN_S) as plain:
            if security.tls is None:
                _check_login(plain, port, security)
            else:
                with _encrypted(plain, port, security.tls, security) as encrypted:
                    _check_login(encrypted, port, security)
    except socket.gaierror as error:
        raise EmbeddedKafkaError(
            f"No Kafka answers at {port.address}: the name {port.host!r} is not known here. Name a host that is."
        ) from error
    except OSError as error:
        raise BrokerAwayError(
            f"No Kafka answers at {port.address}. Start it, or name the address of one that runs."
        ) from error


def _encrypted(plain: socket.socket, port: _Port, tls: ssl.SSLContext, security: Security) -> ssl.SSLSocket:
    try:
        return tls.wrap_socket(plain, server_hostname=port.host)
    except ssl.SSLCertVerificationError as error:
        raise BrokerRefusedError(_distrust(port, error, security)) from error
    except OSError as error:
        if _is_alert(error):
            raise BrokerRefusedError(_certificate_refused(port, error, security)) from error
        if speaks_kafka(port.host, port.number):
            raise BrokerRefusedError(
                f"The port {port.address} does not speak TLS. Name the broker's port for TLS, or write"
                f" security_protocol: {security.protocol.replace('SSL', 'PLAINTEXT')} into {security.where}."
            ) from error
        raise


def _distrust(port: _Port, error: ssl.SSLCertVerificationError, security: Security) -> str:
    start = f"The certificate of the Kafka at {port.address} "
    if error.verify_code in _OTHER_HOST:
        return (
            f"{start}is not made out to {port.host!r}. Name the broker by a name that its certificate has, or give it one"
            " with this name."
        )
    if error.verify_code == _EXPIRED:
        return f"{start}has expired. The broker needs a new one; see the clock of this machine, too."
    return (
        f"{start}is not of an authority that is trusted here ({error.verify_message}). Name the authority's certificate as"
        f" ca_file in {security.where}."
    )


def _certificate_refused(port: _Port, error: OSError, security: Security) -> str:
    reason = (getattr(error, "reason", None) or str(error)).replace("_", " ").lower()
    return (
        f"The Kafka at {port.address} refuses this client's certificate ({reason}). See certificate_file and key_file in"
        f" {security.where}."
    )


def _check_login(link: socket.socket, port: _Port, security: Security) -> None:
    """Check that it is Kafka, that it requires an account exactly where the settings have one, and that it accepts that one."""
    try:
        _check_kafka(link, port, security)
        _compare(port, security, request_mechanisms(link, security.account.mechanism if security.account else "PLAIN"))
        if security.account is not None:
            _log_in(link, port, security)
    except ssl.SSLError as error:
        if not _is_alert(error):
            raise
        raise BrokerRefusedError(_certificate_refused(port, error, security)) from error


def _check_kafka(link: socket.socket, port: _Port, security: Security) -> None:
    try:
        request_versions(link)
    except (ConnectionError, OtherProtocolError) as error:
        if security.tls is None and speaks_tls(port.host, port.number):
            raise BrokerRefusedError(
                f"The port {port.address} speaks TLS alone. Write security_protocol: SSL, or SASL_SSL with an account, into"
                f" {security.where}."
            ) from error
        if isinstance(error, OtherProtocolError):
            raise BrokerRefusedError(
                f"What answers at {port.address} is no Kafka. Name the address of a broker."
            ) from error
        raise


def _compare(port: _Port, security: Security, logins: list[str]) -> None:
    if security.account is None and logins:
        raise BrokerRefusedError(
            f"The Kafka at {port.address} asks for an account ({', '.join(logins)}). Write security_protocol:"
            f" {'SASL_SSL' if security.tls else 'SASL_PLAINTEXT'}, sasl_mechanism, username and password_file into"
            f" {security.where}."
        )
    if security.account is not None and not logins:
        raise BrokerRefusedError(
            f"The Kafka at {port.address} takes no accounts on this port. Name its port for accounts, or write"
            f" security_protocol: {security.protocol.removeprefix('SASL_')} into {security.where}."
        )
    if security.account is not None and security.account.mechanism not in logins:
        raise BrokerRefusedError(
            f"The Kafka at {port.address} takes {', '.join(logins)} and not {security.account.mechanism}. Write one of"
            f" them as sasl_mechanism into {security.where}."
        )


def _log_in(link: socket.socket, port: _Port, security: Security) -> None:
    try:
        log_in(link, security)
    except LoginRefusedError as error:
        raise BrokerRefusedError(no_entry(port.address, security)) from error
    except ValueError as error:
        raise BrokerRefusedError(
            f"What answers at {port.address} does not know the password of {security.who}: it is not the broker that this"
            " account is of. Name the address of that one."
        ) from error


def _is_alert(error: OSError) -> bool:
    return isinstance(error, ssl.SSLError) and "ALERT" in (error.reason or "")
