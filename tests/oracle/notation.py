"""Law cases in a notation that one reads without the code: from text to events in contract form and wanted findings.

Times are those of Nanchang on the case's `day`; hours run on past midnight (`25:30` is half past one on the next day).
An event is `TIME VERB PLATFORM [ID] [for TIME] [every N s] [in AREA] [as SECTOR]`:

- `08:00 online hema`, also `paused`, `resumed`, `offline`: a session, `s1` where no id is given;
- `08:00-12:00 beats hema every 60 s`: heartbeats from 08:00 on, every 60 s, none after 12:00;
- `08:00-12:00 working hema`: online at 08:00, a heartbeat every 60 s up to 12:00, offline at 12:00;
- `09:00 accepted hema o1`, also `picked_up`, `completed`, `cancelled`: an order, pushed; `for 11:00`: booked for that time;
- `09:00 grabbed hema o1`: an order that the worker took;
- `09:00-10:00 serving hema o1`: an order accepted at 09:00 and completed at 10:00.

Pay is `TIME accrued|deducted PLATFORM ENTRY FEN fen CATEGORY [for ORDER] [published TIME]`:

- `20:00 accrued hema e1 1850 fen piece for o1`, `20:00 deducted hema e2 300 fen lateness`;
- `20:00 accrued hema e1 1850 fen piece for day -1`, `… for days -6 to 0`: for legal days, counted from the case's.

Where a case has `settles: {hema: week}`, that platform settles pay by the week or the `month`.

What a case wants is written as `tests/oracle/wanted.py` says.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from schemas.instants import rfc3339
from tests.oracle.times import instant, match
from tests.oracle.wanted import by_scope, in_words_of_a_case, wanted

__all__ = ["WORKER", "Case", "in_words_of_a_case", "load_cases", "read_case"]

WORKER = "0" * 63 + "1"
ORDER_EXTRAS: dict[str, dict[str, str]] = {"accepted": {"assigned": "pushed"}, "cancelled": {"by": "customer"}}
EVENT = re.compile(
    r"(?P<start>[\d:.]+)(-(?P<end>[\d:.]+))? (?P<verb>\w+) (?P<platform>\w+)( (?P<id>[so]\d+))?"
    r"( for (?P<booked>[\d:.]+))?( every (?P<every>\d+) s)?( in (?P<area>\S+))?( as (?P<sector>\w+))?"
)
PAY = re.compile(
    r"(?P<start>[\d:.]+) (?P<verb>accrued|deducted) (?P<platform>\w+) (?P<id>e\d+) (?P<fen>\d+) fen (?P<category>\w+)"
    r"( for (?P<order>o\d+))?( for days? (?P<first>-?\d+)( to (?P<last>-?\d+))?)?( published (?P<published>[\d:.]+))?"
)


@dataclass(frozen=True)
class Case:
    """One law case of `rule`: these events, judged at `now` (ms), give exactly the `wanted` findings of that rule.

    `settles`: the period by which a platform settles, for ever.
    """

    rule: str
    name: str
    now: int
    events: tuple[dict[str, Any], ...]
    wanted: tuple[dict[str, Any], ...]
    settles: Mapping[str, str] = field(default_factory=dict)


def load_cases(path: Path) -> list[Case]:
    """The cases of a rule's YAML file; the file's stem names the rule."""
    return [read_case(path.stem, raw) for raw in yaml.safe_load(path.read_text("utf-8"))]


def read_case(rule: str, raw: dict[str, Any]) -> Case:
    """One case out of its `name`, `now`, `events`, `findings` , where it is not 1 June 2022, its `day`, and its `settles`."""
    day = raw.get("day", date(2022, 6, 1))
    events = [event for line in raw["events"] for event in _events(line, day)]
    for number, event in enumerate(events):
        event["event_id"] = f"{event['platform_id']}-{number}"
    findings = sorted((wanted(rule, line, day) for line in raw["findings"]), key=by_scope)
    return Case(rule, raw["name"], instant(raw["now"], day), tuple(events), tuple(findings), raw.get("settles", {}))


def _events(line: str, day: date) -> Iterator[dict[str, Any]]:
    if PAY.fullmatch(line):
        yield _pay(match(PAY, line), day)
        return
    said = match(EVENT, line)
    start, verb = instant(said["start"], day), said["verb"]
    if verb not in {"working", "beats", "serving"}:
        yield _event(said, verb, start, day)
        return
    end = instant(said["end"], day)
    begins, ends = ("accepted", "completed") if verb == "serving" else ("online", "offline")
    if verb != "beats":
        yield _event(said, begins, start, day)
        yield _event(said, ends, end, day)
    if verb != "serving":
        for at in range(start, end + 1, int(said.get("every", "60")) * 1000):
            yield _event(said, "heartbeat", at, day)


def _event(said: dict[str, str], verb: str, at: int, day: date) -> dict[str, Any]:
    what = "order" if said.get("id", "s1").startswith("o") else "session"
    booked = {"starts_at": rfc3339(instant(said["booked"], day))} if "booked" in said else {}
    if verb == "grabbed":
        return _from(said, at) | {"kind": "order.accepted", "order_id": said["id"], "assigned": "grabbed"} | booked
    extras = ORDER_EXTRAS.get(verb, {}) if what == "order" else {}
    return _from(said, at) | {"kind": f"{what}.{verb}", f"{what}_id": said.get("id", "s1")} | extras | booked


def _pay(said: dict[str, str], day: date) -> dict[str, Any]:
    order = {"order_id": said["order"]} if "order" in said else {}
    published = {"published_at": rfc3339(instant(said["published"], day))} if "published" in said else {}
    days = {"for_day": said.get("first"), "for_until": said.get("last")}
    named = {name: (day + timedelta(days=int(each))).isoformat() for name, each in days.items() if each is not None}
    return (
        _from(said, instant(said["start"], day))
        | order
        | named
        | published
        | {
            "kind": f"pay.{said['verb']}",
            "entry_id": said["id"],
            "category": said["category"],
            "amount_fen": int(said["fen"]),
        }
    )


def _from(said: dict[str, str], at: int) -> dict[str, Any]:
    return {
        "platform_id": said["platform"],
        "worker_id": WORKER,
        "sector": said.get("sector", "delivery"),
        "area": said.get("area", "360104"),
        "occurred_at": rfc3339(at),
    }
