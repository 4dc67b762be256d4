"""The notices about shifts: before the own shift begins, and at once where a change of the rota touches it. Sends nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from alerts.routing.rota import DutyTurn
from alerts.routing.routing import Routing
from alerts.routing.told import Person
from schemas.instants import HOUR_MS, Ms
from schemas.legal_days import DAY_MS, legal_day

BEFORE_MS: Final = 12 * HOUR_MS
"""So long before their shift people are told: the evening before a morning's change-over."""

CHANGES_SEEN_MS: Final = 7 * DAY_MS
"""So far ahead a change of the rota is told of: what comes later may change again, and is told before it begins."""

_AROUND_MS: Final = 31 * DAY_MS
"""So far around the days in question the beginning and the end of a shift are looked for."""


@dataclass(frozen=True, slots=True)
class ShiftNotice:
    """A notice to a person. `at`: the instant at which it is due; `turns`: the own shift that begins, or those of the next days.

    `before`: with `changed`, the own shifts as they were.
    """

    person: Person
    department: str
    reason: Literal["begins", "changed"]
    at: Ms
    turns: tuple[DutyTurn, ...]
    before: tuple[DutyTurn, ...] = ()

    @property
    def key(self) -> str:
        """The notice's identity, the same however often it is made: person, department and shifts; of a change also its day."""
        begins = f"{self.reason}/{self.person.id}/{self.department}/{_spans(self.turns)}"
        return begins if self.reason == "begins" else f"{begins}/{_spans(self.before)}/{legal_day(self.at)}"


def shift_notices(before: Routing | None, after: Routing, since: Ms, until: Ms) -> tuple[ShiftNotice, ...]:
    """The notices that became due in `[since, until)`, by instant and person; `until` is now.

    `before`: the rota of the last call, where it is another one: a person whose own shifts of the next seven days differ is
    told now.
    """
    begin = [notice for department in after.departments for notice in _beginning(after, department, since, until)]
    changed = [] if before is None else list(_changed(before, after, until))
    return tuple(sorted([*begin, *changed], key=lambda each: (each.at, each.person.id, each.department, each.reason)))


def own_turns(routing: Routing, department: str, person: str, start: Ms, end: Ms) -> tuple[DutyTurn, ...]:
    """The turns of one person in `[start, end)`, merged where others come and go beside them."""
    turns: list[DutyTurn] = []
    for turn in routing.turns(department, start, end):
        own = tuple(each for each in turn.people if each.id == person)
        if not own:
            continue
        begins = turns.pop().start if turns and turns[-1].end == turn.start else turn.start
        turns.append(DutyTurn(department, begins, turn.end, own))
    return tuple(turns)


def _beginning(routing: Routing, department: str, since: Ms, until: Ms) -> Iterator[ShiftNotice]:
    """The notices before shifts that begin in `[since, until)` and twelve hours; one goes on where its person was on before."""
    start, end = since + BEFORE_MS, until + BEFORE_MS
    before = {person.id for person in routing.on_duty(department, start - 1)}
    for turn in routing.turns(department, start, end):
        for person in turn.people:
            if person.id not in before:
                whole = whole_turns(routing, department, person.id, turn.start, turn.start + 1)
                yield ShiftNotice(person, department, "begins", turn.start - BEFORE_MS, whole)
        before = {person.id for person in turn.people}


def whole_turns(routing: Routing, department: str, person: str, start: Ms, end: Ms) -> tuple[DutyTurn, ...]:
    """The turns of one person that lie in `[start, end)` at least in part, each from its beginning to its end.

    One of more than two months is cut.
    """
    around = own_turns(routing, department, person, start - _AROUND_MS, end + _AROUND_MS)
    return tuple(turn for turn in around if turn.start < end and start < turn.end)


def _changed(before: Routing, after: Routing, now: Ms) -> Iterator[ShiftNotice]:
    people, end = {**before.people, **after.people}, now + CHANGES_SEEN_MS
    for department in dict.fromkeys((*before.departments, *after.departments)):
        for name, person in people.items():
            old, new = (own_turns(each, department, name, now, end) for each in (before, after))
            if _spans(old) != _spans(new):
                was, is_now = (whole_turns(each, department, name, now, end) for each in (before, after))
                yield ShiftNotice(person, department, "changed", now, is_now, was)


def _spans(turns: tuple[DutyTurn, ...]) -> str:
    return ",".join(f"{turn.start}-{turn.end}" for turn in turns)
