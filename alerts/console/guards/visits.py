"""A visit: who makes a request, from which address, in which language. Pages depend on one, with the right that they need."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fastapi import Depends, Request
from starlette.datastructures import FormData, QueryParams
from starlette.exceptions import HTTPException

from alerts.accounts import AccountRight, DeskAccount, RefusedError, SignInSession
from alerts.console.desk import Desk
from alerts.console.guards.cookies import SESSION, cookie
from alerts.console.guards.peers import address_of, signed_in_by_proxy
from alerts.console.tongue import BOTH, TONGUES, Tongue
from alerts.database.tokens import same

FORM_FIELD = "form_token"
FORM_HEADER = "x-form-token"
SIGNED_IN = "signed_in"
"""The name in the state of a request by which the server knows that it was of somebody who is signed in."""

POLLING = "live"
"""The id of the part of the duty page that renews itself: a page that nobody reads keeps no session alive."""


class SignInNeededError(Exception):
    """The page is for those who are signed in. `path`: where to go on afterwards."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class ForbiddenError(Exception):
    """The account lacks the right, or the form is not of this session."""


class AbsentError(Exception):
    """There is no such page, or none that this account may know of."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody who is signed in. `made`: the session is new, since a proxy signed the person in."""

    request: Request
    desk: Desk
    session: SignInSession
    address: str
    made: bool = False

    @property
    def account(self) -> DeskAccount:
        """The account."""
        return self.session.account

    @property
    def tongue(self) -> Tongue:
        """The language of the account's pages."""
        return TONGUES.get(self.account.language, BOTH)


def desk_of(request: Request) -> Desk:
    """The desk that the application serves."""
    desk: Desk = request.app.state.desk
    return desk


def session_of(request: Request) -> tuple[SignInSession, bool] | None:
    """The session of a request, and if it is new; None where nobody is signed in. A proxy's word goes before a cookie."""
    desk = desk_of(request)
    token = cookie(request, desk.settings, SESSION)
    by_itself = request.headers.get("hx-trigger") == POLLING
    session = desk.sessions.find(token, lives_on=not by_itself) if token else None
    named = signed_in_by_proxy(request, desk.settings)
    if named is None:
        return None if session is None else (session, False)
    if session is not None and session.account.name == named:
        return session, False
    account = desk.accounts.find(named)
    if account is None or account.disabled_at is not None:
        raise ForbiddenError
    try:
        return desk.sessions.begin(account)[0], True
    except RefusedError:
        raise ForbiddenError from None


def visit(request: Request) -> Visit:
    """The visit of somebody who is signed in; `SignInNeededError`."""
    found = session_of(request)
    setattr(request.state, SIGNED_IN, found is not None)
    if found is None:
        query = f"?{request.url.query}" if request.url.query else ""
        raise SignInNeededError(request.url.path + query if request.method == "GET" else "/")
    desk = desk_of(request)
    return Visit(request, desk, found[0], address_of(request, desk.settings), made=found[1])


def with_right(right: AccountRight) -> Callable[[Visit], Visit]:
    """A dependency: the visit of an account that has the right; `ForbiddenError`."""

    def checked(visited: Visit = Depends(visit)) -> Visit:  # noqa: B008 - a dependency of fastapi
        if not visited.account.may(right):
            raise ForbiddenError
        return visited

    return checked


async def form(request: Request) -> FormData:
    """The fields of a form that this console's own page has sent; `ForbiddenError` where another site has.

    Pages send the one kind that browsers send by default. Another, `multipart/form-data`, is refused: its sender names the
    encoding, and may name one that never ends on a long text, or whose texts no database takes.
    """
    check_origin(request)
    if request.headers.get("content-type", _FORM).partition(";")[0].strip().lower() != _FORM:
        raise HTTPException(415)
    return await request.form(max_files=0, max_fields=2000)


_FORM: Final = "application/x-www-form-urlencoded"


def check_origin(request: Request) -> None:
    """Refuse what another site's page sends: the browser names that site, or marks it as another."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if origin is not None and origin != desk_of(request).settings.address:
        raise ForbiddenError
    if site not in {None, "same-origin", "none"}:
        raise ForbiddenError


def check_form(visited: Visit, fields: FormData) -> None:
    """Check that a form is one of this session; else `ForbiddenError`."""
    given = text_in(fields, FORM_FIELD) or visited.request.headers.get(FORM_HEADER, "")
    if not same(given, visited.session.form_token):
        raise ForbiddenError


def text_in(fields: FormData, name: str, most: int = 10_000) -> str:
    """A field of a form as text; empty where it is absent or a file."""
    value = fields.get(name)
    return value[:most] if isinstance(value, str) else ""


def is_number(text: str) -> bool:
    """True for a whole number from 1 that a lead or an entry may have."""
    return text.isascii() and text.isdecimal() and 0 < len(text) < 19 and int(text) > 0  # noqa: PLR2004 - 64 bits


def count_in(query: QueryParams, name: str) -> int | None:
    """A count of leads of one page that an address states; None where it states none."""
    value = query.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= 3 else None  # noqa: PLR2004 - of a page
