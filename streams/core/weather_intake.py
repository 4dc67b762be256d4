"""Weather intake: what a batch of weather messages becomes: what they say, for every pace partition, and refusals. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from schemas.refusal import Code
from schemas.topics import WEATHER, refused
from schemas.warning import WeatherRow
from schemas.weather import WeatherReader, WeatherReading
from streams.core.intake import Outgoing, to_every_pace
from streams.core.pace_record import Weather
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
    """What became of a batch: what is to be sent; how many messages were taken, and refused by code; the last `sent` (ms)."""

    outgoing: list[Outgoing] = field(default_factory=list)
    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    newest: int = 0


class WeatherIntake:
    """Made with the reader and the number of pace partitions. It keeps nothing."""

    def __init__(self, reader: WeatherReader, pace_partitions: int) -> None:
        self._reader = reader
        self._partitions = pace_partitions

    def take(self, records: Iterable[WeatherRecord]) -> WeatherTaken:
        """Judge every message of the batch; nothing of it is lost and nothing raises."""
        taken = WeatherTaken()
        rows: list[WeatherRow] = []
        for record in records:
            reading = self._read(record)
            rows += reading.rows
            taken.accepted += bool(reading.rows)
            for fault in reading.faults:
                refusal = fault.refusal(WEATHER, WEATHER, record.partition)
                taken.outgoing.append(Outgoing(refused(WEATHER), None, refusal.model_dump_json().encode()))
                taken.refused[fault.code.value] += 1
        if rows:
            taken.newest = max(row.sent for row in rows)
            taken.outgoing += to_every_pace([Weather(rows)], self._partitions)
        return taken

    def _read(self, record: WeatherRecord) -> WeatherReading:
        if isinstance(record.value, WithheldValue):
            return WeatherReading(faults=[withheld_fault(record.value, record.offset, unreadable=Code.NOT_XML)])
        return self._reader.read(record.value, arrival=record.arrival, offset=record.offset)
