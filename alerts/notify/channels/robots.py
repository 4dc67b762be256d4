"""The three robots of group chats: WeCom, DingTalk, Feishu. Each answers HTTP 200 with its own code inside.

Where the numbers are from. WeCom (developer.work.weixin.qq.com/document/path/91770): 20 messages a minute, markdown 4096 bytes,
40058 beyond that. DingTalk (open.dingtalk.com, custom robots): 20 a minute, then none for ten minutes; 90030 webhook over limit.
Feishu (open.feishu.cn, custom bot): 5 a second, 100 a minute, a body of 20 KB; 9499 too many requests, seen in nightingale#1437.
The other codes are from the field and were read in no document: a code on a wrong list costs a wait, never a message, since a
code that is not listed at all is tried again.
"""

import base64
import hashlib
import hmac
import re
from typing import Any, Final
from urllib.parse import quote_plus

import orjson

from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.channels.posting import Posted, Poster
from alerts.notify.channels.secret import Secret
from alerts.notify.parcel import Parcel
from schemas.instants import MINUTE_MS, Ms

_TEN_MINUTES_MS: Final = 600_000
"""DingTalk takes nothing for ten minutes once a robot sent more than 20 in one."""


_BUSY: Final = -1
"""The code of a system that is busy, of WeCom and DingTalk: what became of the message is not stated."""

_THROTTLED: Final = {
    "wecom": {45009: MINUTE_MS, 45033: MINUTE_MS},
    "dingtalk": {130101: _TEN_MINUTES_MS, 410100: _TEN_MINUTES_MS, 660026: _TEN_MINUTES_MS, 90030: _TEN_MINUTES_MS},
    "feishu": {9499: MINUTE_MS, 11232: MINUTE_MS},
}
_MISCONFIGURED: Final = {
    "wecom": {93000, 93008, 93017, 40001, 40014},
    "dingtalk": {310000, 300001, 300005, 400101, 400102},
    "feishu": {19001, 19021, 19022, 19024, 19036},
}
_CONTENT: Final = {
    "wecom": {40058, 44004, 45002},
    "dingtalk": {40035, 43004, 400105, 460101},
    "feishu": {19002, 11246},
}
"""About the message itself: sending it again cannot help."""


def send_wecom(poster: Poster, address: str, secret: Secret, parcel: Parcel, _now: Ms) -> Answer:
    """Send markdown by a WeCom robot. `secret`: its key, where the address does not have it."""
    target = address if "key=" in address or not secret.lines else f"{address}?key={quote_plus(secret.lines[0])}"
    body = {"msgtype": "markdown", "markdown": {"content": parcel.text}}
    return _send(poster, "wecom", target, body, secret)


def send_dingtalk(poster: Poster, address: str, secret: Secret, parcel: Parcel, now: Ms) -> Answer:
    """Send markdown by a DingTalk robot. `secret`: its token where the address has none, then the text that signs (SEC…)."""
    lines = list(secret.lines)
    if "access_token=" not in address and lines:
        address = f"{address}?access_token={quote_plus(lines.pop(0))}"
    if lines:
        sign = base64.b64encode(hmac.new(lines[0].encode(), f"{now}\n{lines[0]}".encode(), hashlib.sha256).digest())
        address = f"{address}&timestamp={now}&sign={quote_plus(sign)}"
    body = {"msgtype": "markdown", "markdown": {"title": parcel.title, "text": parcel.text.replace("\n", "  \n")}}
    return _send(poster, "dingtalk", address, body, secret)


def send_feishu(poster: Poster, address: str, secret: Secret, parcel: Parcel, now: Ms) -> Answer:
    """Send text by a Feishu robot. `secret`: the id of its hook where the address has none, then the text that signs."""
    lines = list(secret.lines)
    if address.endswith("/hook/") and lines:
        address += quote_plus(lines.pop(0))
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": parcel.text}}
    if lines:
        seconds = str(now // 1000)
        key = f"{seconds}\n{lines[0]}".encode()
        body |= {"timestamp": seconds, "sign": base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()}
    return _send(poster, "feishu", address, body, secret)


def _send(poster: Poster, kind: str, address: str, body: dict[str, Any], secret: Secret) -> Answer:
    path, _, query = address.partition("?")
    secrets = (address, path.rpartition("/")[2], *query.replace("&", "=").split("="), *secret.lines)
    posted = poster.post(address, orjson.dumps(body), {}, secrets)
    return posted if isinstance(posted, Answer) else _by_code(kind, posted, secrets)


def _by_code(kind: str, posted: Posted, secrets: tuple[str, ...]) -> Answer:
    """The answer by the code within a success; a body without one may have arrived, as from something between us and it."""
    plain = posted.json()
    text = posted.text(secrets)
    code = _code(next((plain[name] for name in ("errcode", "code", "StatusCode") if name in plain), None))
    if code is None:
        return Answer(Outcome.UNREADABLE, "no code", text)
    if code == 0:
        return Answer(Outcome.SENT, "0", text)
    if code in _THROTTLED[kind]:
        return Answer(Outcome.THROTTLED, str(code), text, posted.retry_after_ms or _THROTTLED[kind][code])
    if code in _CONTENT[kind]:
        return Answer(Outcome.REFUSED, str(code), text)
    if code in _MISCONFIGURED[kind]:
        return Answer(Outcome.MISCONFIGURED, str(code), text)
    return Answer(Outcome.UNKNOWN if code == _BUSY else Outcome.DECLINED, str(code), text, posted.retry_after_ms)


_is_number = re.compile(r"-?[0-9]{1,9}").fullmatch


def _code(given: object) -> int | None:
    """A code, as a number or as the text of one; None where it is neither. False is no number of a success."""
    if isinstance(given, str) and _is_number(given):
        return int(given)
    return given if isinstance(given, int) and not isinstance(given, bool) else None
