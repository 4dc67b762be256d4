"""`shiftwarden weather`: send weather messages to the topic `weather`, and print what was understood."""

import asyncio
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from schemas.envelope import MOST_BYTES
from schemas.instants import Ms
from schemas.topics import WEATHER
from streams.broker.errors import EmbeddedKafkaError
from streams.broker.rights import Right
from streams.broker.security import Security
from streams.broker.topics import require_topics
from streams.cli.options import FILES, broker_option, example, law_option, security_option
from streams.cli.output import Unusable, harmless, print_line, print_status
from streams.cli.reading import law_of, reader_of
from streams.cli.recordings.weather_view import sentences_of
from streams.cli.wording import number_of
from streams.law.table import Law
from streams.tools.recorded.files import STANDARD_INPUT, RecordedBatch, weather_batches


@click.command(
    epilog=example("shiftwarden weather --dry-run storm.xml", "shiftwarden weather --broker kafka:9092 storm.xml")
)
@FILES
@law_option
@security_option
@broker_option
@click.option("--dry-run", is_flag=True, help="Only check; send nothing.")
def weather(files: tuple[str, ...], overlay: Path | None, broker: str, security: Security, *, dry_run: bool) -> None:
    """Send weather warnings: CAP 1.2 or the national form of it, plain or gzip, `-` for standard input.

    Prints what each message begins, lifts and ends, as it was understood, and what of it is passed over. A message with a
    fault is reported with file, line and code, and is not sent; the others are. Exit status 1 where there is a fault.
    When it ends well, the broker has every message.
    """
    if files.count(STANDARD_INPUT) > 1:
        raise Unusable("standard input (-) is given twice; it can be read once")
    law = law_of(overlay)
    read = [batch for file in files for batch in _read(file, law, time.time_ns() // 1_000_000)]
    for batch in read:
        _print_message(batch, law)
    good = [batch.message[1] for batch in read if batch.message and not batch.errors]
    if good and not dry_run:
        _send(broker, security, good)
    print_status(f"{len(good):,} of {number_of(len(read), 'message')} {'would be sent' if dry_run else 'sent'}")
    sys.exit(0 if len(good) == len(read) else 1)


def _read(file: str, law: Law, now: Ms) -> Iterator[RecordedBatch]:
    try:
        yield from weather_batches(file, reader_of(law), now)
    except OSError as error:
        shown = "standard input" if file == STANDARD_INPUT else file
        raise Unusable(f"{shown}: cannot be read ({error.strerror}); give a file that you may read") from error


def _print_message(batch: RecordedBatch, law: Law) -> None:
    for misread in batch.errors:
        print_status(f"{misread.where}: {misread.code}: {misread.detail}")
    line, _ = batch.message or (0, b"")
    where = batch.where(line, None)
    for row in batch.weather:
        for sentence in sentences_of(row, law.places):
            print_line(harmless(f"{where}: {sentence}"))
    for remark in batch.passed:
        print_status(harmless(f"{where}: {remark}"))
    if batch.message and not batch.weather and not batch.errors:
        print_status(f"{where}: it speaks of no kind and place of ours, and changes nothing here")


def _send(broker: str, security: Security, messages: Sequence[bytes]) -> None:
    try:
        require_topics(broker, [WEATHER], security, [Right("Write", "topic", WEATHER)])
        asyncio.run(_sent(broker, security, messages))
    except EmbeddedKafkaError as error:
        raise Unusable(f"nothing was sent: {error}") from error
    except (KafkaError, OSError) as error:
        raise Unusable(f"The Kafka at {broker} did not take all messages ({error}); send them again.") from error


async def _sent(broker: str, security: Security, messages: Sequence[bytes]) -> None:
    """Send one after the other, so that they arrive in the order in which they were given."""
    async with AIOKafkaProducer(
        bootstrap_servers=broker, acks="all", max_request_size=2 * MOST_BYTES, **security.options()
    ) as producer:
        for message in messages:
            await producer.send_and_wait(WEATHER, message)
