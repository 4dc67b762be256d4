"""The calendar feed of a person, at an address with a token: calendar programs cannot sign in."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from alerts.console.guards.visits import AbsentError, desk_of

router: Final = APIRouter()


@router.get("/calendar/{token}.ics")
def calendar(request: Request, token: str) -> Response:
    """Give the shifts of the person whose address this is."""
    desk = desk_of(request)
    account, rota = desk.accounts.of_calendar(token), desk.duty
    if account is None or rota is None or rota.calendar is None:
        raise AbsentError
    return Response(rota.calendar(account.name), media_type="text/calendar; charset=utf-8")
