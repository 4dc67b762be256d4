"""The part of a row that pay is judged with, made of the events: the place that its law follows from, its time, its orders."""

from collections import defaultdict

from schemas.legal_days import Day, legal_day
from streams.facts.days.orders import KeptOrder, digest_of
from streams.facts.days.row import DayRow, PlaceTime, RowPay, bits_of
from streams.facts.views.places_worked import places_worked
from streams.facts.views.platform_traces import PlatformTraces
from streams.facts.views.worker_view import ONLINE, ORDER, View
from streams.facts.worktime.by_day import day_interval, ms_by_day

_SUMS = {(ORDER, True): 0, (ORDER, False): 1, (ONLINE, True): 2, (ONLINE, False): 3}
"""Basis, and whether the time is known, by the number of the sum that it is the first of."""


def row_pay(view: View, row: DayRow) -> RowPay:
    """The part of a row, made of the events of its day on one platform."""
    interval = day_interval(row.day)
    online = view.coverage(ONLINE).high
    first = next(max(start, interval[0]) for start, end in online if end > interval[0])
    place = view.places.at(first) or ("", "")
    unknown = row.online_low != row.online_high
    why = bits_of(view.reasons(ONLINE, *interval)) if unknown else 0
    places = _by_place(view, row)
    whole = DayRow(**{name: getattr(row, name) for name in ("day", *_OF_PLACE)}).by_place
    return RowPay(
        place=None if place == (row.area, row.sector) else place,
        places=None if places == whole else places,
        why=-1 if why == row.why else why,
    )


_OF_PLACE = ("area", "sector", "order_low", "order_high", "online_low", "online_high")


def _by_place(view: View, row: DayRow) -> tuple[PlaceTime, ...]:
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for basis in (ORDER, ONLINE):
        low, high = _SUMS[basis, True], _SUMS[basis, False]
        for piece in places_worked(view, basis, day_interval(row.day)):
            own = sums[piece.area, piece.sector]
            own[high] += piece.ms
            own[low] += piece.ms if piece.known else 0
    return tuple(PlaceTime(*place, *own) for place, own in sums.items())


def orders_in(traces: PlatformTraces, before: int) -> list[KeptOrder]:
    """The orders of a platform that were accepted before an instant (ms), made of their events."""
    return [
        KeptOrder(digest_of(name), part.accepted_at, _days(traces, name, number))
        for name, parts in traces.parts.items()
        for number, part in enumerate(parts)
        if part.counted is not None and part.accepted_at is not None and part.accepted_at < before
    ]


def _days(traces: PlatformTraces, name: str, number: int) -> tuple[tuple[Day, int], ...]:
    part = traces.parts[name][number]
    worked = ms_by_day(traces.ended_work(part))
    if worked:
        return tuple(sorted(worked.items()))
    at = part.on_at if part.on_at is not None else part.accepted_at or 0
    return ((legal_day(at), 0),)
