"""The figures of a lead about rest, or about orders in it, from its material."""

from typing import Any

from tests.by_hand.sheets import Dispatch, Interval, Piece, Sheet, Stretch
from tests.by_hand.time import band, doubts, length, of_platforms, spans, union


def rest_added_up(sheet: Sheet) -> dict[str, Any]:
    stretch = sheet.stretch
    assert stretch is not None
    elapsed = sheet.law["rest_missed.measure"] == ["elapsed"]
    (limit,) = map(int, sheet.law["rest_missed.limit"])
    high = _measured(stretch.high, stretch.pieces, elapsed=elapsed)
    lows = [_measured(low, _known(stretch.pieces), elapsed=elapsed) for low in stretch.lows]
    low = lows[stretch.lows.index(stretch.mine)] if stretch.is_low else max(lows, default=0)
    decided = low > limit
    own = _known(stretch.pieces) if stretch.is_low else stretch.pieces
    return {
        "kind": "breach" if decided else "undecidable",
        "starts_at": stretch.mine[0],
        "measured_low": low,
        "measured_high": high,
        "limit": limit,
        "due_at": _due_at(stretch.mine, own, limit, elapsed=elapsed),
        "severity": band(low - limit, sheet.law["rest_missed.severity"]) if decided else None,
        "reasons": set() if decided else doubts(stretch.pieces),
        "platforms": _platforms(stretch, low_reading=decided),
        "other_basis": _other_basis(sheet),
    }


def evidence_of_rest(sheet: Sheet, *, known: bool) -> dict[str, int]:
    """The platforms' time again, from the sessions and orders."""
    return of_platforms(sheet.things, known=known)


def dispatch_added_up(sheet: Sheet) -> dict[str, Any]:
    dispatch, due = sheet.dispatch, sheet.claims.due_at
    assert dispatch is not None
    assert due is not None
    count = len(dispatch.orders)
    assert all(_counts(order, dispatch, due) for order in dispatch.orders)
    return {
        "starts_at": min(accepted for _, accepted, _, _ in dispatch.orders),
        "ends_at": dispatch.stretch[1],
        "measured_low": count,
        "measured_high": count,
        "limit": 0,
        "severity": band(count, sheet.law["dispatch_during_rest.severity"]),
    }


def _counts(order: tuple[str, int, int, str], dispatch: Dispatch, due: int) -> bool:
    _, accepted, begins, how = order
    end = dispatch.stretch[1]
    inside = end is None or max(accepted, begins) < end
    return how == "pushed" and min(accepted, begins) > due and inside and dispatch.stretch[0] < due


def _known(pieces: list[Piece]) -> list[Piece]:
    return [each for each in pieces if each.known]


def _inside(whole: Interval, pieces: list[Piece]) -> list[Piece]:
    return [each for each in pieces if whole[0] <= each.start and each.end <= whole[1]]


def _measured(whole: Interval, pieces: list[Piece], *, elapsed: bool) -> int:
    return whole[1] - whole[0] if elapsed else sum(each.end - each.start for each in _inside(whole, pieces))


def _due_at(whole: Interval, pieces: list[Piece], limit: int, *, elapsed: bool) -> int | None:
    if _measured(whole, pieces, elapsed=elapsed) < limit:
        return None
    if elapsed:
        return whole[0] + limit
    left = limit
    for each in _inside(whole, pieces):
        if each.end - each.start >= left:
            return each.start + left
        left -= each.end - each.start
    return None


def _platforms(stretch: Stretch, *, low_reading: bool) -> dict[str, int]:
    sums = {name: low if low_reading else high for name, (low, high) in stretch.platforms.items()}
    return {name: ms for name, ms in sums.items() if ms}


def _other_basis(sheet: Sheet) -> int | None:
    """The largest stretch of known order time, where online time decided: the orders stand in the evidence; else its own rows."""
    (least_break,) = map(int, sheet.law["rest_missed.break"])
    elapsed = sheet.law["rest_missed.measure"] == ["elapsed"]
    if sheet.other is not None:
        mine = sheet.stretch.mine if sheet.stretch else (0, 0)
        meeting = [low for low in sheet.other.lows if low[0] < mine[1] and mine[0] < low[1]]
        found = {low: _measured(low, _known(sheet.other.pieces), elapsed=elapsed) for low in meeting}
        assert found[sheet.other.mine] == max(found.values())
        return found[sheet.other.mine]
    groups: list[list[Interval]] = []
    for part in union(spans((each.piece for each in sheet.things if each.what == "order"), known=True)):
        if groups and part[0] - groups[-1][-1][1] < least_break:
            groups[-1].append(part)
        else:
            groups.append([part])
    return max((each[-1][1] - each[0][0] if elapsed else length(each) for each in groups), default=None)
