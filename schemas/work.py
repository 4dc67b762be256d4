"""The internal form of accepted events, on the topic `work`: small, typed rows that a judge folds into facts.

One work record holds the rows of one work partition out of one batch of feed records. It is MessagePack, written and
read by this project alone; platforms never see it. A record that does not decode stops its partition.
"""

import zlib
from bisect import bisect_right
from enum import IntEnum
from functools import cache
from typing import Any, cast

import msgspec

BUCKETS = 4096
"""The number of buckets that workers are hashed to; a bucket is the unit of state and never changes its partition. With another
number the stored state would lie in other buckets than its workers."""


class Sort(IntEnum):
    """The meaning of a session event: a point that ends work, a point that begins it, or a sign of life."""

    OFF = 0
    ON = 1
    PULSE = 2


class Step(IntEnum):
    """The meaning of an order event other than an acceptance."""

    ENDED = 0
    PICKED_UP = 1
    PROMISED = 2


class Row(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The fields of every row: worker, instant (ms), place, and the event's coordinates in the feed.

    `raw` keeps the event's untouched bytes where it is so old that a judge may have to refuse it as too late.
    """

    worker: str
    at: int
    area: str
    sector: str
    offset: int
    index: int
    raw: bytes | None


class SessionRow(Row, frozen=True, gc=False, array_like=True, tag=0):
    """A session event: `session.online|resumed` (ON), `paused|offline` (OFF), `heartbeat` (PULSE)."""

    session: str
    sort: Sort


class AcceptanceRow(Row, frozen=True, gc=False, array_like=True, tag=1):
    """`order.accepted`. `on_at` is `starts_at` where given, else `occurred_at`."""

    order: str
    event_id: str
    on_at: int
    assigned: str
    promised_at: int | None
    distance_m: int | None


class OrderRow(Row, frozen=True, gc=False, array_like=True, tag=2):
    """`order.completed|cancelled` (ENDED), `order.picked_up`, `order.promise_changed` (PROMISED).

    `cancelled`: true for an `order.cancelled`. It stands last, so that releases without it read the row.
    """

    order: str
    step: Step
    promised_at: int | None
    cancelled: bool = False


class PayRow(Row, frozen=True, gc=False, array_like=True, tag=3):
    """`pay.accrued` and `pay.deducted`. `said_at` is `published_at`, else `occurred_at`; `sequence` 0 where absent.

    `first_day`, `last_day`: the legal days that it is for, in days from 1970-01-01; -1 where it names none. They stand last, so
    that releases without them read the row.
    """

    entry: str
    said_at: int
    sequence: int
    event_id: str
    kind: str
    category: str
    amount_fen: int
    order: str | None
    first_day: int = -1
    last_day: int = -1


AnyRow = SessionRow | AcceptanceRow | OrderRow | PayRow

_PAIR = 2
"""Numbers for each change of the arrival: the offset and the arrival."""

_COORDINATES = frozenset(("offset", "index", "raw"))


def statement_of(row: Row) -> dict[str, Any]:
    """The fields of a row but its coordinates, as JSON has them: of two rows that are equal in these the second adds nothing.

    A field with its default is left out, so that what a release before wrote of the same event is equal, too.
    """
    stated = {name: value for name, default in _fields_of(type(row)) if (value := getattr(row, name)) != default}
    return cast("dict[str, Any]", msgspec.to_builtins(stated))


@cache
def _fields_of(kind: type[Row]) -> tuple[tuple[str, object], ...]:
    """The fields of a sort of rows but their coordinates, each with its default, or with what no value equals."""
    defaults = dict(zip(reversed(kind.__struct_fields__), reversed(kind.__struct_defaults__), strict=False))
    names = (name for name in kind.__struct_fields__ if name not in _COORDINATES)
    return tuple((name, defaults.get(name, msgspec.NODEFAULT)) for name in names)


class Group(msgspec.Struct, frozen=True, array_like=True):
    """The rows of one feed partition. `topic` and `partition` complete each row's coordinates.

    `arrivals`: an offset and the broker's arrival (ms) of the records from it on, up to the next offset, and so on, ascending;
    empty where no arrival is known, as in a replay. It stands last, so that releases without it read the group.
    """

    platform: str
    topic: str
    partition: int
    rows: list[AnyRow]
    arrivals: list[int] = []

    @property
    def only_arrival(self) -> int | None:
        """The one arrival (ms) of all records, as where a platform sends arrays; None where they differ or none is known."""
        return self.arrivals[1] if len(self.arrivals) == _PAIR else None

    def arrival(self, offset: int) -> int | None:
        """The arrival (ms) of the record of an offset; None where that is not known.

        >>> Group("hema", "feed.hema", 0, [], [10, 5_000, 12, 7_000]).arrival(11)
        5000
        """
        arrivals = self.arrivals
        if not arrivals:
            return None
        number = bisect_right(arrivals[::_PAIR], offset)
        return arrivals[_PAIR * max(0, number - 1) + 1]


def bucket_of(worker: str) -> int:
    """The bucket of a worker, 0 to 4095: CRC-32 of the id modulo 4,096.

    >>> bucket_of("0" * 64)
    1227
    """
    return zlib.crc32(worker.encode()) % BUCKETS


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[Group])


def encode_work(groups: list[Group]) -> bytes:
    """The bytes of one work record."""
    return _encoder.encode(groups)


def decode_work(value: bytes) -> list[Group]:
    """The groups in the bytes of a work record; `msgspec.DecodeError` or `msgspec.ValidationError` where they are none."""
    return _decoder.decode(value)
