"""The cookies of the console: of a session, of a device, and of a sign-in that begins. No script of a page can read one."""

from typing import Final

from fastapi import Request
from starlette.responses import Response

from alerts.console.settings import ConsoleSettings

SESSION: Final = "session"
DEVICE: Final = "device"
START: Final = "start"
"""A token that the form of sign-in follows from, so that another site cannot sign a browser in."""

_DEVICE_S: Final = 180 * 86_400
"""Half a year: so long a device is known that was signed in from."""
_MOST: Final = 128
"""Characters; a token has 43."""


def cookie(request: Request, settings: ConsoleSettings, name: str) -> str | None:
    """The value of a cookie of ours; None where there is none, or one that is not of ours."""
    value = request.cookies.get(_named(settings, name))
    return value if value and len(value) <= _MOST and value.isascii() else None


def give_cookie(response: Response, settings: ConsoleSettings, name: str, value: str) -> None:
    """Give a browser a cookie: for this host and https alone, and not for requests that other sites make."""
    response.set_cookie(
        _named(settings, name),
        value,
        max_age=_DEVICE_S if name == DEVICE else None,
        path="/",
        secure=settings.is_secure,
        httponly=True,
        samesite="lax",
    )


def take_cookie(response: Response, settings: ConsoleSettings, name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(_named(settings, name), path="/", secure=settings.is_secure, httponly=True, samesite="lax")


def _named(settings: ConsoleSettings, name: str) -> str:
    """The name with the prefix by which browsers take a cookie from this host by https alone."""
    return f"__Host-{name}" if settings.is_secure else name
