"""The page of one lead, and the steps that are taken on it. Each showing of the page is a look, which is written down first."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from alerts.accounts import AccountRight
from alerts.console.guards.visits import AbsentError, Visit, check_form, form, is_number, text_in, with_right
from alerts.console.lead_page import LeadPage, lead_page
from alerts.console.reading import read_lead
from alerts.console.rendering import show
from alerts.console.stepping import take_step
from alerts.console.tongue import Tongue
from alerts.errors import NotAllowedError
from alerts.leads import Action
from alerts.leads.handling import MOST_REASON
from alerts.ledger.acting import ActionRequest

router: Final = APIRouter()

_ACTIONS: Final = {action.value: action for action in Action}


@router.get("/leads/{number}")
def lead(number: str, visited: Annotated[Visit, Depends(with_right(AccountRight.LEADS))]) -> Response:
    """Show a lead."""
    return _shown(visited, _number(number))


@router.post("/leads/{number}/steps")
def step(
    number: str,
    visited: Annotated[Visit, Depends(with_right(AccountRight.ACT))],
    fields: Annotated[FormData, Depends(form)],
) -> Response:
    """Take a step; where it is refused, show the lead as it is now, with the reason."""
    check_form(visited, fields)
    which = _number(number)
    action = _ACTIONS.get(text_in(fields, "action"))
    if action is None:
        raise AbsentError
    seen, reason = text_in(fields, "seen"), text_in(fields, "reason", MOST_REASON + 1).strip()
    assignee = text_in(fields, "assignee", 200) or None if action is Action.ASSIGN else None
    entry = int(seen) if is_number(seen) else None
    try:
        take_step(visited, which, ActionRequest(action, visited.account.name, reason or None, assignee, entry))
    except NotAllowedError as error:
        return _shown(visited, which, refused=(action, str(error)), reason=reason)
    visited.request.app.state.metrics.steps.labels(action.value, "page").inc()
    return RedirectResponse(f"/leads/{which}", 303)


def _shown(visited: Visit, number: int, refused: tuple[Action, str] | None = None, reason: str = "") -> Response:
    history = read_lead(visited.desk, visited.account, number)
    visited.desk.looks.record(visited.account.name, number, "page", visited.address)
    page = lead_page(visited.desk, visited.account, history, visited.tongue)
    words = None if refused is None else (_why(refused[0], page, visited.tongue, reason), refused[1])
    return show(visited, "lead.html", 409 if refused else 200, page=page, refused=words, reason=reason)


def _why(action: Action, page: LeadPage, tongue: Tongue, reason: str) -> str:
    """The reason why a step was refused, for those who do not read the ledger's own sentence."""
    offered = {each.action: each for each in page.offers}
    if action.value not in offered:
        return tongue.pick("线索现在的状态不能这样办理。", "")
    if offered[action.value].needs_reason and not reason:
        return tongue.pick("须写明理由。", "")
    return tongue.pick("线索在您查看后有变化，或所填不可用。请看过后再办。", "")


def _number(text: str) -> int:
    if not is_number(text):
        raise AbsentError
    return int(text)
