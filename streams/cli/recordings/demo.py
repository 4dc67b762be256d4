"""`shiftwarden demo`: the main job on a fresh machine, with a simulated city."""

import tempfile
from pathlib import Path

import click
from rich.console import Console

from alerts.errors import LedgerError
from alerts.ledger import Ledger
from streams.broker.errors import EmbeddedKafkaError
from streams.cli.options import data_folder, example
from streams.cli.output import Unusable
from streams.cli.signals import Stopped, stop_on_signals
from streams.settings import Settings
from streams.tools.demo.desk import DemoDesk
from streams.tools.demo.run import Demo
from streams.tools.embedded.private import private_files
from streams.tools.local import LocalInstallation

MOST_NAMED = 10
"""The most breaches of a kind that are named at the end: a demonstration fits one screen."""

SWEEP_S = 10
"""Seconds between two counts of areas. A worker's own 240 s are too long to wait in a demonstration."""


@click.command(epilog=example("shiftwarden demo --seconds 90"))
@click.option("--seconds", type=click.FloatRange(1), help="End by itself after so long. [default: at Ctrl-C]")
@click.option("--people", type=click.IntRange(1), default=2000, show_default=True, help="People at work at a time.")
@click.option("--workers", type=click.IntRange(1, 16), default=2, show_default=True, help="Worker processes.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed, the same city.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Keep data and logs in this folder.")
def demo(seconds: float | None, people: int, workers: int, seed: int, data: Path | None) -> None:
    """Watch a simulated city: Kafka, workers, ledger, messages and console on this machine, 2,000 people at work.

    The platforms first send the last six hours, as after an outage, and then go on live. What was planted in the city is
    known, so that at the end it shows what was found of it. Messages to a sample department arrive in the browser, with links
    to sign by; the accounts of the console stand beside them. Ctrl-C ends it and leaves nothing running.
    """
    console = Console()
    stop_on_signals()
    try:
        with (
            private_files(),
            tempfile.TemporaryDirectory(prefix="shiftwarden-demo-", ignore_cleanup_errors=True) as temporary,
        ):
            _run(console, data_folder(data or Path(temporary)), seconds, people, workers, seed)
    except Stopped:
        console.print("stopped; nothing is left running")
    except (EmbeddedKafkaError, LedgerError) as error:
        raise Unusable(str(error)) from error


def _run(console: Console, folder: Path, seconds: float | None, people: int, workers: int, seed: int) -> None:
    settings = Settings(ledger=f"sqlite:///{folder / 'ledger.db'}", sweep_s=SWEEP_S)
    with LocalInstallation(folder, settings, workers, console.print) as local, Ledger.open(settings.ledger) as ledger:
        console.print(
            f"metrics at {', '.join(f'http://{address}/metrics' for address in local.metrics)}; logs in {folder}"
        )
        desk = DemoDesk(folder, settings.ledger, console.print)
        console.print(f"messages, accounts and the console: open {desk.address}")
        shown = Demo(local, ledger, console, desk, workers=people, seed=seed)
        city = shown.start_city()
        try:
            shown.run(seconds)
        except Stopped:
            console.print("stopping …")
        finally:
            city.stop()
            desk.stop()
        _summary(console, shown)


def _summary(console: Console, shown: Demo) -> None:
    result = shown.tally()
    console.print(f"{'rule':24}{'planted':>9}{'found':>9}{'others':>9}", highlight=False)
    for row in result.by_rule():
        console.print(f"{row.rule:24}{row.expected:9,}{row.found:9,}{row.others:9,}", highlight=False)
    console.print(result.sentence(), highlight=False)
    for title, keys in (("not found", result.missing), ("not planted", result.others)):
        for key in keys[:MOST_NAMED]:
            console.print(f"  {title}: {key}", highlight=False, markup=False, soft_wrap=True)
