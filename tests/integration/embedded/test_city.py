import asyncio
from itertools import pairwise
from pathlib import Path

import orjson
import pytest
from aiokafka.errors import KafkaConnectionError

from schemas.topics import WEATHER, feed, inner_topics, platform_topics
from streams.broker.topics import ensure_topics
from streams.tools.city.files import write_files
from streams.tools.city.platforms import SECTORS
from streams.tools.city.sender import CitySender, SendProgress
from streams.tools.city.simulator import City
from streams.tools.city.spans import HOUR, MINUTE, SECOND
from streams.tools.embedded.free_ports import free_ports
from streams.tools.embedded.kafka import EmbeddedKafka
from tests.integration.embedded.records import read_all

START = 1_764_000_000_000
NOW = START + 4 * HOUR
"""Half an hour after the storm's first warning."""


class Clock:
    """The present as the test sets it: it goes on by a second whenever it is asked."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> int:
        self.now += SECOND
        return self.now


def test_the_city_says_on_kafka_all_that_it_would_have_said_and_goes_on_live(kafka: EmbeddedKafka) -> None:
    topics = [topic for name in SECTORS for topic in platform_topics(name, feed_partitions=2)]
    ensure_topics(kafka.address, [*topics, *inner_topics(work_partitions=1, pace_partitions=1)])
    told: list[SendProgress] = []

    async def send_until_some_seconds_after_now() -> None:
        stop = asyncio.Event()

        def note(sent: SendProgress) -> None:
            told.append(sent)
            if sent.until > NOW + 5 * SECOND:
                stop.set()

        city = City(3, workers=20, start=START, storm=True)
        await asyncio.wait_for(CitySender(city, kafka.address, Clock(NOW), note).run(START, stop), 60)

    asyncio.run(send_until_some_seconds_after_now())

    for name in SECTORS:
        arrived = [event for value in read_all(kafka.address, feed(name)) for event in orjson.loads(value)]
        meant = [
            event for event in City(3, 20, START, storm=True).events(START, told[-1].until) if event.platform == name
        ]

        assert sorted(event["event_id"] for event in arrived) == sorted(
            orjson.loads(event.value)["event_id"] for event in meant
        )
    assert read_all(kafka.address, WEATHER) == [City(3, 20, START, storm=True).weather()[0][1]]
    assert MINUTE < told[0].until - START < 2 * MINUTE
    assert min(after.until - before.until for before, after in pairwise(told[:-10])) >= MINUTE
    assert told[-1].until > NOW


def test_the_city_as_files_says_the_same_and_what_must_be_found_at_its_last_event(tmp_path: Path) -> None:
    city = City(3, workers=50, start=START, storm=True)
    told: list[tuple[int, int]] = []

    count = write_files(city, tmp_path / "out", START, START + 7 * HOUR, lambda *how_far: told.append(how_far))

    lines = [line for name in SECTORS for line in (tmp_path / "out" / f"{name}.ndjson").read_bytes().splitlines()]
    planted = (tmp_path / "out" / "planted.jsonl").read_bytes().splitlines()
    assert count == len(lines) == told[-1][0]
    assert sorted(lines) == sorted(
        event.value for event in City(3, 50, START, storm=True).events(START, START + 7 * HOUR)
    )
    messages = [(tmp_path / "out" / f"weather-{number}.xml").read_bytes() for number in (1, 2, 3)]
    assert messages == [value for _, value in city.weather()]
    assert planted == [one.json() for one in city.expected(told[-1][1])]
    assert {orjson.loads(line)["rule"] for line in planted} >= {"rest_missed", "dispatch_during_rest"}


def test_a_city_without_a_broker_ends_with_kafkas_error_and_holds_nothing_open() -> None:
    address = f"127.0.0.1:{free_ports(1)[0]}"

    async def run() -> None:
        await CitySender(City(3, 1, START), address, Clock(NOW), print).run(START, asyncio.Event())

    with pytest.raises(KafkaConnectionError, match="bootstrap"):
        asyncio.run(run())
