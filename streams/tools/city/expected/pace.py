"""The findings expected of areas in a storm, counted from the plans of the shifts and orders there.

A platform that eases does so by far more than is required, so that nothing is found. One that does not is found as soon as
enough was done in the slots that are judged: five active hours and twenty orders. It is undecidable, as the city did not exist
a week ago: there are only the two hours before to compare with, and they prove nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from streams.tools.city.expected.finding import ExpectedFinding
from streams.tools.city.platforms import SECTORS
from streams.tools.city.shifts.orders import SimulatedOrder
from streams.tools.city.shifts.shift import SimulatedSession
from streams.tools.city.spans import HOUR, MINUTE, WorkSpan
from streams.tools.city.weather.storm import Conduct, Storm

_LEAST_ACTIVE, _LEAST_ORDERS = 5 * HOUR, 20
_REACTION = 30 * MINUTE  # from a warning on, in which a platform need not have eased yet
_RED_REACTION = 5 * MINUTE
"""The time for which it has to have been red until a push counts."""
_GROUP = HOUR
"""While the warning is in force, slots are judged six at a time; in two hours, of which half an hour is left out, once."""

_SETTLED = 10 * MINUTE
"""A slot is judged so long after it has ended, and an episode is over."""

_USUAL = 2 * HOUR
"""The basis of comparison: the twelve slots before the warning, in a city that did not exist a week ago."""


class SimulatedWork(NamedTuple):
    """The work on a platform in an area: spans online, and orders."""

    spans: list[WorkSpan]
    orders: list[SimulatedOrder]

    def active(self, over: WorkSpan) -> int:
        """Time online within a span, in ms."""
        return sum(max(0, min(off, over.off) - max(on, over.on)) for on, off in self.spans)

    def accepted(self, over: WorkSpan) -> int:
        """The number of orders accepted within a span."""
        return sum(over.on <= order.accepted_at < over.off for order in self.orders)


def work_of(
    shifts: Iterable[tuple[Iterable[SimulatedSession], Iterable[tuple[SimulatedSession, WorkSpan, SimulatedOrder]]]],
    platform: str,
) -> SimulatedWork:
    """The work on a platform in these shifts."""
    work = SimulatedWork([], [])
    for sessions, orders in shifts:
        work.spans.extend(span for session in sessions if session.platform == platform for span in session.spans)
        work.orders.extend(order for session, _, order in orders if session.platform == platform)
    return work


def expected_pace(storm: Storm, platform: str, area: str, work: SimulatedWork) -> Iterator[ExpectedFinding]:
    """The findings about a platform in an area that the warning reaches."""
    conduct = storm.conduct(platform, area)
    of_red = ExpectedFinding(
        rule="dispatch_under_red",
        kind="indication",
        scope="platform",
        subject=f"{platform}/{SECTORS[platform]}/{area}",
        platforms=(platform,),
        starts_at=storm.red,
        ends_at=storm.ends,
        true_from=0,
        ended_from=storm.ends,
    )
    pushed = [
        order.accepted_at
        for order in work.orders
        if order.pushed and storm.red + _RED_REACTION <= order.accepted_at < storm.ends
    ]
    if pushed:
        yield replace(of_red, true_from=min(pushed))
    at = _judged_from(storm, work)
    if at and _shows_no_measure(storm, conduct, work):
        yield replace(
            of_red,
            rule="pace_not_eased",
            kind="undecidable",
            starts_at=storm.begins + _REACTION,
            true_from=at,
            ended_from=storm.ends + _SETTLED,
        )


def _shows_no_measure(storm: Storm, conduct: Conduct, work: SimulatedWork) -> bool:
    """True where, against the two hours before, neither measure shows or too little was done in them to tell."""
    before = WorkSpan(storm.begins - _USUAL, storm.begins)
    if work.active(before) < _LEAST_ACTIVE:
        return True
    # with too few orders the time promised before is unknown
    return not (conduct.limits or (conduct.extends and work.accepted(before) >= _LEAST_ORDERS))


def _judged_from(storm: Storm, work: SimulatedWork) -> int | None:
    """The instant from which on enough was done to judge; None where it never was."""
    first = storm.begins + _REACTION
    group = first + _GROUP
    for until, at in (
        (group, group + _SETTLED),
        (storm.ends, storm.ends + _SETTLED),
    ):
        over = WorkSpan(first, until)
        if work.active(over) >= _LEAST_ACTIVE and work.accepted(over) >= _LEAST_ORDERS:
            return at
    return None
