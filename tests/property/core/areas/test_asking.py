"""Areas asked again and again, with what is kept in between, are found what they are when asked anew and of all at once."""

import struct
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.findings.finding import Finding
from schemas.weather.warning import LEVELS, WeatherMessage
from streams.core.area_record import LiveCells, PacePart, Weather
from streams.core.areas.pace import Pace
from streams.facts.areas.cell import SLOT_MS, Cell, CellKey, CellRow, slot_of
from streams.law.files import packaged_law
from streams.rules.pace import warned
from streams.rules.pace.kept import memo, pushed
from tests.property.core.areas.whole_asking import as_whole
from tests.unit.facts.weather.messages import MINUTE, begun, sent

LAW = packaged_law()
AREA = "360104"
NOON = 1_654_056_000_000
"""12:00 of 1 June 2022 in Nanchang, in ms."""
HOUR = 60
WEEK = 7 * 24 * HOUR
RANDOM = st.randoms(use_true_random=False)


def message(number: int, at: float, pick: Random) -> WeatherMessage:
    """A warning of one of two kinds that lasts or follows on, or an end of one."""
    start = at + pick.choice((0, 0, 0, 20))
    level = pick.choice((*LEVELS, "red", "red"))
    kind = pick.choice(("暴雨", "暴雨", "大风"))
    if pick.random() < 0.15 and number:
        return sent(f"w{number}", at, msg_type="Cancel", refers=(f"w{number - 1}",), everywhere=True, office="o")
    each = begun(start, start + pick.choice((8, 30, 90, 300, 600)), level=level, kind=kind, counties=(AREA,))
    return sent(f"w{number}", at, each, office=pick.choice("oop"), counties=(AREA,))


def storm(pick: Random, number: int) -> list[tuple[float, WeatherMessage]]:
    """Messages with when each arrives, in minutes: some hours after it was sent."""
    at, found = NOON / MINUTE - pick.choice((0, 0, WEEK)), []
    for each in range(number):
        at += pick.choice((0, 1, 10, 45, 100, 180))
        late = pick.choice((0, 0, 0, 0, 5, 200))
        found.append((at + late, message(each, at, pick)))
    return sorted(found, key=lambda one: one[0])


def cells(pick: Random, now: float) -> Iterator[CellRow]:
    """Work of some of the last day and of the weeks before, in the area and in one beside it."""
    for week in (0, 1, 2):
        for back in range(0, 150, pick.choice((1, 2))):
            slot = slot_of(round(now * MINUTE)) - back - week * WEEK * MINUTE // SLOT_MS
            at = sorted(pick.sample(range(SLOT_MS), pick.choice((0, 0, 2))))
            amount = pick.choice((1, 3, 6))
            cell = Cell(
                amount * 600_000,
                amount * 600_000 + pick.choice((0, 60_000)),
                amount + len(at),
                struct.pack(f">{len(at)}I", *at),
                amount,
                amount * 600_000,
                amount * 1000,
            )
            yield CellKey("hema", "delivery", AREA if pick.random() < 0.9 else "360111", slot), cell


def told(findings: list[Finding]) -> list[str]:
    return [each.model_dump_json() for each in findings]


def counted(finding: Finding) -> dict[str, Any]:
    """What the figures of a finding rest on, as `as_whole` has it."""
    pace, red = finding.pace, finding.under_red
    if pace is not None:
        return {
            "slots": pace.slots,
            "levels": [each.level for each in pace.levels],
            "counted": tuple(pace.counted.model_dump().values()),
            "weeks": () if pace.baseline is None else pace.baseline.weeks,
            "usual": None if pace.baseline is None else tuple(pace.baseline.counted.model_dump().values()),
        }
    assert red is not None
    assert finding.red is not None
    return {
        "counting": [each.start for each in red.counting],
        "pushes": list(red.pushes or ()),
        "active": finding.platforms.get("hema", 0),
        "red": [(each.start, each.pushed) for each in finding.red],
    }


def shown(whole: dict[str, Any]) -> dict[str, Any]:
    return {**whole, "levels": [level for level, _, _ in whole["levels"]]} if "levels" in whole else whole


@settings(max_examples=40)
@given(RANDOM, st.integers(2, 14), st.sampled_from((6, 24)))
def test_what_is_kept_between_evaluations_changes_no_finding(pick: Random, number: int, slots: int) -> None:
    said: list[PacePart] = []
    kept, offset, now = Pace(LAW), 0, 0.0
    kept.taking_over = True

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memo, "PART_MS", slots * SLOT_MS)
        patch.setattr(warned, "MOST_LISTED", 3)
        patch.setattr(pushed, "MOST_ROWS", 10_000)
        for arrival, each in storm(pick, number):
            now = max(now, arrival) + pick.choice((0, 0, 3, 70))
            said.append(Weather([each]))
            if pick.random() < 0.6:
                work = LiveCells(pick.randrange(2), 1, [*cells(pick, now)])
                said = [one for one in said if not (isinstance(one, LiveCells) and one.source == work.source)] + [work]
            offset += 1
            kept.fold(said[-2:], offset, round(now * MINUTE))
            again = [finding for one in kept.everything(round(now * MINUTE)) for finding in one.findings]

            anew = Pace(LAW)
            anew.fold(said, 0, round(now * MINUTE))
            found = [finding for one in anew.everything(round(now * MINUTE)) for finding in one.findings]
            assert told(again) == told(found)
            whole = as_whole(LAW, kept, round(now * MINUTE))
            for finding in again:
                name = finding.subject, f"{finding.rule} {finding.episode}"
                assert counted(finding) == shown(whole[name])
            red = {name for name in whole if name[1].startswith("dispatch")}
            assert red == {(f.subject, f"{f.rule} {f.episode}") for f in again if f.rule == "dispatch_under_red"}
