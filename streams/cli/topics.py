"""`shiftwarden topics`: makes the topics that are missing on a cluster."""

from typing import Any

import click

from streams.cli.options import example
from streams.cli.output import Unusable
from streams.cli.settings import cluster_options, settings_of
from streams.embedded.errors import EmbeddedKafkaError, TopicMismatchError
from streams.embedded.topics import ensure_topics
from streams.law.errors import LawError
from streams.law.files import packaged_law
from streams.wiring import all_topics


@click.command(epilog=example("shiftwarden topics --broker kafka:9092 --work-partitions 16"))
@cluster_options
def topics(**options: Any) -> None:
    """Make the topics that are missing. Those that exist are left as they are.

    How many partitions a topic has is decided here, once: state lies by partition.
    """
    settings = settings_of(**options)
    try:
        wanted = all_topics(packaged_law(settings.law), settings)
        made = ensure_topics(settings.broker, wanted)
    except (LawError, EmbeddedKafkaError, TopicMismatchError) as error:
        raise Unusable(str(error)) from error
    for name in made:
        click.echo(f"made {name}")
    click.echo(f"{len(made)} topics made, {len(wanted) - len(made)} were there")
