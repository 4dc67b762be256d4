"""`shiftwarden worker`: one worker process on a cluster."""

from typing import Any

import click

from alerts.errors import LedgerError
from streams.broker.errors import EmbeddedKafkaError, TopicMismatchError
from streams.cli.options import example
from streams.cli.output import Unusable
from streams.cli.settings import settings_of, worker_options
from streams.health import AddressInUseError
from streams.law.errors import LawError
from streams.process import run_worker


@click.command(
    epilog=example(
        "shiftwarden worker --broker kafka:9092 --ledger postgresql://recorder@db/shiftwarden --metrics 0.0.0.0:9100"
    )
)
@worker_options
@click.option("--verbose", is_flag=True, help="Log the steps of Faust, too.")
def worker(*, verbose: bool, **options: Any) -> None:
    """Run one worker: it takes feeds, judges, and records leads.

    Start as many as there are cores, with the same options; they share the work, and one may die.
    The topics and the ledger must be there: see `shiftwarden topics` and `shiftwarden ledger upgrade`.
    """
    settings = settings_of(**options)
    try:
        run_worker(settings, verbose=verbose)
    except (AddressInUseError, EmbeddedKafkaError, LawError, LedgerError, TopicMismatchError) as error:
        raise Unusable(str(error)) from error
