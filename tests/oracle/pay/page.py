"""The figures of a finding about pay, added up from the finding alone, as PAY.md tells its reader to."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from schemas.instants import from_rfc3339
from tests.oracle.law import HOUR

Page = Mapping[str, Any]


def added_up(finding: Page) -> dict[str, Any]:
    """Out of a finding as JSON: both pays, what the hours owe, and the figures that follow."""
    smaller, larger = pays(finding)
    places = places_of(finding)
    low, high = (sum(hours) for hours in (places.values(), whole_hours(finding).values()))
    minimum = {(each["area"], each["sector"]): each["minimum"] for each in finding["pay"]["places"]}
    owed_low = sum(minimum[place] * ms for place, ms in places.items())
    owed_high = sum(minimum[place] * ms for place, ms in whole_hours(finding).items())
    owed, hours = (owed_low, low) if low else (owed_high, high)
    return {
        "smaller_fen": smaller,
        "larger_fen": larger,
        "owed_low": owed_low,
        "owed_high": owed_high,
        "measured": larger * HOUR // low if low else None,
        "measured_high": smaller * HOUR // high,
        "limit": (2 * owed + hours) // (2 * hours),
        "shortfall_fen": -((larger * HOUR - owed_low) // HOUR),
    }


def pays(finding: Page) -> tuple[int, int]:
    lines: dict[tuple[str, bool], list[int]] = defaultdict(list)
    smaller = larger = 0
    for each in finding["evidence"]:
        if each["what"] != "entry" or each["entry"]["left_out"] == "contradicted":
            continue
        stated = each["entry"]
        fen = 0 if stated["left_out"] else each["amount_fen"]
        if stated["contradicts"]:
            lines[each["id"], stated["deducted"]].append(fen)
        else:
            smaller, larger = smaller + fen, larger + fen
    return smaller + sum(map(min, lines.values())), larger + sum(map(max, lines.values()))


def places_of(finding: Page) -> dict[tuple[str, str], int]:
    return _hours(finding, only_known=True)


def whole_hours(finding: Page) -> dict[tuple[str, str], int]:
    return _hours(finding, only_known=False)


def _hours(finding: Page, *, only_known: bool) -> dict[tuple[str, str], int]:
    hours: dict[tuple[str, str], int] = defaultdict(int)
    for piece in finding["pay"]["pieces"]:
        if piece["known"] or not only_known:
            hours[piece["area"], piece["sector"]] += from_rfc3339(piece["end"]) - from_rfc3339(piece["start"])
    return dict(hours)
