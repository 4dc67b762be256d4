"""A pay entry as a fact: of all statements about it the largest counts, so that merging is free of order and repetition."""

import msgspec

from schemas.work import PayStated

DEDUCTED = "pay.deducted"
"""The kind of a statement that takes pay away; the other kind is `pay.accrued`."""


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """A statement about an entry, in the order in which the one that counts is chosen.

    `said_at`: when it was said, else when it occurred (ms). `order` is empty where the entry names none.
    """

    said_at: int
    sequence: int
    event_id: str
    kind: str
    category: str
    amount_fen: int
    at: int
    order: str

    @classmethod
    def of(cls, row: PayStated) -> "Entry":
        """The statement that a row makes."""
        return cls(
            said_at=row.said_at,
            sequence=row.sequence,
            event_id=row.event_id,
            kind=row.kind,
            category=row.category,
            amount_fen=row.amount_fen,
            at=row.at,
            order=row.order or "",
        )

    def packed(self) -> bytes:
        """The statement as bytes: half of the memory that it takes otherwise, and a worker has as many as orders."""
        return _pack(self)

    @classmethod
    def unpacked(cls, value: bytes) -> "Entry":
        """The statement that was packed."""
        return _unpack(value)

    @property
    def signed_fen(self) -> int:
        """The amount in fen, negative where it is deducted."""
        return -self.amount_fen if self.kind == DEDUCTED else self.amount_fen


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Entry).decode
