"""Law cases in a notation that one reads without the code: from text to events in contract form and wanted findings.

Times are those of Nanchang on the case's `day`; hours run on past midnight (`25:30` is half past one on the next day).
An event is `TIME VERB PLATFORM [ID] [for TIME] [every N s] [in AREA] [as SECTOR]`:

- `08:00 online hema`, also `paused`, `resumed`, `offline`: a session, `s1` where no id is given;
- `08:00-12:00 beats hema every 60 s`: heartbeats from 08:00 on, every 60 s, none after 12:00;
- `08:00-12:00 working hema`: online at 08:00, a heartbeat every 60 s up to 12:00, offline at 12:00;
- `09:00 accepted hema o1`, also `picked_up`, `completed`, `cancelled`: an order; `for 11:00`: booked for that time.

A finding is `KIND on PLATFORM, TIME to TIME[, due TIME], measured LENGTH[ (high LENGTH)][, SEVERITY][, because WHY]`;
`across platforms` stands for a finding that no platform alone could see, and `to now` for a stretch that still runs.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml

from schemas.instants import rfc3339

WORKER = "0" * 63 + "1"
KEYS = ("kind", "scope", "starts_at", "ends_at", "due_at", "measured_low", "measured_high", "severity")
UNITS = {"h": 3_600_000, "min": 60_000, "s": 1000}
ORDER_EXTRAS: dict[str, dict[str, str]] = {"accepted": {"assigned": "pushed"}, "cancelled": {"by": "customer"}}
EVENT = re.compile(
    r"(?P<start>[\d:.]+)(-(?P<end>[\d:.]+))? (?P<verb>\w+) (?P<platform>\w+)( (?P<id>[so]\d+))?"
    r"( for (?P<booked>[\d:.]+))?( every (?P<every>\d+) s)?( in (?P<area>\S+))?( as (?P<sector>\w+))?"
)
FINDING = re.compile(
    r"(?P<kind>\w+) (on (?P<platform>\w+)|across platforms), (?P<start>[\d:.]+) to (?P<end>now|[\d:.]+)"
    r"(, due (?P<due>[\d:.]+))?, measured (?P<low>[^(,]+)( \(high (?P<high>[^)]+)\))?"
    r"(, (?P<severity>minor|serious|grave))?(, because (?P<reasons>.+))?"
)


@dataclass(frozen=True)
class Case:
    """One law case of `rule`: these events, judged at `now` (ms), give exactly the `wanted` findings of that rule."""

    rule: str
    name: str
    now: int
    events: tuple[dict[str, Any], ...]
    wanted: tuple[dict[str, Any], ...]


def load_cases(path: Path) -> list[Case]:
    """The cases of a rule's YAML file; the file's stem names the rule."""
    return [read_case(path.stem, raw) for raw in yaml.safe_load(path.read_text("utf-8"))]


def read_case(rule: str, raw: dict[str, Any]) -> Case:
    """One case out of its `name`, `now`, `events`, `findings` and, where it is not 1 June 2022, its `day`."""
    day = raw.get("day", date(2022, 6, 1))
    events = [event for line in raw["events"] for event in _events(_match(EVENT, line), day)]
    for number, event in enumerate(events):
        event["event_id"] = f"{event['platform_id']}-{number}"
    wanted = sorted((_wanted(_match(FINDING, line), day) for line in raw["findings"]), key=_by_scope)
    return Case(rule, raw["name"], instant(raw["now"], day), tuple(events), tuple(wanted))


def in_words_of_a_case(findings: Iterable[Mapping[str, Any]], rule: str) -> list[dict[str, Any]]:
    """What a case says of findings of `rule`, out of such in the words of the contract with instants in ms."""
    told = [
        {key: finding[key] for key in KEYS}
        | {"platform": next(iter(finding["platforms"])) if finding["scope"] == "platform" else None}
        | {"reasons": list(finding["reasons"])}
        for finding in findings
        if finding["rule"] == rule
    ]
    return sorted(told, key=_by_scope)


def instant(text: str, day: date) -> int:
    """`HH:MM[:SS[.mmm]]` of a day in Nanchang, in ms; the hours may exceed 23."""
    hours, minutes, seconds = ([*text.split(":"), "0"])[:3]
    midnight = datetime(day.year, day.month, day.day, tzinfo=timezone(timedelta(hours=8)))
    return round(midnight.timestamp()) * 1000 + int(hours) * 3_600_000 + int(minutes) * 60_000 + _ms(seconds)


def length(text: str) -> int:
    """`4 h 30 min 0.001 s`, in ms."""
    words = text.split()
    return sum(UNITS[unit] * int(n) if unit != "s" else _ms(n) for n, unit in zip(words[::2], words[1::2], strict=True))


def _ms(seconds: str) -> int:
    whole, _, fraction = seconds.partition(".")
    return int(whole) * 1000 + int(fraction.ljust(3, "0") or 0)


def _by_scope(told: dict[str, Any]) -> tuple[str, str, int]:
    return told["scope"], told["platform"] or "", told["starts_at"]


def _match(form: re.Pattern[str], line: str) -> dict[str, str]:
    match = form.fullmatch(line)
    if match is None:
        raise ValueError(f"{line!r} is no line of a law case; see the notation in tests/oracle/notation.py")
    return {key: value for key, value in match.groupdict().items() if value is not None}


def _events(said: dict[str, str], day: date) -> Iterator[dict[str, Any]]:
    start, verb = instant(said["start"], day), said["verb"]
    if verb not in {"working", "beats"}:
        yield _event(said, verb, start, day)
        return
    end = instant(said["end"], day)
    if verb == "working":
        yield _event(said, "online", start, day)
        yield _event(said, "offline", end, day)
    for at in range(start, end + 1, int(said.get("every", "60")) * 1000):
        yield _event(said, "heartbeat", at, day)


def _event(said: dict[str, str], verb: str, at: int, day: date) -> dict[str, Any]:
    what = "order" if said.get("id", "s1").startswith("o") else "session"
    event: dict[str, Any] = {
        "kind": f"{what}.{verb}",
        "platform_id": said["platform"],
        "worker_id": WORKER,
        "sector": said.get("sector", "delivery"),
        "area": said.get("area", "360104"),
        "occurred_at": rfc3339(at),
        f"{what}_id": said.get("id", "s1"),
    }
    booked = {"starts_at": rfc3339(instant(said["booked"], day))} if "booked" in said else {}
    return event | (ORDER_EXTRAS.get(verb, {}) if what == "order" else {}) | booked


def _wanted(said: dict[str, str], day: date) -> dict[str, Any]:
    return {
        "kind": said["kind"],
        "scope": "platform" if "platform" in said else "cross_platform",
        "platform": said.get("platform"),
        "starts_at": instant(said["start"], day),
        "ends_at": None if said["end"] == "now" else instant(said["end"], day),
        "due_at": instant(said["due"], day) if "due" in said else None,
        "measured_low": length(said["low"]),
        "measured_high": length(said.get("high", said["low"])),
        "severity": said.get("severity"),
        "reasons": said["reasons"].split(" and ") if "reasons" in said else [],
    }
