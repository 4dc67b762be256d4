"""The figures of leads about an area, from their material."""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor
from typing import Any

from tests.by_hand.sheets import Held, Interval, Pace, Sheet, Slot
from tests.by_hand.time import HOUR, less, union

SLOT = 600_000
LEVELS = ("blue", "yellow", "orange", "red")


def pace_added_up(sheet: Sheet) -> dict[str, Any]:
    pace = sheet.pace
    assert pace is not None
    (reaction,) = map(int, sheet.law["pace_not_eased.reaction"])
    assert [each.level for each in pace.judged] == [_level(each.start, pace.warned, reaction) for each in pace.judged]
    accepted, low, high = (_sum(pace.judged, name) for name in ("accepted", "low", "high"))
    found: dict[str, Any] = {
        "platforms": {_platform(sheet): low} if low else {},
        "measured_low": None,
        "measured_high": None,
        "limit": None,
        "verdicts": [None] * 6,
    }
    if pace.usual is None:
        return found
    allowed_low, allowed_high = (_allowed(sheet, pace, name) for name in ("low", "high"))
    asked = _asked(sheet, pace)
    limit = allowed_low * 1000 * HOUR / low if low else allowed_high * 1000 * HOUR / high
    extended = None if asked is None else _sum(pace.judged, "promised_ms") >= asked
    return found | {
        "measured_low": accepted * 1000 * HOUR // low if low else None,
        "measured_high": accepted * 1000 * HOUR // high,
        "limit": floor(limit),
        "verdicts": [
            floor(allowed_low),
            accepted <= allowed_low,
            floor(allowed_high),
            accepted <= allowed_high,
            None if asked is None else ceil(asked),
            extended,
        ],
    }


def worst_level(pace: Pace) -> str:
    return max((each.level for each in pace.judged), key=LEVELS.index)


def red_added_up(sheet: Sheet) -> dict[str, Any]:
    red = sheet.red
    assert red is not None
    assert sheet.judged_at is not None
    (reaction,) = map(int, sheet.law["dispatch_under_red.reaction"])
    mine, others = (_red_of(red.warned, red.mine, own=own) for own in (True, False))
    taken = [(start + reaction, end) for start, end in others if start + reaction < end]
    counting = [part for start, end in mine if start + reaction < end for part in less((start + reaction, end), taken)]
    now = sheet.judged_at
    assert [start for start, _, _ in red.times] == [start for start, _ in mine if start <= now]
    assert [_so_far(start, end, now) for start, end in counting if start <= now] == red.counting
    assert all(any(start <= at < (end or at + 1) for start, end in red.counting) for at in red.pushes)
    for start, end, pushed in red.times:
        assert pushed == sum(start <= at and (end is None or at < end) for at in red.pushes)
    for start, _, pushed in red.slots:
        assert pushed == sum(start <= at < start + SLOT for at in red.pushes)
    active = sum(ms for _, ms, _ in red.slots)
    count = len(red.pushes)
    return {
        "platforms": {_platform(sheet): active} if active else {},
        "starts_at": red.times[0][0],
        "measured_low": count,
        "measured_high": sum(pushed for _, _, pushed in red.slots),
        "limit": 0,
    }


def _platform(sheet: Sheet) -> str:
    return next(iter(sheet.claims.platforms), "")


def _sum(slots: Iterable[Slot], name: str) -> int:
    return sum(int(getattr(each, name)) for each in slots)


def _share(sheet: Sheet, level: str) -> int:
    (share,) = map(int, sheet.law[f"pace_not_eased.share_{level}"])
    return share


def _allowed(sheet: Sheet, pace: Pace, reading: str) -> Fraction:
    weighted = sum(int(getattr(each, reading)) * (100 - _share(sheet, each.level)) for each in pace.judged)
    return Fraction(_sum(pace.usual or (), "accepted") * weighted, _sum(pace.usual or (), reading) * 100)


def _asked(sheet: Sheet, pace: Pace) -> Fraction | None:
    (least,) = map(int, sheet.law["pace_not_eased.least_promised"])
    usual = pace.usual or []
    if min(_sum(pace.judged, "promised"), _sum(usual, "promised")) < max(1, least):
        return None
    weighted = sum(each.metres * (100 + _share(sheet, each.level)) for each in pace.judged)
    return Fraction(_sum(usual, "promised_ms") * weighted, _sum(usual, "metres") * 100)


def _level(start: int, warned: list[Held], reaction: int) -> str:
    """The highest, over the kinds, of the lowest level held through all of the time to react and the slot."""
    window = (start - reaction, start + SLOT)
    held = []
    for kind in {each.kind for each in warned}:
        own = [each for each in warned if each.kind == kind and each.start < window[1] and each.end > window[0]]
        if own and not less(window, [(each.start, each.end) for each in own]):
            held.append(min((each.level for each in own), key=LEVELS.index))
    return max(held, key=LEVELS.index)


def _red_of(warned: list[Held], kind: str, *, own: bool) -> list[Interval]:
    """The red time of an episode, or of the others, which go before it."""
    return union((each.start, each.end) for each in warned if each.level == "red" and (each.kind == kind) is own)


def _so_far(start: int, end: int, now: int) -> tuple[int, int | None]:
    return start, end if end <= now else None
