"""The page of a signing link: a GET shows and changes nothing, a POST signs. It bears no pseudonym and no evidence."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from alerts.accounts.accounts import account_in
from alerts.console.guards.cookies import DEVICE, cookie, give_cookie
from alerts.console.guards.visits import desk_of, form, is_number
from alerts.console.rendering import show_publicly
from alerts.console.tongue import BOTH, TONGUES, Tongue
from alerts.console.views.amounts import local
from alerts.console.views.rows import person, row_of
from alerts.database.unit import UnitOfWork
from alerts.errors import LedgerError
from alerts.signing import PATH, LinkedLead, LinkError, OpenedLink

router: Final = APIRouter()

_MOST: Final = 100
"""Leads of one link that the page lists and that one press signs."""


@router.get(PATH + "{token}")
def opened(request: Request, token: str) -> Response:
    """Show the leads of a link."""
    try:
        link = desk_of(request).links.open(token)
    except LinkError:
        return _closed(request)
    return _shown(request, link)


@router.post(PATH + "{token}")
def sign(request: Request, token: str, fields: Annotated[FormData, Depends(form)]) -> Response:
    """Sign the leads of a link. A lead that has grown since the page is shown again, and nothing is signed."""
    pairs = [each.partition(":") for each in fields.getlist("lead")[:_MOST] if isinstance(each, str)]
    seen = {int(number): int(entry) for number, _, entry in pairs if is_number(number) and is_number(entry)}
    try:
        outcome = desk_of(request).links.sign(token, seen)
    except LinkError:
        return _closed(request)
    if outcome.signed:
        request.app.state.metrics.steps.labels("acknowledge", "link").inc(len(outcome.signed))
    response = _shown(request, outcome.link, signed=outcome.signed, more=outcome.more, pressed=True)
    if outcome.signed:
        _know_device(request, outcome.link.person, response)
    return response


def _know_device(request: Request, person: str, response: Response) -> None:
    """Make the device known at which a message of the person was signed: it still needs the password to sign in.

    Else whoever keeps failing at the account holds up the person's new phone for as long as that goes on.
    """
    desk = desk_of(request)
    with suppress(LedgerError):  # it is signed
        device = desk.sessions.know_device(person, cookie(request, desk.settings, DEVICE))
        give_cookie(response, desk.settings, DEVICE, device)


def _shown(
    request: Request,
    link: OpenedLink,
    signed: tuple[int, ...] = (),
    more: tuple[int, ...] = (),
    *,
    pressed: bool = False,
) -> Response:
    desk = desk_of(request)
    with UnitOfWork(desk.engine, writes=False) as unit:
        account = account_in(unit.connection, link.person)
    tongue = BOTH if account is None else TONGUES.get(account.language, BOTH)
    called = desk.called()
    rows = [
        (row_of(each.lead, desk.names, tongue, called), each, _by(each, called, tongue)) for each in link.leads[:_MOST]
    ]
    can_sign = link.used_at is None and bool(link.unsigned)
    return show_publicly(
        request,
        "sign.html",
        409 if pressed and not signed else 200,
        tongue,
        called=link.person if account is None else account.called,
        leads=rows,
        can_sign=can_sign,
        used_at=None if link.used_at is None else local(link.used_at),
        until=local(link.expires_at),
        signed=signed,
        more=more,
        pressed=pressed,
    )


def _by(each: LinkedLead, called: Mapping[str, str], tongue: Tongue) -> str:
    """The sentence about who has signed a lead, and when."""
    if each.signed_by is None:
        return ""
    who = person(each.signed_by, called)
    if each.signed_at is None:
        return tongue.pick(f"由 {who} 办理", f"with {who}")
    at = local(each.signed_at)
    return tongue.pick(f"{who} 已于 {at} 签收", f"signed by {who}, {at}")


def _closed(request: Request) -> Response:
    return show_publicly(request, "closed.html", 410)
