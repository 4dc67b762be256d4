"""The duty desk beside an installation: the options of `shiftwarden up` for it, and its two processes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from streams.cli.duty.console import checked_settings, checked_tls
from streams.cli.duty.files import duty_option, routing_of
from streams.cli.listening import HostPort
from streams.cli.output import Unusable, print_status
from streams.law.errors import LawError
from streams.law.files import packaged_law
from streams.tools.embedded.free_ports import LOOPBACK, METRICS_PORTS, lasting_port
from streams.tools.embedded.private import write_private
from streams.tools.local import LocalInstallation
from streams.tools.local.desk import DeskSettings, LocalDesk

_CONSOLE: Final = (LOOPBACK, 8080)
"""The console's address where none is given: of this machine alone."""
_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
_PROCESSES: Final = 2

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class DeskWanted:
    """The duty folder, where the console listens, the address that links name, and the files of TLS."""

    duty: Path
    listen: tuple[str, int]
    address: str
    tls: tuple[Path, Path] | None


def desk_options(command: Decorated) -> Decorated:
    """The options of the duty desk; without `--duty` there is none."""
    for option in (
        click.option("--tls-key", type=_FILE, help="The key of --tls-certificate, PEM."),
        click.option("--tls-certificate", type=_FILE, help="The console's certificate with its chain, PEM."),
        click.option("--console-address", metavar="URL", help="The https address of the console that links name."),
        click.option("--console", type=HostPort(), help="Where the console listens; beyond this machine only with TLS."
                     " [default: 127.0.0.1:8080]"),
        duty_option,
    ):  # fmt: skip
        command = option(command)
    return command


def desk_wanted(
    law: Path | None,
    *,
    duty: Path | None,
    console: tuple[str, int] | None,
    console_address: str | None,
    tls_certificate: Path | None,
    tls_key: Path | None,
) -> DeskWanted | None:
    """The desk that the options name; `click.UsageError` or `Unusable` before anything is started."""
    if duty is None:
        if any((console, console_address, tls_certificate, tls_key)):
            raise click.UsageError("--console, --console-address and the files of TLS go with --duty")
        return None
    try:
        routing_of(duty, packaged_law(law).places.lies_in())
    except LawError as error:
        raise Unusable(str(error)) from error
    listen = console or _CONSOLE
    try:
        tls = checked_tls(listen, tls_certificate, tls_key)
        settings = checked_settings(listen, console_address, (), None, tls)
    except click.UsageError as error:  # the console's own options have other names here
        named = error.message.replace("--listen", "--console").replace("--address", "--console-address")
        raise click.UsageError(named) from error
    files = None if tls is None else (tls.certificate.absolute(), tls.key.absolute())
    return DeskWanted(duty.absolute(), listen, settings.address, files)


@contextmanager
def desk_beside(local: LocalInstallation, wanted: DeskWanted | None) -> Iterator[LocalDesk | None]:
    """The notifier and the console over the ledger of a running installation, ended with the `with`; None if not wanted."""
    if wanted is None:
        yield None
        return
    host, port = wanted.listen
    settings = DeskSettings(
        local.settings.ledger,
        wanted.duty,
        port,
        local.settings.law,
        host,
        wanted.address,
        wanted.tls,
        _metrics(local),
    )
    desk = LocalDesk(local.folder, settings, print_status)
    try:
        notifier, console = settings.metrics or ("", "")
        print_status(
            f"The console is at {settings.address}; metrics of notify at http://{notifier}/metrics, of the console at"
            f" http://{console}/metrics"
        )
        yield desk
    finally:
        desk.stop()


def _metrics(local: LocalInstallation) -> tuple[str, str]:
    """The addresses of both processes' metrics: ports of 127.0.0.1 that stay the same, none of them a worker's."""
    file = local.folder / "metrics-desk"
    taken = {int(each.rpartition(":")[2]) for each in local.metrics}
    try:
        kept = [int(each) for each in file.read_text(encoding="ascii").split()]
    except (OSError, ValueError):
        kept = []
    ports = [port for port in kept if port not in taken]
    while len(ports) < _PROCESSES:
        ports.append(lasting_port(METRICS_PORTS, taken | set(ports)))
    if ports != kept:
        write_private(file, " ".join(map(str, ports)) + "\n")
    return f"{LOOPBACK}:{ports[0]}", f"{LOOPBACK}:{ports[1]}"
