"""`shiftwarden up`: a whole installation on one machine, until it is stopped."""

import os
import time
from pathlib import Path

import click

from alerts.errors import LedgerError
from streams.cli.options import example
from streams.cli.stopping import Stopped, stop_on_signals
from streams.embedded.errors import EmbeddedKafkaError, TopicMismatchError
from streams.law.errors import LawError
from streams.local import Local
from streams.settings import Settings

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
    data.mkdir(parents=True, exist_ok=True)
    settings = Settings(ledger=ledger or f"sqlite:///{(data / 'ledger.db').absolute()}", law=law)
    stop_on_signals()
    try:
        with Local(data, settings, workers, click.echo) as local:
            click.echo(
                f"Workers: {workers}; metrics at {', '.join(f'http://{each}/metrics' for each in local.metrics)}"
            )
            click.echo(f"Feeds go to {local.kafka.address}; logs are in {data}. Ctrl-C ends it.")
            while True:
                time.sleep(1)
                for number in local.restart_the_dead():
                    click.echo(
                        f"worker {number} had ended and was started again; see {data}/worker-{number}.log", err=True
                    )
    except Stopped:
        click.echo("stopped; nothing is left running")
    except (EmbeddedKafkaError, TopicMismatchError, LawError, LedgerError) as error:
        raise click.ClickException(str(error)) from error
