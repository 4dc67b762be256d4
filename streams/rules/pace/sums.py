"""Sums over slots, as pacing compares them. Orders pushed are no part of it."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from schemas.findings.figures import Counted, SlotRow
from streams.facts.areas.cell import SLOT_MS, Cell


class OrderSums(NamedTuple):
    """The sums over so many cells, whose number is `slots`.

    Active time (ms) in either reading, accepted orders, and over the orders with both a promise and a distance their number, the
    time promised (ms) and the way (m).
    """

    slots: int = 0
    low: int = 0
    high: int = 0
    accepted: int = 0
    promised: int = 0
    promised_ms: int = 0
    metres: int = 0

    def active(self, *, high: bool) -> int:
        """The active time (ms) in a reading."""
        return self.high if high else self.low

    def counted(self) -> Counted:
        """The sums as a finding has them."""
        return Counted(
            active_low=self.low,
            active_high=self.high,
            accepted=self.accepted,
            promised=self.promised,
            promised_ms=self.promised_ms,
            metres=self.metres,
        )


NO_SUMS: Final = OrderSums()
"""The sums over no cell."""


def total(sums: Iterable[OrderSums]) -> OrderSums:
    """The sum of sums.

    >>> total([OrderSums(1, 2), OrderSums(1, 3)]).low, total([]).slots
    (5, 0)
    """
    every = list(sums)
    return OrderSums(*map(sum, zip(*every, strict=True))) if every else NO_SUMS


def summed(cells: Iterable[Cell]) -> OrderSums:
    """The sums over these cells."""
    number = low = high = accepted = promised = promised_ms = metres = 0
    for cell in cells:
        number += 1
        low += cell.low
        high += cell.high
        accepted += cell.accepted
        promised += cell.promised
        promised_ms += cell.promised_ms
        metres += cell.metres
    return OrderSums(number, low, high, accepted, promised, promised_ms, metres)


def rows_of(cells: Iterable[tuple[int, str, str | None, Cell]]) -> tuple[SlotRow, ...]:
    """The rows of a finding for slots, each with its area, level and cell."""
    return tuple(
        SlotRow(
            slot * SLOT_MS,
            area,
            level,
            cell.low,
            cell.high,
            cell.accepted,
            cell.promised,
            cell.promised_ms,
            cell.metres,
        )
        for slot, area, level, cell in cells
    )
