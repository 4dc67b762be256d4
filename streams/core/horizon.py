"""The horizon: what of a worker's past is settled and may go. It is cut only where a qualifying break separates."""

from itertools import pairwise

from streams.facts.entry import ENTRIES
from streams.facts.order import ORDERS
from streams.facts.place import Places
from streams.facts.view import ONLINE, View
from streams.facts.worker import PlatformFacts, WorkerFacts


def cut_point(united: View, before: int) -> int | None:
    """The latest instant (ms), not later than `before`, at which a qualifying break of the united high reading has passed."""
    found = None
    for one, other in pairwise(united.stretches(ONLINE)):
        over = united.over_at(one)
        if over <= min(before, other.start):
            found = over
    return found


def cut(facts: WorkerFacts, at: int) -> None:
    """Drop the facts whose last instant is before `at` (ms); the facts speak from then on. The last place is kept."""
    for platform in facts.platforms.values():
        _cut_platform(platform, at)
    facts.speaks_from = at


def settled_at(united: View, latest: int) -> int:
    """The instant (ms) from which on a worker who is forgotten may be heard again without touching what was said."""
    last = united.stretches(ONLINE)[-1:]
    return max([latest + 1, *(united.over_at(stretch) for stretch in last)])


def _cut_platform(facts: PlatformFacts, at: int) -> None:
    orders = ORDERS.all(facts.orders)
    facts.place_before = Places(facts.places(orders.values())).last_before(at)
    facts.sessions = {name: session for name, session in facts.sessions.items() if session.last() >= at}
    facts.orders = ORDERS.those(facts.orders, lambda order: order.last() >= at)
    left = {name for name, order in orders.items() if order.last() >= at}
    facts.entries = ENTRIES.those(facts.entries, lambda entry: entry.at >= at or entry.order in left)
