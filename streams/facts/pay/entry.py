"""A pay entry as a fact: of all statements about it the largest counts, so that merging is free of order and repetition."""

import msgspec

from schemas.work import PayRow
from streams.facts.packing import Packing

_DEDUCTED = "pay.deducted"
"""The kind of a statement that takes pay away; the other kind, which is the smaller, is `pay.accrued`."""


class PayEntry(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """A statement about an entry, in the order in which the one that counts is chosen.

    `said_at`: when it was said, else when it occurred (ms); `said_after`: how much later than it occurred (ms), which takes
    less room than the instant. `order` is empty where the entry names none.
    """

    said_at: int
    sequence: int
    event_id: str
    deducted: bool
    category: str
    amount_fen: int
    said_after: int
    order: str

    @classmethod
    def of(cls, row: PayRow) -> "PayEntry":
        """The statement that a row makes."""
        return cls(
            said_at=row.said_at,
            sequence=row.sequence,
            event_id=row.event_id,
            deducted=row.kind == _DEDUCTED,
            category=row.category,
            amount_fen=row.amount_fen,
            said_after=row.said_at - row.at,
            order=row.order or "",
        )

    @property
    def at(self) -> int:
        """When it occurred (ms)."""
        return self.said_at - self.said_after

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

ENTRIES: Packing[PayEntry, PayEntry] = Packing(
    PayEntry, statements=_one, apart=_itself, whole=_itself, size=_size, most=1
)
"""How the entries of a worker are kept: of each the statement that counts."""
