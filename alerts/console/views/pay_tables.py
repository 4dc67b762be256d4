"""The tables of a lead about pay: the entries with a running sum in yuan, the hours by place, and the pieces of time."""

from collections.abc import Iterator

from alerts.console.tongue import Tongue
from alerts.console.views.amounts import exact, lasting, yuan
from alerts.console.views.law_words import overlaid
from alerts.console.views.tables import PageTable, table
from alerts.words import CATEGORIES, Names
from schemas.findings.figures import PayFigures, WorkedPiece
from schemas.findings.finding import Evidence, Finding
from schemas.findings.stated import EntryShare


def pay_tables(finding: Finding, names: Names, tongue: Tongue) -> Iterator[PageTable]:
    """The tables of the figures about pay, where a finding has them."""
    if finding.pay is None:
        return
    yield _sums(finding.pay, names, tongue)
    entries = sorted((one for one in finding.evidence if one.what == "entry"), key=_occurred)
    pick = tongue.pick
    columns = (
        pick("编号", "id"), pick("平台", "platform"), pick("类别", "category"), pick("发生", "occurred"),
        pick(">计入 元", ">counts, yuan"), pick(">累计 元", ">sum, yuan"),
    )  # fmt: skip
    yield table(pick("报酬记录", "Pay entries"), columns, _entries(entries, names, tongue), len(entries))
    yield _pieces(finding.pay.pieces, names, tongue)


def _sums(pay: PayFigures, names: Names, tongue: Tongue) -> PageTable:
    pick = tongue.pick
    columns = (
        pick("地点", "place"),
        pick(">最低 元/时", ">minimum yuan/h"),
        pick(">已知", ">known"),
        pick(">含未知", ">with unknown"),
    )
    rows = [
        (
            tongue.of(names.area(each.area)) + overlaid(each.class_replaces, tongue),
            yuan(each.minimum),
            lasting(each.low_ms),
            lasting(each.high_ms),
        )
        for each in pay.places
    ]
    paid = yuan(pay.smaller_fen) + ("" if pay.smaller_fen == pay.larger_fen else f" – {yuan(pay.larger_fen)}")
    note = pick(f"计入报酬合计 {paid} 元", f"pay that counts: {paid} yuan in all")
    return table(pick("各地工时与报酬", "Hours by place, and pay"), columns, rows, len(rows), note)


def _occurred(one: Evidence) -> tuple[int, str]:
    return (0 if one.entry is None else one.entry.occurred_at), one.id


def _entries(entries: list[Evidence], names: Names, tongue: Tongue) -> Iterator[tuple[str, ...]]:
    total = 0
    for one in entries:
        amount = one.amount_fen or 0
        total += amount
        stated = one.entry
        category = "" if stated is None else tongue.word(stated.category, CATEGORIES)
        at = "" if stated is None else exact(stated.occurred_at)
        if stated is not None and stated.left_out:
            left_out = {"category": ("不计", "left out"), "contradicted": ("矛盾不计", "contradicted")}
            category += "，" + tongue.pick(*left_out.get(stated.left_out, (stated.left_out, stated.left_out)))
        if stated is not None and stated.for_day:
            days = " – ".join(filter(None, (stated.for_day, stated.for_until)))
            category += tongue.pick(
                f"（属{days}，全额{yuan(stated.whole_fen)}元）", f" (for {days}, {yuan(stated.whole_fen)} yuan in all)"
            )
        if stated is not None and stated.share is not None:
            category += _share(stated.whole_fen, stated.share, tongue)
        yield one.id, tongue.of(names.platform(one.platform)), category, at, yuan(amount), yuan(total)


def _share(whole_fen: int, share: EntryShare, tongue: Tongue) -> str:
    """The arithmetic of a part of a day: so much of the whole amount, or what the parts of the other days leave."""
    whole = yuan(whole_fen)
    if share.others_fen is not None:
        others = yuan(share.others_fen)
        return tongue.pick(f"（{whole} 减其余各日 {others}）", f" ({whole} less {others} of the other days)")
    if share.whole_ms is None or share.day_ms is None:
        return tongue.pick(f"（{whole} ÷ {share.days}日）", f" ({whole} ÷ {share.days} days)")
    of_day, of_all = lasting(share.day_ms), lasting(share.whole_ms)
    return tongue.pick(f"（{whole} × {of_day} ÷ {of_all}）", f" ({whole} x {of_day} ÷ {of_all})")


def _pieces(pieces: tuple[WorkedPiece, ...] | None, names: Names, tongue: Tongue) -> PageTable:
    pick = tongue.pick
    columns = (
        pick("自", "from"),
        pick("至", "to"),
        pick("地点", "place"),
        pick(">时长", ">length"),
        pick(">累计", ">sum"),
    )
    title = pick("工时分段", "Pieces of time")
    if pieces is None:
        return table(title, columns, (), 0, pick("过多未列", "too many to be listed"))
    return table(title, columns, _piece_rows(pieces, names, tongue), len(pieces))


def _piece_rows(pieces: tuple[WorkedPiece, ...], names: Names, tongue: Tongue) -> Iterator[tuple[str, ...]]:
    total = 0
    for each in pieces:
        total += each.end - each.start
        yield (
            exact(each.start),
            exact(each.end),
            tongue.of(names.area(each.area)),
            lasting(each.end - each.start),
            lasting(total),
        )
