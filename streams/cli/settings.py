"""The options of the commands that run workers, and how they become settings."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from streams.cli.options import broker_option, security_option
from streams.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def cluster_options(command: Command) -> Command:
    """Add the options that topics are made from."""
    for option in (
        click.option(
            "--feed-partitions", type=int, default=2, show_default=True, help="Partitions of each feed topic."
        ),
        click.option(
            "--work-partitions",
            type=int,
            default=8,
            show_default=True,
            help="Partitions of work and of pace: so many workers can share it.",
        ),
        click.option("--group", default="shiftwarden", show_default=True, help="The consumer group of all workers."),
        click.option("--law", type=_FOLDER, envvar="SHIFTWARDEN_LAW", help="A folder of law files to lay over ours."),
        security_option,
        broker_option,
    ):
        command = option(command)
    return command


def worker_options(command: Command) -> Command:
    """Add the options of a worker, those of `cluster_options` included."""
    for option in (
        click.option("--session-timeout", "session_timeout_s", type=float, default=30, show_default=True,
                     help="Seconds after which a dead worker's partitions move."),
        click.option("--checkpoint", "checkpoint_s", type=float, default=60, show_default=True,
                     help="Seconds between a partition's checkpoints."),
        click.option("--sweep", "sweep_s", type=float, default=240, show_default=True,
                     help="Seconds between two counts of what areas were doing, at most 300."),
        click.option("--horizon", "horizon_h", type=int, default=48, show_default=True,
                     help="Hours that facts are kept behind a worker's latest sign of life."),
        click.option("--metrics", default="127.0.0.1:0", show_default=True, envvar="SHIFTWARDEN_METRICS",
                     help="HOST:PORT of /metrics; port 0 takes a free one."),
        click.option("--ledger", default="sqlite:///shiftwarden.db", show_default=True, envvar="SHIFTWARDEN_LEDGER",
                     help="The ledger's database."),
    ):  # fmt: skip
        command = option(command)
    return cluster_options(command)


def settings_of(**options: Any) -> Settings:
    """The settings, or `click.UsageError` with each refused option, its value and what is allowed."""
    try:
        return Settings(**options)
    except ValidationError as error:
        raise click.UsageError("; ".join(map(_fault, error.errors()))) from error


def _fault(error: ErrorDetails) -> str:
    name = str(error["loc"][0])
    return f"{name}: given {error['input']!r}; allowed: {Settings.model_fields[name].description}"
