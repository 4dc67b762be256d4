"""The pages of errors: each is one sentence in Chinese and English, and none shows what went wrong inside."""

from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from alerts.console.guards.gate import TooLongError
from alerts.console.guards.visits import AbsentError, ForbiddenError, SignInNeededError
from alerts.console.rendering import show_publicly
from alerts.errors import LedgerError

_ABSENT: Final = ("没有这个页面，或您无权查看", "there is no such page, or it is not yours to see")
_FORBIDDEN: Final = (
    "您的账号不能这样做；请回到上一页重试或换账号登录",
    "your account may not do this; go back, or sign in with another",
)
_AWAY: Final = (
    "台账暂时不可用，请稍后再试；值班请电话通知运维",
    "the ledger is away; try again soon, and call the operator",
)
_FAULT: Final = ("程序出错，已记录；请稍后再试", "something went wrong and was logged; try again soon")
_METHOD: Final = ("此处不能这样提交", "this cannot be sent here")


def add_refusals(app: FastAPI) -> None:
    """Give the application its pages of errors."""
    app.add_exception_handler(SignInNeededError, _to_sign_in)
    for error, status, texts in (
        (ForbiddenError, 403, _FORBIDDEN),
        (AbsentError, 404, _ABSENT),
        (LedgerError, 503, _AWAY),
        (RequestValidationError, 404, _ABSENT),
        (Exception, 500, _FAULT),
    ):
        app.add_exception_handler(error, _page(status, *texts))
    app.add_exception_handler(HTTPException, _by_status)


def _to_sign_in(request: Request, error: Exception) -> Response:
    path = error.path if isinstance(error, SignInNeededError) else "/"
    address = f"/sign-in?next={quote(path, safe='')}"
    if request.headers.get("hx-request"):  # a part of a page asks: the whole page goes to the sign-in
        return Response(status_code=401, headers={"HX-Redirect": "/sign-in"})
    return RedirectResponse(address, 303)


def _page(status: int, zh: str, en: str) -> Callable[[Request, Exception], Response]:
    def shown(request: Request, error: Exception) -> Response:
        if isinstance(error, TooLongError):
            raise error
        response = show_publicly(request, "error.html", status, zh=zh, en=en, code=status)
        if status == 503:  # noqa: PLR2004 - the ledger is away
            response.headers["Retry-After"] = "30"
        return response

    return shown


def _by_status(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    texts = {404: _ABSENT, 405: _METHOD}.get(status, _FAULT if status >= 500 else _METHOD)  # noqa: PLR2004 - server errors
    return _page(status, *texts)(request, error)
