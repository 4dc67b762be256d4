"""`shiftwarden up`: a whole installation on one machine, until it is stopped."""

import os
import time
from itertools import count
from pathlib import Path
from typing import NoReturn

import click

from alerts.errors import LedgerError
from streams.cli.opening import data_folder
from streams.cli.options import example
from streams.cli.output import Unusable
from streams.cli.stopping import Stopped, stop_on_signals
from streams.embedded.errors import EmbeddedKafkaError, TopicMismatchError
from streams.law.errors import LawError
from streams.local import Local
from streams.pulse import pulse
from streams.settings import Settings

_LOOK_S = 5
"""How often the workers' metrics are looked at."""

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(epilog=example("shiftwarden up --data /srv/shiftwarden --workers 2"))
@click.option("--data", type=_FOLDER, default="shiftwarden-data", show_default=True, help="Broker, ledger and logs.")
@click.option("--ledger", envvar="SHIFTWARDEN_LEDGER", help="The ledger's database. [default: a file in --data]")
@click.option("--workers", type=click.IntRange(1, 64), default=os.cpu_count() or 1, help="Worker processes.")
@click.option(
    "--law", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Law files to lay over ours."
)
def up(data: Path, ledger: str | None, workers: int, law: Path | None) -> None:
    """Run broker, workers and ledger on this machine, until Ctrl-C. Workers that die are started again.

    Platforms then write to the topics feed.PLATFORM at the address that is shown.
    """
    data = data_folder(data)
    settings = Settings(ledger=ledger or f"sqlite:///{(data / 'ledger.db').absolute()}", law=law)
    stop_on_signals()
    try:
        with Local(data, settings, workers, click.echo) as local:
            click.echo(
                f"Workers: {workers}; metrics at {', '.join(f'http://{each}/metrics' for each in local.metrics)}"
            )
            click.echo(f"Feeds go to {local.kafka.address}; logs are in {data}. Ctrl-C ends it.")
            _watch(local)
    except Stopped:
        click.echo("stopped; nothing is left running")
    except (EmbeddedKafkaError, TopicMismatchError, LawError, LedgerError) as error:
        raise Unusable(str(error)) from error


def _watch(local: Local) -> NoReturn:
    """Start again what ends by itself, and say when something is wrong that a person must see to."""
    told = 0
    for second in count(1):
        time.sleep(1)
        for number in local.restart_the_dead():
            click.echo(
                f"worker {number} had ended and was started again; see worker-{number}.log in {local.folder}", err=True
            )
        if second % _LOOK_S == 0:
            stopped = pulse(local.metrics).stopped
            if stopped > told:
                click.echo(f"{stopped} partitions are stopped and not judged; see the logs in {local.folder}", err=True)
            told = stopped
    raise AssertionError("the count has no end")
