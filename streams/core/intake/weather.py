"""Weather intake: a batch of weather messages becomes rows, for every pace partition, and refusals. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from schemas.quarantine import QuarantinedRecord
from schemas.refusal import Code
from schemas.topics import WEATHER, refused
from schemas.weather.message import WeatherReader, WeatherReading
from schemas.weather.warning import WeatherMessage, WeatherRow
from streams.core.area_record import Weather, encode_pace
from streams.core.intake.feed import to_every_pace, to_quarantine
from streams.core.outgoing import Outgoing
from streams.core.withheld import WithheldValue, withheld_fault


@dataclass(frozen=True, slots=True)
class WeatherRecord:
    """A message as it came from the broker. `arrival` in ms, stamped by the broker."""

    partition: int
    offset: int
    arrival: int
    value: bytes | None


@dataclass(slots=True)
class WeatherTaken:
    """The result of a batch: records to be sent; how many messages were taken, refused, set aside; the last `sent` (ms).

    `passed_over`: messages without fault that speak of other kinds or places alone.
    """

    outgoing: list[Outgoing] = field(default_factory=list)
    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    quarantined: int = 0
    passed_over: int = 0
    newest: int = 0


_PIECE_BYTES = 1_048_576
"""Bytes of rows in one record, about: a broker takes 16 MiB, and a row is far smaller than that."""


def _pieces(rows: Iterable[WeatherMessage]) -> Iterator[list[WeatherRow]]:
    """Divide rows into lists for a record each."""
    piece: list[WeatherRow] = []
    size = 0
    for row in rows:
        piece.append(row)
        size += len(encode_pace([Weather([row])]))
        if size >= _PIECE_BYTES:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


class WeatherIntake:
    """Made with the reader and the number of pace partitions. It keeps nothing."""

    def __init__(self, reader: WeatherReader, pace_partitions: int) -> None:
        self._reader = reader
        self._partitions = pace_partitions

    def take(self, records: Iterable[WeatherRecord]) -> WeatherTaken:
        """Judge every message of the batch; nothing of it is lost and nothing raises: what cannot be read is set aside."""
        taken = WeatherTaken()
        rows: list[WeatherMessage] = []
        for record in records:
            reading, answers = self._read(record)
            taken.outgoing += answers
            if reading is None:
                taken.quarantined += 1
                continue
            rows += reading.rows
            taken.accepted += bool(reading.rows)
            taken.passed_over += not reading.rows and not reading.faults
            taken.refused.update(fault.code.value for fault in reading.faults)
        if rows:
            taken.newest = max(row.sent for row in rows)
            for piece in _pieces(rows):
                taken.outgoing += to_every_pace([Weather(piece)], self._partitions)
        return taken

    def _read(self, record: WeatherRecord) -> tuple[WeatherReading | None, list[Outgoing]]:
        """The rows of a message, and the records in answer to it; none of a message set aside."""
        try:
            reading = self._reading(record)
            encode_pace([Weather([*reading.rows])])
            refusals = (fault.refusal(WEATHER, WEATHER, record.partition) for fault in reading.faults)
            return reading, [Outgoing(refused(WEATHER), None, one.model_dump_json().encode()) for one in refusals]
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001  as in `Intake.read`
            name = type(error).__name__
            whence = QuarantinedRecord(WEATHER, WEATHER, record.partition, record.offset, record.arrival, name)
            return None, [to_quarantine(whence, record.value)]

    def _reading(self, record: WeatherRecord) -> WeatherReading:
        if isinstance(record.value, WithheldValue):
            return WeatherReading(faults=[withheld_fault(record.value, record.offset, unreadable=Code.NOT_XML)])
        return self._reader.read(record.value, arrival=record.arrival, offset=record.offset)
