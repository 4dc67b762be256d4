"""A run without faults: what stands at its end, and the receipts for what was sent."""

from datetime import date
from typing import Any

import orjson

from schemas.feed.receipt import Receipt
from schemas.topics import feed, receipts
from tests.integration.embedded.records import read_all
from tests.integration.live.events import arrays, city, hard_days, now, singles
from tests.oracle.legal_days import expected_days
from tests.oracle.pay.findings import expected_pay
from tests.oracle.pay.law import PayLaw
from tests.oracle.rest.dispatch import expected_dispatch
from tests.oracle.rest.findings import expected_findings
from tests.servers.live import LAW, Live


def test_what_stands_is_what_a_second_reading_of_the_law_finds(live: Live) -> None:
    events = hard_days(seed=1, workers=60)

    live.send(arrays(events))

    live.settle()
    subjects = {event["worker_id"] for event in events}
    standing = [orjson.loads(text) for text in live.standing()]
    found = [told(each) for each in standing if each["subject"] in subjects]
    rest = [each for each in expected_findings(events, now()) if each["rule"] != "rest_due"]
    weekly = PayLaw(settles={"kuaisong": ((date(2026, 1, 1), "week"),)})
    pay = expected_pay(events, now(), weekly)
    expected = [*rest, *expected_dispatch(events, now()), *pay, *expected_days(events, now())]
    assert sorted(found) == sorted(map(told, expected))
    assert {kind for _, _, kind, *_ in found} == {"breach", "undecidable"}


def told(finding: dict[str, Any]) -> tuple[str, ...]:
    names = ("rule", "subject", "kind", "scope", "severity", "measured_low", "measured_high")
    return tuple(str(finding[name]) for name in names)


def test_every_codec_is_read_and_single_events_as_well_as_arrays(live: Live) -> None:
    for seed, codec in enumerate((None, "gzip", "snappy", "lz4", "zstd"), 10):
        events = hard_days(seed, workers=8)
        live.send(arrays(events[::2]), codec)
        live.send(singles(events[1::2]), codec)

    live.settle()


def test_receipts_cover_every_offset_once_and_count_every_event(live: Live) -> None:
    live.send(city(seed=20, people=10, hours=5))
    live.wait_for_no_lag()

    ends = live.ends()
    for platform in LAW.platforms:
        said = [Receipt.model_validate_json(value) for value in read_all(live.address, receipts(platform))]
        events = sum(len(list_of(value)) for name, value in live.sent if name == platform)
        assert (sum(one.total for one in said), sum(one.accepted for one in said)) == (events, events)
        for partition in range(live.local.settings.feed_partitions):
            spans = sorted((one.first_offset, one.last_offset + 1) for one in said if one.partition == partition)
            starts, stops = zip(*spans, strict=True)
            assert (starts[0], *stops) == (*starts[:], ends[feed(platform), partition])


def list_of(value: bytes) -> list[Any]:
    said = orjson.loads(value)
    return said if isinstance(said, list) else [said]
