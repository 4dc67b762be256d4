"""The pay entries of days whose events were cut, by the digest of their key, packed: some 20 bytes each.

In the place of ids stand digests; a later statement about an entry brings its id back.
"""

from collections.abc import Mapping, Sequence
from typing import get_args

import msgspec

from schemas.feed.telemetry import AccruedCategory, DeductedCategory
from schemas.legal_days import Day, day_start, legal_day
from streams.facts.days.indexed import DIGEST_BYTES, Indexed, IndexedRecord, pack
from streams.facts.days.numbers import read, write
from streams.facts.days.orders import digest_of, in_place_of
from streams.facts.pay_entry import NO_DAY, PayEntry, PayVariant

_CATEGORIES: tuple[str, ...] = (*get_args(AccruedCategory), *get_args(DeductedCategory))
"""Stored entries have the numbers: a further category goes behind the last. `other` is of both kinds."""

_DAYS, _NAMED, _BY_NUMBER = 1, 2, 4
"""Bits before a statement: it names days, it names an order, and that by its number among the orders that are remembered."""


def pack_entries(entries: Mapping[str, PayEntry], orders: Sequence[bytes] = ()) -> bytes:
    """The entries by key as bytes, in one order whatever the one given; when they arrived is left out.

    `orders`: digests that entries may name by their number there.
    """
    numbers = {digest: number for number, digest in enumerate(orders)}
    base = min((legal_day(entry.stated_at) for entry in entries.values()), default=0)
    return pack(base, (IndexedRecord(digest_of(key), _body(entry, base, numbers)) for key, entry in entries.items()))


def unpack_entries(packed: bytes, orders: Sequence[bytes] = ()) -> dict[str, PayEntry]:
    """The entries in bytes that `pack_entries` made with these orders, by what stands in the place of their keys."""
    indexed = Indexed(packed)
    return {in_place_of(digest): read_entry(body, 0, indexed.base, orders)[0] for digest, body in indexed}


def entry_in(packed: bytes, key: str, orders: Sequence[bytes] = ()) -> PayEntry | None:
    """The entry of a key in bytes that `pack_entries` made with these orders; no others are read."""
    indexed = Indexed(packed)
    return next((read_entry(body, 0, indexed.base, orders)[0] for body in indexed.of(digest_of(key))), None)


def without_entry(packed: bytes, key: str) -> bytes:
    """The bytes that `pack_entries` made, without the entry of a key."""
    return Indexed(packed).without(digest_of(key))


def with_names(entry: PayEntry, order: str | None) -> PayEntry:
    """The entry with the id of an order in the place of its digest, where that is the one of its statements."""
    if not order:
        return entry
    stands = in_place_of(digest_of(order))
    variants = [msgspec.structs.replace(v, order=order) if v.order == stands else v for v in entry.variants]
    return _entry(entry.stated_at, entry.sequence, sorted(variants), deducted=entry.deducted)


def _body(entry: PayEntry, base: Day, numbers: Mapping[bytes, int]) -> bytes:
    day, out = legal_day(entry.stated_at), bytearray()
    write(out, day - base, entry.stated_at - day_start(day), entry.sequence)
    write(out, len(entry.others) << 1 | entry.deducted)
    for variant in entry.variants:
        _write_variant(out, variant, numbers)
    return bytes(out)


def read_entry(packed: bytes, at: int, base: Day, orders: Sequence[bytes]) -> tuple[PayEntry, int]:
    """The entry at a place in bytes, which counts days from `base`, and the place behind it."""
    day, at = read(packed, at)
    later, at = read(packed, at)
    sequence, at = read(packed, at)
    number, at = read(packed, at)
    variants = []
    for _ in range((number >> 1) + 1):
        variant, at = _read_variant(packed, at, orders)
        variants.append(variant)
    return _entry(day_start(base + day) + later, sequence, variants, deducted=bool(number & 1)), at


def _entry(stated_at: int, sequence: int, variants: list[PayVariant], *, deducted: bool) -> PayEntry:
    largest = variants[-1]
    return PayEntry(
        stated_at=stated_at,
        sequence=sequence,
        event_id="",
        deducted=deducted,
        category=largest.category,
        amount_fen=largest.amount_fen,
        stated_after=largest.stated_after,
        order=largest.order,
        others=tuple(variants[:-1]),
        first=largest.first,
        last=largest.last,
    )


def _write_variant(out: bytearray, variant: PayVariant, numbers: Mapping[bytes, int]) -> None:
    digest = digest_of(variant.order) if variant.order else b""
    known, days = digest in numbers, variant.first != NO_DAY
    head = _CATEGORIES.index(variant.category) << 3 | known << 2 | bool(digest) << 1 | days
    write(out, head, variant.amount_fen, variant.stated_after)
    if known:
        write(out, numbers[digest])
    else:
        out += digest
    if days:
        write(out, variant.first, variant.last - variant.first)


def _read_variant(packed: bytes, at: int, orders: Sequence[bytes]) -> tuple[PayVariant, int]:
    head, at = read(packed, at)
    fen, at = read(packed, at)
    after, at = read(packed, at)
    order, first, last = "", NO_DAY, NO_DAY
    if head & _BY_NUMBER:
        number, at = read(packed, at)
        order = in_place_of(orders[number])
    elif head & _NAMED:
        order, at = in_place_of(packed[at : at + DIGEST_BYTES]), at + DIGEST_BYTES
    if head & _DAYS:
        first, at = read(packed, at)
        longer, at = read(packed, at)
        last = first + longer
    return PayVariant(fen, _CATEGORIES[head >> 3], after, order, first, last), at
