"""`shiftwarden quarantine`: list the records whose reading failed, and try them again."""

import asyncio
import sys
from collections import Counter
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from schemas.feed.codec import FeedReader
from schemas.quarantine import Retried
from schemas.topics import PACE, WORK
from schemas.topics import quarantine as quarantine_of
from schemas.weather.message import WeatherReader
from streams.broker.errors import EmbeddedKafkaError
from streams.broker.security import Security
from streams.broker.topics import topics_seen
from streams.cli.options import broker_option, example, format_option, law_option, security_option
from streams.cli.output import Unusable, print_json, print_line, print_status, print_table
from streams.cli.reading import law_of, reader_of
from streams.cli.service.quarantined import (
    Found,
    Quarantined,
    Sending,
    quarantines,
    read_quarantine,
    reader,
    value_of,
)
from streams.cli.wording import local, number_of
from streams.core.retrying import Retrying

T = TypeVar("T")

platform_option = click.option(
    "--platform",
    metavar="ID",
    help="What is set aside of this platform alone; `weather` for warnings. [default: of all]",
)

COLUMNS: Final = ("kept in", ">number", "topic", ">partition", ">offset", "arrived", ">bytes", "error", "tried again")


@click.group(epilog=example("shiftwarden quarantine list --broker kafka:9092", "shiftwarden quarantine retry"))
def quarantine() -> None:
    """List the records whose reading failed by a fault of ours, and try them again with this release."""


@quarantine.command("list", epilog=example("shiftwarden quarantine list --broker kafka:9092 --all"))
@security_option
@broker_option
@format_option
@platform_option
@click.option("--all", "everything", is_flag=True, help="Those, too, that were tried again and taken.")
def list_(broker: str, security: Security, form: str, platform: str | None, *, everything: bool) -> None:
    """List what was set aside: its origin, its size, the error, and each later attempt.

    The bytes are not shown: they are a platform's, and may name a worker.
    """
    found = _run(broker, _read(_topics(broker, security, platform), broker, security, platform))
    every = sorted((record for each in found.values() for record in each.records), key=lambda one: one.whence.arrival)
    records = [record for record in every if everything or not record.taken]
    if form == "json":
        for record in records:
            print_json(_json(record))
    elif records:
        print_table(COLUMNS, map(_row, records))
    done = sum(record.taken for record in every)
    aside = number_of(len(every) - done, "record")
    print_status(f"{aside} set aside; {done:,} more tried again and taken")


@quarantine.command(epilog=example("shiftwarden quarantine retry --broker kafka:9092"))
@security_option
@broker_option
@law_option
@platform_option
def retry(broker: str, security: Security, overlay: Path | None, platform: str | None) -> None:
    """Read again with this release what is set aside; what can be read is judged, and the platform gets a further receipt.

    What was taken once is not tried again. The platform with the fewest bytes set aside comes first, so that a flood of one
    delays no other. Exit status 1 where a record still cannot be read.
    """
    feeds = reader_of(law_of(overlay))
    topics = _topics(broker, security, platform)
    taken, still = _run(broker, _retried(topics, broker, security, platform, feeds))
    print_status(f"{number_of(taken, 'record')} taken, {still:,} still set aside")
    sys.exit(1 if still else 0)


async def _retried(
    topics: list[str], broker: str, security: Security, platform: str | None, feeds: FeedReader
) -> tuple[int, int]:
    """Try each again, in its topic the oldest first: the numbers taken and not taken."""
    tried = Counter[bool]()
    found = await _read(topics, broker, security, platform)
    async with Sending.producer(broker, security) as producer:
        sending = Sending(producer)
        retrying = Retrying(feeds, WeatherReader(feeds.places), await _partitions(sending))
        for topic in sorted(found, key=lambda name: sum(record.size for record in found[name].left)):
            async with reader(topic, broker, security) as consumer:
                for record in found[topic].left:
                    outcome = await _tried(record, consumer, retrying, sending)
                    if outcome is not None:
                        tried[outcome is Retried.TAKEN] += 1
    return tried[True], tried[False]


async def _tried(
    record: Quarantined, consumer: AIOKafkaConsumer, retrying: Retrying, sending: Sending
) -> Retried | None:
    """Try a record again; it is marked once the broker has its results. None where it is gone."""
    value = await value_of(consumer, record)
    if value is None:
        print_line(f"{record.number}: {_place(record)}: no longer in quarantine; the feed keeps it for 14 days")
        return None
    retrial = retrying.read(record.whence, value)
    await sending.send(retrial.outgoing)
    await sending.mark(record, retrial.outcome, retrial.summary)
    print_line(f"{record.number}: {_place(record)}: {retrial.summary}")
    return retrial.outcome


async def _partitions(sending: Sending) -> int:
    counts = await sending.partitions()
    if counts[WORK] != counts[PACE]:
        raise Unusable(
            f"work has {counts[WORK]} partitions and pace {counts[PACE]}: `shiftwarden topics` makes as many"
        )
    return counts[WORK]


async def _read(topics: list[str], broker: str, security: Security, platform: str | None) -> dict[str, Found]:
    """The records that are set aside, by topic."""
    found = {}
    for topic in topics:  # one consumer after the other: each holds back up to 8 MiB
        async with reader(topic, broker, security) as consumer:
            found[topic] = await read_quarantine(consumer, platform)
    if strange := sum(each.strange for each in found.values()):
        print_status(
            f"warning: passed over {number_of(strange, 'record')} of the topics not written by us; check who may write to them"
        )
    return found


def _topics(broker: str, security: Security, platform: str | None) -> list[str]:
    """The topics in which records of the platform, or of all, are set aside."""
    try:
        topics = quarantines(topics_seen(broker, security), platform)
    except EmbeddedKafkaError as error:
        raise Unusable(str(error)) from error
    if platform is not None and quarantine_of(platform) not in topics:
        raise click.UsageError(
            f"given the platform {platform!r}; the Kafka at {broker} has no topic {quarantine_of(platform)} that this account may"
            " see: `shiftwarden topics` makes those of the platforms that the law files list"
        )
    if not topics:
        raise Unusable(
            f"The Kafka at {broker} has no topic `quarantine.<platform_id>` that this account may see: `shiftwarden topics` makes"
            " them."
        )
    return topics


def _run(broker: str, call: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(call)
    except (KafkaError, OSError) as error:
        raise Unusable(
            f"The Kafka at {broker} refused or could not be reached ({error!r}); run the same command again."
        ) from error


def _place(record: Quarantined) -> str:
    return f"{record.whence.topic}[{record.whence.partition}] at {record.whence.offset}"


def _row(record: Quarantined) -> tuple[str, ...]:
    whence = record.whence
    tried = "; ".join(f"{local(at)} {mark.sentence}" for at, mark in record.marks) or "no"
    return (
        record.topic,
        str(record.number),
        whence.topic,
        str(whence.partition),
        str(whence.offset),
        local(whence.arrival),
        f"{record.size:,}",
        whence.error,
        tried,
    )


def _json(record: Quarantined) -> dict[str, object]:
    whence = record.whence
    return {
        "quarantine": record.topic,
        "number": record.number,
        "platform": whence.platform,
        "topic": whence.topic,
        "partition": whence.partition,
        "offset": whence.offset,
        "arrival": whence.arrival,
        "bytes": record.size,
        "error": whence.error,
        "tried": [{"at": at, "outcome": mark.outcome.value, "said": mark.sentence} for at, mark in record.marks],
    }
