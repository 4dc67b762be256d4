"""`shiftwarden up`: a whole installation on one machine, until it is stopped."""

import os
import time
from pathlib import Path
from typing import Any, NoReturn

import click

from alerts.errors import LedgerError
from streams.broker.errors import AddressRefusedError, EmbeddedKafkaError, TopicMismatchError
from streams.cli.listening import HostPort, HostPorts, listening
from streams.cli.options import data_folder, example
from streams.cli.output import Unusable, print_status
from streams.cli.service.beside import desk_beside, desk_options, desk_wanted
from streams.cli.signals import Stopped, stop_on_signals
from streams.law.errors import LawError
from streams.settings import Settings
from streams.tools.embedded.private import private_files
from streams.tools.local import LocalInstallation
from streams.tools.local.desk import LocalDesk
from streams.tools.local.watch import InstallationWatch

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(
    epilog=example(
        "shiftwarden up --data /srv/shiftwarden --workers 2",
        "shiftwarden up --data /srv/shiftwarden --duty /srv/duty",
        "shiftwarden up --data /srv/shiftwarden --listen 0.0.0.0:9094 --advertise kafka.city.example",
    )
)
@click.option("--data", type=_FOLDER, default="shiftwarden-data", show_default=True, help="Broker, ledger and logs.")
@click.option("--ledger", envvar="SHIFTWARDEN_LEDGER", help="The ledger's database. [default: a file in --data]")
@click.option("--workers", type=click.IntRange(1, 64), default=os.cpu_count() or 1, help="Worker processes.")
@click.option(
    "--law", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Law files to lay over ours."
)
@click.option("--listen", type=HostPort(), help="Where feeds come in; beyond this machine with TLS and accounts."
              " [default: a port of 127.0.0.1 that stays the same]")  # fmt: skip
@click.option("--advertise", metavar="HOST", help="The name by which platforms reach --listen."
              " [default: the address of this machine]")  # fmt: skip
@click.option("--metrics", type=HostPorts(), help="/metrics of the first worker, or of several; the others have the"
              " ports after it. [default: ports of 127.0.0.1 that stay the same]")  # fmt: skip
@desk_options
def up(
    data: Path,
    ledger: str | None,
    workers: int,
    law: Path | None,
    listen: tuple[str, int] | None,
    advertise: str | None,
    metrics: tuple[str, ...] | None,
    **desk: Any,
) -> None:
    """Run broker, workers and ledger on this machine, until Ctrl-C. What ends by itself is started again.

    Platforms then write to the topics feed.PLATFORM at the address that is shown. Nobody else on this machine can read what
    is in --data; but a broker on 127.0.0.1 takes what any of its users sends. With --duty people are told of leads, and the
    console is served.
    """
    chosen = listening(listen, advertise, metrics)
    wanted = desk_wanted(law, **desk)
    stop_on_signals()
    try:
        with private_files():
            data = data_folder(data)
            settings = Settings(ledger=ledger or f"sqlite:///{(data / 'ledger.db').absolute()}", law=law)
            with LocalInstallation(data, settings, workers, click.echo, chosen) as local:
                _announce(local)
                with desk_beside(local, wanted) as beside:
                    _watch(local, beside)
    except Stopped:
        click.echo("stopped; nothing is left running")
    except AddressRefusedError as error:
        raise Unusable(f"{error} The options are --listen and --metrics.") from error
    except (EmbeddedKafkaError, TopicMismatchError, LawError, LedgerError) as error:
        raise Unusable(str(error)) from error


def _announce(local: LocalInstallation) -> None:
    """Print the addresses and the folder of the installation."""
    addresses = ", ".join(f"http://{each}/metrics" for each in local.metrics)
    click.echo(f"Workers: {len(local.workers)}; metrics at {addresses}")
    if outside := local.kafka.outside_address:
        click.echo(f"Feeds go to {outside} (SASL_SSL, SCRAM-SHA-512); platforms trust {local.kafka.authority}")
        click.echo(
            f"Accounts: shiftwarden access --platform ID --apply --broker {local.kafka.address}"
            f" --broker-settings {local.kafka.security.file}"
        )
    else:
        click.echo(f"Feeds go to {local.kafka.address}")
    click.echo(f"Logs are in {local.folder}. Ctrl-C ends it.")


def _watch(local: LocalInstallation, beside: LocalDesk | None) -> NoReturn:
    watch = InstallationWatch(local, print_status)
    while True:
        time.sleep(1)
        watch.look()
        if beside is not None:
            beside.look()
