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
from schemas.topics import PACE, QUARANTINE, WORK
from schemas.weather.message import WeatherReader
from streams.broker.errors import EmbeddedKafkaError
from streams.broker.security import Security
from streams.broker.topics import require_topics
from streams.cli.options import broker_option, example, format_option, law_option, security_option
from streams.cli.output import Unusable, print_json, print_line, print_status, print_table
from streams.cli.reading import law_of, reader_of
from streams.cli.service.quarantined import Found, Quarantined, Sending, read_quarantine, reader, value_of
from streams.cli.wording import local, number_of
from streams.core.retrying import Retrying

T = TypeVar("T")

COLUMNS: Final = (">number", "platform", "topic", ">partition", ">offset", "arrived", ">bytes", "error", "tried again")


@click.group(epilog=example("shiftwarden quarantine list --broker kafka:9092", "shiftwarden quarantine retry"))
def quarantine() -> None:
    """List the records whose reading failed by a fault of ours, and try them again with this release."""


@quarantine.command("list", epilog=example("shiftwarden quarantine list --broker kafka:9092 --all"))
@security_option
@broker_option
@format_option
@click.option("--all", "everything", is_flag=True, help="Those, too, that were tried again and taken.")
def list_(broker: str, security: Security, form: str, *, everything: bool) -> None:
    """List what was set aside: its origin, its size, the error, and each later attempt.

    The bytes are not shown: they are a platform's, and may name a worker.
    """
    _require(broker, security)
    found = _run(broker, _read(broker, security))
    records = [record for record in found.records if everything or not record.taken]
    if form == "json":
        for record in records:
            print_json(_json(record))
    elif records:
        print_table(COLUMNS, map(_row, records))
    done = sum(record.taken for record in found.records)
    aside = number_of(len(found.records) - done, "record")
    print_status(f"{aside} set aside; {done:,} more tried again and taken")


@quarantine.command(epilog=example("shiftwarden quarantine retry --broker kafka:9092"))
@security_option
@broker_option
@law_option
def retry(broker: str, security: Security, overlay: Path | None) -> None:
    """Read again with this release what is set aside; what can be read is judged, and the platform gets a further receipt.

    What was taken once is not tried again. Exit status 1 where a record still cannot be read.
    """
    feeds = reader_of(law_of(overlay))
    _require(broker, security)
    taken, still = _run(broker, _retried(broker, security, feeds))
    print_status(f"{number_of(taken, 'record')} taken, {still:,} still set aside")
    sys.exit(1 if still else 0)


async def _retried(broker: str, security: Security, feeds: FeedReader) -> tuple[int, int]:
    """Try each again, the oldest first: the numbers taken and not taken. A record is marked once the broker has its results."""
    tried = Counter[bool]()
    async with reader(broker, security) as consumer, Sending.producer(broker, security) as producer:
        sending = Sending(producer)
        retrying = Retrying(feeds, WeatherReader(feeds.places), await _partitions(sending))
        for record in (await _found(consumer)).records:
            if record.taken:
                continue
            value = await value_of(consumer, record)
            if value is None:
                print_line(f"{record.number}: {_place(record)}: no longer in quarantine; the feed keeps it for 14 days")
                continue
            retrial = retrying.read(record.whence, value)
            await sending.send(retrial.outgoing)
            await sending.mark(record, retrial.outcome, retrial.summary)
            tried[retrial.outcome is Retried.TAKEN] += 1
            print_line(f"{record.number}: {_place(record)}: {retrial.summary}")
    return tried[True], tried[False]


async def _partitions(sending: Sending) -> int:
    counts = await sending.partitions()
    if counts[WORK] != counts[PACE]:
        raise Unusable(
            f"work has {counts[WORK]} partitions and pace {counts[PACE]}: `shiftwarden topics` makes as many"
        )
    return counts[WORK]


async def _read(broker: str, security: Security) -> Found:
    async with reader(broker, security) as consumer:
        return await _found(consumer)


async def _found(consumer: AIOKafkaConsumer) -> Found:
    found = await read_quarantine(consumer)
    if found.strange:
        print_status(
            f"warning: passed over {number_of(found.strange, 'record')} of the topic not written by us; check who may write to it"
        )
    return found


def _require(broker: str, security: Security) -> None:
    try:
        require_topics(broker, [QUARANTINE], security)
    except EmbeddedKafkaError as error:
        raise Unusable(str(error)) from error


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
        str(record.number),
        whence.platform,
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
