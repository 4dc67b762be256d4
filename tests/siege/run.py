"""One attack beside a victim: probes of the victim once a second, and what became of them, of the workers and of the receipts."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiokafka import AIOKafkaProducer
from kafka import KafkaConsumer, TopicPartition

from alerts.ledger import Ledger
from schemas.topics import feed, receipts
from tests.bench.entries import raised
from tests.bench.installation import Installation, installation
from tests.servers import raw
from tests.servers.live import restart_the_dead, samples
from tests.siege.attacks import Attack, probed
from tests.siege.events import ATTACKER, HOUR_MS, VICTIM, arrays, event, now

WORKERS = 2
_QUIET_S = 5
"""Probes before the attack begins."""

_WAIT_S = 180.0
"""Seconds in which the last probes, and the receipts of the attack, must have come."""

_LARGE = 1 << 30


@dataclass(slots=True)
class Outcome:
    """The measurements. Lags in s, from the victim's record to its lead in the ledger, ascending; memory in MB, the largest seen.

    `covered`: whether receipts cover every offset of the attacker's feed once. `ends`: how often a worker ended by itself.
    `folds`: how often rows were folded without a pause, `long_folds`: how often for more than 0.05 s.
    """

    attack: str
    sent: int = 0
    lags: list[float] = field(default_factory=list)
    ends: int = 0
    memory_mb: float = 0.0
    covered: bool = False
    folds: int = 0
    long_folds: int = 0
    seconds: float = 0.0

    def percentile(self, share: float) -> float:
        """The lag that this share of the probes did not exceed; infinite where a probe never came."""
        if len(self.lags) < self.sent:
            return float("inf")
        return self.lags[min(len(self.lags) - 1, int(len(self.lags) * share))]


def besiege(attack: Attack, probes: int, scale: float) -> Outcome:
    """Run an attack with so many probes, on an installation of its own."""
    with besieged() as place, Ledger.open(place.local.settings.ledger) as ledger:
        return fight(place, ledger, attack, probes, scale)


@contextmanager
def besieged() -> Iterator[Installation]:
    """An installation whose workers share the work."""
    with installation() as place:
        place.start_workers(WORKERS)
        _until(lambda: _ready(place), "the workers share the work")
        yield place


def fight(place: Installation, ledger: Ledger, attack: Attack, probes: int, scale: float) -> Outcome:
    """Run an attack with so many probes, and wait for what comes of them."""
    outcome, began = Outcome(attack.name), time.monotonic()
    sent = asyncio.run(_fight(place, attack, probes, scale, outcome))
    outcome.sent = len(sent)
    _until(lambda: sent.keys() <= raised(ledger).keys(), "every probe is in the ledger", strict=False)
    known = raised(ledger)
    outcome.lags = sorted((known[who] - at) / 1000 for who, at in sent.items() if who in known)
    outcome.covered = _until(lambda: covered(place.address), "receipts cover the attack", strict=False)
    _look(place, outcome)
    outcome.folds, outcome.long_folds = _folds(place.local.metrics)
    outcome.seconds = time.monotonic() - began
    return outcome


async def _fight(place: Installation, attack: Attack, probes: int, scale: float, outcome: Outcome) -> dict[str, int]:
    sent: dict[str, int] = {}
    attacking: asyncio.Task[None] | None = None
    async with _producer(place, None) as out:
        for number in range(probes):
            who = probed(attack.name, number)
            await out.send_and_wait(feed(VICTIM), _probe(who, number))
            sent[who] = now()
            if number == min(_QUIET_S, probes // 3):
                attacking = asyncio.create_task(_attack(place, attack, scale))
            await asyncio.sleep(1)
            _look(place, outcome)
    if attacking is not None:
        await attacking
    return sent


def _probe(who: str, number: int) -> bytes:
    """A worker who has just gone offline after four and a half hours: a breach that is complete with this record."""
    on = event("session.online", who, now() - 9 * HOUR_MS // 2, number, VICTIM, session_id="s")
    off = event("session.offline", who, now(), number, VICTIM, session_id="s")
    return next(arrays([on, off]))


async def _attack(place: Installation, attack: Attack, scale: float) -> None:
    if attack.raw:
        await asyncio.to_thread(send_raw, place.address, attack.records(scale, now()))
        return
    async with _producer(place, attack.codec) as out:
        waits = []
        for record in attack.records(scale, now()):
            waits.append(await out.send(feed(ATTACKER), record))
            if len(waits) % 20 == 0:
                await asyncio.sleep(0)  # the probes go on
        await asyncio.gather(*waits)


def send_raw(address: str, batches: Iterator[bytes]) -> None:
    """Send whole batches to the attacker's feed, to one partition after the other."""
    for number, each in enumerate(batches):
        raw.produce(address, feed(ATTACKER), number % 2, [each])


def _producer(place: Installation, codec: str | None) -> AIOKafkaProducer:
    return AIOKafkaProducer(
        bootstrap_servers=place.address, acks="all", compression_type=codec, max_request_size=_LARGE, linger_ms=2
    )


def _ready(place: Installation) -> bool:
    held = [place.partitions(number) for number in range(WORKERS)]
    return all(held) and sum(map(len, held)) == place.local.settings.work_partitions


def _look(place: Installation, outcome: Outcome) -> None:
    outcome.ends += len(restart_the_dead(place.local))
    outcome.memory_mb = max(outcome.memory_mb, place.memory_mb())


def _folds(addresses: Sequence[str]) -> tuple[int, int]:
    """The number of folds of all workers, and of those that took longer than 0.05 s."""
    name = "shiftwarden_judge_fold_seconds"
    every = sum(sum(samples(address, f"{name}_count")) for address in addresses)
    short = sum(sum(samples(address, f"{name}_bucket", le="0.05")) for address in addresses)
    return int(every), int(every - short)


def covered(address: str) -> bool:
    """True if receipts cover what lies in the attacker's feed, without gap and without an offset twice."""
    consumer = KafkaConsumer(bootstrap_servers=address, enable_auto_commit=False)
    try:
        partitions = sorted(consumer.partitions_for_topic(feed(ATTACKER)) or ())
        ends = dict(zip(partitions, _ends(consumer, feed(ATTACKER), partitions), strict=True))
        spans: dict[int, list[tuple[int, int]]] = {number: [] for number in partitions}
        for value in _values(consumer, receipts(ATTACKER)):
            receipt = json.loads(value)
            spans[receipt["partition"]].append((receipt["first_offset"], receipt["last_offset"]))
    finally:
        consumer.close()
    return all(_is_whole(sorted(set(spans[number])), end) for number, end in ends.items())


def _is_whole(spans: list[tuple[int, int]], end: int) -> bool:
    """True if the spans cover `[0, end)` once; one that a restart made again may be there twice in the same words."""
    at = 0
    for first, last in spans:
        if first > at:
            return False
        at = max(at, last + 1)
    return at == end


def _ends(consumer: KafkaConsumer, topic: str, partitions: list[int]) -> list[int]:
    wanted = [TopicPartition(topic, number) for number in partitions]
    found = consumer.end_offsets(wanted)
    return [found[each] for each in wanted]


def _values(consumer: KafkaConsumer, topic: str) -> Iterator[bytes]:
    wanted = [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic) or ())]
    consumer.assign(wanted)
    consumer.seek_to_beginning(*wanted)
    left = {each: end for each, end in consumer.end_offsets(wanted).items() if end}
    while left:
        for tp, records in consumer.poll(timeout_ms=500).items():
            for record in records:
                yield record.value
                if record.offset + 1 >= left.get(tp, 0):
                    left.pop(tp, None)


def _until(true: Callable[[], bool], what: str, *, strict: bool = True) -> bool:
    until = time.monotonic() + _WAIT_S
    while not true():
        if time.monotonic() > until:
            if strict:
                raise TimeoutError(f"not within {_WAIT_S:.0f} s: {what}")
            return False
        time.sleep(0.5)
    return True
