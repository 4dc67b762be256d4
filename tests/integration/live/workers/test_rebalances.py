"""Rebalances with a feed under way: each receipt counts each record once, and no lag is left behind."""

import json
from collections import Counter
from collections.abc import Iterable

import orjson

from schemas.feed.receipt import Receipt
from schemas.instants import HOUR_MS as HOUR
from schemas.topics import feed, receipts
from streams.broker.admin import administrator
from tests.integration.embedded.records import read_all
from tests.integration.live.events import city, now
from tests.integration.live.test_answers import session
from tests.servers import raw
from tests.servers.live import LAW, Live, Sent
from tests.servers.raw import LZ4, record


def events_in(live: Live, sent: Iterable[Sent]) -> Counter[tuple[str, int, int]]:
    """The number of events at each offset; what was sent last is what `sent` names."""
    places = list(sent)
    values = live.sent[len(live.sent) - len(places) :]
    return Counter(
        {
            (place.topic, place.partition, place.offset): len(orjson.loads(value))
            for place, (_, value) in zip(places, values, strict=True)
        }
    )


def miscounted(live: Live, counts: Counter[tuple[str, int, int]]) -> list[Receipt]:
    """The receipts whose total is not that of the records that they name, or whose offsets do not rise."""
    said = [
        Receipt.model_validate_json(one) for name in LAW.platforms for one in read_all(live.address, receipts(name))
    ]
    return [
        one
        for one in said
        if one.first_offset > one.last_offset
        or one.total
        != sum(counts[feed(one.platform_id), one.partition, at] for at in range(one.first_offset, one.last_offset + 1))
    ]


def test_workers_that_join_and_go_while_platforms_send_cost_no_receipt_its_truth_and_leave_no_lag(live: Live) -> None:
    records = city(seed=81, people=120, hours=8)
    counts: Counter[tuple[str, int, int]] = Counter()
    part = len(records) // 4
    for number, start in enumerate(range(0, len(records), part)):
        counts += events_in(live, live.send(records[start : start + part]))
        if number == 0:
            live.start_another()
        if number == 1:
            live.wait_for_workers(3)
        if number == 2:
            live.kill(2)
            live.forget_the_last()

    live.wait_for_workers()
    live.settle(180)

    assert miscounted(live, counts) == []
    live.wait_until(lambda: live.metric("shiftwarden_feed_lag_records") == 0, "no lag is left")


def test_partitions_that_are_added_to_a_feed_are_read_while_the_workers_run(live: Live) -> None:
    with administrator(live.address) as admin:
        admin.create_partitions({feed("hema"): live.local.settings.feed_partitions + 1})
    value = json.dumps(session("9" * 64, now() - 9 * HOUR, 360)).encode()

    raw.produce(live.address, feed("hema"), live.local.settings.feed_partitions, [raw.batch([record(0, value)], LZ4)])

    live.wait_until(lambda: any("9" * 64 in text for text in live.standing()), "what was sent to it is judged", 180)
