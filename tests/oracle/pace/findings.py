"""The findings of `pace_not_eased` that semantics demand for these events and this weather at this `now`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.oracle.facts import Event
from tests.oracle.law import HOUR
from tests.oracle.pace.cells import Cell, Cells, Key, cells_of, total
from tests.oracle.pace.law import CLAUSE_8, LEVELS, SLOT, WEEK, PaceLaw, beside
from tests.oracle.weather.episodes import Episode, Message, episodes_of

LATE = SLOT
"""A slot is judged once so much has passed since its end, and an episode is over so long after it."""
GROUP = 6
"""Until an episode is over, so many slots are judged at a time."""
FALLBACK = 12
"""So many slots before an episode stand for weeks that are missing."""

Slots = Mapping[int, Cell]
"""Cells by the first instant of their slot."""


@dataclass(frozen=True)
class Usual:
    """The sum of a baseline, and whether it is that of the slots before the episode."""

    cell: Cell
    short: bool


@dataclass(frozen=True)
class Bench:
    """The parts of a judgement: the area's cells, those beside, the listed episodes there, the law and the present."""

    key: Key
    cells: Slots
    near: tuple[Slots, ...]
    episodes: list[Episode]
    law: PaceLaw
    now: int

    def over(self, slots: Iterable[int]) -> Cell:
        return total(self.cells.get(slot, Cell()) for slot in slots)

    def inside(self, episode: Episode) -> list[int]:
        """The slots wholly in the span of an episode, by their first instants."""
        every = range(episode.start // SLOT * SLOT, episode.end, SLOT)
        return [s for s in every if episode.start + self.law.reaction <= s and s + SLOT <= episode.end]

    def own_level(self, episode: Episode, slot: int) -> str | None:
        return episode.lowest_level(slot - self.law.reaction, slot + SLOT)

    def owner(self, slot: int) -> Episode | None:
        """The one episode that a slot is judged for."""
        those = [
            episode
            for episode in self.episodes
            if self.law.in_force(episode.start + self.law.reaction) and slot in self.inside(episode)
            if self.law.share.get(self.own_level(episode, slot) or "", 0)
        ]
        return min(those, key=lambda each: (each.start, self.law.kinds.index(each.kind)), default=None)

    def judged(self, episode: Episode) -> list[int]:
        """The slots that are judged for the episode by now."""
        ended = [slot for slot in self.inside(episode) if slot + SLOT + LATE <= self.now]
        counted = ended if self.now >= episode.end + LATE else ended[: len(ended) // GROUP * GROUP]
        return [slot for slot in counted if self.owner(slot) is episode]

    def baseline(self, episode: Episode, judged: list[int]) -> Usual | None:
        """The baseline of earlier weeks, else of the slots before the episode; None where neither has enough."""
        weeks = [self.usual_over(self.untouched(slot - back * WEEK for slot in judged)) for back in (1, 2, 3, 4)]
        contribute = [week for week in weeks if week.low]
        if len(contribute) >= 2 and total(contribute).low >= self.law.least_active:
            return Usual(total(contribute), short=False)
        last = episode.start // SLOT * SLOT - SLOT
        before = range(last, episode.start - 24 * HOUR - 1, -SLOT)
        usual = self.usual_over(list(self.untouched(before))[:FALLBACK])
        return Usual(usual, short=True) if usual.low >= self.law.least_active else None

    def usual_over(self, slots: Iterable[int]) -> Cell:
        return total(self.usual_cell(slot) for slot in slots)

    def usual_cell(self, slot: int) -> Cell:
        """The area's own cell, or where there is none those of the areas beside it."""
        own = self.cells.get(slot, Cell())
        return total(each.get(slot, Cell()) for each in self.near) if own == Cell() else own

    def untouched(self, slots: Iterable[int]) -> Iterator[int]:
        for slot in slots:
            if not any(episode.touches(slot, slot + SLOT) for episode in self.episodes):
                yield slot

    def level(self, slot: int) -> str:
        """The highest; of a judged slot there is one."""
        return max(filter(None, (self.own_level(each, slot) for each in self.episodes)), key=LEVELS.index)

    def share(self, slot: int) -> Fraction:
        return Fraction(self.law.share[self.level(slot)], 100)


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
        near = tuple(cells.get(key._replace(area=area), {}) for area in beside(key.area))
        yield Bench(key, slots, near, listed, law, now)


def _findings(bench: Bench) -> Iterator[dict[str, Any]]:
    for episode in bench.episodes:
        judged = bench.judged(episode)
        now = bench.over(judged)
        if now.high >= bench.law.least_active and now.accepted >= bench.law.least_orders:
            usual = bench.baseline(episode, judged)
            verdict = _verdict(bench, judged, now, usual)
            if verdict:
                platforms = {bench.key.platform: now.low} if now.low else {}
                counted = {"counted": now, "usual": usual and usual.cell, "platforms": platforms}
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
        "ends_at": episode.end if bench.now >= episode.end + LATE else None,
        "due_at": None,
        "basis": "online",
        "severity": None,
    }


def _verdict(bench: Bench, judged: list[int], now: Cell, usual: Usual | None) -> dict[str, Any] | None:
    """None where pace was eased."""
    if usual is None:
        return {"kind": "undecidable", "reasons": ["no_baseline"]} | dict.fromkeys(FIGURES)
    may = {reading: allowed(bench, judged, usual.cell, reading) for reading in ("low", "high")}
    fewer = {reading for reading, most in may.items() if now.accepted <= most}
    known_enough = now.low >= bench.law.least_active
    promise_known = min(now.promised, usual.cell.promised) >= bench.law.least_promised
    if promise_known and extended(bench, judged, now, usual.cell):
        return None
    if "high" in fewer and ("low" in fewer or not known_enough):
        return None
    doubts = {
        "no_promises": not promise_known,
        "pulse_gap": len(fewer) == 1 or not known_enough,
        "short_baseline": usual.short,
    }
    verdict = {"kind": "undecidable", "reasons": sorted(reason for reason, holds in doubts.items() if holds)}
    if not verdict["reasons"]:
        highest = max(map(bench.level, judged), key=LEVELS.index)
        verdict |= {"kind": "breach", "severity": bench.law.severity[highest]}
    of = "low" if now.low else "high"
    figures = (an_hour(now.accepted, now.low), an_hour(now.accepted, now.high), an_hour(may[of], getattr(now, of)))
    return verdict | dict(zip(FIGURES, (figures[0], *figures), strict=True))


FIGURES = ("measured", "measured_low", "measured_high", "limit")


def allowed(bench: Bench, judged: list[int], usual: Cell, reading: str) -> Fraction:
    """The most orders that still keep to what is demanded, in one reading of active time."""
    rate = Fraction(usual.accepted, getattr(usual, reading))
    return sum((rate * getattr(bench.over([slot]), reading) * (1 - bench.share(slot)) for slot in judged), Fraction(0))


def extended(bench: Bench, judged: list[int], now: Cell, usual: Cell) -> bool:
    a_metre = Fraction(usual.promised_ms, usual.metres)
    asked = sum((a_metre * bench.over([slot]).metres * (1 + bench.share(slot)) for slot in judged), Fraction(0))
    return now.promised_ms >= asked


def an_hour(orders: Fraction | int, active: int) -> int | None:
    """Thousandths of an order an active hour, rounded down; None without active time."""
    return int(Fraction(orders) * 1000 * HOUR / active // 1) if active else None
