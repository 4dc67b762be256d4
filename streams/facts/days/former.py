"""Orders and pay entries of days that were cut in the form before: one behind the other, without an index. Read at a takeover."""

from collections.abc import Sequence

from msgspec.structs import replace

from schemas.legal_days import day_start
from streams.facts.days.entries import read_entry
from streams.facts.days.indexed import DIGEST_BYTES
from streams.facts.days.kept import KeptDays
from streams.facts.days.numbers import read
from streams.facts.days.orders import KeptOrder, in_place_of
from streams.facts.pay_entry import PayEntry


def indexed(days: KeptDays) -> KeptDays:
    """The days with their orders and entries in the form of now; the same where they have it."""
    if days.hours is not None:
        return days
    days = replace(days, hours={})
    for platform in days.orders.keys() | days.entries.keys():
        orders = _orders(days.orders.get(platform, b""))
        entries = _entries(days.entries.get(platform, b""), sorted({order.digest for order in orders}))
        days = days.with_paid(platform, days.of(platform), orders, entries)
    return days


def _orders(packed: bytes) -> list[KeptOrder]:
    """Each order: its digest, the days since the one before began, its acceptance, the number of its days, and these."""
    found, at, first = list[KeptOrder](), 0, 0
    while at < len(packed):
        digest, at = packed[at : at + DIGEST_BYTES], at + DIGEST_BYTES
        ahead, at = read(packed, at)
        accepted, at = read(packed, at)
        number, at = read(packed, at)
        first += ahead
        days = list[tuple[int, int]]()
        for index in range(number):
            later, at = (0, at) if index == 0 else read(packed, at)
            ms, at = read(packed, at)
            days.append((first + later, ms))
        found.append(KeptOrder(digest, day_start(first) + accepted, tuple(days)))
    return found


def _entries(packed: bytes, orders: Sequence[bytes]) -> dict[str, PayEntry]:
    """The day that they count from, and each entry: its digest, and the rest as it is packed now."""
    found = dict[str, PayEntry]()
    base, at = read(packed, 0) if packed else (0, 0)
    while at < len(packed):
        name, at = in_place_of(packed[at : at + DIGEST_BYTES]), at + DIGEST_BYTES
        found[name], at = read_entry(packed, at, base, orders)
    return found
