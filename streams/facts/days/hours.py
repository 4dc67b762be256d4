"""The known hours of days whose rows are forgotten, packed: some 5 bytes each. An entry for several days may still name them.

Without them such an entry would give the days that are remembered what belongs to those that are not.
"""

from collections.abc import Mapping

from schemas.legal_days import Day
from streams.facts.days.numbers import numbers, write


def pack_hours(hours: Mapping[Day, int]) -> bytes:
    """The hours (ms) by day as bytes, days without any left out.

    >>> unpack_hours(pack_hours({20_000: 7_200_000, 20_001: 0, 20_003: 1}))
    {20000: 7200000, 20003: 1}
    """
    out, before = bytearray(), 0
    for day, ms in sorted(hours.items()):
        if ms:
            write(out, day - before, ms)
            before = day
    return bytes(out)


def unpack_hours(packed: bytes) -> dict[Day, int]:
    """The hours (ms) by day in bytes that `pack_hours` made."""
    found: dict[Day, int] = {}
    day, read = 0, numbers(packed)
    for ahead, ms in zip(read, read, strict=True):
        day += ahead
        found[day] = ms
    return found
