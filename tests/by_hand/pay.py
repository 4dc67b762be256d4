"""The figures of a lead about pay, from its material."""

from collections import defaultdict
from typing import Any

from tests.by_hand.sheets import Entry, Pay, Sheet
from tests.by_hand.time import HOUR, band, of_platforms

MOST_DAYS = 31
"""An entry names at most so many days; each but the last is rounded down by less than a fen."""


def pay_added_up(sheet: Sheet) -> dict[str, Any]:
    pay = sheet.pay
    assert pay is not None
    smaller, larger = _paid(pay.entries)
    (low, owed_low), (high, owed_high) = (_hours(pay, known=known) for known in (True, False))
    assert all(each.share is None or each.share[0] == low for each in pay.entries if each.by_hours)
    found: dict[str, Any] = {
        "area": _main_area(pay),
        "measured_low": None,
        "measured_high": None,
        "limit": None,
        "severity": None,
        "shortfall_fen": None,
        "other_basis": None,
    }
    if not _reported(pay.entries):
        return found | {"kind": "undecidable", "platforms": of_platforms(sheet.things, known=False)}
    owed, hours = (owed_low, low) if low else (owed_high, high)
    (least,) = map(int, sheet.law["pay_below_minimum.least_hours"])
    breach = low >= least and larger * HOUR < owed_low
    lacking = owed_low - larger * HOUR
    bounds = sheet.law["pay_below_minimum.severity"]
    more = {
        "kind": "breach" if breach else "undecidable",
        "measured_low": larger * HOUR // low if low else None,
        "measured_high": smaller * HOUR // high,
        "limit": (2 * owed + hours) // (2 * hours),
        "platforms": of_platforms(sheet.things, known=breach),
    }
    elsewhere = sum(piece.end - piece.start for piece, _ in pay.other if piece.known)
    if elsewhere:
        more["other_basis"] = larger * HOUR // elsewhere
    if breach:
        more |= {"shortfall_fen": -(-lacking // HOUR), "severity": band_of_share(lacking, owed_low, bounds)}
    return found | more


def band_of_share(lacking: int, owed: int, bounds: list[int | str]) -> str:
    return band(sum(100 * lacking > int(bound) * owed for bound in bounds), [0, 1])


def _reported(entries: list[Entry]) -> bool:
    """An accrued entry that counts; where a contradiction was decided, whatever then counts is a counted one."""
    decided = {each.name for each in entries if each.left_out == "contradicted" and not each.deducted}
    accrued = [each for each in entries if not each.deducted]
    return any(each.left_out is None or (each.left_out == "category" and each.name in decided) for each in accrued)


def _paid(entries: list[Entry]) -> tuple[int, int]:
    smaller = larger = 0
    several: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for each in entries:
        assert (each.fen <= 0 and each.whole <= 0) if each.deducted else (each.fen >= 0 and each.whole >= 0)
        assert each.fen in _parts(each)
        if each.left_out == "contradicted":
            continue
        fen = 0 if each.left_out else each.fen
        if each.contradicts:
            several[each.name, each.deducted].append(fen)
        else:
            smaller, larger = smaller + fen, larger + fen
    return smaller + sum(map(min, several.values())), larger + sum(map(max, several.values()))


def _parts(entry: Entry) -> tuple[int, ...]:
    """What the day may have: all or nothing, or the part that the share gives."""
    if entry.share is None:
        return (0, entry.whole) if entry.contradicts or entry.left_out else (entry.whole,)
    day, days, others = entry.share
    sign = -1 if entry.deducted else 1
    part = abs(entry.whole) * day // days
    if others is None:
        return (sign * part,)
    left = entry.whole - others
    assert part <= abs(left) < part + MOST_DAYS
    return (left,)


def _hours(pay: Pay, *, known: bool) -> tuple[int, int]:
    """The time of the pieces, and what the minimum of their places gives for it (fen/h x ms)."""
    counted = [(piece.end - piece.start, place) for piece, place in pay.pieces if piece.known or not known]
    return sum(ms for ms, _ in counted), sum(ms * pay.places[place] for ms, place in counted)


def _main_area(pay: Pay) -> str | None:
    time: dict[str, int] = defaultdict(int)
    counted = [one for one in pay.pieces if one[0].known] or pay.pieces
    for piece, (area, _) in counted:
        time[area] += piece.end - piece.start
    return min(time, key=lambda area: (-time[area], area), default=None)
