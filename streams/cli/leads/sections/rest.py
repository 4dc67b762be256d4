"""The time of a stretch as rows of text: added up, its columns give the figures of the lead, to the millisecond."""

from collections.abc import Iterable, Iterator
from typing import Final

from schemas.findings.figures import Period
from schemas.findings.rest_figures import DispatchFigures, OtherStretch, PlatformTime, PushedOrder, RestFigures
from schemas.findings.span import Span
from schemas.instants import Ms
from streams.cli.leads.sections.words import at, because, until

_THIS: Final = "，本条 this"

STRETCH_COLUMNS: Final = (
    "时段\nstretch",
    "自\nfrom",
    "至\nto",
    ">工作\nwork ms",
    ">未知\nunknown ms",
    ">首尾\nelapsed ms",
)
"""The columns of `stretch_rows`."""

PIECE_COLUMNS: Final = (
    "自\nfrom",
    "至\nto",
    "已知\nknown",
    ">工作\nwork",
    ">未知\nunknown",
    ">间歇\nbreak",
    "未知原因\nwhy unknown",
)
"""The columns of `piece_rows`."""

PLATFORM_COLUMNS: Final = ("平台\nplatform", ">已知\nknown ms", ">含未知\nwith unknown ms")
"""The columns of `platform_rows`."""

ORDER_COLUMNS: Final = ("订单\norder", "接单\naccepted", "开始\nbegins", "分派\nassigned")
"""The columns of `order_rows`."""


def stretch_rows(figures: RestFigures, starts_at: Ms) -> Iterator[tuple[str, ...]]:
    """The high stretch, and each low one in it under its number; of both what the pieces add up to.

    `this` marks the one that the lead takes its instants from.
    """
    pieces, high = figures.pieces, figures.reading == "high"
    yield f"含未知 high{_THIS if high else ''}", *_stretch(figures.high_stretch, pieces)
    for number, low in enumerate(figures.low_stretches, 1):
        known = None if pieces is None else [each for each in pieces if each.known]
        mine = not high and low.start == starts_at
        yield f"已知 known {number}{_THIS if mine else ''}", *_stretch(low, known)


def other_stretch_rows(other: OtherStretch) -> Iterator[tuple[str, ...]]:
    """The high stretch on the other basis, and each low one in it under its number; `this` marks the largest that overlaps."""
    yield "含未知 high", *_stretch(other.high_stretch, other.pieces)
    for number, low in enumerate(other.low_stretches, 1):
        known = None if other.pieces is None else [each for each in other.pieces if each.known]
        yield f"已知 known {number}{_THIS if low == other.largest else ''}", *_stretch(low, known)


def _stretch(whole: Period, pieces: Iterable[Span] | None) -> tuple[str, ...]:
    sums = ("", "")
    if pieces is not None:
        inside = [each for each in pieces if whole.start <= each.start and each.end <= whole.end]
        sums = (str(_length(inside, known=True)), str(_length(inside, known=False)))
    return at(whole.start), until(whole.end, whole.start), *sums, str(whole.end - whole.start)


def _length(pieces: Iterable[Span], *, known: bool) -> int:
    return sum(each.end - each.start for each in pieces if each.known is known)


def piece_rows(figures: RestFigures | OtherStretch) -> Iterator[tuple[str, ...]]:
    """The pieces of time and the breaks between them, and their totals."""
    totals, last = [0, 0, 0], figures.high_stretch.start
    for each in figures.pieces or ():
        if last < each.start:
            yield _piece(last, each.start, "", 2, totals, "")
        number = "" if not each.known else _number(figures.low_stretches, each)
        yield _piece(each.start, each.end, number, 0 if each.known else 1, totals, because(each.reasons))
        last = each.end
    yield "合计 total", "", "", *map(str, totals), ""


def _piece(start: int, end: int, number: str, column: int, totals: list[int], why: str) -> tuple[str, ...]:
    totals[column] += end - start
    lengths = [str(end - start) if index == column else "" for index in range(3)]
    return at(start), until(end, start), number, *lengths, why


def _number(lows: Iterable[Period], piece: Span) -> str:
    inside = (number for number, low in enumerate(lows, 1) if low.start <= piece.start and piece.end <= low.end)
    return str(next(inside, ""))


def platform_rows(platforms: Iterable[PlatformTime]) -> Iterator[tuple[str, ...]]:
    """The time of each platform alone, between the instants of the lead."""
    for each in platforms:
        yield each.platform, str(each.low_ms), str(each.high_ms)


def dispatch_rows(figures: DispatchFigures, rest_lead: int | None) -> Iterator[tuple[str, str]]:
    """The stretch that the orders were pushed in, and the lead about it, by its number where the ledger has it."""
    start, end = figures.stretch_starts_at, figures.stretch_ends_at
    yield "时段 stretch", f"{at(start)} – " + ("仍在继续 still running" if end is None else until(end, start))
    number = f"线索 lead {rest_lead}" if rest_lead else "台账中无 none in the ledger"
    yield "所属休息线索 its lead about rest", f"{number}（finding {figures.rest_finding}）"
    own = f"属所属时段，由其线索的证据得出 are those of the stretch, from the evidence of its lead, {number}"
    yield "平台时长与到限时刻 platform's time, limit reached", own
    if figures.orders is None:
        yield "订单 orders", "过多未列 too many to be listed"


def order_rows(orders: Iterable[PushedOrder]) -> Iterator[tuple[str, ...]]:
    """The orders that count, by time."""
    for each in orders:
        assigned = {"pushed": "平台推送 pushed", "grabbed": "劳动者抢单 grabbed"}.get(each.assigned, each.assigned)
        yield each.order, at(each.accepted_at), at(each.begins_at), assigned
