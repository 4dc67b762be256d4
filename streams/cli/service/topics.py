"""`shiftwarden topics`: make the topics that are missing on a cluster."""

from typing import Any

import click

from streams.broker.errors import EmbeddedKafkaError, TopicMismatchError
from streams.broker.topics import Copies, ensure_topics
from streams.cli.options import example
from streams.cli.output import Unusable
from streams.cli.settings import cluster_options, settings_of
from streams.cli.wording import number_of
from streams.law.errors import LawError
from streams.law.files import packaged_law
from streams.topic_plan import all_topics

_COPIES = click.IntRange(1, 32767)
"""Kafka counts them in 16 bits."""


@click.command(epilog=example("shiftwarden topics --broker kafka:9092 --work-partitions 16"))
@cluster_options
@click.option(
    "--replication-factor", type=_COPIES, help="Brokers that keep each topic. [default: as the brokers are set]"
)
@click.option(
    "--min-insync-replicas",
    type=_COPIES,
    help="Brokers that must have a record before it counts as written; with --replication-factor. [default: as above]",
)
def topics(replication_factor: int | None, min_insync_replicas: int | None, **options: Any) -> None:
    """Make the topics that are missing. Those that exist are left as they are.

    The partitions of a topic are fixed here, once: state lies by partition.
    """
    settings = settings_of(**options)
    copies = _copies(replication_factor, min_insync_replicas)
    try:
        wanted = all_topics(packaged_law(settings.law), settings)
        made = ensure_topics(settings.broker, wanted, settings.security, copies)
    except (LawError, EmbeddedKafkaError, TopicMismatchError) as error:
        raise Unusable(str(error)) from error
    for name in made:
        click.echo(f"made {name}")
    click.echo(f"{number_of(len(made), 'topic')} made, {len(wanted) - len(made):,} already there")


def _copies(factor: int | None, in_sync: int | None) -> Copies:
    if in_sync is not None and factor is None:
        raise click.UsageError("given --min-insync-replicas alone; give --replication-factor, too, and not less")
    if in_sync is not None and factor is not None and in_sync > factor:
        raise click.UsageError(
            f"given --min-insync-replicas {in_sync} with --replication-factor {factor}; allowed: 1 to {factor}, as no record"
            " could be written where more brokers must have it than keep it"
        )
    return Copies(factor, in_sync)
