"""Sends one request and reads its answer within bounds: of time, of bytes, of hosts. Knows no service.

A redirect is not followed: what a robot's address is, its owner has said. Nothing of the address is in an error: it has a key.
"""

import asyncio
import codecs
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpx
import orjson

from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.channels.lookup import LookupLoop
from alerts.notify.channels.secret import masked

WHOLE_S: Final = 20.0
"""The time of a whole attempt; services answer within one second, and a lease is a minute."""

_CONNECT_S: Final = 5.0
"""Seconds until a connection stands: a packet that is lost is sent again after one and three."""

MOST_BYTES: Final = 65_536
"""Bytes of an answer that are read: a code, a sentence, a number of the request."""

_TOO_MANY: Final = 429
_SERVER: Final = 500
"""HTTP: too many requests; from here on the service itself has failed."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A response: status, at most `MOST_BYTES` of its body, and the wait that it wants."""

    status: int
    body: bytes
    retry_after_ms: int | None

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; empty where it is none."""
        try:
            found = orjson.loads(self.body.removeprefix(codecs.BOM_UTF8))
        except orjson.JSONDecodeError:
            return {}
        return found if isinstance(found, dict) else {}

    def text(self, secrets: Iterable[str]) -> str:
        """The body as text, masked."""
        return masked(self.body.decode(errors="replace"), secrets)


class Poster:
    """Posts bodies. Safe for several threads: each request has a connection of its own, so that none is found cut off.

    Takes no proxy and no login from the environment. `whole_s`: seconds for a whole attempt.
    """

    def __init__(self, context: ssl.SSLContext | None = None, whole_s: float = WHOLE_S) -> None:
        self._context = context or ssl.create_default_context()
        self._whole_s = whole_s

    def post(self, address: str, body: bytes, headers: Mapping[str, str], secrets: Iterable[str]) -> Posted | Answer:
        """Post a body. An `Answer` where there is no response, or one whose status alone decides."""
        hidden = tuple(secrets)
        try:
            with asyncio.Runner(loop_factory=LookupLoop) as runner:
                posted = runner.run(self._within_time(address, body, headers))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return Answer(Outcome.UNREACHED, type(error).__name__, masked(str(error), hidden))
        except (
            httpx.InvalidURL,
            httpx.UnsupportedProtocol,
            httpx.LocalProtocolError,
            UnicodeError,
            ExceptionGroup,
        ) as error:  # the last: a port beyond 65535, which no connection is made to
            return Answer(Outcome.MISCONFIGURED, type(error).__name__, "the channel's address cannot be used")
        except (httpx.HTTPError, TimeoutError) as error:
            return Answer(Outcome.UNKNOWN, type(error).__name__, masked(str(error), hidden))
        return by_status(posted, hidden) or posted

    async def _within_time(self, address: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        timeout = httpx.Timeout(self._whole_s, connect=min(_CONNECT_S, self._whole_s))
        named = {"Content-Type": "application/json; charset=utf-8", "Accept-Encoding": "identity", **headers}
        async with (
            asyncio.timeout(self._whole_s),
            httpx.AsyncClient(verify=self._context, timeout=timeout, follow_redirects=False, trust_env=False) as sender,
            sender.stream("POST", address, content=body, headers=named) as response,
        ):
            read = b""
            async for chunk in response.aiter_raw(4096):
                read += chunk
                if len(read) >= MOST_BYTES:
                    break
            return Posted(response.status_code, read[:MOST_BYTES], _retry_after(response.headers.get("Retry-After")))


def by_status(posted: Posted, secrets: Iterable[str]) -> Answer | None:
    """The answer that a status alone gives; None for a success, whose body decides."""
    code, text = f"http {posted.status}", posted.text(secrets)
    if posted.status < 300:  # noqa: PLR2004  2xx
        return None
    if posted.status == _TOO_MANY:
        return Answer(Outcome.THROTTLED, code, text, posted.retry_after_ms)
    if posted.status >= _SERVER:
        return Answer(Outcome.UNKNOWN, code, text, posted.retry_after_ms)
    if posted.status in {400, 413, 422}:
        return Answer(Outcome.REFUSED, code, text)
    return Answer(Outcome.MISCONFIGURED, code, text, posted.retry_after_ms)


def _retry_after(value: str | None) -> int | None:
    """Seconds or a date, in ms; None where there is none or it cannot be read."""
    if value is None:
        return None
    if value.strip().isdecimal() and len(value) < 9:  # noqa: PLR2004  three years
        return int(value) * 1000
    try:
        until = parsedate_to_datetime(value)
    except (TypeError, ValueError, OverflowError):  # the last: hours of a zone without bound
        return None
    aware = until if until.tzinfo is not None else until.replace(tzinfo=UTC)
    return max(0, int((aware - datetime.now(UTC)).total_seconds() * 1000))
