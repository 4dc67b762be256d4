"""Bookings by platform and legal day: they show whose orders begin later than they are accepted. No finding comes of it."""

from collections import Counter

from schemas.instants import HOUR_MS
from schemas.legal_days import legal_day
from streams.facts.views.worker_view import WorkerView
from streams.rules.contract import Verdict

BOOKINGS = "rest_missed.bookings"
"""The gauge of acceptances whose `starts_at` is 30 min or more ahead, by the legal day on which they were made."""

BOOKED_AHEAD = "rest_missed.booked_ahead"
"""The gauge of the time (ms) from acceptance to `starts_at` of those within `NEAR_MS`: it is in no figure as work."""

NEAR_MS = 2 * HOUR_MS
"""A start at most 2 h ahead is so near that the worker may wait for it, or be on the way."""


def count_bookings(view: WorkerView, verdict: Verdict) -> None:
    """Measure the bookings of the worker on each platform."""
    for each in view.platforms:
        number: Counter[int] = Counter()
        ahead: Counter[int] = Counter()
        for at, length in each.platform_traces[0].order_time.booked:
            number[legal_day(at)] += 1
            ahead[legal_day(at)] += length if length <= NEAR_MS else 0
        for day, count in number.items():
            verdict.gauge(BOOKINGS, str(each.platform), count, day)
            verdict.gauge(BOOKED_AHEAD, str(each.platform), ahead[day], day)
