"""Retrying: a record that was set aside is read again with the present release, and what comes of it is to be sent. Pure."""

from dataclasses import dataclass

from schemas.feed.codec import FeedReader
from schemas.quarantine import QuarantinedRecord, Retried
from schemas.topics import WEATHER
from schemas.weather.message import WeatherReader
from streams.core.intake.feed import FeedIntake, FeedRecord
from streams.core.intake.weather import WeatherIntake, WeatherRecord
from streams.core.outgoing import Outgoing


@dataclass(frozen=True, slots=True)
class Retrial:
    """The result of a record. `outgoing` is to be sent, with the work before the receipt; nothing where reading it raised."""

    outcome: Retried
    summary: str
    outgoing: tuple[Outgoing, ...] = ()


class Retrying:
    """Made with the readers and the partitions that work and pace have. It keeps nothing."""

    def __init__(self, feeds: FeedReader, weather: WeatherReader, partitions: int) -> None:
        self._feeds = feeds
        self._weather = weather
        self._partitions = partitions

    def read(self, whence: QuarantinedRecord, value: bytes) -> Retrial:
        """Read a record as ingest or the weather agent would, as it arrived then."""
        if whence.topic == WEATHER:
            return self._read_weather(whence, value)
        record = FeedRecord(whence.platform, whence.topic, whence.partition, whence.offset, whence.arrival, value)
        taken = FeedIntake(self._feeds, self._partitions).take([record])
        if taken.quarantined:
            return _raised(taken.outgoing)
        summary = f"{taken.accepted.total()} events accepted, {taken.refused.total()} refused"
        return Retrial(Retried.TAKEN, summary, tuple(taken.outgoing))

    def _read_weather(self, whence: QuarantinedRecord, value: bytes) -> Retrial:
        record = WeatherRecord(whence.partition, whence.offset, whence.arrival, value)
        taken = WeatherIntake(self._weather, self._partitions).take([record])
        if taken.quarantined:
            return _raised(taken.outgoing)
        summary = (
            f"{taken.accepted} messages accepted, {taken.refused.total()} refused, {taken.passed_over} passed over"
        )
        return Retrial(Retried.TAKEN, summary, tuple(taken.outgoing))


def _raised(outgoing: list[Outgoing]) -> Retrial:
    (error,) = [QuarantinedRecord.of(each.headers).error for each in outgoing if each.headers]
    return Retrial(Retried.RAISED, f"reading it raised {error} again")
