"""A reader with a fault: what it raises for is set aside, the rest is judged, and a repaired release takes it after all."""

import asyncio
import json
import os
import sys
from collections.abc import Iterator, Sequence

import pytest
from aiokafka import AIOKafkaProducer
from click.testing import Result

from schemas.envelope import MOST_BYTES
from schemas.feed.receipt import Receipt
from schemas.instants import HOUR_MS as HOUR
from schemas.quarantine import QuarantinedRecord
from schemas.topics import FORMER_QUARANTINE, Topic, feed, receipts, refused
from streams.broker.topics import ensure_topics
from streams.tools.embedded.children import ChildProcess
from streams.tools.local import LocalInstallation, worker_arguments
from tests.integration.cli.calls import call, objects
from tests.integration.embedded.records import read_all
from tests.integration.live.events import now
from tests.integration.live.rain import gale
from tests.integration.live.test_answers import session
from tests.servers.live import Live, ledger_in, quick_settings

LUCKY, CURSED = "a" * 64, "b" * 64


class Faulty(LocalInstallation):
    """Its workers' readers raise for one word."""

    def start_worker(self, number: int) -> ChildProcess:
        own = self.settings.model_copy(update={"metrics": self.metrics[number]})
        program = [sys.executable, "-m", "tests.servers.cursed", "worker", *worker_arguments(own)]
        environment = os.environ | {"SHIFTWARDEN_LEDGER": own.ledger}
        return ChildProcess(program, self.folder / f"worker-{number}.log", environment)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("live")
    with Faulty(folder, quick_settings(ledger_in(folder)), 1, lambda _: None) as local:
        yield Live(local)


@pytest.fixture
def live(installation: Live) -> Live:
    installation.wait_for_workers(1)
    return installation


def test_what_a_reader_raises_for_is_set_aside_and_taken_by_a_repaired_release(live: Live) -> None:
    (cursed, *_) = live.send(
        [
            ("hema", shift(CURSED, partner_id="cursed")),
            ("hema", b"no event"),
            ("hema", shift(LUCKY)),
        ]
    )
    live.wait_until(lambda: any(LUCKY in text for text in live.standing()), "the neighbour's lead")

    assert not any(CURSED in text for text in live.standing())
    assert [each.quarantined for each in said(live) if each.quarantined] == [(cursed.offset,)]
    assert live.metric("shiftwarden_feed_records_quarantined_total", platform="hema") == 1
    assert live.local.workers[0].exit_status is None
    listed = call("quarantine", "list", "--broker", live.address, "--format", "json")
    (one,) = objects(listed.stdout)
    assert (one["platform"], one["topic"], one["partition"], one["offset"]) == ("hema", *cursed)
    assert one["quarantine"] == "quarantine.hema"
    assert (one["error"], one["tried"], one["bytes"]) == ("IndexError", [], len(shift(CURSED, partner_id="cursed")))

    answers = [call("quarantine", "retry", "--broker", live.address) for _ in range(2)]

    live.wait_until(lambda: any(CURSED in text for text in live.standing()), "the lead of what was set aside")
    assert [each.exit_code for each in answers] == [0, 0]
    assert "251 events accepted, 0 refused" in answers[0].stdout
    assert "1 record taken, 0 still set aside" in answers[0].stderr
    assert (answers[1].stdout, "0 records taken" in answers[1].stderr) == ("", True)
    again = [each for each in said(live) if (each.topic, each.partition, each.first_offset) == tuple(cursed)]
    assert [(each.accepted, each.quarantined) for each in again if each.last_offset == cursed.offset][-1] == (251, ())
    assert len([each for each in said(live) if each.quarantined]) == 1
    assert len(read_all(live.address, refused("hema"))) == 1
    live.settle()


def test_a_weather_message_that_raises_is_set_aside_and_listed_with_what_became_of_it(live: Live) -> None:
    message = gale(seed=7)[1][0]
    live.warn([message.replace(b"<identifier>", b"<identifier>cursed-")])
    live.wait_until(lambda: bool(listed(live)), "the message is set aside")

    answer = call("quarantine", "retry", "--broker", live.address)

    assert answer.exit_code == 0
    assert "weather[0] at 0: 1 messages accepted" in answer.stdout
    assert listed(live) == []
    table = call("quarantine", "list", "--broker", live.address, "--all").stdout
    assert "IndexError" in table
    assert "1 messages accepted, 0 refused" in table


def listed(live: Live) -> list[str]:
    answer = call("quarantine", "list", "--broker", live.address, "--format", "json")
    return [one["platform"] for one in objects(answer.stdout) if one["platform"] == "weather"]


def shift(worker: str, **changes: str) -> bytes:
    return json.dumps([each | changes for each in session(worker, SHIFT, 250)]).encode()


SHIFT = now() - 9 * HOUR


def said(live: Live) -> list[Receipt]:
    return [Receipt.model_validate_json(value) for value in read_all(live.address, receipts("hema"))]


def test_what_an_earlier_release_set_aside_in_one_topic_is_listed_and_taken_and_marked_there(live: Live) -> None:
    ensure_topics(live.address, [Topic(FORMER_QUARANTINE, 1, 92 * 24 * HOUR, 4 * MOST_BYTES)])
    put_aside(live, FORMER_QUARANTINE, [("hema", FORMER), ("tuche", OTHER)])

    one = quarantine(live, "retry", "--platform", "tuche")
    live.wait_until(lambda: any(OTHER in text for text in live.standing()), "the lead of the one platform")

    assert not any(FORMER in text for text in live.standing())
    assert "1 record taken, 0 still set aside" in one.stderr
    left = objects(quarantine(live, "list", "--format", "json").stdout)
    assert [(each["quarantine"], each["platform"]) for each in left] == [(FORMER_QUARANTINE, "hema")]
    assert quarantine(live, "retry").exit_code == 0
    live.wait_until(lambda: any(FORMER in text for text in live.standing()), "the lead of the other platform")
    assert quarantine(live, "list", "--format", "json").stdout == ""
    assert len(read_all(live.address, FORMER_QUARANTINE)) == 4


def test_one_platforms_records_are_tried_alone_and_after_those_of_whom_less_is_set_aside(live: Live) -> None:
    put_aside(live, "quarantine.hema", [("hema", each) for each in MANY])
    put_aside(live, "quarantine.tuche", [("tuche", FEW)])

    listed = objects(quarantine(live, "list", "--format", "json", "--platform", "tuche").stdout)
    tried = [line.split(": ")[1] for line in quarantine(live, "retry").stdout.splitlines()]

    assert [each["platform"] for each in listed] == ["tuche"]
    assert [place.split("[")[0] for place in tried] == ["feed.tuche", *["feed.hema"] * len(MANY)]


def test_a_platform_without_a_quarantine_is_named(live: Live) -> None:
    answer = quarantine(live, "list", "--platform", "nobody")

    assert answer.exit_code == 2
    assert "given the platform 'nobody'" in answer.stderr
    assert "Traceback" not in answer.stderr


FORMER, OTHER, FEW, MANY = "c" * 64, "d" * 64, "e" * 64, ("f" * 64, "0" * 64)


def put_aside(live: Live, topic: str, shifts: Sequence[tuple[str, str]]) -> None:
    async def send() -> None:
        async with AIOKafkaProducer(bootstrap_servers=live.address, acks="all") as producer:
            for number, (platform, worker) in enumerate(shifts, 90_000):
                whence = QuarantinedRecord(platform, feed(platform), 0, number, now() - HOUR, "IndexError")
                value = shift(worker, platform_id=platform, sector=SECTORS[platform])
                await producer.send_and_wait(topic, value, platform.encode(), headers=list(whence.headers))

    asyncio.run(asyncio.wait_for(send(), 30))


SECTORS = {"hema": "delivery", "tuche": "ride_hailing"}


def quarantine(live: Live, *arguments: str) -> Result:
    return call("quarantine", *arguments, "--broker", live.address)
