"""The time of a lead about red warnings as rows of text: the pushes that count, one by one and by slot."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from schemas.findings.figures import RedTime
from schemas.findings.under_red import CountingTime, RedRest, RedSlot
from schemas.instants import Ms
from streams.cli.leads.sections.words import at, slot, until

RED_COLUMNS: Final = ("红色自\nred from", "至\nto", ">推送单数\norders pushed", "首单\nfirst", "末单\nlast")
"""The columns of `red_rows`."""

COUNTING_COLUMNS: Final = ("计入时间自\ncounting from", "至\nto")
"""The columns of `counting_rows`."""

PUSH_COLUMNS: Final = (">序号\nnumber", "推送\npushed at")
"""The columns of `push_rows`."""

RED_SLOT_COLUMNS: Final = (
    "十分钟时段自\nslot of 10 min from",
    ">已知在线\nknown active ms",
    ">计入推送\npushes that count",
)
"""The columns of `red_slot_rows`."""

_NOT_OVER: Final = "未结束 not over"


def red_rows(red: Iterable[RedTime]) -> Iterator[tuple[str, ...]]:
    """The times of red, each with the orders pushed in it."""
    for each in red:
        shown = ("" if one is None else at(one) for one in (each.first_at, each.last_at))
        yield at(each.start), _end(each.end, each.start), str(each.pushed), *shown


def counting_rows(counting: Iterable[CountingTime]) -> Iterator[tuple[str, ...]]:
    """The times in which a push counts."""
    for each in counting:
        yield at(each.start), _end(each.end, each.start)


def rest_rows(rest: RedRest) -> Iterator[tuple[str, str]]:
    """The times that the finding does not list, in numbers."""
    yield "另有红色时段 more times of red", str(rest.red)
    yield "其中推送 pushed in them", str(rest.pushed)
    yield "另有计入时间 more times that count", str(rest.counting)


def push_rows(pushes: Iterable[Ms]) -> Iterator[tuple[str, ...]]:
    """The pushes that count, by time and numbered."""
    for number, each in enumerate(pushes, 1):
        yield str(number), at(each)


def red_slot_rows(slots: Sequence[RedSlot]) -> Iterator[tuple[str, ...]]:
    """Each slot with its known active time and the pushes in it that count, and the totals."""
    for each in slots:
        yield slot(each.start), str(each.active_low), str(each.pushed)
    yield "合计 total", str(sum(each.active_low for each in slots)), str(sum(each.pushed for each in slots))


def _end(end: Ms | None, start: Ms) -> str:
    return _NOT_OVER if end is None else until(end, start)
