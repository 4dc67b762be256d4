"""The options `--listen`, `--advertise` and `--metrics` of `shiftwarden up`: their forms, and their checks."""

import ipaddress
import re
import socket
from typing import Final

import click

from streams.tools.embedded.advertised import OutsideListener
from streams.tools.local.listening import Listening

_HIGHEST_PORT: Final = 65_535
_LOOPBACK: Final = ("127.0.0.1", "localhost")
_ALL: Final = "0.0.0.0"  # noqa: S104 - compared with; listened at only where --listen names it
_SOMEWHERE: Final = ("192.0.2.1", 9)
"""An address of documentation (RFC 5737). The route to it shows this machine's own address; nothing is sent."""

_is_host = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?").fullmatch


class HostPort(click.ParamType):
    """`HOST:PORT`, HOST a name or an IPv4 address, PORT 1 to 65535. Gives both."""

    name = "HOST:PORT"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        """The host and the port."""
        if isinstance(value, tuple):
            return value
        host, _, port = str(value).rpartition(":")
        if not _is_host(host) or not re.fullmatch(r"[0-9]{1,5}", port) or not 1 <= int(port) <= _HIGHEST_PORT:
            self.fail(
                f"given {value!r}; allowed: HOST:PORT, HOST a name or an IPv4 address of this machine, PORT 1 to 65535,"
                " such as 127.0.0.1:9092",
                param,
                ctx,
            )
        return host, int(port)


class HostPorts(click.ParamType):
    """One or more `HOST:PORT` of this machine alone, parted by commas. Gives them as texts."""

    name = "HOST:PORT,..."

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The addresses."""
        if isinstance(value, tuple):
            return value
        pairs = [HostPort().convert(one, param, ctx) for one in str(value).split(",")]
        for host, _ in pairs:
            if host not in _LOOPBACK:
                self.fail(
                    f"given {value!r}; allowed: ports of 127.0.0.1. Metrics have neither TLS nor accounts: for a Prometheus"
                    " on another machine, let a proxy with both listen there and forward to here",
                    param,
                    ctx,
                )
        return tuple(f"{host}:{port}" for host, port in pairs)


def listening(listen: tuple[str, int] | None, advertise: str | None, metrics: tuple[str, ...] | None) -> Listening:
    """The options together. An address beyond this machine has TLS and accounts; `click.UsageError` where they do not fit."""
    if advertise and (listen is None or listen[0] in _LOOPBACK):
        raise click.UsageError("given --advertise; allowed: with a --listen that others can reach")
    if advertise and not _is_host(advertise):
        raise click.UsageError(f"--advertise: given {advertise!r}; allowed: a name or an IPv4 address")
    chosen = Listening(metrics=metrics or (), lasting=True)
    if listen is None:
        return chosen
    host, port = listen
    if host in _LOOPBACK:
        return Listening(port=port, metrics=chosen.metrics, lasting=True)
    name = advertise or (_own_address() if host == _ALL else host)
    return Listening(outside=OutsideListener(host, port, name), metrics=chosen.metrics, lasting=True)


def _own_address() -> str:
    """The address under which this machine reaches others; its name where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        try:
            one.connect(_SOMEWHERE)
            address = str(one.getsockname()[0])
        except OSError:
            return socket.gethostname()
    return address if not ipaddress.ip_address(address).is_unspecified else socket.gethostname()
