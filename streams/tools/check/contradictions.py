"""Doubts about events that contradict one another: within a session, within an order, between both, and in restated pay.

Each gives what it found, in the order of arrival; `data_quality` counts and words it.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from schemas.instants import Ms
from schemas.legal_days import DAY_MS, legal_day
from schemas.work import PayRow
from streams.facts.tolerance import Tolerance
from streams.tools.check.traces import OrderTrace, SessionTrace

Key = tuple[str, str, str]
"""Platform, worker and id."""

_SECOND: Final = 1_000  # in ms
_MANY: Final = 5
"""The least sessions that end at one second of the day after a silence for that to be a job's doing."""
_SHARE: Final = 100
"""They are a hundredth of the platform's sessions at least: chance gives an 86,400th of those that are spread over the day."""


def closed_by_a_job(sessions: Mapping[Key, SessionTrace], measured: Tolerance) -> list[SessionTrace]:
    """Sessions that end at one second of the day with many others of the platform, each after a silence."""
    of = Counter(platform for platform, _, _ in sessions)
    ends = {key: _end_after_silence(session, measured) for key, session in sessions.items()}
    at_once = Counter((key[0], end) for key, end in ends.items() if end is not None)
    return [
        sessions[platform, worker, name]
        for (platform, worker, name), end in ends.items()
        if end is not None and at_once[platform, end] >= max(_MANY, of[platform] // _SHARE)
    ]


def _end_after_silence(session: SessionTrace, measured: Tolerance) -> int | None:
    """The second of the day at which a session ends after a silence; None where it does not."""
    silence = session.before_its_end()
    if silence is None:
        return None
    end = session.points[-1][0]
    return None if silence < measured.at(end - silence).stated_silence else end % DAY_MS // _SECOND


def ends_twice(order: OrderTrace) -> bool:
    """True if an order has two different ends that follow the same acceptance."""
    accepted = sorted(at for at, _ in order.acceptances)
    seen: dict[int, tuple[Ms, bool]] = {}
    return any(seen.setdefault(bisect_right(accepted, end[0]), end) != end for end in order.ends)


def precedes_its_start(order: OrderTrace) -> bool:
    """True if an order was picked up, or ended, after it was accepted and before its `starts_at`."""
    instants = [*order.picked, *(at for at, _ in order.ends)]
    return any(made <= at < on for made, on in order.acceptances for at in instants)


def outlives_its_session(
    orders: Mapping[Key, OrderTrace], sessions: Mapping[Key, SessionTrace], measured: Tolerance
) -> Iterator[OrderTrace]:
    """Orders that were accepted in a session and ended when none of the worker's was on, nor had just ended."""
    online: dict[tuple[str, str], list[tuple[Ms, Ms]]] = {}
    for (platform, worker, _), session in sessions.items():
        parts = session.stated_parts()
        if session.is_open():
            parts.append((session.first, session.last + DAY_MS))
        online.setdefault((platform, worker), []).extend(parts)
    for (platform, worker, _), order in orders.items():
        parts = online.get((platform, worker), [])
        if parts and order.ends and _outlives(order, parts, measured):
            yield order


def _outlives(order: OrderTrace, parts: list[tuple[Ms, Ms]], measured: Tolerance) -> bool:
    last = max(at for at, _ in order.ends)
    began = max((on for _, on in order.acceptances if on <= last), default=None)
    in_session = began is not None and any(on <= began <= off for on, off in parts)
    return in_session and not any(on <= last <= off + measured.at(off).pulse for on, off in parts)


class RestatedPay:
    """Pay entries by what is said of them under one publication and sequence. Mutable; keeps two numbers a statement."""

    def __init__(self) -> None:
        self._said: dict[int, int] = {}

    def add(self, platform: str, row: PayRow) -> bool:
        """Add a statement; true if another one of the same entry, publication and sequence says another amount, category or day.

        What it is for are the days that it names, or its order, or the day of its instant.
        """
        key = hash((platform, row.worker, row.kind, row.entry, row.said_at, row.sequence))
        own_day = legal_day(row.at) if row.first_day < 0 and row.order is None else None
        said = hash((row.amount_fen, row.category, row.order, row.first_day, row.last_day, own_day))
        return self._said.setdefault(key, said) != said
