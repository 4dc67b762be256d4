"""Weather messages in the form of `tests.oracle.weather`, written as an office would: in CAP 1.2, or in the national form."""

from datetime import datetime, timedelta, timezone
from xml.sax.saxutils import escape

from tests.oracle.weather import Message

CAP = "urn:oasis:names:tc:emergency:cap:1.2"
SEVERITY = {"blue": "Minor", "yellow": "Moderate", "orange": "Severe", "red": "Extreme"}
NANCHANG = timezone(timedelta(hours=8))


def written(message: Message, *, national: bool) -> bytes:
    """The message in XML; in the national form with bare references and codes of twelve digits, and without a namespace."""
    references = [name if national else f"office,{name},{_time(0, national=False)}" for name in message["references"]]
    head = {
        "identifier": message["identifier"],
        "sendTime" if national else "sent": _time(message["sent"], national=national),
        "status": "Actual",
        "msgType": message["msgType"],
        "references": " ".join(references) or None,
    }
    infos = "".join(f"<info>{_info(info, national=national)}</info>" for info in message["infos"])
    space = "" if national else f' xmlns="{CAP}"'
    return f"<alert{space}>{_elements(head)}{infos}</alert>".encode()


def _info(info: Message, *, national: bool) -> str:
    level = info["level"]
    times = {"onset": info["from"], "expires": info["until"]}
    words = {
        "event": info["kind"],
        "severity": level.capitalize() if national else SEVERITY[level],
        **{name: "" if at is None else _time(at, national=national) for name, at in times.items()},
    }
    left_out = [] if national else [name for name, text in words.items() if text == ""]
    codes = (f"<geocode>{code}000000</geocode>" if national else _pair(code) for code in info["codes"])
    return _elements({**words, **dict.fromkeys(left_out)}) + f"<area>{''.join(codes)}</area>"


def _pair(code: str) -> str:
    return f"<geocode><valueName>GB/T 2260</valueName><value>{code}</value></geocode>"


def _elements(texts: dict[str, str | None]) -> str:
    return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in texts.items() if text is not None)


def _time(at: int, *, national: bool) -> str:
    stamp = datetime.fromtimestamp(at // 1000, NANCHANG) + timedelta(milliseconds=at % 1000)
    return stamp.isoformat(sep=" " if national else "T", timespec="milliseconds")
