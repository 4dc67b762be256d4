"""Copies the material of a lead from its JSON."""

from datetime import datetime
from typing import Any

from tests.by_hand.sheets import (
    Claims,
    DaySums,
    Dispatch,
    Entry,
    Held,
    Interval,
    Law,
    OtherStretch,
    Pace,
    Pay,
    Piece,
    Red,
    Sheet,
    Slot,
    Stretch,
    Thing,
)

Json = dict[str, Any]


def sheet_of_json(lead: Json) -> Sheet:
    found = lead["finding"]
    judged = [each["judged_at"] for each in lead["history"] if each["judged_at"] and each["finding"]]
    return Sheet(
        claims=_claims(found),
        law=_law(found["law"]),
        judged_at=_ms(judged[-1]) if judged else None,
        release=found.get("release"),
        things=[
            Thing(each["platform"], each["what"], each["id"], _piece(span))
            for each in found["evidence"]
            for span in each["spans"]
        ],
        complete="evidence_rest" not in found,
        days=tuple(_day(each) for each in found["evidence"] if each["what"] == "day"),
        stretch=_stretch(found) if "rest" in found else None,
        other=_other(found["rest"]["other"]) if "other" in found.get("rest", {}) else None,
        dispatch=_dispatch(found, lead["rest_lead"]) if "dispatch" in found else None,
        pay=_pay(found) if found.get("pay", {}).get("places") else None,
        pace=_pace(found["pace"]) if (found["pace"] or {}).get("by_slot") else None,
        red=_red(found) if "under_red" in found else None,
    )


def _ms(text: str) -> int:
    at = datetime.fromisoformat(text)
    return int(at.replace(microsecond=0).timestamp()) * 1000 + at.microsecond // 1000


def _or_none(text: str | None) -> int | None:
    return None if text is None else _ms(text)


def _claims(found: Json) -> Claims:
    return Claims(
        rule=found["rule"],
        kind=found["kind"],
        severity=found["severity"],
        starts_at=_ms(found["starts_at"]),
        ends_at=_or_none(found["ends_at"]),
        due_at=_or_none(found["due_at"]),
        area=found["area"],
        measured_low=found["measured_low"],
        measured_high=found["measured_high"],
        limit=found["limit"],
        shortfall_fen=found.get("shortfall_fen"),
        platforms=found["platforms"],
        reasons=tuple(found["reasons"]),
        other_basis=found["second_opinion"] and found["second_opinion"]["measured"],
    )


def _law(used: list[Json]) -> Law:
    law: Law = {}
    for each in used:
        values = [part.strip() for part in each["value"].split(",") if part.strip()]
        law.setdefault(each["parameter"], [int(value) if value.isdigit() else value for value in values])
    return law


def _piece(span: Json) -> Piece:
    return Piece(_ms(span["start"]), _ms(span["end"]), span["known"], tuple(span.get("reasons", ())))


def _day(line: Json) -> DaySums:
    sums = line["day"]
    return DaySums(
        line["platform"], line["id"], sums["low"], sums["high"], tuple(sums["reasons"]), sums.get("online_low")
    )


def _stretch(found: Json) -> Stretch:
    rest = found["rest"]
    high = (_ms(rest["high_stretch"]["start"]), _ms(rest["high_stretch"]["end"]))
    lows = [(_ms(low["start"]), _ms(low["end"])) for low in rest["low_stretches"]]
    is_low = rest["reading"] == "low"
    (mine,) = (low for low in lows if low[0] == _ms(found["starts_at"])) if is_low else (high,)
    platforms = {name: (low_ms, high_ms) for name, low_ms, high_ms in rest["platforms"]}
    return Stretch(mine, is_low, high, lows, [_piece(span) for span in rest["pieces"]], platforms)


def _other(said: Json) -> OtherStretch:
    high, mine = _period(said["high_stretch"]), _period(said["largest"])
    return OtherStretch(
        mine, high, list(map(_period, said["low_stretches"])), [_piece(span) for span in said["pieces"]]
    )


def _period(said: Json) -> Interval:
    return _ms(said["start"]), _ms(said["end"])


def _dispatch(found: Json, rest_lead: int | None) -> Dispatch:
    said = found["dispatch"]
    orders = [(name, _ms(accepted), _ms(begins), how) for name, accepted, begins, how in said["orders"]]
    return Dispatch((_ms(said["stretch_starts_at"]), _or_none(said["stretch_ends_at"])), rest_lead, orders)


def _pay(found: Json) -> Pay:
    entries = [
        Entry(
            each["id"],
            each["entry"]["deducted"],
            each["entry"]["whole_fen"],
            _share(each["entry"].get("share")),
            "for_day" in each["entry"] and not each["entry"]["order"] and bool(_whole_ms(each["entry"])),
            each["amount_fen"],
            each["entry"]["left_out"],
            each["entry"]["contradicts"],
        )
        for each in found["evidence"]
        if each["what"] == "entry"
    ]
    places = {(each["area"], each["sector"]): each["minimum"] for each in found["pay"]["places"]}
    pieces, other = (
        [(_piece_at(each), (each["area"], each["sector"])) for each in hours.get("pieces", [])]
        for hours in (found["pay"], found["pay"].get("other", {}))
    )
    return Pay(entries, places, pieces, other)


def _whole_ms(entry: Json) -> int | None:
    share: Json = entry.get("share", {})
    whole: int | None = share.get("whole_ms")
    return whole


def _share(said: Json | None) -> tuple[int, int, int | None] | None:
    if said is None:
        return None
    whole = said["whole_ms"]
    of_day, of_all = (1, said["days"]) if whole is None else (said["day_ms"], whole)
    return of_day, of_all, said.get("others_fen")


def _piece_at(each: Json) -> Piece:
    return Piece(_ms(each["start"]), _ms(each["end"]), each["known"])


def _held(warned: list[Json]) -> list[Held]:
    held = []
    for episode in warned:
        starts = [_ms(start) for start, _ in episode["levels"]]
        listed_until = _ms((episode.get("levels_rest") or {"start": episode["end"]})["start"])
        for (_, level), start, end in zip(episode["levels"], starts, [*starts[1:], listed_until], strict=True):
            held.append(Held(episode["episode"].rpartition("/")[2], level, start, end))
    return held


def _slot(row: list[Any]) -> Slot:
    start, area, level, *sums = row
    return Slot(_ms(start), area, level or "", *sums)


def _pace(pace: Json) -> Pace:
    baseline, intake, promise = pace["baseline"], pace["intake"] or {}, pace["promise"] or {}
    names = (
        (intake, "allowed_low"),
        (intake, "limited_low"),
        (intake, "allowed_high"),
        (intake, "limited_high"),
        (promise, "asked_ms"),
        (promise, "extended"),
    )
    usual = [_slot(row) for row in baseline["by_slot"]] if baseline else None
    return Pace(
        [_slot(row) for row in pace["by_slot"]],
        usual,
        bool(baseline and baseline["weeks"]),
        _held(pace["warned"]),
        [holder.get(name) for holder, name in names],
    )


def _red(found: Json) -> Red:
    said = found["under_red"]
    return Red(
        [(_ms(each["start"]), _or_none(each["end"]), each["pushed"]) for each in found["red"]],
        [(_ms(start), _or_none(end)) for start, end in said["counting"]],
        [_ms(each) for each in said["pushes"]],
        [(_ms(start), active, pushed) for start, active, pushed in said["by_slot"]],
        _held(said["warned"]),
        found["episode"].rpartition("/")[2],
    )
