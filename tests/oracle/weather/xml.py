"""Raw weather messages (`tests.oracle.weather.words`), written as an office would: in CAP 1.2, or in the national form."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any
from xml.sax.saxutils import escape

CAP = "urn:oasis:names:tc:emergency:cap:1.2"
NANCHANG = timezone(timedelta(hours=8))


def written(message: Mapping[str, Any]) -> bytes:
    """The message in XML: `form` is `cap`, `national`, or `naive`, which is national without offsets."""
    form = message["form"]
    head = {
        "identifier": message["identifier"],
        "sender": message["sender"],
        "senderCode": message["senderCode"],
        "sent" if form == "cap" else "sendTime": _time(message["sent"], form),
        "status": "Actual",
        "msgType": message["msgType"],
        "references": " ".join(_reference(*each) for each in message["references"]) or None,
    }
    infos = "".join(f"<info>{_info(info, form)}</info>" for info in message["infos"])
    space = f' xmlns="{CAP}"' if form == "cap" else ""
    return f"<alert{space}>{_elements(head)}{infos}</alert>".encode()


def _info(info: Mapping[str, Any], form: str) -> str:
    times = {name: info[name] for name in ("onset", "effective", "expires")}
    texts = {name: info[name] for name in ("event", "eventType", "responseType", "severity", "headline")}
    empty = None if form == "cap" else ""
    words = texts | {name: empty if at is None else _time(at, form) for name, at in times.items()}
    return _elements(words) + "".join(_area(described, codes, form) for described, codes in info["areas"])


def _area(described: str, codes: tuple[str, ...], form: str) -> str:
    if form == "cap":
        pairs = (f"<geocode><valueName>code</valueName><value>{code}</value></geocode>" for code in codes)
        return f"<area><areaDesc>{described}</areaDesc>{''.join(pairs)}</area>"
    listed = ",".join(f"{code}000000" if len(code) == len("360104") else code for code in codes)
    return f"<area><areaDesc>{described}</areaDesc><geocode>{listed}</geocode></area>"


def _reference(sender: str | None, identifier: str) -> str:
    return identifier if sender is None else f"{sender},{identifier},{_time(0, 'cap')}"


def _elements(texts: Mapping[str, str | None]) -> str:
    return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in texts.items() if text is not None)


def _time(at: int, form: str) -> str:
    stamp = datetime.fromtimestamp(at // 1000, NANCHANG) + timedelta(milliseconds=at % 1000)
    shown = stamp.isoformat(sep="T" if form == "cap" else " ", timespec="milliseconds")
    return shown.removesuffix("+08:00") if form == "naive" else shown
