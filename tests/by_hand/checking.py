"""Checks that a lead says what its rows add up to."""

from dataclasses import asdict
from typing import Any

from tests.by_hand.areas import pace_added_up, red_added_up, worst_level
from tests.by_hand.days import daily_added_up, weekly_added_up
from tests.by_hand.pay import pay_added_up
from tests.by_hand.rest import dispatch_added_up, evidence_of_rest, rest_added_up
from tests.by_hand.sheets import Sheet


def differences(sheet: Sheet) -> dict[str, tuple[Any, Any]]:
    """The figures of a lead against the sums of its rows, as far as they differ; nothing where it bears weight."""
    claims = asdict(sheet.claims)
    claims["reasons"] = set(sheet.claims.reasons)
    found = _ADD_UP[sheet.claims.rule](sheet)
    decided_by_law = "law_unread" in sheet.claims.reasons or sheet.claims.kind == "warning"
    for name in ("kind", "severity", "platforms", "reasons", "shortfall_fen", "due_at") if decided_by_law else ():
        found.pop(name, None)
    return {name: (claims[name], value) for name, value in found.items() if claims[name] != value}


def _rest(sheet: Sheet) -> dict[str, Any]:
    found = rest_added_up(sheet)
    if sheet.other is None and sheet.law["rest_missed.basis"] != ["online"]:
        assert sheet.claims.other_basis is None
    if sheet.other is None and (sheet.law["rest_missed.basis"] != ["online"] or not sheet.complete):
        found.pop("other_basis")
    if sheet.complete and sheet.claims.kind != "warning":
        known = sheet.claims.kind == "breach"
        assert evidence_of_rest(sheet, known=known) == _reading(sheet, known=known)
    found["reasons"] = found["reasons"] | (set(sheet.claims.reasons) & {"over_budget"})
    return found


def _reading(sheet: Sheet, *, known: bool) -> dict[str, int]:
    assert sheet.stretch is not None
    sums = {name: low if known else high for name, (low, high) in sheet.stretch.platforms.items()}
    return {name: ms for name, ms in sums.items() if ms}


def _pace(sheet: Sheet) -> dict[str, Any]:
    assert sheet.pace is not None
    found = pace_added_up(sheet)
    assert found.pop("verdicts") == sheet.pace.verdicts
    if sheet.claims.kind == "breach":
        bounds = sheet.law["pace_not_eased.severity"]
        levels = ("blue", "yellow", "orange", "red")
        passed = sum(levels.index(worst_level(sheet.pace)) > levels.index(str(bound)) for bound in bounds)
        found["severity"] = ("minor", "serious", "grave")[passed]
        assert sheet.pace.weeks
        assert not any(sheet.pace.verdicts[index] for index in (1, 3, 5))
    return found


_ADD_UP = {
    "rest_missed": _rest,
    "rest_due": _rest,
    "dispatch_during_rest": dispatch_added_up,
    "pay_below_minimum": pay_added_up,
    "daily_hours": daily_added_up,
    "weekly_rest": weekly_added_up,
    "pace_not_eased": _pace,
    "dispatch_under_red": red_added_up,
}
