"""The looks at workers' data, for the data officer: who, when, at which lead, by which page, from where. No lead is shown."""

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from alerts.accounts import AccountRight, LookFilter
from alerts.console.guards.visits import Visit, is_number, with_right
from alerts.console.rendering import show

router: Final = APIRouter()
_PAGE: Final = 100
"""Looks of one page."""


@router.get("/looks")
def looks(request: Request, visited: Annotated[Visit, Depends(with_right(AccountRight.LOOKS))]) -> Response:
    """Show the looks, the latest first, of one account or at one lead."""
    query = request.query_params
    account, lead, before = (
        query.get("account", "").replace("\0", "")[:64],
        query.get("lead", ""),
        query.get("before", ""),
    )
    wanted = LookFilter(
        account=account or None,
        lead=int(lead) if is_number(lead) else None,
        before=int(before) if is_number(before) else None,
        limit=_PAGE + 1,
    )
    found = visited.desk.looks.read(wanted)
    more = None
    if len(found) > _PAGE:
        more = "/looks?" + urlencode({"account": account, "lead": lead, "before": found[_PAGE - 1].number})
    called = {one.name: one.called for one in visited.desk.accounts.all()}
    return show(
        visited, "looks.html", looks=found[:_PAGE], wanted=wanted, more=more, called=called, account_given=account
    )
