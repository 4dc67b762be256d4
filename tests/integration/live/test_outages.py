"""The broker away, the ledger away, and records that cannot be read."""

import asyncio
from collections.abc import Iterator

import pytest
from aiokafka import AIOKafkaProducer
from kafka import TopicPartition

from alerts.ledger import Ledger
from schemas.topics import STANDING, WORK
from streams.tools.local import LocalInstallation
from tests.integration.live.events import arrays, city, hard_days
from tests.servers.live import Live, quick_settings
from tests.servers.postgres import Postgres, private_postgres


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with private_postgres() as server:
        yield server


@pytest.fixture(scope="module")
def installation(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """With its ledger on PostgreSQL."""
    settings = quick_settings(postgres.new_database())
    with LocalInstallation(tmp_path_factory.mktemp("live"), settings, 2, lambda _: None) as local:
        yield Live(local)


def test_while_the_database_is_away_intake_and_judging_go_on_and_all_is_recorded_after(
    live: Live, postgres: Postgres
) -> None:
    live.send(arrays(hard_days(seed=40, workers=20)))
    live.settle()
    before = said(live)

    postgres.stop()
    live.send([*arrays(hard_days(seed=41, workers=40)), *city(seed=41, people=15)])
    live.wait_until(lambda: said(live) > before and lagging(live) == {STANDING}, "all is taken, standing sets wait")
    live.wait_until(lambda: live.metric("shiftwarden_ledger_unavailable_seconds_total") > 0, "the workers say so")
    postgres.start()

    live.settle()
    assert [worker.exit_status for worker in live.local.workers] == [None, None]


def test_workers_killed_while_the_database_is_away_lose_no_standing_set(live: Live, postgres: Postgres) -> None:
    before = said(live)

    postgres.stop()
    live.send(arrays(hard_days(seed=45, workers=40)))
    live.wait_until(lambda: said(live) > before and lagging(live) == {STANDING}, "all is taken, standing sets wait")
    live.kill(0)
    live.kill(1)
    postgres.start()
    live.restart_the_dead()

    live.settle()


def said(live: Live) -> int:
    return sum(end for tp, end in live.ends().items() if tp.topic == STANDING)


def lagging(live: Live) -> set[str]:
    return {tp.topic for tp in live.lag()}


def test_a_broker_that_stops_and_comes_back_costs_nothing(live: Live) -> None:
    records = [*arrays(hard_days(seed=42, workers=30)), *city(seed=42, people=20)]
    live.send(records[: len(records) // 2])
    live.wait_until(lambda: live.taken(WORK) > 0, "work is under way")

    live.local.kafka.stop()
    live.local.kafka.start()
    live.send(records[len(records) // 2 :])
    live.wait_until(lambda: live.restart_the_dead() == [] and live.members() == 2, "both workers are back")

    live.settle()


def test_a_broker_that_is_killed_and_comes_back_costs_nothing(live: Live) -> None:
    records = [*arrays(hard_days(seed=43, workers=30)), *city(seed=43, people=20)]
    live.send(records[: len(records) // 2])

    live.local.kafka.kill()
    live.local.kafka.start()
    live.send(records[len(records) // 2 :])
    live.wait_until(lambda: live.restart_the_dead() == [] and live.members() == 2, "both workers are back")

    live.settle()


def test_a_record_that_cannot_be_read_stops_its_partition_alone_and_is_never_marked_done(live: Live) -> None:
    bad = {tp: end for tp, end in live.ends().items() if tp in {TopicPartition(WORK, 1), TopicPartition(STANDING, 1)}}
    asyncio.run(put(live.address, b"\x00 no record of ours", bad))

    live.wait_until(
        lambda: (stops(live, "judge"), stops(live, "record")) == (1, 1), "both say that a partition is stopped"
    )
    live.send(arrays(hard_days(seed=44, workers=30)))
    live.wait_until(lambda: set(live.lag()) == set(bad), "all other partitions are done")

    assert {tp: live.committed()[tp] for tp in bad} == bad
    live.kill(0)
    live.kill(1)
    live.restart_the_dead()
    live.wait_until(
        lambda: (stops(live, "judge"), stops(live, "record")) == (1, 1), "whoever takes it over stops there too"
    )
    assert {tp: live.committed()[tp] for tp in bad} == bad
    with Ledger.open(live.local.settings.ledger) as ledger:
        assert ledger.verify() == []
    assert live.standing() - live.truth() == {}


def stops(live: Live, agent: str) -> float:
    return live.metric("shiftwarden_partitions_stopped", agent=agent, reason="undecodable")


async def put(address: str, value: bytes, places: dict[TopicPartition, int]) -> None:
    async with AIOKafkaProducer(bootstrap_servers=address, acks="all") as producer:
        for tp in places:
            await producer.send_and_wait(tp.topic, value, key=b"k", partition=tp.partition)
