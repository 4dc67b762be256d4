"""The inbox of the demonstration: takes the messages that would go to robots and phones, and shows them in the browser."""

import re
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

import orjson
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse
from jinja2 import Environment

from schemas.legal_days import local_time

MOST_KEPT: Final = 500
"""Messages: a demonstration of a day brings fewer, and a page of more is of no use to anybody."""

MOST_BYTES: Final = 65_536
"""Of a message; the largest service takes 20 kB."""

_URL: Final = re.compile(r"https?://[^\s)\]<>\"']+")


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demonstration, which the inbox shows with its password."""

    name: str
    zh: str
    role: str
    password: str


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of a message's text; `link` where it is an address that the page links."""

    text: str
    link: bool


@dataclass(frozen=True, slots=True)
class ReceivedMessage:
    """A message: when it arrived, in local time, to whom, and its text in parts."""

    at: str
    to: str
    parts: tuple[TextPart, ...]


class Inbox:
    """The application and what it has received, the newest first. `console`: the address of the console, which it links alone."""

    def __init__(self, console: str, accounts: Sequence[DemoAccount]) -> None:
        self._console = console
        self._accounts = accounts
        self._received: deque[ReceivedMessage] = deque(maxlen=MOST_KEPT)
        self._total = 0
        environment = Environment(autoescape=True)
        self._page = environment.from_string(
            files("streams.tools.demo").joinpath("templates/inbox.html").read_text(encoding="utf-8")
        )
        self.app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        self.app.get("/", response_class=HTMLResponse)(self._show)
        self.app.post("/{channel}")(self._take)

    async def _take(self, channel: str, request: Request) -> JSONResponse:
        """Take a message of a robot or of the gateway; as a robot does, it replies with a code of its own."""
        body = await request.body()
        try:
            stated = orjson.loads(body) if len(body) <= MOST_BYTES else None
        except orjson.JSONDecodeError:
            stated = None
        if not isinstance(stated, dict):
            return JSONResponse({"errcode": 40035, "errmsg": "no message"})
        self._received.appendleft(self._read(channel, stated))
        self._total += 1
        return JSONResponse({"errcode": 0, "errmsg": "ok"})

    def _read(self, channel: str, stated: dict[str, Any]) -> ReceivedMessage:
        markdown = stated.get("markdown")
        text = markdown.get("content") if isinstance(markdown, dict) else stated.get("text")
        person = stated.get("person")
        to = f"{channel}: {person}" if person else channel
        at = local_time(time.time_ns() // 1_000_000)
        return ReceivedMessage(at, to, tuple(self._parts(str(text or ""))))

    def _parts(self, text: str) -> list[TextPart]:
        """The text, cut at addresses; those of the console are links."""
        found, end = [], 0
        for match in _URL.finditer(text):
            found += [TextPart(text[end : match.start()], link=False)]
            found += [TextPart(match.group(), link=match.group().startswith(f"{self._console}/"))]
            end = match.end()
        return [*found, TextPart(text[end:], link=False)]

    async def _show(self) -> HTMLResponse:
        page = self._page.render(
            console=self._console, accounts=self._accounts, messages=self._received, total=self._total
        )
        return HTMLResponse(page, headers={"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"})
