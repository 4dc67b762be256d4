"""Cost: what a feed record is charged for in the round of the platforms, in units of about 30 ns of work. Pure.

A unit is a byte of good events: reading, dealing and encoding 1 MiB of them takes about 30 ms. The rest is measured against that.
"""

from collections.abc import Iterable
from typing import Final

RECORD: Final = 4096
"""A record costs 0.1 to 0.15 ms in the consumer, the queue and the acknowledgement, whatever it holds."""

EVENT: Final = 128
"""An event costs 4 microseconds beside its bytes: its row, its worker's partition, its place in the receipt."""

ANSWER: Final = 4096
"""A refusal costs 0.1 to 0.2 ms beside its bytes: it is worded, encoded, and sent as a record of its own."""


def cost_of(size: int, events: int, answers: Iterable[bytes]) -> int:
    """The cost of a record of `size` bytes, of which so many events were accepted and which has this for answer.

    >>> cost_of(1000, 3, [])
    5480
    """
    return RECORD + size + EVENT * events + sum(ANSWER + len(answer) for answer in answers)
