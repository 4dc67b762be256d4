"""The gate before all pages: one host, bounded requests, and headers on every response. Knows no page."""

import time
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alerts.console.metrics import ConsoleMetrics
from alerts.console.settings import ConsoleSettings

MOST_BODY: Final = 128 * 1024
"""Bytes of a form at most: a reason of 4,000 letters and a list of some hundred leads are a third of it."""

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
_HEADERS: Final = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"),
    ("X-Robots-Tag", "noindex, nofollow"),
)
_SECRET_PATHS: Final = ("/s/", "/calendar/")
"""Paths that hold a token: what such a page loads, or a press on it, names no more than the host in `Referer`.

Proxies log that header. None at all would take `Origin` from the form that signs, and so the check of where it comes from.
"""

_YEAR_S: Final = 31_536_000
"""365 days: so long a browser comes back by https alone, the least that browsers' lists ask for."""


class TooLongError(Exception):
    """The body of a request is longer than `MOST_BODY`."""


class Gate:
    """Wraps the application: refuses other hosts and long bodies, and adds the headers."""

    def __init__(self, app: ASGIApp, settings: ConsoleSettings, metrics: ConsoleMetrics) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Headed(send, scope["path"], self._metrics, is_secure=self._settings.is_secure)
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, answer)
            return
        try:
            await self._app(scope, _bounded(receive), answer)
        except TooLongError:
            await _too_long()(scope, receive, answer)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if scope["path"] != "/healthz" and [host.lower() for host in hosts] != [self._settings.host]:
            return PlainTextResponse("此地址不在此处 this address is not served here\n", status_code=421)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length[:12]) > MOST_BODY:
            return _too_long()
        return None


def _too_long() -> PlainTextResponse:
    return PlainTextResponse(f"内容过长 the form is longer than {MOST_BODY} bytes\n", status_code=413)


def _bounded(receive: Receive) -> Receive:
    """The messages of a request, as long as its body is not too long: one that states no length is counted."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MOST_BODY:
            raise TooLongError
        return message

    return bounded


class _Headed:
    """Sends a response with the headers of all of them. Only files under /static may be kept by browsers."""

    def __init__(self, send: Send, path: str, metrics: ConsoleMetrics, *, is_secure: bool) -> None:
        self._send = send
        self._path = path
        self._metrics = metrics
        self._began = time.perf_counter()
        self._is_secure = is_secure

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._metrics.answers.labels(str(message["status"])).inc()
            self._metrics.seconds.observe(time.perf_counter() - self._began)
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS:
                headers[name] = value
            if self._path.startswith(_SECRET_PATHS):
                headers["Referrer-Policy"] = "strict-origin"
            if self._is_secure:
                headers["Strict-Transport-Security"] = f"max-age={_YEAR_S}"
            is_file = self._path.startswith("/static/") and message["status"] in {200, 304}
            headers["Cache-Control"] = "public, max-age=3600" if is_file else "no-store"
        await self._send(message)
