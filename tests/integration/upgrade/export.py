"""Writes the data of a small installation, run by the release in the current folder, to two files in a folder.

So the files beside this one were made, with the former release (commit 2610ad7) checked out in another folder, and there:

    PYTHONPATH=. python THIS_FILE FOLDER

Two workers take hard days, a city and a gale, settle, and are stopped in order. `kafka.msgpack.xz`: the offsets that the group
has committed, and every record that the next release may read. `ledger.db.xz`: the ledger.
"""

import asyncio
import lzma
import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition

from schemas.topics import PACE, WEATHER
from streams.broker.admin import administrator
from streams.tools.local import LocalInstallation
from tests.integration.live.events import arrays, city, hard_days
from tests.integration.live.rain import gale
from tests.servers.live import Live, ledger_in, quick_settings

_READ_WITHIN_MS = 10_000

Row = tuple[str, int, bytes | None, bytes | None, int]
"""Topic, partition, key, value, and timestamp in ms."""


def export(into: Path) -> None:
    """Run the installation, stop its workers, and write the files."""
    with (
        TemporaryDirectory() as name,
        LocalInstallation(Path(name), quick_settings(ledger_in(Path(name))), 2, print) as local,
    ):
        live = Live(local)
        live.wait_for_workers()
        _work(live)
        for worker in local.workers:
            worker.stop()
        local.workers = []
        kafka = {"committed": _committed(live), "records": asyncio.run(_records(live))}
        (into / "kafka.msgpack.xz").write_bytes(lzma.compress(msgspec.msgpack.encode(kafka), preset=9))
        (into / "ledger.db.xz").write_bytes(lzma.compress(_ledger(Path(name)), preset=9))


def _work(live: Live) -> None:
    events, messages = gale(seed=1)
    live.warn(messages)
    live.send([*arrays(hard_days(1, 15), 20), *city(1, 2), *arrays(events)], codec=None)
    live.settle()


def _committed(live: Live) -> list[tuple[str, int, int]]:
    """Topic, partition and offset of all that the group has committed."""
    group = live.local.settings.group
    with administrator(live.address) as admin:
        found = admin.list_group_offsets({group: None})[group]
    return [(tp.topic, tp.partition, committed.offset) for tp, committed in sorted(found.items())]


async def _records(live: Live) -> list[Row]:
    """The records by topic and partition, in the order of their offsets."""
    count = live.local.settings.work_partitions
    partitions = {TopicPartition(tp.topic, tp.partition) for tp in live.partitions()}
    partitions |= {TopicPartition(t, n) for t in (PACE, live.local.settings.state_topic) for n in range(count)}
    partitions.add(TopicPartition(WEATHER, 0))
    async with AIOKafkaConsumer(bootstrap_servers=live.address, auto_offset_reset="earliest") as consumer:
        ends = await consumer.end_offsets(list(partitions))
        return [row for tp in sorted(partitions) for row in await _of(consumer, tp, ends[tp])]


async def _of(consumer: Any, tp: TopicPartition, end: int) -> Iterable[Row]:
    rows: list[Row] = []
    consumer.assign([tp])
    while len(rows) < end:
        found = (await consumer.getmany(tp, timeout_ms=_READ_WITHIN_MS)).get(tp, [])
        assert [one.offset for one in found] == list(range(len(rows), len(rows) + len(found)))
        assert found, f"{end - len(rows)} records of {tp} cannot be read"
        rows += [(tp.topic, tp.partition, one.key, one.value, one.timestamp) for one in found]
    return rows


def _ledger(folder: Path) -> bytes:
    """The ledger as one file, without the companions that SQLite keeps beside it."""
    with sqlite3.connect(folder / "ledger.db") as database:
        database.execute("VACUUM INTO ?", [str(folder / "alone.db")])
    return (folder / "alone.db").read_bytes()


if __name__ == "__main__":
    export(Path(sys.argv[1]))
