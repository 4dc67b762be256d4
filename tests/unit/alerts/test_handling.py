"""Actions of people on a lead."""

import pytest

from alerts.errors import NotAllowedError
from alerts.leads.handling import MOST_NAME, MOST_REASON, TRANSITIONS, Action, Handling, actions_from, check

LEGAL = {
    Handling.NEW: {"acknowledge", "assign"},
    Handling.ACKNOWLEDGED: {"assign", "investigate", "dismiss"},
    Handling.ASSIGNED: {"assign", "investigate", "dismiss"},
    Handling.INVESTIGATING: {"assign", "confirm", "dismiss"},
    Handling.CONFIRMED: {"reopen", "close"},
    Handling.DISMISSED: {"reopen", "close"},
    Handling.CLOSED: {"reopen"},
}


@pytest.mark.parametrize("state", Handling)
def test_the_table_allows_exactly_this(state: Handling) -> None:
    assert set(actions_from(state)) == LEGAL[state]


@pytest.mark.parametrize("state", Handling)
@pytest.mark.parametrize("action", Action)
def test_what_the_table_lacks_is_refused_with_what_is_allowed(state: Handling, action: Action) -> None:
    if action in LEGAL[state]:
        check(state, action, "li", "because", None)
        return

    with pytest.raises(NotAllowedError, match=f"cannot {action} a lead that is {state}; allowed now: [a-z, ]+"):
        check(state, action, "li", "because", None)


def test_every_state_can_be_reached_and_left() -> None:
    assert {transition.after for transition in TRANSITIONS.values()} == set(Handling) - {Handling.NEW}


@pytest.mark.parametrize("reason", [None, "", "  \n"])
def test_a_dismissal_needs_a_reason(reason: str | None) -> None:
    with pytest.raises(NotAllowedError, match="to dismiss a lead needs a reason"):
        check(Handling.ASSIGNED, Action.DISMISS, "li", reason, None)


def test_somebody_must_have_done_it() -> None:
    with pytest.raises(NotAllowedError, match="to acknowledge a lead needs an actor"):
        check(Handling.NEW, Action.ACKNOWLEDGE, " ", None, None)


@pytest.mark.parametrize("text", ["a\0b", "\ud83d"])
def test_text_that_no_database_keeps_is_refused(text: str) -> None:
    with pytest.raises(NotAllowedError, match="the actor has a character"):
        check(Handling.NEW, Action.ACKNOWLEDGE, text, None, None)
    with pytest.raises(NotAllowedError, match="the reason has a character"):
        check(Handling.NEW, Action.ACKNOWLEDGE, "li", text, None)
    with pytest.raises(NotAllowedError, match="the assignee has a character"):
        check(Handling.NEW, Action.ASSIGN, "li", None, text)


def test_what_people_write_has_a_bound() -> None:
    check(Handling.NEW, Action.ASSIGN, "l" * MOST_NAME, "r" * MOST_REASON, "a" * MOST_NAME)

    with pytest.raises(NotAllowedError, match=r"the actor has 201 characters; allowed: 200"):
        check(Handling.NEW, Action.ACKNOWLEDGE, "l" * (MOST_NAME + 1), None, None)
    with pytest.raises(NotAllowedError, match=r"the reason has 4,001 characters; allowed: 4,000"):
        check(Handling.NEW, Action.ACKNOWLEDGE, "li", "r" * (MOST_REASON + 1), None)
    with pytest.raises(NotAllowedError, match=r"the assignee has 201 characters; allowed: 200"):
        check(Handling.NEW, Action.ASSIGN, "li", None, "a" * (MOST_NAME + 1))
