"""Attacks by the form of a batch, byte by byte: what is in it that no event is. Each gives whole batches, as they are sent.

A batch of 2 kB may take as long to unpack as 64 MiB do, and what it holds besides its values is charged to nobody's turn.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import repeat

from streams.core.withheld import WithheldValue
from streams.edge.fetched.batch import MOST_UNPACKED, FetchedBatch
from tests.servers import raw
from tests.siege.events import event, worker

Batches = Iterator[bytes]

_MIB = 1 << 20
_NEARLY = 63 * _MIB
"""Just below what a batch may unpack to."""


def _good(at: int, name: str) -> bytes:
    return json.dumps(event("session.heartbeat", worker(name), at, name, session_id="s")).encode()


def headers(scale: float, at: int) -> Batches:
    """100 good events, each with a header of 63 MiB: 2.3 kB a batch."""
    one = raw.record(0, _good(at, "headers"), headers=[bytes(_NEARLY)])
    return repeat(raw.batch([one], raw.ZSTD), max(1, round(100 * scale)))


def keys(scale: float, at: int) -> Batches:
    """50 good events, each with a key of 63 MiB that is packed by gzip: 64 kB a batch."""
    one = raw.record(0, _good(at, "keys"), key=bytes(_NEARLY))
    return repeat(raw.batch([one], raw.GZIP), max(1, round(50 * scale)))


def too_large(scale: float, _at: int) -> Batches:
    """100 batches that unpack to more than they may: 2.2 kB each, refused whole."""
    return repeat(raw.zeros(65 * _MIB, raw.ZSTD), max(1, round(100 * scale)))


def nothing_said(scale: float, _at: int) -> Batches:
    """100,000 records without a value, 5,000 a batch."""
    each = max(1, round(5_000 * scale))
    return repeat(raw.batch([raw.record(number, None) for number in range(each)], raw.LZ4), 20)


def values(batches: Iterable[bytes]) -> Iterator[bytes]:
    """The values that these batches hold, as far as they may be read."""
    room = memoryview(bytearray(MOST_UNPACKED + 1))
    for content in batches:
        batch = FetchedBatch(memoryview(content))
        batch.unpack_small(room)
        yield from (one.value or b"" for one in batch if not isinstance(one.value, WithheldValue))
