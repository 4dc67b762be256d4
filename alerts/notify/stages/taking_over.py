"""Decides who goes and who takes over between two looks at the rota. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from alerts.routing import Person, Routing
from schemas.instants import Ms
from schemas.legal_days import DAY_MS

GAP_MS: Final = 7 * DAY_MS
"""So far back whoever was on last is looked for where nobody is: over a festival without a shift."""


@dataclass(frozen=True, slots=True)
class ShiftChange:
    """A change of shift of a department: the people who go, and the ids of those who are on now."""

    department: str
    go: tuple[Person, ...]
    are_on: frozenset[str]


def shift_changes(before: Routing, after: Routing, since: Ms, now: Ms) -> Iterator[ShiftChange]:
    """The changes between `since`, by the rota of then, and `now`. One who goes and is back by `now` was not away.

    Those who came on earlier, beside the ones who go, take over as well: somebody may come half an hour before.
    """
    for department in after.departments:
        were, are = _last_on(before, department, since), after.on_duty(department, now)
        are_on = frozenset(person.id for person in are)
        go = tuple(person for person in were if person.id not in are_on)
        if go and are_on:
            yield ShiftChange(department, go, are_on)


def _last_on(routing: Routing, department: str, at: Ms) -> tuple[Person, ...]:
    """The people on duty at an instant; in a gap those who were on before it."""
    if department not in routing.departments:
        return ()
    on_duty = routing.on_duty(department, at)
    if on_duty:
        return on_duty
    earlier = [turn.people for turn in routing.turns(department, at - GAP_MS, at) if turn.people]
    return earlier[-1] if earlier else ()
