"""The figures of leads about legal days, from their material: orders of a day, or its sums where its events are old."""

from itertools import groupby
from typing import Any

from tests.by_hand.sheets import DaySums, Sheet, Thing
from tests.by_hand.time import doubts, length, of_platforms, spans

TOGETHER = "several"
"""In the place of a platform: all of them together."""


def daily_added_up(sheet: Sheet) -> dict[str, Any]:
    low, high = (_time(sheet, known=known) for known in (True, False))
    (limit,) = map(int, sheet.law["daily_hours.limit"])
    online = _own(sheet)[0].online if sheet.days else length(spans((each.piece for each in sheet.things), known=True))
    return {
        "kind": "indication" if low > limit else "undecidable",
        "measured_low": low,
        "measured_high": high,
        "limit": limit,
        "platforms": _of_platforms(sheet, known=low > limit),
        "reasons": set() if low > limit else _doubts(sheet),
        "severity": None,
        "other_basis": online,
    }


def weekly_added_up(sheet: Sheet) -> dict[str, Any]:
    (limit,), (least,) = (map(int, sheet.law[f"weekly_rest.{name}"]) for name in ("limit", "least"))
    days = _own(sheet)
    assert all(each.high >= least for each in days)
    lows = [len(list(run)) for worked, run in groupby(days, lambda each: each.low >= least) if worked]
    low = max(lows, default=0)
    return {
        "kind": "indication" if low > limit else "undecidable",
        "measured_low": low,
        "measured_high": len(days),
        "limit": limit,
        "platforms": _of_platforms(sheet, known=low > limit, least=least),
        "reasons": set() if low > limit else _doubts(sheet),
        "severity": None,
    }


def _own(sheet: Sheet) -> list[DaySums]:
    """The days of the lead's own scope, by date."""
    together = [each for each in sheet.days if each.platform == TOGETHER]
    return sorted(together or sheet.days, key=lambda each: each.day)


def _time(sheet: Sheet, *, known: bool) -> int:
    if sheet.days:
        (day,) = _own(sheet)
        return day.low if known else day.high
    return length(spans((each.piece for each in _orders(sheet)), known=known))


def _orders(sheet: Sheet) -> list[Thing]:
    return [each for each in sheet.things if each.what == "order"]


def _of_platforms(sheet: Sheet, *, known: bool, least: int = 0) -> dict[str, int]:
    """Each platform's time on the days of the lead: of a known run those that are known to be worked."""
    if not sheet.days:
        return of_platforms(_orders(sheet), known=known)
    worked = {each.day for each in _own(sheet) if not known or each.low >= least}
    sums: dict[str, int] = {}
    for each in sheet.days:
        if each.platform != TOGETHER and each.day in worked:
            sums[each.platform] = sums.get(each.platform, 0) + (each.low if known else each.high)
    return {name: ms for name, ms in sums.items() if ms}


def _doubts(sheet: Sheet) -> set[str]:
    if sheet.days:
        return {reason for each in _own(sheet) for reason in each.reasons}
    return doubts([each.piece for each in _orders(sheet)])
