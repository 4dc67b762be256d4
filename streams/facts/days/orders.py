"""The orders of days whose events were cut: each by the digest of its id, with its time on each day, packed.

An order that shares its id with others is told apart by its acceptance. Pay of an order that is remembered so is still that
order's. One takes some 20 bytes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import NamedTuple

from schemas.legal_days import Day, day_start
from streams.facts.days.indexed import DIGEST_BYTES, Indexed, IndexedRecord, pack
from streams.facts.days.numbers import numbers, write

_MARK = "#"
"""The beginning of a digest in the place of an id; no id of the contract has this character."""


class KeptOrder(NamedTuple):
    """An order. `accepted_at` in ms; `days`: the time (ms) of its ended work on each of its days, ascending; 0 for none."""

    digest: bytes
    accepted_at: int
    days: tuple[tuple[Day, int], ...]

    @property
    def worked(self) -> Mapping[Day, int]:
        """The days on which it was worked, with the time (ms); none where it has not ended or has no length."""
        return {day: ms for day, ms in self.days if ms}

    @property
    def last_day(self) -> Day:
        """The last day of it."""
        return self.days[-1][0]


def digest_of(name: str) -> bytes:
    """The digest of an id; that of a digest in the place of an id is itself.

    >>> digest_of(in_place_of(digest_of("o-1"))) == digest_of("o-1")
    True
    """
    if name.startswith(_MARK):
        return bytes.fromhex(name[1:])
    return blake2b(name.encode(), digest_size=DIGEST_BYTES).digest()


def in_place_of(digest: bytes) -> str:
    """The text that stands in the place of an id of which the digest alone is known."""
    return f"{_MARK}{digest.hex()}"


def is_digest(name: str) -> bool:
    """True for a text that stands in the place of an id."""
    return name.startswith(_MARK)


def by_digest(orders: Iterable[KeptOrder]) -> dict[bytes, list[KeptOrder]]:
    """The orders by digest, those that share one by acceptance."""
    found: dict[bytes, list[KeptOrder]] = defaultdict(list)
    for order in sorted(orders, key=lambda each: each.accepted_at):
        found[order.digest].append(order)
    return dict(found)


def pack_orders(orders: Iterable[KeptOrder]) -> bytes:
    """The orders as bytes, in one order whatever the one given."""
    every = list(orders)
    base = min((order.days[0][0] for order in every), default=0)
    return pack(base, (IndexedRecord(order.digest, _body(order, base)) for order in every))


def unpack_orders(packed: bytes) -> list[KeptOrder]:
    """The orders in bytes that `pack_orders` made."""
    indexed = Indexed(packed)
    return [_order(digest, body, indexed.base) for digest, body in indexed]


def orders_at(packed: bytes, digest: bytes) -> list[KeptOrder]:
    """Those of a digest among the orders in bytes that `pack_orders` made, by acceptance; no others are read."""
    indexed = Indexed(packed)
    found = (_order(digest, body, indexed.base) for body in indexed.of(digest))
    return sorted(found, key=lambda each: each.accepted_at)


def _body(order: KeptOrder, base: int) -> bytes:
    first, out = order.days[0][0], bytearray()
    write(out, first - base, order.accepted_at - day_start(first), order.days[0][1])
    for day, ms in order.days[1:]:
        write(out, day - first, ms)
    return bytes(out)


def _order(digest: bytes, body: bytes, base: int) -> KeptOrder:
    ahead, accepted, ms, *more = numbers(body)
    first = base + ahead
    later = zip(more[::2], more[1::2], strict=True)
    return KeptOrder(digest, day_start(first) + accepted, ((first, ms), *((first + day, ms) for day, ms in later)))
