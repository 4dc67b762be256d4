"""An area to judge, in local time of 1 June 2022: cells between two times, warnings, and what the rules say of them.

`busy("08:30", "12:00", orders=10)` reads: in each slot of that time, one active hour (six people) and ten orders.
"""

import struct
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

from schemas.feed.reading import Mitigation
from schemas.findings.finding import Finding
from schemas.legal_days import day_from_text, day_start
from streams.facts.areas.area_view import AreaView
from streams.facts.areas.cell import NOTHING, SLOT_MS, Cell, slot_of
from streams.facts.weather.episode import Episode
from streams.law.table import Law
from streams.rules import AREA_RULES
from streams.rules.contract import Verdict

HOUR = 3_600_000
MINUTE = 60_000
DAY = day_start(day_from_text("2022-06-01"))
WEEK = 7 * 24 * HOUR
AREA = "360104"

Cells = dict[int, Cell]


def packed_pushes(instants: Iterable[int]) -> bytes:
    """Instants (ms) of one slot as they stand in `pushes` of a cell: each in the slot, in four bytes, ascending."""
    return b"".join(sorted(struct.pack(">I", at % SLOT_MS) for at in instants))


def at(text: str, week: int = 0) -> int:
    """The instant (ms) of `HH:MM[:SS[.mmm]]` on 1 June, or so many weeks before; hours run below 0 and past 24."""
    sign = -1 if text.startswith("-") else 1
    hours, minutes, seconds = (*text.strip("-").split(":"), "0")[:3]
    return DAY - week * WEEK + sign * (int(hours) * HOUR + int(minutes) * MINUTE + round(float(seconds) * 1000))


def busy(
    start: str,
    end: str,
    *,
    orders: int = 0,
    active: int = HOUR,
    high: int | None = None,
    promised: int = 0,
    week: int = 0,
) -> Cells:
    """In each slot `active` ms (`high` in that reading) and so many orders; `promised` of them have 10 min for 1 km."""
    cell = Cell(active, active if high is None else high, orders, b"", promised, promised * 600_000, promised * 1000)
    return dict.fromkeys(range(slot_of(at(start, week)), slot_of(at(end, week))), cell)


def usual(*weeks: int, orders: int = 10, promised: int = 1, start: str = "08:30", end: str = "12:00") -> Cells:
    """Ten orders an active hour, at the same time of those weeks before."""
    return together(*(busy(start, end, orders=orders, promised=promised, week=week) for week in weeks))


def one(
    time: str, *, accepted: int = 0, low: int = 0, promised: int = 0, promised_ms: int = 0, metres: int = 0
) -> Cells:
    """A single cell, with just these sums."""
    return {slot_of(at(time)): Cell(low, low, accepted, b"", promised, promised_ms, metres)}


def pushed(*times: str) -> Cells:
    """Orders pushed at these times."""
    return together(*({slot_of(at(each)): Cell(accepted=1, pushes=packed_pushes([at(each)]))} for each in times))


def together(*those: Cells) -> Cells:
    """The sums of all."""
    total: Cells = {}
    for cells in those:
        for slot, cell in cells.items():
            total[slot] = total.get(slot, NOTHING).plus(cell)
    return total


def warning(
    start: str,
    end: str,
    *levels: str,
    kind: str = "暴雨",
    name: str = "w1",
    week: int = 0,
    gaps: tuple[tuple[str, str], ...] = (),
) -> Episode:
    """An episode; levels are `yellow`, or `09:00 red` from then on."""
    turns = [each.rpartition(" ") for each in levels or ("yellow",)]
    steps = tuple((at(time or start, week), level) for time, _, level in turns)
    assert all(before < after for (before, _), (after, _) in pairwise(steps))
    between = tuple((at(begin, week), at(over, week)) for begin, over in gaps)
    return Episode(name, kind, AREA, at(start, week), at(end, week), steps, gaps=between)


def declared(measure: str, start: str, end: str, *, said: str = "07:00", event_id: str = "m1") -> Mitigation:
    """A mitigation that the platform declared."""
    return Mitigation("hema", event_id, at(said), AREA, "delivery", measure, at(start), at(end), 0, 0)


def view(
    cells: Cells,
    *episodes: Episode,
    now: str = "13:00",
    mitigations: tuple[Mitigation, ...] = (),
    beside: Mapping[str, Cells] | None = None,
    settled: int = 0,
) -> AreaView:
    """The facts about hema's delivery in 青云谱区; `beside`: the cells of areas beside it."""
    by_start = tuple(sorted(episodes, key=lambda each: (each.start, each.id, each.kind)))
    near = {area: _cell_of(those) for area, those in (beside or {}).items()}
    return AreaView(
        "hema",
        "delivery",
        AREA,
        at(now),
        _cell_of(cells),
        by_start,
        mitigations,
        settled,
        lambda slot: [(area, cell_of(slot)) for area, cell_of in near.items()],
    )


def answered(law: Law, seen: AreaView) -> Verdict:
    """The findings of the rules about areas."""
    verdict = Verdict(seen.now)
    for rule in AREA_RULES:
        rule(law).evaluate(seen, verdict)
    return verdict


def found(law: Law, seen: AreaView, rule: str = "pace_not_eased") -> list[Finding]:
    """The findings of one rule."""
    return [each for each in answered(law, seen).findings if each.rule == rule]


def _cell_of(cells: Cells) -> Callable[[int], Cell]:
    return lambda slot: cells.get(slot, NOTHING)
