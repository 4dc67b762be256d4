"""An order of many statements, kept unpacked and unsorted, so that adding one costs the same however many there are.

An order of a person has three to eight statements. One of thousands comes from a mistake, such as one id for all orders.
"""

import msgspec

from streams.facts.orders.order import Acceptance, Order
from streams.facts.packing import PackedDictCodec
from streams.facts.worktime.intervals import Interval

_INSTANT, _PROMISE, _WORKED = 9, 19, 19
"""Bytes of an instant, and of a pair of them, as MessagePack."""

_MOST = 16
"""Most statements of an order kept packed: twice a person's eight. To change it costs some 10 us more than a small one."""

_pack = msgspec.msgpack.Encoder().encode


class LargeOrder(msgspec.Struct, array_like=True, gc=False):
    """The same as `Order`, mutable. `earliest` (ms) is `Order.first_instant`; `statements` and `size` as in `PackedDict`."""

    acceptances: set[Acceptance]
    ends: set[int]
    steps: set[int]
    promises: set[tuple[int, int]]
    no_work_before: int
    worked: tuple[Interval, ...]
    earliest: int
    statements: int
    size: int
    cancelled: set[int] = set()
    picked_up: set[int] = set()
    near: tuple[int, ...] = ()
    worked_before: int = 0
    late: dict[int, int] = {}

    @classmethod
    def of(cls, order: Order) -> "LargeOrder":
        """Unpack an order."""
        return cls(
            set(order.acceptances),
            set(order.ends),
            set(order.steps),
            set(order.promises),
            order.no_work_before,
            order.worked,
            order.first_instant(),
            order.statements(),
            sum(len(_pack(each)) for each in order.acceptances)
            + _INSTANT * sum(map(len, (order.ends, order.steps, order.cancelled, order.picked_up)))
            + _PROMISE * len(order.promises)
            + _WORKED * len(order.worked),
            set(order.cancelled),
            set(order.picked_up),
            order.near,
            order.worked_before,
            dict(order.late),
        )

    def whole(self) -> Order:
        """The order with sorted statements, as the rest of the facts reads it."""
        return Order(
            tuple(sorted(self.acceptances)),
            tuple(sorted(self.ends)),
            tuple(sorted(self.steps)),
            tuple(sorted(self.promises)),
            self.no_work_before,
            self.worked,
            tuple(sorted(self.cancelled)),
            tuple(sorted(self.picked_up)),
            self.near,
            self.worked_before,
            tuple(sorted(self.late.items())),
        )

    def add_acceptance(self, acceptance: Acceptance) -> None:
        """Add an acceptance; a repeat changes nothing, here and in the next four methods."""
        if acceptance not in self.acceptances:
            self.acceptances.add(acceptance)
            self._grew(acceptance.at, len(_pack(acceptance)))

    def add_end(self, at: int, *, cancelled: bool) -> None:
        """Add a completion or a cancellation at an instant (ms)."""
        self._add_to(self.cancelled if cancelled else self.ends, at)

    def add_pick_up(self, at: int) -> None:
        """Add a pick-up at an instant (ms)."""
        self._add_to(self.picked_up, at)

    def add_step(self, at: int) -> None:
        """Add any other event at an instant (ms)."""
        self._add_to(self.steps, at)

    def add_promise(self, at: int, promised_at: int) -> None:
        """Add the completion time promised at an instant (both ms)."""
        if (at, promised_at) not in self.promises:
            self.promises.add((at, promised_at))
            self._grew(at, _PROMISE)

    def _add_to(self, instants: set[int], at: int) -> None:
        if at not in instants:
            instants.add(at)
            self._grew(at, _INSTANT)

    def _grew(self, at: int, size: int) -> None:
        self.earliest = min(self.earliest, at)
        self.statements += 1
        self.size += size


def _size(large: LargeOrder) -> int:
    return large.size


ORDERS: PackedDictCodec[Order, LargeOrder] = PackedDictCodec(
    Order, statements=Order.statements, apart=LargeOrder.of, whole=LargeOrder.whole, size=_size, most=_MOST
)
"""The codec for the orders of a worker."""
