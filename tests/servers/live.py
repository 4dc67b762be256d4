"""A live installation for tests: what was sent to it, what must stand in its ledger, and when it has come to rest.

The truth is what `replay` says of all that was sent. Send events that have settled (`tests.integration.live.events`), so
that the truth does not depend on the instant of asking.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

from aiokafka import AIOKafkaProducer
from kafka import TopicPartition
from kafka.admin import OffsetSpec
from prometheus_client.parser import text_string_to_metric_families

from alerts.leads.finding import LeadFinding, canonical
from alerts.ledger import Ledger
from schemas.feed.codec import FeedReader
from schemas.feed.reading import Reading
from schemas.topics import STANDING, WEATHER, WORK, feed
from schemas.weather.message import WeatherReader
from streams.broker.admin import administrator
from streams.broker.errors import EmbeddedKafkaError
from streams.law.files import packaged_law
from streams.settings import Settings
from streams.tools.embedded.free_ports import free_ports
from streams.tools.local import LocalInstallation
from streams.tools.replay.result import ReplayRequest as Asked
from streams.tools.replay.run import Replay
from tests.servers.java import compile_quickly
from tests.servers.state import state_of_worker, stated

compile_quickly()

LAW = packaged_law()
_LARGE = 1 << 30
"""Bytes of a record before it is compressed: the broker decides what is too large."""
Lag = dict[TopicPartition, int]
Record = tuple[str, bytes]
"""A platform, and the value of a record of its feed."""


LIMIT_S = 120.0
"""The longest that anything is waited for. It asserts nothing about time: on a busy machine a takeover may need a minute."""


MOST_PAUSE_S = 0.4
"""Between two looks: one at the lag or the ledger costs 20 to 30 ms of processor time, which those need that are waited for."""


def wait_until(
    true: Callable[[], bool], what: str, seconds: float = LIMIT_S, state: Callable[[], str] = lambda: ""
) -> None:
    """Come back when it is true; fail with what was waited for, and the state, when it is not within the limit."""
    until, pause = time.monotonic() + seconds, 0.05
    while not true():
        assert time.monotonic() < until, f"not within {seconds:.0f} s: {what}\n{state()}"
        time.sleep(pause)
        pause = min(MOST_PAUSE_S, 1.5 * pause)


def quick_settings(ledger: str) -> Settings:
    """Settings under which a fault and its repair take seconds."""
    return Settings(ledger=ledger, work_partitions=6, session_timeout_s=6, checkpoint_s=2, sweep_s=1)


def restart_the_dead(local: LocalInstallation) -> list[int]:
    """Start again, at once, those workers that have ended by themselves; returns their numbers."""
    dead = [number for number, worker in enumerate(local.workers) if worker.exit_status is not None]
    for number in dead:
        local.restart(number)
    return dead


class Sent(NamedTuple):
    """The place of a record."""

    topic: str
    partition: int
    offset: int


class Live:
    """A running installation. Mutable: it remembers every record that was sent, and every weather message."""

    def __init__(self, local: LocalInstallation) -> None:
        self.local = local
        self.sent: list[Record] = []
        self.warned: list[bytes] = []

    @property
    def address(self) -> str:
        return self.local.kafka.address

    def send(self, records: Iterable[Record], codec: str | None = "lz4") -> list[Sent]:
        """Send to the feeds; comes back when the broker has them all, with topic, partition and offset of each."""
        fresh = list(records)
        self.sent += fresh
        return asyncio.run(asyncio.wait_for(_send(self.address, [(feed(p), v) for p, v in fresh], codec), 60))

    def warn(self, messages: Iterable[bytes]) -> None:
        """Send weather messages; comes back when the broker has them all."""
        fresh = list(messages)
        self.warned += fresh
        asyncio.run(asyncio.wait_for(_send(self.address, [(WEATHER, each) for each in fresh], None), 60))

    def kill(self, number: int) -> None:
        """SIGKILL, and the worker is gone."""
        self.local.workers[number].kill()

    def restart_the_dead(self) -> list[int]:
        """Start again, at once, those workers that have ended by themselves; returns their numbers."""
        return restart_the_dead(self.local)

    def start_another(self) -> None:
        """Start one worker more."""
        self.local.metrics.append(f"127.0.0.1:{free_ports(1)[0]}")
        self.local.workers.append(self.local.start_worker(len(self.local.workers)))

    def forget_the_last(self) -> None:
        """The last worker has ended and is not to be started again."""
        self.local.workers.pop()
        self.local.metrics.pop()

    def members(self) -> int:
        """The number of workers that the broker counts in the group."""
        group = self.local.settings.group
        with administrator(self.address) as admin:
            return len(admin.describe_groups([group])[group]["members"])

    def wait_for_workers(self, count: int = 2) -> None:
        """Wait until so many workers share the work partitions among them; one that ends meanwhile is started again."""
        self.wait_until(
            lambda: not self.restart_the_dead() and self._shares() == count, f"{count} workers share the work"
        )

    def _shares(self) -> int:
        """The number of workers that have work, where all of it has been taken over; else 0."""
        held = self._held()
        return sum(map(bool, held)) if sum(held) == self.local.settings.work_partitions else 0

    def _held(self) -> list[int]:
        """The number of partitions of the work that each running worker has taken over."""
        running = zip(self.local.workers, self.local.metrics, strict=True)
        return [
            len(samples(address, "shiftwarden_checkpoint_timestamp_seconds", topic=WORK))
            for worker, address in running
            if worker.exit_status is None
        ]

    def truth(self) -> Counter[str]:
        """The findings that must stand now, as canonical JSON."""
        now = time.time_ns() // 1_000_000
        replay, reader = Replay(LAW, Asked(now=now)), FeedReader(LAW.places.known)
        for platform, value in self.sent:
            replay.fold(reader.read(value, platform_id=platform, arrival=now, offset=0))
        weather = WeatherReader(LAW.places.known)
        for value in self.warned:
            replay.fold(Reading(), weather.read(value, arrival=now, offset=0).rows)
        findings = replay.result().findings()
        return Counter(LeadFinding.of(one).text for one in findings if one.rule != "rest_due")

    def standing(self) -> Counter[str]:
        """The findings of the standing leads, as canonical JSON, without their arrival, which no replay knows."""
        with Ledger.open(self.local.settings.ledger) as ledger:
            return Counter(_without_arrival(lead.finding.text) for lead in ledger.leads())

    def settle(self, seconds: float = LIMIT_S) -> None:
        """Wait until all is taken and committed; then the ledger must say the truth, each finding once, and be whole."""
        self.wait_for_no_lag(seconds)
        truth = self.truth()
        try:
            self.wait_until(lambda: self.standing() == truth, "the ledger says the truth")
        except AssertionError as late:
            standing = self.standing()
            raise AssertionError(f"{_differences(truth - standing, standing - truth)}\n{late}") from late
        with Ledger.open(self.local.settings.ledger) as ledger:
            assert ledger.verify() == []

    def wait_for_no_lag(self, seconds: float = LIMIT_S) -> None:
        """Wait until every record is committed."""
        self.wait_until(self._has_no_lag, "every record is committed", seconds)

    def wait_until(self, true: Callable[[], bool], what: str, seconds: float = LIMIT_S) -> None:
        """Wait as `wait_until` does; a failure shows the installation's state."""
        wait_until(true, what, seconds, self.state)

    def state(self) -> str:
        """The state of the installation now, for the message of a wait that failed."""
        workers = zip(self.local.workers, self.local.metrics, strict=True)
        return "\n".join(
            [
                stated("not committed", self.lag),
                stated("members of the group", self.members),
                stated("leads that stand", lambda: self.standing().total()),
                *(
                    state_of_worker(f"worker {number}", process, address, self.local.log_of(number))
                    for number, (process, address) in enumerate(workers)
                ),
            ]
        )

    def lag(self) -> Lag:
        """The number of records of each partition that are not committed, where there are any."""
        committed = self.committed()
        return {tp: end - committed[tp] for tp, end in self.ends().items() if end > committed[tp]}

    def _has_no_lag(self) -> bool:
        try:
            return not self.lag()
        except EmbeddedKafkaError:  # the broker, or the group's place on it, is just starting
            return False

    def ends(self) -> dict[TopicPartition, int]:
        """The offset after the last record of each partition."""
        with administrator(self.address) as admin:
            found = admin.list_partition_offsets(dict.fromkeys(self.partitions(), OffsetSpec.LATEST))
        return {tp: info.offset for tp, info in found.items()}

    def committed(self) -> dict[TopicPartition, int]:
        """The offset from which each partition would be read again."""
        group = self.local.settings.group
        with administrator(self.address) as admin:
            found = admin.list_group_offsets({group: self.partitions()})[group]
        return {tp: max(0, found[tp].offset) if tp in found else 0 for tp in self.partitions()}

    def taken(self, topic: str) -> int:
        """The number of records of a topic that are committed."""
        return sum(offset for tp, offset in self.committed().items() if tp.topic == topic)

    def partitions(self) -> list[TopicPartition]:
        """All partitions that the workers read."""
        settings = self.local.settings
        counts = {feed(name): settings.feed_partitions for name in LAW.platforms}
        counts |= {WORK: settings.work_partitions, STANDING: settings.work_partitions}
        return [TopicPartition(topic, number) for topic, count in counts.items() for number in range(count)]

    def metric(self, name: str, **labels: str) -> float:
        """The sum of a metric over the workers that run."""
        running = zip(self.local.workers, self.local.metrics, strict=True)
        return sum(sum(samples(address, name, **labels)) for worker, address in running if worker.exit_status is None)

    def dirty(self, number: int) -> float:
        """The number of buckets of a worker that changed since their checkpoint."""
        return sum(samples(self.local.metrics[number], "shiftwarden_buckets_dirty"))

    def log(self) -> str:
        """The logs of the workers."""
        return "\n".join(path.read_text() for path in sorted(self.local.folder.glob("worker-*.log")))


async def _send(address: str, records: list[tuple[str, bytes]], codec: str | None) -> list[Sent]:
    async with AIOKafkaProducer(
        bootstrap_servers=address, acks="all", compression_type=codec, max_request_size=_LARGE
    ) as producer:
        waits = [await producer.send(topic, value) for topic, value in records]
        return [Sent(one.topic, one.partition, one.offset) for one in await asyncio.gather(*waits)]


def _without_arrival(text: str) -> str:
    return canonical({name: value for name, value in json.loads(text).items() if name != "arrival"})


def samples(address: str, name: str, **labels: str) -> list[float]:
    """The values of a metric at `HOST:PORT` that has these labels; none where nobody answers."""
    try:
        with urlopen(f"http://{address}/metrics", timeout=5) as answer:
            text = answer.read().decode()
    except OSError:
        return []
    found = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return [one.value for one in found if one.name == name and labels.items() <= one.labels.items()]


def _differences(missing: Counter[str], others: Counter[str]) -> str:
    words = [f"{missing.total()} findings are missing, {others.total()} stand that should not, for example"]
    return "\n".join(
        [*words, *("- " + text for text in sorted(missing)[:2]), *("+ " + text for text in sorted(others)[:2])]
    )


def ledger_in(folder: Path) -> str:
    """The address of a ledger in a file of the folder."""
    return f"sqlite:///{folder / 'ledger.db'}"
