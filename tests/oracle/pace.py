"""The findings of `pace_not_eased` that semantics demand for these events and this weather at this `now`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.oracle.cells import Cell, Cells, Key, cells_of, total
from tests.oracle.facts import Event
from tests.oracle.law import HOUR
from tests.oracle.pace_law import CLAUSE_8, LEVELS, SLOT, WEEK, PaceLaw
from tests.oracle.weather import Episode, Message, episodes_of

LATE = SLOT
"""A slot is judged once so much has passed since its end."""
GROUP = 6
"""While an episode runs, so many slots are judged at a time."""
FALLBACK = 12
"""So many slots before an episode stand for weeks that are missing."""


@dataclass(frozen=True)
class Bench:
    """What a judgement needs: whose cells, the listed episodes there, the law and the present."""

    key: Key
    cells: Mapping[int, Cell]
    episodes: list[Episode]
    law: PaceLaw
    now: int

    def over(self, slots: Iterable[int]) -> Cell:
        return total(self.cells.get(slot, Cell()) for slot in slots)

    def judged(self, episode: Episode) -> list[int]:
        """The slots of the episode that can be judged by now, by their first instants."""
        first = -(-(episode.start + self.law.reaction) // SLOT) * SLOT
        inside = [slot for slot in range(first, episode.end, SLOT) if slot + SLOT <= episode.end]
        ended = [slot for slot in inside if slot + SLOT + LATE <= self.now]
        return ended if self.now >= episode.end else ended[: len(ended) // GROUP * GROUP]

    def baseline(self, episode: Episode, judged: list[int]) -> Cell | None:
        """Of earlier weeks, else of the slots before the episode; None where neither has enough."""
        weeks = [self.over(self.untouched(slot - back * WEEK for slot in judged)) for back in (1, 2, 3, 4)]
        contribute = [week for week in weeks if week.low]
        usual = total(contribute)
        if len(contribute) >= 2 and usual.low >= self.law.least_active:
            return usual
        last = episode.start // SLOT * SLOT - SLOT
        before = range(last, episode.start - 24 * HOUR - 1, -SLOT)
        usual = self.over(list(self.untouched(before))[:FALLBACK])
        return usual if usual.low >= self.law.least_active else None

    def untouched(self, slots: Iterable[int]) -> Iterator[int]:
        for slot in slots:
            if not any(episode.touches(slot, slot + SLOT) for episode in self.episodes):
                yield slot

    def level(self, slot: int) -> str | None:
        lowest = [episode.lowest_level(slot - self.law.reaction, slot) for episode in self.episodes]
        return max(filter(None, lowest), key=LEVELS.index, default=None)

    def share(self, slot: int) -> Fraction:
        level = self.level(slot)
        return Fraction(self.law.share[level], 100) if level else Fraction(0)


def expected_pace(
    events: Iterable[Event], messages: Iterable[Message], now: int, law: PaceLaw = CLAUSE_8
) -> list[dict[str, Any]]:
    """All findings at `now` (ms), sorted; events and messages in any order, repeats allowed."""
    said = list(messages)
    found = [finding for bench in benches(cells_of(events, now), said, now, law) for finding in _findings(bench)]
    return sorted(found, key=lambda finding: (finding["subject"], finding["starts_at"], finding["episode"]))


def benches(cells: Cells, messages: list[Message], now: int, law: PaceLaw) -> Iterator[Bench]:
    for key, slots in cells.items():
        listed = [e for e in episodes_of(messages, key.area, now) if e.kind in law.kinds]
        yield Bench(key, slots, listed, law, now)


def _findings(bench: Bench) -> Iterator[dict[str, Any]]:
    for episode in bench.episodes:
        judged = bench.judged(episode)
        now = bench.over(judged)
        enough = now.low >= bench.law.least_active and now.accepted >= bench.law.least_orders
        if enough and bench.law.in_force(episode.start + bench.law.reaction):
            usual = bench.baseline(episode, judged)
            verdict = _verdict(bench, judged, now, usual)
            if verdict:
                counted = {"counted": now, "usual": usual, "platforms": {bench.key.platform: now.high}}
                yield said_of(bench, episode) | counted | verdict


def said_of(bench: Bench, episode: Episode) -> dict[str, Any]:
    return {
        "rule": "pace_not_eased",
        "subject": "/".join(bench.key),
        "scope": "platform",
        "sector": bench.key.sector,
        "area": bench.key.area,
        "episode": episode.name,
        "starts_at": episode.start + bench.law.reaction,
        "ends_at": episode.end if bench.now >= episode.end else None,
        "due_at": None,
        "basis": "online",
        "severity": None,
    }


def _verdict(bench: Bench, judged: list[int], now: Cell, usual: Cell | None) -> dict[str, Any] | None:
    """None where pace was eased."""
    if usual is None:
        figures = dict.fromkeys(("measured", "measured_low", "measured_high", "limit"))
        return {"kind": "undecidable", "reasons": ["no_baseline"]} | figures
    allowed_low, allowed_high = allowed(bench, judged, usual, "low"), allowed(bench, judged, usual, "high")
    limited = [now.accepted <= each for each in (allowed_low, allowed_high)]
    promise_known = min(now.promised, usual.promised) >= bench.law.least_promised
    if all(limited) or (promise_known and extended(bench, judged, now, usual)):
        return None
    figures = {
        "measured": an_hour(now.accepted, now.low),
        "measured_low": an_hour(now.accepted, now.low),
        "measured_high": an_hour(now.accepted, now.high),
        "limit": an_hour(allowed_low, now.low),
    }
    reasons = [*([] if promise_known else ["no_promises"]), *(["pulse_gap"] if any(limited) else [])]
    if reasons:
        return {"kind": "undecidable", "reasons": reasons} | figures
    return {
        "kind": "breach",
        "reasons": [],
        "severity": bench.law.severity[highest_level(bench, judged)],
        "platforms": {bench.key.platform: now.low},
    } | figures


def allowed(bench: Bench, judged: list[int], usual: Cell, reading: str) -> Fraction:
    """How many orders are no more than what is asked for, in one reading of active time."""
    rate = Fraction(usual.accepted, getattr(usual, reading))
    return sum((rate * getattr(bench.over([slot]), reading) * (1 - bench.share(slot)) for slot in judged), Fraction(0))


def extended(bench: Bench, judged: list[int], now: Cell, usual: Cell) -> bool:
    a_metre = Fraction(usual.promised_ms, usual.metres)
    asked = sum((a_metre * bench.over([slot]).metres * (1 + bench.share(slot)) for slot in judged), Fraction(0))
    return now.promised_ms >= asked


def highest_level(bench: Bench, judged: list[int]) -> str:
    return max(filter(None, map(bench.level, judged)), key=LEVELS.index, default="blue")


def an_hour(orders: Fraction | int, active: int) -> int:
    """Thousandths of an order an active hour, rounded down."""
    return int(Fraction(orders) * 1000 * HOUR / active // 1)
