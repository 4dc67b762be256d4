"""The steps of the life cycle that a page offers and takes: who may, with whose name, about which entry."""

from dataclasses import dataclass

from alerts.accounts import AccountRight, DeskAccount
from alerts.accounts.accounts import account_in
from alerts.console.desk import Desk
from alerts.console.guards.visits import AbsentError, Visit
from alerts.console.reading import read_lead
from alerts.console.tongue import Tongue
from alerts.database.unit import UnitOfWork
from alerts.errors import NoSuchLeadError, NotAllowedError
from alerts.leads import Action, Lead, Standing, actions_from
from alerts.leads.handling import TRANSITIONS
from alerts.ledger.acting import ActionRequest, act
from alerts.ledger.storing import lock_head
from alerts.words import STEPS


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that is legal now: its name, if it needs a reason, and if it names another person."""

    action: str
    name: str
    needs_reason: bool
    names_person: bool


def offers(lead: Lead, tongue: Tongue) -> list[Offer]:
    """The steps that are legal for a lead, in the order of the table; none for one that was merged."""
    if lead.standing is Standing.SUPERSEDED:
        return []
    return [
        Offer(
            action.value,
            tongue.pick(_ZH.get(action, STEPS[action]), action.value.capitalize()),
            TRANSITIONS[action].needs_reason,
            action is Action.ASSIGN,
        )
        for action in actions_from(lead.handling)
    ]


_ZH = {Action.CONFIRM: "认定属实", Action.INVESTIGATE: "开始核查"}


def people_to_assign(desk: Desk) -> list[DeskAccount]:
    """The accounts that a lead can be assigned to."""
    return [each for each in desk.accounts.all() if each.disabled_at is None and each.may(AccountRight.ACT)]


def take_step(visited: Visit, number: int, request: ActionRequest) -> None:
    """Write a step down, in one transaction with the check of the person to whom a lead is assigned.

    `AbsentError` where the lead is not the account's to see; `NotAllowedError` where the step is refused.
    """
    read_lead(visited.desk, visited.account, number)
    with UnitOfWork(visited.desk.engine) as unit:
        lock_head(unit.connection)
        actor = account_in(unit.connection, visited.account.name)
        if actor is None or actor.disabled_at is not None or not actor.may(AccountRight.ACT):
            raise NotAllowedError("the account was disabled in the meantime")
        if request.action is Action.ASSIGN and request.assignee is not None:
            other = account_in(unit.connection, request.assignee)
            if other is None or other.disabled_at is not None or not other.may(AccountRight.ACT):
                raise NotAllowedError(f"there is nobody {request.assignee[:80]!r} who could take the lead")
        act(unit.connection, number, request, None)
        unit.commit()


def acknowledge_all(visited: Visit, seen: dict[int, int]) -> tuple[int, int]:
    """Sign each of these leads; return how many were signed, and how many were refused."""
    signed = 0
    for number, entry in seen.items():
        request = ActionRequest(Action.ACKNOWLEDGE, visited.account.name, None, None, entry)
        try:
            take_step(visited, number, request)
        except (AbsentError, NotAllowedError, NoSuchLeadError):
            continue
        signed += 1
    return signed, len(seen) - signed
