"""The horizon: what of a worker's past is settled and may go. It is cut only where a qualifying break separates."""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain, pairwise

from schemas.legal_days import day_start
from schemas.outside import is_outside
from streams.facts.orders.cut import cut_order, in_hand, part_before
from streams.facts.orders.large import ORDERS
from streams.facts.orders.parts import OrderPart, part_at
from streams.facts.pay_entry import ENTRIES, PayEntry
from streams.facts.sessions.cut import cut_session
from streams.facts.tolerance import Tolerance
from streams.facts.views.platform_traces import PlatformTraces
from streams.facts.views.worker_view import ONLINE, View
from streams.facts.worker import PlatformFacts, WorkerFacts
from streams.facts.worktime.place import Place, PlacesByTime


def cut_point(united: View, before: int, *, refused: bool = False) -> int | None:
    """The latest instant (ms), not later than `before`, at which a qualifying break of the united high reading has passed.

    With `refused`, the break after the last stretch is one though nothing is known after it: rows about that time were refused,
    since a budget was used up, and it is used up until something is cut.
    """
    found, stretches = None, united.stretches(ONLINE)
    if refused and stretches and united.break_passed_at(stretches[-1]) <= before:
        return united.break_passed_at(stretches[-1])
    for one, other in pairwise(stretches):
        over = united.break_passed_at(one)
        if over <= min(before, other.start):
            found = over
    return found


def after_cut(facts: WorkerFacts, at: int, tolerance: Tolerance) -> dict[str, PlatformFacts]:
    """The facts that are left by platform, without those that decide nothing any more at `at` (ms), a cut point, or later.

    The last place is kept. What was given stays as it is.
    """
    return {
        name: _after_cut(PlatformTraces(name, platform, at, tolerance), platform, at, tolerance)
        for name, platform in facts.platforms.items()
    }


def settled_at(united: View, latest: int) -> int:
    """The instant (ms) from which on a worker who is forgotten may send events again without touching what was published."""
    last = united.stretches(ONLINE)[-1:]
    return max([latest + 1, *(united.break_passed_at(stretch) for stretch in last)])


def _after_cut(sources: PlatformTraces, facts: PlatformFacts, at: int, tolerance: Tolerance) -> PlatformFacts:
    orders, entries = sources.orders, sources.entries
    going_on = {
        name
        for name, order in orders.items()
        if order.last_instant() >= at or any(in_hand(part, at) for part in sources.parts[name][-1:])
    }
    paid = {
        key: entry for key, entry in entries.items() if entry.latest() >= at or _goes_on(entry, sources, going_on, at)
    }
    places = PlacesByTime(facts.places(chain.from_iterable(sources.parts.values())))
    return PlatformFacts(
        sessions={
            name: cut_session(session, at, tolerance, partial(sources.next_elsewhere, name))
            for name, session in facts.sessions.items()
            if session.last_instant() >= at
        },
        orders=ORDERS.of(
            {n: cut_order(order, at, tolerance, sources.session_time) for n, order in orders.items() if n in going_on}
        ),
        place_before=places.last_before(at),
        sign_before=sources.session_time.last_sign_before(at),
        entries=ENTRIES.of(paid),
        entries_by_kind=True,
        places_before=_places_before(places, at, (sources.parts[name] for name in orders if name in going_on)),
    )


def _goes_on(entry: PayEntry, sources: PlatformTraces, going_on: set[str], at: int) -> bool:
    """True for an entry of an order that goes on at the cut, and of none of its id that was over before that one."""
    for variant in entry.variants:
        if variant.order in going_on:
            parts = sources.parts[variant.order]
            # parts are by time, so that a comparison tells whether one is behind the other
            first, own = part_before(parts, at).accepted_at, part_at(parts, entry.at(variant)).accepted_at
            if own is None or first is None or own >= first:
                return True
    return False


def _places_before(places: PlacesByTime, at: int, kept: Iterable[Sequence[OrderPart]]) -> tuple[Place, ...]:
    """The places before the cut that decide something after it, beside the last one inside."""
    outside = places.outside_before(at)
    found = set() if outside is None else {outside}
    for part in (part_before(parts, at) for parts in kept):
        on_at = part.on_at
        if part.counted is None or on_at is None or on_at >= at or not is_outside(part.counted.area):
            continue
        place = places.place_at(on_at)
        if place is not None:
            found.add(place)
    return tuple(sorted(found))


def forget_refused(facts: WorkerFacts, at: int) -> None:
    """Forget the legal days that end by `at` (ms), a cut point, among those on which something was refused."""
    for days in (facts.refused_days or {}).values():
        days.difference_update([day for day in days if day_start(day + 1) <= at])
