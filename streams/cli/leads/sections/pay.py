"""The figures of a lead about pay as rows of text: added up, the columns give the figures of the lead, to the fen and ms."""

from collections.abc import Iterable, Iterator
from typing import Final

from schemas.findings.figures import HoursAt, PayFigures, WorkedPiece
from schemas.findings.finding import Evidence
from schemas.findings.stated import EntryShare, EntryStated
from schemas.instants import HOUR_MS
from streams.cli.leads.sections.words import at, exactly, until
from streams.cli.wording import marked_word

ENTRY_COLUMNS: Final = (
    "报酬记录\nentry",
    "增减\nwhat",
    "类别\ncategory",
    "订单\norder",
    "发生\noccurred",
    "所属日\nfor",
    ">全额\nwhole fen",
    "份额\nshare",
    ">当日\nday fen",
    "计入\ncounts",
)
PLACE_COLUMNS: Final = (
    "区域\narea",
    "行业\nsector",
    "类\nclass",
    ">最低\nfen/h",
    ">已知\nknown ms",
    ">含未知\nwith unknown ms",
    ">应得，已知\nowed, known",
    ">应得，含未知\nowed, with unknown",
)
PIECE_COLUMNS: Final = (
    "自\nfrom",
    "至\nto",
    ">工作\nwork ms",
    ">未知\nunknown ms",
    "区域\narea",
    "行业\nsector",
)

_COUNTS: Final = {
    None: "计入 yes",
    "category": "不计：法定除外类别 no: the law leaves this category out",
    "contradicted": "不计：与另一记录矛盾，另一记录计入 no: of contradictory statements another counts",
}
_CONTRADICTED: Final = "，另有矛盾记录 contradicted by another statement"


def pay_rows(pay: PayFigures) -> Iterator[tuple[str, str]]:
    """Pay, hours and what the minimum gives for them; `owed` is fen/h x ms, so that 3,600,000 of it are a fen."""
    if pay.smaller_fen == pay.larger_fen:
        yield "计入报酬 pay", f"{exactly(pay.larger_fen, 'fen')}：计入各项之和 the entries that count, added up"
    else:
        yield "计入报酬，至少 pay, smaller", exactly(pay.smaller_fen, "fen")
        yield (
            "计入报酬，至多 pay, larger",
            f"{exactly(pay.larger_fen, 'fen')}：记录矛盾 statements contradict one another",
        )
    yield "工时，已知 hours, known", exactly(pay.low_ms, "ms")
    yield "工时，含未知 hours, with unknown", exactly(pay.high_ms, "ms")
    yield "应得，已知 owed, known", f"{pay.owed_low} fen/h x ms = {_fen(pay.owed_low)} fen"
    yield "应得，含未知 owed, with unknown", f"{pay.owed_high} fen/h x ms = {_fen(pay.owed_high)} fen"


def _fen(owed: int) -> str:
    """The fen of so many fen/h x ms, of which 3,600,000 are one."""
    whole, rest = divmod(owed, HOUR_MS)
    return f"{whole} {rest}/3600000" if rest else str(whole)


def entry_rows(evidence: Iterable[Evidence]) -> Iterator[tuple[str, ...]]:
    """The pay entries, each with its whole amount, the part of the day, and why it is left out where it is."""
    for each in evidence:
        stated = each.entry
        if stated is not None:
            counts = _COUNTS[stated.left_out] + (_CONTRADICTED if stated.contradicts else "")
            yield (
                each.id,
                "扣除 deducted" if stated.deducted else "计发 accrued",
                stated.category,
                stated.order or "",
                at(stated.occurred_at),
                _days(stated),
                str(stated.whole_fen),
                share_text(stated.share),
                str(each.amount_fen),
                counts,
            )


def _days(stated: EntryStated) -> str:
    """The day that an entry says it is for, or the first and the last."""
    return " – ".join(filter(None, (stated.for_day, stated.for_until)))


def share_text(share: EntryShare | None) -> str:
    """The share of the day in a whole amount: time ÷ time (ms), or a day ÷ days; on the last day less the parts of the others.

    >>> share_text(EntryShare(days=3, day_ms=None, whole_ms=None, others_fen=66))
    '1 ÷ 3，余 less 66'
    """
    if share is None:
        return ""
    text = f"1 ÷ {share.days}" if share.whole_ms is None else f"{share.day_ms} ÷ {share.whole_ms}"
    return text if share.others_fen is None else f"{text}，余 less {share.others_fen}"


def place_rows(places: Iterable[HoursAt]) -> Iterator[tuple[str, ...]]:
    """The hours by place, each with its minimum and what that gives in either reading."""
    sums = [0, 0, 0, 0]
    for each in places:
        known, unknown = each.low_ms * each.minimum, each.high_ms * each.minimum
        figures = (each.minimum, each.low_ms, each.high_ms, known, unknown)
        sums = [whole + one for whole, one in zip(sums, figures[1:], strict=True)]
        yield (each.area, each.sector, marked_word(each.wage_class or "", each.class_replaces), *map(str, figures))
    yield "合计 total", "", "", "", *map(str, sums)


def piece_rows(pieces: Iterable[WorkedPiece]) -> Iterator[tuple[str, ...]]:
    """The time of which the hours are the sum, piece by piece."""
    totals = [0, 0]
    for each in pieces:
        length, column = each.end - each.start, 0 if each.known else 1
        totals[column] += length
        lengths = ("" if column else str(length), str(length) if column else "")
        yield at(each.start), until(each.end, each.start), *lengths, each.area, each.sector
    yield "合计 total", "", *map(str, totals), "", ""
