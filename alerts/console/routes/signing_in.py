"""Sign-in and sign-out. The form bears a token that follows from a cookie, so that another site cannot sign a browser in."""

import re
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from alerts.accounts import BusyError, RefusedError, WaitError
from alerts.console.guards.cookies import DEVICE, SESSION, START, cookie, give_cookie, take_cookie
from alerts.console.guards.peers import address_of
from alerts.console.guards.visits import (
    FORM_FIELD,
    Visit,
    check_form,
    desk_of,
    form,
    session_of,
    text_in,
    visit,
)
from alerts.console.rendering import show_publicly
from alerts.database.tokens import derived, new_token, same

router: Final = APIRouter()

_is_path = re.compile(r"/(?![/\\])[A-Za-z0-9_./?=&,%:+-]{0,1000}").fullmatch
"""A page of this console: what begins with two slashes, or with one of each, browsers take for another host."""


@router.get("/sign-in")
def ask(request: Request, next: str = "/") -> Response:  # noqa: A002 - the word in the address
    """Show the form of sign-in, or go on where somebody is signed in already."""
    if session_of(request) is not None:
        return RedirectResponse(path_of(next), 303)
    return _form(request, path_of(next))


@router.post("/sign-in")
def sign_in(request: Request, fields: Annotated[FormData, Depends(form)]) -> Response:
    """Sign in, and go on to the page that was wanted."""
    desk, metrics = desk_of(request), request.app.state.metrics
    start = cookie(request, desk.settings, START)
    path = path_of(text_in(fields, "next", 1001))
    if start is None or not same(derived(start, "sign-in"), text_in(fields, FORM_FIELD)):
        return _form(request, path, "页面已过期，请再试一次", "the page had expired; try again", status=403)
    name, password = text_in(fields, "name", 200).strip(), text_in(fields, "password", 1000)
    device = cookie(request, desk.settings, DEVICE)
    try:
        account = desk.accounts.authenticate(name, password, address_of(request, desk.settings), device)
        session, device = desk.sessions.begin(account, device)
    except RefusedError:
        metrics.sign_ins.labels("refused").inc()
        return _form(request, path, "账号或密码不对", "wrong name or password", name, 403)
    except WaitError as error:
        metrics.sign_ins.labels("waits").inc()
        wait = -(-error.wait_ms // 1000)
        answer = _form(
            request, path, f"失败次数过多，请{wait}秒后再试", f"too many failed; try again in {wait} s", name, 429
        )
        answer.headers["Retry-After"] = str(wait)
        return answer
    except BusyError:
        metrics.sign_ins.labels("busy").inc()
        return _form(request, path, "登录繁忙，请稍后再试", "busy; try again in a minute", name, 503)
    metrics.sign_ins.labels("signed_in").inc()
    response = RedirectResponse(path, 303)
    give_cookie(response, desk.settings, SESSION, session.token)
    give_cookie(response, desk.settings, DEVICE, device)
    take_cookie(response, desk.settings, START)
    return response


@router.post("/sign-out")
def sign_out(visited: Annotated[Visit, Depends(visit)], fields: Annotated[FormData, Depends(form)]) -> Response:
    """End the session; with `everywhere`, all sessions of the account."""
    check_form(visited, fields)
    if text_in(fields, "everywhere"):
        visited.desk.sessions.end_all(visited.account.name)
    visited.desk.sessions.end(visited.session)
    response = RedirectResponse("/sign-in", 303)
    take_cookie(response, visited.desk.settings, SESSION)
    return response


def path_of(text: str) -> str:
    r"""The page to go on to: a path of this console, else the duty page.

    >>> path_of("/leads/41"), path_of("//evil.example"), path_of("https://evil.example"), path_of("/\\evil.example")
    ('/leads/41', '/', '/', '/')
    """
    return text if _is_path(text) and not text.startswith(("/sign-in", "/sign-out")) else "/"


def _form(request: Request, path: str, zh: str = "", en: str = "", name: str = "", status: int = 200) -> Response:
    settings = desk_of(request).settings
    start = cookie(request, settings, START) or new_token()
    formed = derived(start, "sign-in")
    response = show_publicly(request, "sign_in.html", status, next_path=path, start=formed, zh=zh, en=en, name=name)
    give_cookie(response, settings, START, start)
    return response
