"""The time of packed orders, kept in few bytes beside each block, so that an evaluation reads those orders alone that changed.

A block is never changed in place: a changed one is another object, and is read anew. Kept is what no later instant and no
session changes; an order of which that cannot be said is named, and read each time. It decides nothing that orders do not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import msgspec

from streams.facts.orders.large import ORDERS, LargeOrder
from streams.facts.orders.order import Order
from streams.facts.orders.parts import OrderPart, parts_of
from streams.facts.orders.time import COURIER, COURIER_DAY_MS
from streams.facts.packing import PackedDict
from streams.facts.sessions.platform_time import SessionTime
from streams.facts.tolerance import STANDARD, Tolerance
from streams.facts.worktime.coverage import Reason, Trace, Unknown
from streams.facts.worktime.intervals import Interval
from streams.facts.worktime.place import ACCEPTANCE, Place

_NO_SESSIONS = SessionTime((), Trace())
_REASONS = tuple(Reason)
_NUMBER_OF = {reason: number for number, reason in enumerate(_REASONS)}


class OrderTime(NamedTuple):
    """The time of all orders of a worker on a platform, as it is known without its sessions; instants in ms.

    `in_sessions`: from the beginning of a courier's order that has ended to its end, where it counts if a session has a sign
    within a day of that beginning. `places`: those that orders provide. `booked`: acceptances that are bookings, with the time
    up to their starts. `open`: orders that are in none but the last two: their time may change with `now`, or with sessions.
    """

    work: list[Interval]
    unknown: list[Unknown]
    in_sessions: list[Interval]
    places: list[Place]
    booked: list[tuple[int, int]]
    open: list[OrderPart]


class _Block(msgspec.Struct, array_like=True, gc=False):
    """What is kept of a block. Flat lists; instants in ms from `base` on, which makes them short.

    `work`, `in_sessions`, `booked`: instant and length; `unknown`: these with the number of the reason; `places`: instant and
    number of the place.
    """

    base: int = 0
    work: list[int] = []
    unknown: list[int] = []
    in_sessions: list[int] = []
    places: list[int] = []
    booked: list[int] = []


class _Kept(NamedTuple):
    """What is kept of all blocks, and holds from `since` (ms) on. `open`: by number of the block, the orders to read each time.

    `places`: areas and sectors by their number.
    """

    blocks: Sequence[bytes]
    packed: Sequence[bytes]
    open: Mapping[int, tuple[str, ...]]
    places: tuple[tuple[str, str], ...]
    tolerance: Tolerance
    since: int


_NOTHING = _Kept((), (), {}, (), STANDARD, 0)
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Block).decode


class KeptOrderTime:
    """Mutable: it holds what was read last, which is replaced as a whole."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept = _NOTHING

    def read(self, orders: PackedDict[LargeOrder], now: int, tolerance: Tolerance) -> OrderTime:
        """The time of the orders at `now` (ms), no statement of which is later."""
        kept = self._kept = _brought_up(self._kept, orders.blocks, now, tolerance)
        found = OrderTime([], [], [], [], [], [])
        for packed in kept.packed:
            _add_block(_decode(packed), kept.places, found)
        opened = ((ORDERS.in_block(kept.blocks[number]), names) for number, names in kept.open.items())
        each = chain.from_iterable((block[name] for name in names) for block, names in opened)
        for order in chain(each, (large.whole() for large in (orders.apart or {}).values())):
            parts = parts_of(order, tolerance)
            found.open.extend(parts)
            found.places.extend(_places(parts))
            found.booked.extend(_booked(order))
        return found


def _brought_up(kept: _Kept, blocks: Sequence[bytes], now: int, tolerance: Tolerance) -> _Kept:
    """What is kept, with the blocks that changed since read anew; all of them where `now` or the values are others."""
    if tolerance is not kept.tolerance or now < kept.since or len(blocks) != len(kept.blocks):
        kept = _NOTHING._replace(tolerance=tolerance)
    known = kept.blocks
    changed = [n for n, block in enumerate(blocks) if n >= len(known) or known[n] is not block]
    if not changed:
        return kept
    packed = list(kept.packed) if known else [b""] * len(blocks)
    places = {place: number for number, place in enumerate(kept.places)}
    opened = {number: names for number, names in kept.open.items() if number not in changed}
    for number in changed:
        reading = _Reading(now, tolerance, places)
        names = tuple(name for name, order in ORDERS.in_block(blocks[number]).items() if not reading.add(order))
        if names:
            opened[number] = names
        packed[number] = _encode(reading.block())
    return _Kept(tuple(blocks), packed, opened, tuple(places), tolerance, now)


class _Reading:
    """Reads the orders of a block; `places` are numbered as they come."""

    def __init__(self, now: int, tolerance: Tolerance, places: dict[tuple[str, str], int]) -> None:
        self._now = now
        self._tolerance = tolerance
        self._places = places
        self._found = OrderTime([], [], [], [], [], [])

    def add(self, order: Order) -> bool:
        """Add an order; false, and nothing is added, where its time may still change without a statement of its own."""
        parts, trace = parts_of(order, self._tolerance), Trace()
        in_sessions: list[Interval] = []
        for part in parts:
            if _is_by_sessions(part):
                if not _is_over(part):
                    return False
                in_sessions += [
                    (each.on, min(each.end or 0, each.on + COURIER_DAY_MS)) for each in part.beginnings.begun
                ]
            else:
                part.trace(self._now, _NO_SESSIONS, trace)
        if trace.changes:
            return False
        found = self._found
        found.work.extend(trace.work)
        found.unknown.extend(trace.unknown)
        found.in_sessions.extend(in_sessions)
        found.places.extend(_places(parts))
        found.booked.extend(_booked(order))
        return True

    def block(self) -> _Block:
        """What is to be kept."""
        work, unknown, in_sessions, places, booked, _ = self._found
        instants = [each[0] for each in chain(work, in_sessions, booked)]
        base = min([*instants, *(each[0] for each in unknown), *(each[0] for each in places)], default=0)
        return _Block(
            base,
            [number for start, end in work for number in (start - base, end - start)],
            [number for start, end, why in unknown for number in (start - base, end - start, _NUMBER_OF[why])],
            [number for start, end in in_sessions for number in (start - base, end - start)],
            [number for at, _, *place in places for number in (at - base, self._number(*place))],
            [number for at, length in booked for number in (at - base, length)],
        )

    def _number(self, area: str, sector: str) -> int:
        return self._places.setdefault((area, sector), len(self._places))


def _add_block(block: _Block, places: Sequence[tuple[str, str]], found: OrderTime) -> None:
    base = block.base
    _add_intervals(block.work, base, found.work)
    if block.unknown:
        starts, lengths, reasons = block.unknown[::3], block.unknown[1::3], block.unknown[2::3]
        found.unknown.extend(
            (base + at, base + at + ms, _REASONS[why]) for at, ms, why in zip(starts, lengths, reasons, strict=True)
        )
    if block.in_sessions:
        _add_intervals(block.in_sessions, base, found.in_sessions)
    numbers = iter(block.places)
    found.places.extend((base + at, ACCEPTANCE, *places[number]) for at, number in zip(numbers, numbers, strict=True))
    if block.booked:
        numbers = iter(block.booked)
        found.booked.extend((base + at, length) for at, length in zip(numbers, numbers, strict=True))


def _add_intervals(flat: Sequence[int], base: int, found: list[Interval]) -> None:
    numbers = iter(flat)
    found.extend((base + at, base + at + length) for at, length in zip(numbers, numbers, strict=True))


def _is_by_sessions(part: OrderPart) -> bool:
    """True for an order whose time sessions may decide."""
    found = part.beginnings
    accepted = [each.acceptance for each in found.begun] + [each.acceptance for each in found.early]
    return any(each.sector == COURIER for each in accepted)


def _is_over(part: OrderPart) -> bool:
    """True for a courier's order that has ended whatever its sessions say, of which nothing was cut."""
    found = part.beginnings
    if found.early or part.seen_near or part.no_work_before or part.worked_before:
        return False
    return all(each.end is not None and each.acceptance.sector == COURIER for each in found.begun)


def _places(parts: Iterable[OrderPart]) -> Iterator[Place]:
    for part in parts:
        place = part.place
        if place is not None:
            yield (place[0], ACCEPTANCE, place[1], place[2])


def _booked(order: Order) -> Iterator[tuple[int, int]]:
    return ((each.at, each.starts_at - each.at) for each in order.acceptances if each.booked)
