"""Records that were set aside, read again."""

from random import Random
from typing import Any

import pytest

from schemas.feed.codec import FeedReader
from schemas.feed.reading import Reading
from schemas.feed.receipt import Receipt
from schemas.quarantine import HeadersError, Mark, QuarantinedRecord, Retried
from schemas.weather.message import WeatherReader, WeatherReading
from streams.core.intake.weather import WeatherIntake, WeatherRecord
from streams.core.retrying import Retrying
from tests.unit.core.intake.test_intake import WORKERS, beat
from tests.unit.schemas.said import ARRIVAL, READER, written
from tests.unit.schemas.weather.messages import alert, info

WEATHER = WeatherReader(READER.places)
HEMA = QuarantinedRecord("hema", "feed.hema", 1, 7, ARRIVAL, "IndexError")
LATER = ARRIVAL + 60 * 24 * 3_600_000
OFFICE = QuarantinedRecord("weather", "weather", 0, 3, LATER, "IndexError")


class StillRaising(FeedReader):
    def read(self, value: bytes | None, **where: Any) -> Reading:
        raise OverflowError(value, where)


class RaisingAtWeather(WeatherReader):
    def read(self, value: bytes | None, **where: Any) -> WeatherReading:
        if value and b"cursed" in value:
            raise OverflowError(value, where)
        return super().read(value, **where)


def test_what_can_be_read_by_now_goes_the_way_of_any_record_and_has_a_receipt_of_its_own() -> None:
    value = b"[" + written(beat(WORKERS[0], 1)) + b",1]"

    retrial = Retrying(READER, WEATHER, 4).read(HEMA, value)

    assert (retrial.outcome, retrial.summary) == (Retried.TAKEN, "1 events accepted, 1 refused")
    assert [each.topic for each in retrial.outgoing] == ["work", "receipts.hema", "refused.hema"]
    receipt = Receipt.model_validate_json(retrial.outgoing[1].value)
    assert (receipt.partition, receipt.first_offset, receipt.last_offset) == (1, 7, 7)
    assert (receipt.total, receipt.accepted, receipt.quarantined) == (2, 1, ())


def test_an_event_is_judged_as_it_arrived_then() -> None:
    later = written(beat(WORKERS[0], 1))

    early = Retrying(READER, WEATHER, 4).read(QuarantinedRecord("hema", "feed.hema", 1, 7, ARRIVAL - 10**9, "x"), later)

    assert early.summary == "0 events accepted, 1 refused"


def test_of_what_raises_still_nothing_is_sent_and_the_error_is_named() -> None:
    retrial = Retrying(StillRaising(READER.places), WEATHER, 4).read(HEMA, b"[]")

    assert (retrial.outcome, retrial.outgoing) == (Retried.RAISED, ())
    assert retrial.summary == "reading it raised OverflowError again"


def test_a_weather_message_that_raises_is_set_aside_alone_and_taken_again() -> None:
    good, cursed = alert(info()), alert(info()).replace(b"<identifier>", b"<identifier>cursed")
    raising = RaisingAtWeather(READER.places)

    taken = WeatherIntake(raising, 2).take([WeatherRecord(0, 3, LATER, cursed), WeatherRecord(0, 4, LATER, good)])

    (aside,) = [each for each in taken.outgoing if each.topic == "quarantine.weather"]
    assert (QuarantinedRecord.of(aside.headers).offset, aside.value, taken.quarantined, taken.accepted) == (
        3,
        cursed,
        1,
        1,
    )
    assert len([each for each in taken.outgoing if each.topic == "pace"]) == 2
    again = [Retrying(READER, reader, 2).read(OFFICE, cursed) for reader in (raising, WEATHER)]
    assert [each.outcome for each in again] == [Retried.RAISED, Retried.TAKEN]
    assert [each.topic for each in again[1].outgoing] == ["pace", "pace"]


def test_headers_come_back_as_they_were_and_others_are_turned_away() -> None:
    mark = Mark(0, 12, Retried.RAISED, "reading it raised IndexError again")

    assert (QuarantinedRecord.of(HEMA.headers), Mark.of(mark.headers)) == (HEMA, mark)
    assert Mark.of(HEMA.headers) is None
    for damaged in ((), (("platform", b"\xff"),), HEMA.headers[:-1], (*HEMA.headers[:2], ("partition", b"x"))):
        with pytest.raises(HeadersError):
            QuarantinedRecord.of(damaged)
    with pytest.raises(HeadersError, match="no mark"):
        Mark.of((("of_offset", b"1"), ("outcome", b"else")))


def test_a_batch_of_long_messages_becomes_records_of_a_size_that_a_broker_takes() -> None:
    noise = [alert(info(), identifier=f"A{n}", note=Random(n).randbytes(400_000).hex()) for n in range(60)]

    taken = WeatherIntake(WEATHER, 1).take([WeatherRecord(0, n, LATER, each) for n, each in enumerate(noise)])

    records = [each.value for each in taken.outgoing if each.topic == "pace"]
    assert (taken.accepted, taken.quarantined, len(records) > 1) == (60, 0, True)
    assert max(map(len, records)) < 2 * 1_048_576
