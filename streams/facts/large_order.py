"""An order of many statements, kept unpacked, so that one more costs the same however many there are.

An order of a person has three to eight statements. One of thousands is the work of a mistake, such as one id for all orders.
"""

from itertools import chain

import msgspec

from streams.facts.ascending import add, chunked
from streams.facts.intervals import Interval
from streams.facts.order import Acceptance, Order
from streams.facts.packing import Packing

_INSTANT, _PROMISE, _WORKED = 9, 19, 19
"""Bytes of an instant, and of a pair of them, as MessagePack."""

_MOST = 16
"""Statements of an order that is kept packed: twice what a person's has. Changing it takes some 10 us longer than a small one."""

_pack = msgspec.msgpack.Encoder().encode


class LargeOrder(msgspec.Struct, array_like=True, gc=False):
    """The same as `Order`, mutable: the four sets in chunks. `earliest` (ms) is `Order.first`; the rest as of `Shelves`."""

    acceptances: list[list[Acceptance]]
    ends: list[list[int]]
    steps: list[list[int]]
    promises: list[list[tuple[int, int]]]
    settled: int
    worked: tuple[Interval, ...]
    earliest: int
    statements: int
    size: int

    @classmethod
    def of(cls, order: Order) -> "LargeOrder":
        """The order, unpacked."""
        return cls(
            chunked(order.acceptances),
            chunked(order.ends),
            chunked(order.steps),
            chunked(order.promises),
            order.settled,
            order.worked,
            order.first(),
            order.statements(),
            sum(len(_pack(each)) for each in order.acceptances)
            + _INSTANT * (len(order.ends) + len(order.steps))
            + _PROMISE * len(order.promises)
            + _WORKED * len(order.worked),
        )

    def whole(self) -> Order:
        """The order as it is looked at."""
        return Order(
            tuple(chain.from_iterable(self.acceptances)),
            tuple(chain.from_iterable(self.ends)),
            tuple(chain.from_iterable(self.steps)),
            tuple(chain.from_iterable(self.promises)),
            self.settled,
            self.worked,
        )

    def accept(self, acceptance: Acceptance) -> bool:
        """Add an acceptance; false when it was there. Likewise the next three."""
        added = add(self.acceptances, acceptance)
        return added and self._grew(min(acceptance.at, acceptance.on_at), len(_pack(acceptance)))

    def end(self, at: int) -> bool:
        """Add an end at an instant (ms)."""
        return add(self.ends, at) and self._grew(at, _INSTANT)

    def step(self, at: int) -> bool:
        """Add any other event (ms)."""
        return add(self.steps, at) and self._grew(at, _INSTANT)

    def promise(self, at: int, promised_at: int) -> bool:
        """Add what was promised at an instant (both ms)."""
        return add(self.promises, (at, promised_at)) and self._grew(at, _PROMISE)

    def _grew(self, at: int, size: int) -> bool:
        self.earliest = min(self.earliest, at)
        self.statements += 1
        self.size += size
        return True


def _statements(order: Order) -> int:
    return order.statements()


def _size(large: LargeOrder) -> int:
    return large.size


ORDERS: Packing[Order, LargeOrder] = Packing(
    Order, statements=_statements, apart=LargeOrder.of, whole=LargeOrder.whole, size=_size, most=_MOST
)
"""How the orders of a worker are kept."""
