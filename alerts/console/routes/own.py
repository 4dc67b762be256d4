"""The page about one's own account: language, password, the address of the calendar feed, and signing out everywhere."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from alerts.accounts import AccountError, BusyError, RefusedError, WaitError, WeakPasswordError
from alerts.console.guards.cookies import SESSION, take_cookie
from alerts.console.guards.visits import AbsentError, Visit, check_form, form, text_in, visit
from alerts.console.rendering import show

router: Final = APIRouter()


@router.get("/me")
def own(visited: Annotated[Visit, Depends(visit)]) -> Response:
    """Show the account."""
    return _shown(visited)


@router.post("/me/{what}")
def change(
    what: str, visited: Annotated[Visit, Depends(visit)], fields: Annotated[FormData, Depends(form)]
) -> Response:
    """Change the language, the password or the address of the calendar."""
    check_form(visited, fields)
    name, accounts = visited.account.name, visited.desk.accounts
    if what == "language":
        try:
            accounts.set_language(name, text_in(fields, "language"))
        except AccountError as error:
            return _shown(visited, fault=str(error), status=400)
        return RedirectResponse("/me", 303)
    if what == "calendar" and _has_calendar(visited):
        return _shown(visited, feed=f"{visited.desk.settings.address}/calendar/{accounts.new_calendar(name)}.ics")
    if what == "password":
        return _password(visited, fields)
    raise AbsentError


def _password(visited: Visit, fields: FormData) -> Response:
    old, new, again = (text_in(fields, each, 1000) for each in ("old", "new", "again"))
    pick = visited.tongue.pick
    if new != again:
        return _shown(visited, fault=pick("两次输入的新密码不同", "the new passwords differ"), status=400)
    try:
        visited.desk.accounts.change_password(visited.account.name, old, new)
    except RefusedError:
        return _shown(visited, fault=pick("原密码不对", "the old password is another one"), status=403)
    except WaitError as error:
        wait = -(-error.wait_ms // 1000)
        held_up = _shown(
            visited,
            fault=pick(f"失败次数过多，请{wait}秒后再试", f"too many failed; try again in {wait} s"),
            status=429,
        )
        held_up.headers["Retry-After"] = str(wait)
        return held_up
    except BusyError:
        return _shown(visited, fault=pick("登录繁忙，请稍后再试", "busy; try again in a minute"), status=503)
    except WeakPasswordError as error:
        weak = pick("新密码不可用：须12至256个字符，不含账号名。", "")
        return _shown(visited, fault=f"{weak} {error}", status=400)
    response = RedirectResponse("/sign-in", 303)
    take_cookie(response, visited.desk.settings, SESSION)
    return response


def _has_calendar(visited: Visit) -> bool:
    rota = visited.desk.duty
    return rota is not None and rota.calendar is not None


def _shown(visited: Visit, feed: str = "", fault: str = "", status: int = 200) -> Response:
    return show(visited, "me.html", status, feed=feed, fault=fault, has_calendar=_has_calendar(visited))
