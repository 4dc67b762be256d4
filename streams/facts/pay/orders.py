"""The orders that pay entries name: of those that share an id the one that an entry is of, with its time on each day.

Orders of days whose events were cut are known by the digest of their ids.
"""

from collections.abc import Mapping, Sequence

from schemas.legal_days import Day
from streams.facts.cached import CachedProperty
from streams.facts.days.kept import NOTHING_KEPT, KeptDays
from streams.facts.days.orders import KeptOrder, digest_of, is_digest
from streams.facts.orders.parts import OrderPart, part_at
from streams.facts.pay_entry import PayEntry
from streams.facts.views.platform_traces import PlatformTraces
from streams.facts.worktime.by_day import ms_by_day


class KeptPay:
    """The orders and entries of a platform of days whose events were cut, unpacked on first use."""

    def __init__(self, kept: KeptDays, platform: str) -> None:
        self._kept = kept
        self._platform = platform
        self._named: dict[str, Sequence[KeptOrder]] = {}

    def orders_named(self, name: str) -> Sequence[KeptOrder]:
        """The orders of an id, by time."""
        # no digest is made where no order is kept, as before a worker's first day is cut
        if not self._kept.orders.get(self._platform):
            return ()
        found = self._named.get(name)
        if found is None:
            found = self._named[name] = self.orders_of(digest_of(name))
        return found

    def orders_of(self, digest: bytes) -> Sequence[KeptOrder]:
        """The orders of an id, by its digest, by time."""
        if digest not in self._kept.orders.get(self._platform, b""):
            return ()  # nothing is unpacked, as nearly always
        return self.orders.get(digest, ())

    @CachedProperty
    def orders(self) -> Mapping[bytes, Sequence[KeptOrder]]:
        """The orders by the digest of their id."""
        return self._kept.orders_of(self._platform)

    @CachedProperty
    def entries(self) -> Mapping[str, PayEntry]:
        """The entries, by what stands in the place of their keys."""
        return self._kept.entries_of(self._platform)


NO_KEPT_PAY = KeptPay(NOTHING_KEPT, "")
"""The pay of a platform none of whose events was cut: all of it follows from the events."""


class KnownOrders:
    """The orders of a platform that were accepted; the work on each is added up once."""

    def __init__(self, traces: PlatformTraces, kept: KeptPay) -> None:
        self._traces = traces
        self._kept = kept
        self._worked: dict[OrderPart, Mapping[Day, int]] = {}

    def worked(self, name: str, at: int) -> Mapping[Day, int] | None:
        """The time (ms) by legal day of the order that a statement of an instant (ms) is about; None where none is known.

        Several orders may share the id: it is the last one accepted by then, else the first. One that has not ended has none.
        """
        if not name:
            return None
        parts, kept = self._parts_of(name), self._kept.orders_named(name)
        if not kept:
            part = _accepted_at(parts, at)
            return None if part is None else self._of(part)
        if not parts and len(kept) == 1:  # as nearly always
            return kept[0].worked
        known: dict[int, KeptOrder | OrderPart] = {each.accepted_at: each for each in kept}
        known |= {part.accepted_at: part for part in parts if part.accepted_at is not None and part.counted is not None}
        chosen = known[max((each for each in known if each <= at), default=min(known))]
        return chosen.worked if isinstance(chosen, KeptOrder) else self._of(chosen)

    def knows(self, name: str, at: int) -> bool:
        """True where `worked` gives a time; it is not added up for that."""
        if not name:
            return False
        return _accepted_at(self._parts_of(name), at) is not None or bool(self._kept.orders_named(name))

    def _parts_of(self, name: str) -> Sequence[OrderPart]:
        return self._traces.parts_named(self._names.get(digest_of(name), name) if is_digest(name) else name)

    @CachedProperty
    def _names(self) -> dict[bytes, str]:
        return {digest_of(name): name for name in self._traces.parts}

    def _of(self, part: OrderPart) -> Mapping[Day, int]:
        """The work (ms) on an order that has ended, by legal day, ascending."""
        found = self._worked.get(part)
        if found is None:
            found = self._worked[part] = ms_by_day(self._traces.ended_work(part))
        return found


def _accepted_at(parts: Sequence[OrderPart], at: int) -> OrderPart | None:
    """The order among these that a statement of an instant (ms) is about; None where none was accepted."""
    part = part_at(parts, at) if parts else None
    # an order that was accepted has an acceptance that counts; to find it takes longer
    return part if part is not None and part.stated.acceptances else None
