"""Law cases about areas in a notation that one reads without the code.

Times are those of Nanchang on the case's `day`. What is not said otherwise is of `hema`, `delivery` and 360104.

`weather`, one line a message, heard by everybody at its first time:

- `08:00 w1 暴雨 yellow until 12:00[ from 08:30][ updates w0][ in 360100]`: a warning;
- `10:00 cancels w1`.

`events`:

- `08:30-12:00 team of 6[ on hema][, 190 orders[ 11 min a km]][, N weeks before][, in AREA]`: six people online all that time,
  the orders spread evenly over it, taken by the workers themselves, each of 1 km and done in a second; promised after so long
  where that is said. `open team of 6`: they never go offline, nor send a heartbeat. `N weeks before`: also `1 2 3 weeks before`;
- `09:00 pushed[ by hema][, in AREA]`: an order that the platform pushed; `09:00 grabbed` one that a worker took;
- `07:00 declares limit_orders 08:00-12:00`: a `platform.mitigation`.

`findings`: `KIND, EPISODE, TIME to TIME[, FIGURES][, SEVERITY][, because WHY]`, EPISODE being the first warning and its kind,
and the second time `now` while the episode runs. FIGURES are `A an hour[ (high B)] against C`, in thousandths, or `N pushed`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from schemas.findings.finding import Finding
from schemas.instants import rfc3339
from schemas.weather.message import WeatherReader
from schemas.weather.warning import WeatherMessage
from streams.law.files import packaged_law
from tests.oracle.law import MINUTE
from tests.oracle.times import instant, match
from tests.oracle.weather.scripts import info, message

WARNING = re.compile(
    r"(?P<sent>[\d:.]+) (?P<id>\w+) (?P<kind>[^\x00-\x7f]+) (?P<level>blue|yellow|orange|red) until (?P<until>[\d:.]+)"
    r"( from (?P<begin>[\d:.]+))?( updates (?P<updates>\w+))?( in (?P<code>\d+))?"
)
CANCEL = re.compile(r"(?P<sent>[\d:.]+) cancels (?P<id>\w+)")
TEAM = re.compile(
    r"(?P<start>[\d:.]+)-(?P<end>[\d:.]+) (?P<open>open )?team of (?P<size>\d+)( on (?P<platform>\w+))?"
    r"(, (?P<orders>\d+) orders( (?P<minutes>\d+) min a km)?)?(, (?P<weeks>[\d ]+) weeks before)?(, in (?P<area>\S+))?"
)
ORDER = re.compile(r"(?P<at>[\d:.]+) (?P<how>pushed|grabbed)( by (?P<platform>\w+))?(, in (?P<area>\S+))?")
DECLARED = re.compile(r"(?P<at>[\d:.]+) declares (?P<measure>\w+) (?P<start>[\d:.]+)-(?P<end>[\d:.]+)")

Event = dict[str, Any]


@dataclass(frozen=True)
class AreaCase:
    """One law case of `rule`: these events and this weather, judged at `now` (ms), give exactly the `wanted` lines."""

    rule: str
    name: str
    now: int
    events: tuple[Event, ...]
    weather: tuple[WeatherMessage, ...]
    wanted: tuple[str, ...]
    day: date

    def told(self, finding: Finding) -> str:
        """A finding in the words of a case."""
        end = "now" if finding.ends_at is None else _clock(finding.ends_at, self.day)
        parts = [finding.kind.value, " ".join(str(finding.episode).split("/")[1:])]
        parts += [f"{_clock(finding.starts_at, self.day)} to {end}", *_figures(finding)]
        parts += [finding.severity.value] if finding.severity else []
        parts += [f"because {' and '.join(finding.reasons)}"] if finding.reasons else []
        return ", ".join(parts)


def load_area_cases(path: Path) -> list[AreaCase]:
    """The cases of a rule's YAML file; the file's stem names the rule."""
    return [read_area_case(path.stem, raw) for raw in yaml.safe_load(path.read_text("utf-8"))]


def read_area_case(rule: str, raw: dict[str, Any]) -> AreaCase:
    """One case out of its `name`, `now`, `weather`, `events`, `findings` and, where it is not 1 June 2022, its `day`."""
    day = raw.get("day", date(2022, 6, 1))
    events = [event for number, line in enumerate(raw["events"]) for event in _events(line, day, number)]
    return AreaCase(
        rule,
        raw["name"],
        instant(raw["now"], day),
        tuple(event | {"event_id": f"e{number}"} for number, event in enumerate(events)),
        tuple(_message(line, day) for line in raw["weather"]),
        tuple(sorted(raw["findings"])),
        day,
    )


def _message(line: str, day: date) -> WeatherMessage:
    """The message of a line, in raw form and read from that."""
    if CANCEL.fullmatch(line):
        said = match(CANCEL, line)
        references = ((None, said["id"]),)
        raw = message(
            f"cancel of {said['id']}".replace(" ", "-"),
            instant(said["sent"], day),
            msgType="Cancel",
            references=references,
        )
    else:
        said = match(WARNING, line)
        begin, until = (None if word not in said else instant(said[word], day) for word in ("begin", "until"))
        one = info(
            said["kind"], said["level"], onset=begin, expires=until, areas=(("全省", (said.get("code", "360104"),)),)
        )
        updates = {"msgType": "Update", "references": ((None, said["updates"]),)} if "updates" in said else {}
        raw = message(said["id"], instant(said["sent"], day), one, **updates)
    (row,) = WeatherReader(packaged_law().places.known).read(raw["text"], arrival=None, offset=0).rows
    return row


def _events(line: str, day: date, number: int) -> Iterator[Event]:
    if ORDER.fullmatch(line):
        said = match(ORDER, line)
        yield from _order(
            said, f"o{number}", _worker(number, 0, 0), instant(said["at"], day), {"assigned": said["how"]}
        )
    elif DECLARED.fullmatch(line):
        said = match(DECLARED, line)
        span = {name: rfc3339(instant(said[word], day)) for name, word in (("from", "start"), ("until", "end"))}
        declared = {"kind": "platform.mitigation", "measure": said["measure"]} | span
        yield _of(said, instant(said["at"], day)) | declared
    else:
        said = match(TEAM, line)
        for week in map(int, said.get("weeks", "0").split()):
            yield from _team(said, day - timedelta(weeks=week), number, week)


def _team(said: dict[str, str], day: date, number: int, week: int) -> Iterator[Event]:
    start, end = instant(said["start"], day), instant(said["end"], day)
    size, orders = int(said["size"]), int(said.get("orders", "0"))
    workers = [_worker(number, week, each) for each in range(size)]
    for worker in workers:
        session = {"worker_id": worker, "session_id": "s1"}
        yield _of(said, start) | session | {"kind": "session.online"}
        if "open" not in said:
            yield _of(said, end) | session | {"kind": "session.offline"}
    for each in range(orders):
        at = start + each * (end - start) // orders
        promise: Event = {"assigned": "grabbed"}
        if "minutes" in said:
            promise |= {"distance_m": 1000, "promised_at": rfc3339(at + int(said["minutes"]) * MINUTE)}
        yield from _order(said, f"o{each}", workers[each % size], at, promise)


def _order(said: dict[str, str], name: str, worker: str, at: int, more: Event) -> Iterator[Event]:
    order = {"worker_id": worker, "order_id": name}
    yield _of(said, at) | order | more | {"kind": "order.accepted"}
    yield _of(said, at + 1000) | order | {"kind": "order.completed"}


def _of(said: dict[str, str], at: int) -> Event:
    place = {"sector": "delivery", "area": said.get("area", "360104")}
    return place | {"platform_id": said.get("platform", "hema"), "occurred_at": rfc3339(at)}


def _worker(line: int, week: int, number: int) -> str:
    return f"{line:02x}{week:02x}{number:060x}"


def _figures(finding: Finding) -> list[str]:
    if finding.measured is None:
        return []
    if finding.unit == "orders":
        return [f"{finding.measured} pushed"]
    high = "" if finding.measured_high == finding.measured else f" (high {finding.measured_high})"
    return [f"{finding.measured} an hour{high} against {finding.limit}"]


def _clock(at: int, day: date) -> str:
    minutes, ms = divmod(at - instant("00:00", day), MINUTE)
    seconds = f":{ms // 1000:02d}" + (f".{ms % 1000:03d}" if ms % 1000 else "") if ms else ""
    return f"{minutes // 60:02d}:{minutes % 60:02d}{seconds}"
