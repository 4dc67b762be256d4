"""Batches of a platform's own making cost that platform's records alone."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from schemas.feed.receipt import Receipt
from schemas.refusal import Refusal
from schemas.topics import feed, receipts, refused
from tests.integration.embedded.records import read_all
from tests.integration.live.events import arrays, hard_days
from tests.servers import raw
from tests.servers.live import Live
from tests.servers.raw import GZIP, LZ4, ZSTD, record

HOSTILE = "tuche"
MIB = 1 << 20
MOST_RISE = 100_000_000


def answers(live: Live, offsets: Sequence[int]) -> dict[int, Refusal]:
    """The refusals and receipts of the records at these offsets of the first partition of the hostile feed."""
    said = [Refusal.model_validate_json(value) for value in read_all(live.address, refused(HOSTILE))]
    return {one.offset: one for one in said if one.partition == 0 and one.offset in offsets}


def covered(live: Live) -> int:
    """The offset up to which receipts cover the first partition of the hostile feed without a gap."""
    said = [Receipt.model_validate_json(value) for value in read_all(live.address, receipts(HOSTILE))]
    end = 0
    for first, last in sorted((one.first_offset, one.last_offset) for one in said if one.partition == 0):
        end = max(end, last + 1) if first <= end else end
    return end


def wait_for_receipts(live: Live, end: int) -> None:
    live.wait_until(lambda: covered(live) >= end, f"receipts up to {end}")


def memory(live: Live) -> list[int]:
    """The bytes that each worker has in memory now."""
    return [_status(worker.pid, "VmRSS") for worker in live.local.workers]


def forget_peaks(live: Live) -> None:
    for worker in live.local.workers:
        Path(f"/proc/{worker.pid}/clear_refs").write_text("5")


def peaks(live: Live) -> list[int]:
    """The most bytes that each worker had in memory since the peaks were forgotten."""
    return [_status(worker.pid, "VmHWM") for worker in live.local.workers]


def _status(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (kib,) = (int(line.split()[1]) for line in lines if line.startswith(name))
    return kib * 1024


@pytest.mark.parametrize("codec", [GZIP, ZSTD])
def test_what_is_small_packed_and_huge_unpacked_is_refused_and_takes_no_memory(live: Live, codec: int) -> None:
    bombs = [raw.zeros(1024 * MIB, codec), raw.nothing_but([300 * MIB] * 3, codec)]
    forget_peaks(live)
    before = memory(live)

    first, second = raw.produce(live.address, feed(HOSTILE), 0, bombs)

    offsets = [first, *range(second, second + 3)]
    wait_for_receipts(live, second + 3)
    said = answers(live, offsets)
    assert {offset: one.code for offset, one in said.items()} == dict.fromkeys(offsets, "record_too_large")
    assert all(worker.exit_status is None for worker in live.local.workers)
    rises = [peak - was for peak, was in zip(peaks(live), before, strict=True)]
    assert max(rises) < MOST_RISE, rises


def test_of_a_record_that_is_too_large_the_true_size_is_said(live: Live) -> None:
    (offset,) = raw.produce(live.address, feed(HOSTILE), 0, [raw.zeros(50 * MIB, ZSTD)])

    wait_for_receipts(live, offset + 1)
    refusal = answers(live, [offset])[offset]
    assert refusal.detail.startswith("52,428,800 bytes are given; allowed: 1,048,576")
    assert refusal.event == bytes(2 * MIB)


def test_a_header_that_is_no_text_and_a_million_of_them_cost_nothing(live: Live) -> None:
    events = hard_days(seed=71, workers=12)
    mine = [value for name, value in arrays(events) if name == HOSTILE]
    no_text, many = [b"\xff\xfe"], [b""] * 1_000_000
    wanted = [
        raw.batch([record(0, mine[0], headers=headers)], codec)
        for headers, codec in ((no_text, 0), (no_text, LZ4), (many, ZSTD))
    ]

    *_, last = raw.produce(live.address, feed(HOSTILE), 0, wanted)

    live.sent += [(HOSTILE, mine[0])] * len(wanted)
    wait_for_receipts(live, last + 1)
    assert answers(live, range(last + 1 - len(wanted), last + 1)) == {}
    live.settle()


def test_a_batch_whose_content_the_broker_does_not_check_is_answered_and_what_follows_is_read(live: Live) -> None:
    good = record(0, b"1")
    trailing = [
        raw.batch(bytes(raw.PACKED[codec](good)) + b"garbage", codec, count=1, packed=True) for codec in (GZIP, LZ4)
    ]
    astray = raw.batch([record(7, b"1"), record(1, b"1")])
    events = [value for name, value in arrays(hard_days(seed=72, workers=40)) if name == HOSTILE]

    offsets = raw.produce(live.address, feed(HOSTILE), 0, [*trailing, astray, raw.batch([record(0, events[0])])])

    bad = [*offsets[:3], offsets[2] + 1]
    live.sent.append((HOSTILE, events[0]))
    wait_for_receipts(live, offsets[-1] + 1)
    assert {
        offset: one.code for offset, one in answers(live, range(offsets[0], offsets[-1] + 1)).items()
    } == dict.fromkeys(bad, "not_json")
    live.settle()
