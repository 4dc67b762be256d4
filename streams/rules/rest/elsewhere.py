"""Time and orders outside the city, by platform and legal day: they show whose people leave it. No finding comes of it."""

from collections import Counter

from schemas.legal_days import legal_day
from schemas.outside import is_outside
from streams.facts.views.worker_view import ONLINE, WorkerView
from streams.facts.worktime.by_day import ms_by_day
from streams.facts.worktime.intervals import cut
from streams.rules.contract import Verdict

OUTSIDE = "rest_missed.outside"
"""The gauge of known time online (ms) after a point or acceptance outside the city, up to the next one inside."""

ORDERS_OUTSIDE = "rest_missed.orders_outside"
"""The gauge of orders that were accepted outside the city, by the legal day of that acceptance."""


def count_outside(view: WorkerView, verdict: Verdict) -> None:
    """Measure the time and the orders of the worker outside the city, on each platform."""
    for each in view.platforms:
        spans = each.places.outside_spans(view.now)
        if not spans:
            continue
        low = each.coverage(ONLINE).low
        for day, ms in ms_by_day(part for span in spans for part in cut(low, *span)).items():
            verdict.gauge(OUTSIDE, str(each.platform), ms, day)
        firsts = (part.counted for parts in each.platform_traces[0].parts.values() for part in parts)
        days = Counter(legal_day(first.at) for first in firsts if first is not None and is_outside(first.area))
        for day, count in days.items():
            verdict.gauge(ORDERS_OUTSIDE, str(each.platform), count, day)
