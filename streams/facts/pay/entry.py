"""A pay entry as a fact: of all statements about it the largest counts, so that merging is free of order and repetition."""

import msgspec

from schemas.work import PayRow
from streams.facts.packing import PackedDictCodec

_DEDUCTED = "pay.deducted"
"""The kind of a statement that takes pay away; the other kind, which is the smaller, is `pay.accrued`."""


class PayEntry(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """A statement about an entry; ordered as the one that counts is chosen: the largest.

    `stated_at`: `published_at`, else `occurred_at` (ms); `stated_after`: by how much that is later than `occurred_at` (ms),
    which takes less room than the instant. `order` is empty where the entry names none.
    """

    stated_at: int
    sequence: int
    event_id: str
    deducted: bool
    category: str
    amount_fen: int
    stated_after: int
    order: str

    @classmethod
    def of(cls, row: PayRow) -> "PayEntry":
        """Read the statement of a row."""
        return cls(
            stated_at=row.said_at,
            sequence=row.sequence,
            event_id=row.event_id,
            deducted=row.kind == _DEDUCTED,
            category=row.category,
            amount_fen=row.amount_fen,
            stated_after=row.said_at - row.at,
            order=row.order or "",
        )

    @property
    def at(self) -> int:
        """The instant (ms) at which it occurred."""
        return self.stated_at - self.stated_after

    @property
    def signed_fen(self) -> int:
        """The amount in fen, negative where it is deducted."""
        return -self.amount_fen if self.deducted else self.amount_fen


def _one(_: PayEntry) -> int:
    return 1


def _itself(entry: PayEntry) -> PayEntry:
    return entry


def _size(entry: PayEntry) -> int:
    return len(_pack(entry))


_pack = msgspec.msgpack.Encoder().encode

ENTRIES: PackedDictCodec[PayEntry, PayEntry] = PackedDictCodec(
    PayEntry, statements=_one, apart=_itself, whole=_itself, size=_size, most=1
)
"""The codec for the entries of a worker: of each the statement that counts is kept."""
