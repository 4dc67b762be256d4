"""Listing: how many refusals a receipt lists, so that a platform all of whose events are bad does not crowd out its receipts.

Pure. Time is that of arrival, which the broker stamps: no platform can forge it.
"""

from typing import Final

from schemas.feed.receipt import Receipt

A_SECOND: Final = 10
"""Refusals listed of one feed partition in the long run; the arithmetic stands in `schemas.topics`."""

AT_ONCE: Final = 5_000
"""Refusals listed of one feed partition at once, where few were listed before: five full receipts. All are back after 500 s."""


class Listing:
    """The refusals that each feed partition may still list (in thousandths), and the instant (ms) of that count. Mutable."""

    def __init__(self) -> None:
        self._left: dict[tuple[str, int], tuple[int, int]] = {}

    def cut(self, receipt: Receipt, arrival: int) -> Receipt:
        """The receipt with as many refusals as may be listed at `arrival` (ms); the others are counted in `refused_more`."""
        if not receipt.refused:
            return receipt
        key = (receipt.topic, receipt.partition)
        left, at = self._left.get(key, (AT_ONCE * 1000, arrival))
        left = min(AT_ONCE * 1000, left + A_SECOND * max(0, arrival - at))
        listed = min(len(receipt.refused), left // 1000)
        self._left[key] = (left - listed * 1000, max(at, arrival))
        if listed == len(receipt.refused):
            return receipt
        more = receipt.refused_more + len(receipt.refused) - listed
        return receipt.model_copy(update={"refused": receipt.refused[:listed], "refused_more": more})
