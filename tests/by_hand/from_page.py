"""Copies the material of a lead from its printed page."""

import re

from tests.by_hand.printed import Printed, Row, instant, last_word, number, read, whole
from tests.by_hand.sheets import (
    Claims,
    DaySums,
    Dispatch,
    Entry,
    Held,
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

_LENGTH = re.compile(r"(\d+) h (\d\d) min (\d\d)(?:\.(\d{3}))? s")


def sheet_of_page(text: str) -> Sheet:
    page = read(text)
    judged = page.fact("judged at")
    return Sheet(
        claims=_claims(page),
        law=_law(page.rows("Law used")),
        judged_at=instant(judged) if judged else None,
        release=page.fact("release"),
        things=[_thing(row) for row in page.rows("Evidence")],
        complete="lines more" not in page.facts,
        days=tuple(map(_day, page.rows("Days"))),
        stretch=_stretch(page) if page.rows("Stretches") else None,
        other=_other(page) if page.rows("Other basis, stretches") else None,
        dispatch=_dispatch(page) if "its lead about rest" in page.facts else None,
        pay=_pay(page) if page.rows("Hours by place") else None,
        pace=_pace(page) if page.rows("Judged slots") else None,
        red=_red(page) if page.rows("Red") else None,
    )


def _claims(page: Printed) -> Claims:
    kind, _, severity = (page.fact("kind") or "").partition("，")
    end, due, other = page.fact("to"), page.fact("limit reached"), page.fact("other basis")
    place = (page.fact("place") or "").split()[0]
    begin = page.fact("from") or ""
    return Claims(
        rule=last_word(page.fact("rule") or ""),
        kind=last_word(kind),
        severity=last_word(severity) or None,
        starts_at=instant(begin),
        ends_at=None if end is None or "running" in end else instant(end),
        due_at=instant(due) if due else None,
        area=None if place == "无" else place,
        measured_low=number(page.fact("measured")),
        measured_high=number(page.fact("with unknown")),
        limit=number(page.fact("limit")),
        shortfall_fen=number(page.fact("shortfall")),
        platforms={
            name.removeprefix("platform "): whole(values[0])
            for name, values in page.facts.items()
            if name.startswith("platform ")
        },
        reasons=tuple(last_word(each) for each in (page.fact("why undecided") or "").split(", ") if each),
        other_basis=None if other is None else whole(other),
    )


def _law(rows: list[Row]) -> Law:
    law: Law = {}
    for row in rows:
        law.setdefault(row["parameter"], _values(row["value"]))
    return law


def _values(text: str) -> list[int | str]:
    """Lengths in ms; else numbers; else words. Of bands the ends."""
    lengths = [_ms(found) for found in _LENGTH.finditer(text)]
    if lengths:
        return list(lengths)
    if text.startswith("minor up to"):
        ends = re.findall(r"up to ([^,]+)", text)
        return [int(end.split()[0]) if end[0].isdigit() else end for end in ends]
    return [int(each.split()[0]) if each[0].isdigit() else each for each in text.split(", ")]


def _ms(found: re.Match[str]) -> int:
    hours, minutes, seconds, millis = (int(each or 0) for each in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis


def _reasons(text: str) -> tuple[str, ...]:
    return tuple(last_word(each) for each in text.split(", ") if each)


def _thing(row: Row) -> Thing:
    start, end = instant(row["from"]), instant(row["to"], row["from"])
    assert end - start == int(row["ms"])
    known = row["known"].endswith("work")
    return Thing(
        row["platform"],
        last_word(row["what"]),
        row["id"],
        Piece(start, end, known, () if known else _reasons(row["known"])),
    )


def _day(row: Row) -> DaySums:
    sums = int(row["known ms"]), int(row["with unknown ms"])
    online = row.get("online, known ms")
    return DaySums(row["platform"], row["day"], *sums, _reasons(row["why unknown"]), int(online) if online else None)


def _stretch(page: Printed) -> Stretch:
    rows = page.rows("Stretches")
    spans = [(instant(row["from"]), instant(row["to"], row["from"])) for row in rows]
    (mine,) = (number for number, row in enumerate(rows) if "this" in row["stretch"])
    pieces = _pieces(page.rows("Pieces of time, ms"))
    platforms = {
        row["platform"]: (int(row["known ms"]), int(row["with unknown ms"])) for row in page.rows("By platform")
    }
    return Stretch(spans[mine], mine > 0, spans[0], spans[1:], pieces, platforms)


def _other(page: Printed) -> OtherStretch:
    rows = page.rows("Other basis, stretches")
    spans = [(instant(row["from"]), instant(row["to"], row["from"])) for row in rows]
    (mine,) = (number for number, row in enumerate(rows) if "this" in row["stretch"])
    return OtherStretch(spans[mine], spans[0], spans[1:], _pieces(page.rows("Other basis, pieces of time, ms")))


def _pieces(rows: list[Row]) -> list[Piece]:
    pieces = []
    for row in rows:
        start, end = instant(row["from"]), instant(row["to"], row["from"])
        lengths = [row[name] for name in ("work", "unknown", "break") if row[name]]
        assert lengths == [str(end - start)]
        if not row["break"]:
            pieces.append(Piece(start, end, bool(row["work"]), _reasons(row["why unknown"])))
    return pieces


def _dispatch(page: Printed) -> Dispatch:
    begin, _, end = (page.fact("stretch") or "").partition(" – ")
    lead = re.search(r"lead (\d+)", page.fact("its lead about rest") or "")
    orders = [
        (row["order"], instant(row["accepted"]), instant(row["begins"]), last_word(row["assigned"]))
        for row in page.rows("Orders pushed")
    ]
    until = None if "running" in end else instant(end, begin)
    return Dispatch((instant(begin), until), int(lead[1]) if lead else None, orders)


def _pay(page: Printed) -> Pay:
    places = {(row["area"], row["sector"]): int(row["fen/h"]) for row in page.rows("Hours by place")}
    pieces, other = (
        [
            (
                Piece(instant(row["from"]), instant(row["to"], row["from"]), bool(row["work ms"])),
                (row["area"], row["sector"]),
            )
            for row in page.rows(title)
        ]
        for title in ("Pieces of time", "Other basis, pieces")
    )
    return Pay([_entry(row) for row in page.rows("Pay entries")], places, pieces, other)


def _entry(row: Row) -> Entry:
    counts = row["counts"]
    left_out = None if "yes" in counts else "category" if "category" in counts else "contradicted"
    return Entry(
        name=row["entry"],
        deducted=row["what"].endswith("deducted"),
        whole=int(row["whole fen"]),
        share=_share(row["share"]),
        by_hours=bool(row["for"]) and not row["order"] and not row["share"].startswith("1 ÷"),
        fen=int(row["day fen"]),
        left_out=left_out,
        contradicts="by another" in counts,
    )


def _share(text: str) -> tuple[int, int, int | None] | None:
    if not text:
        return None
    found = re.fullmatch(r"(\d+) ÷ (\d+)(?:，余 ?less (-?\d+))?", text)
    assert found is not None, text
    return int(found[1]), int(found[2]), None if found[3] is None else int(found[3])


def _slot(row: Row) -> Slot:
    names = ("known ms", "with unknown", "orders", "promised", "promised ms", "metres")
    return Slot(instant(row["slot from"]), row["area"], last_word(row["level"]), *(int(row[name]) for name in names))


def _held(page: Printed) -> list[Held]:
    return [
        Held(
            row["warning"].partition("，")[2],
            last_word(row["level"]),
            instant(row["from"]),
            instant(row["to"], row["from"]),
        )
        for row in page.rows("Warnings")
        if "highest" in row["warning"]
    ]


def _pace(page: Printed) -> Pace:
    usual = [_slot(row) for row in page.rows("Usual slots")] if page.rows("Usual slots") else None
    verdicts: list[int | bool | None] = []
    for name in ("orders known", "orders with unknown"):
        found = re.search(r"allowed (\d+)", page.fact(name) or "")
        verdicts += [int(found[1]) if found else None, ("NOT" not in str(page.fact(name))) if found else None]
    promise = re.search(r"required (\d+) ms", page.fact("promise") or "")
    verdicts += [int(promise[1]) if promise else None, ("NOT" not in str(page.fact("promise"))) if promise else None]
    weeks = "weeks" in (page.fact("usual") or "") or "week(s)" in (page.fact("usual") or "")
    return Pace([_slot(row) for row in page.rows("Judged slots")], usual, weeks, _held(page), verdicts)


def _red(page: Printed) -> Red:
    def end(row: Row, start: str) -> int | None:
        return None if "not over" in row["to"] else instant(row["to"], row[start])

    return Red(
        [(instant(row["red from"]), end(row, "red from"), int(row["orders pushed"])) for row in page.rows("Red")],
        [(instant(row["counting from"]), end(row, "counting from")) for row in page.rows("Times that count")],
        [instant(row["pushed at"]) for row in page.rows("Pushes that count")],
        [
            (instant(row["slot of 10 min from"]), int(row["known active ms"]), int(row["pushes that count"]))
            for row in page.rows("Slots")
        ],
        _held(page),
        (page.fact("episode") or "").rpartition("/")[2],
    )
