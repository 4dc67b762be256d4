"""The lag that is told: what can be read and was not taken, whatever lies between."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from aiokafka.errors import KafkaTimeoutError
from faust.types.tuples import TP as FaustTP  # noqa: N811  it is no constant
from prometheus_client import CollectorRegistry

from streams.edge.fetched.batch import FetchedRecord
from streams.edge.fetched.waiting import FetchedWaiting
from streams.edge.lag import Lag
from streams.edge.messages import TP
from streams.metrics import FeedMetrics
from tests.unit.agents.stage import message

FEED, WORK = TP("feed.hema", 0), TP("work", 0)


@dataclass
class Reader:
    """App and consumer in one, of a broker that says where partitions end."""

    ends: dict[TP, int]
    position: int | None = 0
    waiting: FetchedWaiting = field(default_factory=FetchedWaiting)
    away: bool = False

    def assignment(self) -> set[TP]:
        return set(self.ends)

    async def highwaters(self, tps: Iterable[TP]) -> Mapping[TP, int]:
        if self.away:
            raise KafkaTimeoutError
        return {tp: self.ends[tp] for tp in tps}

    def read_up_to(self, _: TP) -> int | None:
        return self.position

    def fetched(self, tp: TP) -> tuple[int, int] | None:
        return self.waiting.span(cast("Any", tp))

    def fetch(self, first: int, last: int, position: int) -> None:
        self.waiting.give({FaustTP(*FEED): [FetchedRecord(offset, 0, 0, b"") for offset in range(first, last + 1)]})
        self.position = position


class Told:
    """A lag, and what it tells."""

    def __init__(self, reader: Reader) -> None:
        self.registry = CollectorRegistry()
        self.lag = Lag(cast("Any", reader), FeedMetrics(self.registry))

    def took(self, offset: int) -> None:
        self.lag.took_all([message("feed.hema", offset, b"")])

    def measure(self) -> float | None:
        asyncio.run(self.lag.measure())
        return self.registry.get_sample_value("shiftwarden_feed_lag_records", {"topic": "feed.hema", "partition": "0"})


def test_marks_and_what_was_taken_back_are_no_lag_where_all_else_was_taken() -> None:
    reader = Reader({FEED: 10, WORK: 99})
    reader.fetch(0, 4, position=10)
    told = Told(reader)
    told.took(4)

    assert told.measure() == 0


def test_what_was_fetched_and_not_taken_is_lag() -> None:
    reader = Reader({FEED: 10})
    reader.fetch(0, 8, position=10)
    told = Told(reader)
    told.took(4)

    assert told.measure() == 5


def test_a_reader_that_hangs_from_its_start_shows_its_lag() -> None:
    reader = Reader({FEED: 30}, position=10)
    told = Told(reader)
    before = told.measure()
    reader.fetch(12, 20, position=21)

    assert (before, told.measure()) == (20, 18)


def test_what_was_fetched_before_a_rebalance_leaves_no_lag_behind() -> None:
    reader = Reader({FEED: 10})
    reader.fetch(0, 8, position=9)
    told = Told(reader)
    told.took(3)

    told.lag.forget_all()
    reader.waiting.forget_all()
    reader.position = 10

    assert told.measure() == 0


def test_a_partition_that_is_given_up_is_told_no_more_and_of_inner_topics_nothing_ever() -> None:
    told = Told(Reader({FEED: 10, WORK: 10}))
    told.measure()
    told.lag.forget_all()

    (family,) = [one for one in told.registry.collect() if one.name == "shiftwarden_feed_lag_records"]
    assert family.samples == []


def test_while_the_broker_does_not_answer_nothing_is_told_and_nothing_raised() -> None:
    assert Told(Reader({FEED: 10}, away=True)).measure() is None


def test_a_partition_that_is_not_placed_yet_has_no_lag_that_one_could_tell() -> None:
    assert Told(Reader({FEED: 10}, position=None)).measure() == 0
