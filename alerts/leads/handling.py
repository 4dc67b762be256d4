"""The steps that people may take with a lead: a state machine in one table. Knows no person's rights, no SQL.

`Handling` is the work of people, `Standing` whether the finding still holds; the two are independent: a dismissed lead
can stand, and a confirmed one can be withdrawn.
"""

from dataclasses import dataclass
from enum import StrEnum

from alerts.errors import NotAllowedError


class Handling(StrEnum):
    """The state that people have brought a lead to."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    ASSIGNED = "assigned"
    INVESTIGATING = "investigating"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    CLOSED = "closed"


class Action(StrEnum):
    """A step that a person takes with a lead."""

    ACKNOWLEDGE = "acknowledge"
    ASSIGN = "assign"
    INVESTIGATE = "investigate"
    CONFIRM = "confirm"
    DISMISS = "dismiss"
    REOPEN = "reopen"
    CLOSE = "close"


MOST_NAME = 200
"""Characters of a name that people write: names are at most a few dozen, and a page shows them whole."""

MOST_REASON = 4000
"""Characters of a reason: two pages of text; what is longer belongs into a file of its own."""

DECIDED = (Handling.CONFIRMED, Handling.DISMISSED, Handling.CLOSED)
"""The states in which somebody has decided, about the figures of then: such a lead is no longer open."""

DECISIONS = (Action.CONFIRM, Action.DISMISS, Action.CLOSE)
"""The steps that record the figures that they are about."""

WORKED_ON = (Handling.ASSIGNED, Handling.INVESTIGATING)
"""The states in which somebody is at work on the lead: no merge ends it."""


@dataclass(frozen=True, slots=True)
class Transition:
    """The states in which an action is legal, the state after it, and whether it needs a reason."""

    before: tuple[Handling, ...]
    after: Handling
    needs_reason: bool = False


_H = Handling
TRANSITIONS: dict[Action, Transition] = {
    Action.ACKNOWLEDGE: Transition((_H.NEW,), _H.ACKNOWLEDGED),
    Action.ASSIGN: Transition((_H.NEW, _H.ACKNOWLEDGED, _H.ASSIGNED, _H.INVESTIGATING), _H.ASSIGNED),
    Action.INVESTIGATE: Transition((_H.ACKNOWLEDGED, _H.ASSIGNED), _H.INVESTIGATING),
    Action.CONFIRM: Transition((_H.INVESTIGATING,), _H.CONFIRMED),
    Action.DISMISS: Transition((_H.ACKNOWLEDGED, _H.ASSIGNED, _H.INVESTIGATING), _H.DISMISSED, needs_reason=True),
    Action.REOPEN: Transition((_H.CONFIRMED, _H.DISMISSED, _H.CLOSED), _H.ACKNOWLEDGED, needs_reason=True),
    Action.CLOSE: Transition((_H.CONFIRMED, _H.DISMISSED), _H.CLOSED),
}
"""All legal steps; what is not here is refused."""


def actions_from(state: Handling) -> tuple[Action, ...]:
    """The actions that are legal in a state, in the order of the table.

    >>> [str(action) for action in actions_from(Handling.CONFIRMED)]
    ['reopen', 'close']
    """
    return tuple(action for action, transition in TRANSITIONS.items() if state in transition.before)


def check(state: Handling, action: Action, actor: str, reason: str | None, assignee: str | None) -> None:
    """Check that the step is legal; else `NotAllowedError` with what is allowed instead."""
    transition = TRANSITIONS[action]
    if state not in transition.before:
        allowed = ", ".join(actions_from(state))
        raise NotAllowedError(f"cannot {action} a lead that is {state}; allowed now: {allowed}")
    if transition.needs_reason and not (reason or "").strip():
        raise NotAllowedError(f"to {action} a lead needs a reason; give it in a sentence")
    if not actor.strip():
        raise NotAllowedError(f"to {action} a lead needs an actor; name who does it")
    for name, text, most in _written(actor, reason, assignee):
        if len(text) > most:
            raise NotAllowedError(f"the {name} has {len(text):,} characters; allowed: {most:,}. Shorten it")
        if not _can_be_kept(text):
            raise NotAllowedError(f"the {name} has a character that no database keeps (NUL or half a pair)")


def _written(actor: str, reason: str | None, assignee: str | None) -> tuple[tuple[str, str, int], ...]:
    """The texts that people write, with their names and the most characters of each."""
    return (("actor", actor, MOST_NAME), ("reason", reason or "", MOST_REASON), ("assignee", assignee or "", MOST_NAME))


def _can_be_kept(text: str) -> bool:
    return not any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text)
