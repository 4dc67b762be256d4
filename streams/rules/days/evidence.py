"""The evidence of findings about days: the rows of the days, and the time of each platform in them."""

from collections.abc import Iterable, Iterator

from schemas.envelope import SEVERAL
from schemas.legal_days import Day, day_text
from streams.facts.days.kept import UNITED
from streams.facts.days.row import DayRow
from streams.facts.views.remembered import RememberedDays
from streams.rules.evidence import DayItem, Item


def row_items(days: RememberedDays, platform: str, wanted: Iterable[Day], *, online: bool = False) -> Iterator[Item]:
    """The rows of some days; of all together those of each platform, too, as far as they are remembered.

    `online`: with all time online beside the time of orders.
    """
    chosen = frozenset(wanted)
    for each in [platform, *(days.platforms if platform == UNITED else ())]:
        for row in days.rows(each):
            if row.day in chosen and row.order_high:
                yield _item(each, row, online=online)


def time_of(days: RememberedDays, platform: str, wanted: Iterable[Day], *, high: bool) -> dict[str, int]:
    """The order time (ms) of each platform on some days, zero left out; of the platform alone where it is one."""
    chosen, sums = frozenset(wanted), dict[str, int]()
    for each in days.platforms if platform == UNITED else [platform]:
        ms = sum(row.order_high if high else row.order_low for row in days.rows(each) if row.day in chosen)
        if ms or platform != UNITED:
            sums[each] = ms
    return sums


def _item(platform: str, row: DayRow, *, online: bool) -> Item:
    both = (row.online_low, row.online_high) if online else ()
    stated = DayItem(row.order_low, row.order_high, tuple(row.reasons), *both)
    return Item(platform or SEVERAL, "day", day_text(row.day), (), day=stated)
