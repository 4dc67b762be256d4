"""`shiftwarden city`: simulated platforms, to a broker or to files."""

import asyncio
import signal
import sys
import time
from pathlib import Path

import click
from aiokafka.errors import KafkaError

from schemas.instants import HOUR_MS, from_rfc3339
from schemas.topics import WEATHER
from streams.broker.errors import EmbeddedKafkaError
from streams.broker.rights import Right
from streams.broker.security import Security
from streams.broker.topics import require_topics
from streams.cli.options import example, security_option
from streams.cli.output import Unusable
from streams.cli.wording import number_of
from streams.tools.city.files import write_files
from streams.tools.city.sender import CitySender, SendProgress
from streams.tools.city.simulator import City


def _now() -> int:
    return time.time_ns() // 1_000_000


def _instant(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    try:
        return None if value is None else from_rfc3339(value)
    except ValueError as error:
        raise click.BadParameter(f"given {value!r}; allowed an instant such as 2026-11-25T08:00:00+08:00") from error


@click.command(
    epilog=example("shiftwarden city --out feed --workers 100 --seed 7", "shiftwarden city --broker 127.0.0.1:9092")
)
@click.option("--broker", envvar="SHIFTWARDEN_BROKER", help="HOST:PORT of the cluster to send to, live.")
@security_option
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="A folder to write files to instead.")
@click.option("--workers", type=click.IntRange(1), default=2000, show_default=True, help="People at work at a time.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed, the same city.")
@click.option("--hours", type=click.IntRange(1, 168), default=6, show_default=True, help="Hours before --until, first.")
@click.option("--until", callback=_instant, help="Where files end. [default: now]")
@click.option("--start", callback=_instant, help="When the city begins. [default: --hours before --until]")
def city(
    broker: str | None,
    security: Security,
    out: Path | None,
    *,
    workers: int,
    seed: int,
    hours: int,
    until: int | None,
    start: int | None,
) -> None:
    """Simulate three platforms whose riders and drivers work, rest, and sometimes do not rest.

    Some are paid too little, and three and a half hours after the city begins there is a rainstorm for two hours. With
    --broker it sends the hours before now at once, as platforms do after an outage, and then goes on live until it is
    stopped. With --out it writes a file a platform, the weather warnings, and `planted.jsonl`, which lists what must be
    found. Some people also had a shift on the evening before: that is a day whose pay can be judged. A few worked in the weeks
    before: too long on a day, on eight days in a row, or for pay that was settled by the week.
    """
    if (broker is None) == (out is None):
        raise click.UsageError("given both or neither of --broker and --out; give one of them")
    end = until or _now()
    since = start if start is not None else end - hours * HOUR_MS
    if since >= end:
        raise click.UsageError("given a --start at or after the end; give one before --until, or before now")
    simulated = City(seed, workers, since, yesterday=True, storm=True, past=True)
    if out is not None:
        count = write_files(simulated, out, simulated.begins, end, lambda *_: None)
        click.echo(f"{number_of(count, 'event')} written to {out}")
        return
    try:
        require_topics(broker or "", [], security, [Right("Write", "topic", WEATHER)])
        asyncio.run(_send(simulated, broker or "", security))
    except EmbeddedKafkaError as error:
        raise Unusable(str(error)) from error
    except (KafkaError, OSError) as error:
        raise Unusable(f"No Kafka answers at {broker}. Start it, or name the address of one that runs.") from error


async def _send(simulated: City, broker: str, security: Security) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await CitySender(simulated, broker, _now, _print_progress, security=security).run(simulated.begins, stop)


def _print_progress(sent: SendProgress) -> None:
    """Print what was sent so far, one line a second, for the program that reads it through a pipe."""
    sys.stdout.write(f"{sent.records} records {sent.size} bytes until {sent.until}\n")
    sys.stdout.flush()
