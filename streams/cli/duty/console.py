"""`shiftwarden console`: the pages of leads for inspectors, served until it is stopped. Builds the desk from its options."""

import re
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import click
from prometheus_client import start_http_server

from alerts.accounts import DeskAccounts, Looks, Sessions, may_sign
from alerts.console import (
    ConsoleSettings,
    ConsoleSettingsError,
    Desk,
    checked_address,
    checked_network,
    create_app,
)
from alerts.console.metrics import ConsoleMetrics
from alerts.database import open_engine
from alerts.errors import LedgerUnavailable
from alerts.ledger import Ledger
from alerts.signing import Links
from streams.cli.duty.clauses import Clauses
from streams.cli.duty.files import duty_option, read_routing
from streams.cli.duty.parts.current import CurrentRouting
from streams.cli.duty.parts.desk import duty_of, names_of
from streams.cli.duty.reliance import UNKNOWN, PrometheusReliance
from streams.cli.duty.serving import TlsFiles, listening_socket, serve
from streams.cli.ledger_option import check_there, ledger_errors_shown, ledger_option
from streams.cli.listening import HostPort
from streams.cli.options import example, law_option
from streams.cli.output import Unusable, print_status
from streams.law.errors import LawError
from streams.law.files import packaged_law
from streams.law.table import Law

_LOOPBACK: Final = ("127.0.0.1", "localhost")
_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    epilog=example(
        "shiftwarden console",
        "shiftwarden console --listen 0.0.0.0:8443 --address https://desk.example:8443 --tls-certificate c.pem --tls-key k.pem",
        "shiftwarden console --address https://desk.example --proxy 127.0.0.1",
    )
)
@ledger_option
@law_option
@duty_option
@click.option(
    "--listen", type=HostPort(), default="127.0.0.1:8080", show_default=True, help="Beyond this machine only with TLS."
)
@click.option(
    "--address", metavar="URL", help="The https address that links name; else http:// of --listen, on this machine."
)
@click.option("--tls-certificate", type=_FILE, help="The certificate with its chain, PEM.")
@click.option("--tls-key", type=_FILE, help="Its key, PEM.")
@click.option("--proxy", "proxies", multiple=True, metavar="NETWORK", help="A proxy whose X-Forwarded-For is believed.")
@click.option("--sign-in-header", metavar="NAME", help="The header in which such a proxy names who it has signed in.")
@click.option("--prometheus", metavar="URL", help="Its alerts tell if the monitor can be relied on.")
@click.option("--metrics", type=HostPort(), help="Where /metrics is served: without TLS, for a Prometheus beside it.")
def console(
    *,
    url: str,
    overlay: Path | None,
    duty: Path | None,
    listen: tuple[str, int],
    address: str | None,
    tls_certificate: Path | None,
    tls_key: Path | None,
    proxies: tuple[str, ...],
    sign_in_header: str | None,
    prometheus: str | None,
    metrics: tuple[str, int] | None,
) -> None:
    """Serve the console: duty, leads, signing by link, accounts and looks, in the browser of a phone or a desk.

    The first account comes from `shiftwarden accounts add`. While the ledger is away, each page is a sentence.
    """
    _check_prometheus(prometheus)
    tls = checked_tls(listen, tls_certificate, tls_key)
    settings = checked_settings(listen, address, proxies, sign_in_header, tls)
    law = _law(overlay)
    current = None if duty is None else CurrentRouting(duty, law.places.lies_in())
    counted = ConsoleMetrics()
    with ExitStack() as stack:
        desk = _desk(url, settings, law, prometheus, current, stack)
        listening = stack.enter_context(listening_socket(*listen))
        if metrics is not None:
            _serve_metrics(*metrics, counted)
        print_status(f"the console is at {settings.address}, Ctrl-C ends it")
        serve(create_app(desk, counted), listening, tls, lambda peer: peer in _LOOPBACK or settings.trusts(peer))


def checked_tls(listen: tuple[str, int], certificate: Path | None, key: Path | None) -> TlsFiles | None:
    """The files of TLS, or `click.UsageError` where they are needed and not given."""
    if (certificate is None) != (key is None):
        raise click.UsageError("--tls-certificate and --tls-key go together")
    if certificate is None or key is None:
        if listen[0] not in _LOOPBACK:
            raise click.UsageError(
                f"--listen: given {listen[0]}; allowed without --tls-certificate and --tls-key: {', '.join(_LOOPBACK)}"
            )
        return None
    files = TlsFiles(certificate, key)
    files.context()
    return files


def checked_settings(
    listen: tuple[str, int], address: str | None, proxies: tuple[str, ...], header: str | None, tls: TlsFiles | None
) -> ConsoleSettings:
    """The settings, or `click.UsageError` with what does not fit together."""
    if address is None and (tls is not None or proxies):
        raise click.UsageError("--address is needed with TLS and with a proxy: links name it")
    if header is not None and not proxies:
        raise click.UsageError("--sign-in-header goes with --proxy: from anybody else it is not believed")
    try:
        given = checked_address(address or f"http://{listen[0]}:{listen[1]}")
        networks = tuple(map(checked_network, proxies))
    except ConsoleSettingsError as error:
        raise click.UsageError(str(error)) from error
    if tls is not None and given.startswith("http://"):
        raise click.UsageError("--address: with TLS it begins with https://")
    return ConsoleSettings(given, networks, header)


def _check_prometheus(address: str | None) -> None:
    """Refuse what is no web address: the duty page would say for ever that the monitor gives no answer."""
    if address is not None and not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", address):
        raise click.UsageError(f"--prometheus: given {address!r}; allowed: a web address such as http://127.0.0.1:9090")


def _law(overlay: Path | None) -> Law:
    try:
        return packaged_law(overlay)
    except LawError as error:
        raise Unusable(str(error)) from error


def _desk(
    url: str,
    settings: ConsoleSettings,
    law: Law,
    prometheus: str | None,
    current: CurrentRouting | None,
    stack: ExitStack,
) -> Desk:
    """The desk over the ledger at `url`, closed with the stack. A database that is away is waited for by the pages."""
    check_there(url)
    with ledger_errors_shown():
        engine = open_engine(url)
        stack.callback(engine.dispose)
        ledger = Ledger(engine)
        try:
            ledger.check()
        except LedgerUnavailable as error:
            print_status(f"warning: {error}")
    return Desk(
        settings=settings,
        engine=engine,
        ledger=ledger,
        accounts=DeskAccounts(engine),
        sessions=Sessions(engine),
        looks=Looks(engine),
        links=Links(engine, settings.address, may_sign),
        names=names_of(law),
        now=lambda: time.time_ns() // 1_000_000,
        reliance=(lambda: UNKNOWN) if prometheus is None else PrometheusReliance(prometheus),
        clauses=Clauses(law, (read_routing(None, {}) if current is None else current).force),
        read_duty=lambda: None if current is None else duty_of(current.now(), current.fault),
    )


def _serve_metrics(host: str, port: int, counted: ConsoleMetrics) -> None:
    try:
        start_http_server(port, host, counted.registry)
    except OSError as error:
        raise Unusable(
            f"cannot listen at {host}:{port}: {error.strerror or error}; name another with --metrics"
        ) from error
