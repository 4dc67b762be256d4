"""The time of packed orders, kept in few bytes beside each block, so that an evaluation reads those orders alone that changed.

A block is never changed in place: a changed one is another object, and is read anew. Kept is what no later instant and no
session changes; an order of which that cannot be said is named, and read each time. It decides nothing that orders do not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from sys import intern
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


class CountedOrder(NamedTuple):
    """An order by the acceptance that counts, made at `at` (ms). `promised_ms` is -1 where it has no promise or no distance."""

    at: int
    area: str
    sector: str
    pushed: bool
    promised_ms: int
    metres: int


@dataclass(slots=True)
class OrderTime:
    """The time of all orders of a worker on a platform, as it is known without its sessions; instants in ms. Mutable while read.

    `in_sessions`: from the beginning of a courier's order that has ended to its end, where it counts if a session has a sign
    within a day of that beginning. `places`: those that orders provide. `booked`: acceptances that are bookings, with the time
    up to their starts. `open`: orders whose time is in none of the first three, as it may change with `now` or with sessions.
    """

    work: list[Interval] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    in_sessions: list[Interval] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    booked: list[tuple[int, int]] = field(default_factory=list)
    open: list[OrderPart] = field(default_factory=list)
    _counted: list["_CountedIn"] = field(default_factory=list)

    def counted(self) -> Iterator[CountedOrder]:
        """All orders of which an acceptance is known, as they count."""
        for base, places, flat in self._counted:
            numbers = iter(flat)
            for on, place, before, pushed, promised_ms, metres in zip(*[numbers] * _COUNTED, strict=True):
                area, sector = places[place]
                yield CountedOrder(base + on - before, area, sector, bool(pushed), promised_ms, metres)
        for part in self.open:
            if (counted := _counted(part)) is not None:
                yield counted

    def add_block(self, block: "_Block", places: "_Places") -> None:
        """Add what was kept of a block."""
        base, flat = block.base, block.counted
        _add_intervals(block.work, base, self.work)
        if block.unknown:
            lengths = zip(block.unknown[::3], block.unknown[1::3], block.unknown[2::3], strict=True)
            self.unknown.extend((base + at, base + at + ms, _REASONS[why]) for at, ms, why in lengths)
        if block.in_sessions:
            _add_intervals(block.in_sessions, base, self.in_sessions)
        if flat:
            ons = zip(flat[::_COUNTED], flat[1::_COUNTED], strict=True)
            self.places.extend([(base + on, ACCEPTANCE, *places[number]) for on, number in ons])
            self._counted.append((base, places, flat))
        if block.booked:
            self.booked.extend((base + at, ms) for at, ms in zip(block.booked[::2], block.booked[1::2], strict=True))

    def add_open(self, order: Order, parts: Sequence[OrderPart]) -> None:
        """Add an order that has to be read each time, as its parts."""
        self.open.extend(parts)
        self.places.extend(_places(parts))
        self.booked.extend(_booked(order))


class _Block(msgspec.Struct, array_like=True, gc=False):
    """What is kept of a block. Flat lists; instants in ms from `base` on, which makes them short.

    `work`, `in_sessions`, `booked`: instant and length; `unknown`: these with the number of the reason; `counted`: the *on* of
    the acceptance that counts, the number of its place, how long before it was made, 1 if it was pushed, promise and distance.
    """

    base: int = 0
    work: list[int] = []
    unknown: list[int] = []
    in_sessions: list[int] = []
    counted: list[int] = []
    booked: list[int] = []


_COUNTED = 6
"""Numbers of an order in `counted`."""

_Places = tuple[tuple[str, str], ...]
_CountedIn = tuple[int, _Places, Sequence[int]]


class _Kept(NamedTuple):
    """What is kept of all blocks, and holds from `since` (ms) on. `open`: by number of the block, the orders to read each time.

    `packed`: what is kept of each block, in one piece, which takes a third less memory than one for each. `places`: areas and
    sectors by their number.
    """

    blocks: Sequence[bytes]
    packed: bytes
    open: Mapping[int, tuple[str, ...]]
    places: _Places
    tolerance: Tolerance
    since: int


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[_Block]).decode
_divide = msgspec.msgpack.Decoder(list[msgspec.Raw]).decode
_NONE_OPEN: Mapping[int, tuple[str, ...]] = {}
_NOTHING = _Kept((), _encode([]), _NONE_OPEN, (), STANDARD, 0)


class KeptOrderTime:
    """Mutable: it holds what was read last, which is replaced as a whole."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept = _NOTHING

    def read(self, orders: PackedDict[LargeOrder], now: int, tolerance: Tolerance) -> OrderTime:
        """The time of the orders at `now` (ms), no statement of which is later."""
        kept = self._kept = _brought_up(self._kept, orders.blocks, now, tolerance)
        found = OrderTime()
        for block in _decode(kept.packed):
            found.add_block(block, kept.places)
        opened = ((ORDERS.in_block(kept.blocks[number]), names) for number, names in kept.open.items())
        each = chain.from_iterable((orders_in[name] for name in names) for orders_in, names in opened)
        for order in chain(each, (large.whole() for large in (orders.apart or {}).values())):
            found.add_open(order, parts_of(order, tolerance))
        return found


def _brought_up(kept: _Kept, blocks: Sequence[bytes], now: int, tolerance: Tolerance) -> _Kept:
    """What is kept, with the blocks that changed since read anew; all of them where `now` or the values are others."""
    if tolerance is not kept.tolerance or now < kept.since or len(blocks) != len(kept.blocks):
        kept = _NOTHING._replace(tolerance=tolerance)
    known = kept.blocks
    changed = [n for n, block in enumerate(blocks) if n >= len(known) or known[n] is not block]
    if not changed:
        return kept
    packed = _divide(kept.packed) if known else [msgspec.Raw()] * len(blocks)
    places = {place: number for number, place in enumerate(kept.places)}
    opened = {number: names for number, names in kept.open.items() if number not in changed}
    for number in changed:
        reading = _Reading(now, tolerance, places)
        names = tuple(name for name, order in ORDERS.in_block(blocks[number]).items() if not reading.add(order))
        if names:
            opened[number] = names
        packed[number] = msgspec.Raw(_encode(reading.block()))
    shared = tuple((intern(area), intern(sector)) for area, sector in places)
    return _Kept(tuple(blocks), _encode(packed), opened or _NONE_OPEN, shared, tolerance, now)


class _Reading:
    """Reads the orders of a block; `places` are numbered as they come."""

    def __init__(self, now: int, tolerance: Tolerance, places: dict[tuple[str, str], int]) -> None:
        self._now = now
        self._tolerance = tolerance
        self._places = places
        self._trace = Trace()
        self._in_sessions: list[Interval] = []
        self._counted: list[tuple[int, CountedOrder]] = []
        self._booked: list[tuple[int, int]] = []

    def add(self, order: Order) -> bool:
        """Add an order; false, and nothing is added, where its time may still change without a statement of its own."""
        parts, trace = parts_of(order, self._tolerance), Trace()
        in_sessions: list[Interval] = []
        counted: list[tuple[int, CountedOrder]] = []
        for part in parts:
            if _is_by_sessions(part):
                if not _is_over(part):
                    return False
                in_sessions += [
                    (each.on, min(each.end or 0, each.on + COURIER_DAY_MS)) for each in part.beginnings.begun
                ]
            else:
                part.trace(self._now, _NO_SESSIONS, trace)
            if (one := _counted(part)) is not None:
                if part.on_at is None:
                    return False
                counted.append((part.on_at, one))
        if trace.changes:
            return False
        self._trace.work += trace.work
        self._trace.unknown += trace.unknown
        self._in_sessions += in_sessions
        self._counted += counted
        self._booked.extend(_booked(order))
        return True

    def block(self) -> _Block:
        """What is to be kept."""
        work, unknown = self._trace.work, self._trace.unknown
        instants = [each[0] for each in (*work, *self._in_sessions, *self._booked)]
        base = min([*instants, *(each[0] for each in unknown), *(on for on, _ in self._counted)], default=0)
        return _Block(
            base,
            _flat(work, base),
            [number for start, end, why in unknown for number in (start - base, end - start, _NUMBER_OF[why])],
            _flat(self._in_sessions, base),
            [number for on, counted in self._counted for number in self._numbers(on, counted, base)],
            [number for at, length in self._booked for number in (at - base, length)],
        )

    def _numbers(self, on: int, order: CountedOrder, base: int) -> tuple[int, ...]:
        place = self._places.setdefault((order.area, order.sector), len(self._places))
        return (on - base, place, on - order.at, int(order.pushed), order.promised_ms, order.metres)


def _flat(intervals: Iterable[Interval], base: int) -> list[int]:
    return [number for start, end in intervals for number in (start - base, end - start)]


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


def _counted(part: OrderPart) -> CountedOrder | None:
    first = part.counted
    if first is None:
        return None
    promised = part.promised_ms if first.distance_m > 0 else None
    promised_ms, metres = (-1, 0) if promised is None else (promised, first.distance_m)
    return CountedOrder(first.at, first.area, first.sector, first.assigned == "pushed", promised_ms, metres)


def _booked(order: Order) -> Iterator[tuple[int, int]]:
    return ((each.at, each.starts_at - each.at) for each in order.acceptances if each.booked)
