"""A worker's pay for an order, statement by statement: piece pay, and now and then more, less, later or corrected.

For every order something is paid, cancelled ones too. Those of usual pay get at least 24 yuan for an hour of it after all
deductions; nobody's hourly minimum wage is more than 20. Those paid by the minimum get that of the packaged law; where it is
unread, the higher of it and of that read before it, and those paid less get less than the lower one, so that both find it.
"""

from functools import cache
from random import Random
from typing import NamedTuple

from schemas.legal_days import Day, legal_day
from streams.law.files import packaged_law
from streams.law.review.unread import unread_of
from streams.law.terms.pay import PayLaw
from streams.tools.city.people import PayLevel, Worker
from streams.tools.city.platforms import SECTORS
from streams.tools.city.spans import HOUR, MINUTE, WorkSpan, minutes

_FEN_A_MINUTE = (45, 75)
"""27 to 45 yuan for an hour of order time."""

_LOW_PERCENT = (97, 90, 70)
"""Shares of the minimum wage that lack: a shortfall of 3, 10 or 30 %, a band of severity each. A worker's stays the same."""

_MOST_DEDUCTED = 10
"""Percent of the piece pay."""

_TIP, _BONUS, _DEDUCTION, _RESTATED, _LATE = 0.04, 0.05, 0.07, 0.08, 0.11
"""Upper bounds: 4 % of orders bring a tip, 1 % a bonus, 2 % a deduction; 1 % is stated anew, 3 % hours late."""


class SimulatedPay(NamedTuple):
    """One statement about a pay entry that occurred `at` and is sent at `sent_at`, then or later (ms).

    `name` tells an order's statements apart, `entry` its entries. `published` only where it corrects another statement.
    """

    name: bytes
    entry: bytes
    kind: bytes
    category: bytes
    fen: int
    at: int
    sent_at: int
    published: int | None = None


def pay_statements(rng: Random, who: Worker, platform: str, work: WorkSpan, subsidy: int) -> tuple[SimulatedPay, ...]:
    """The statements about an order in hand over `work`; `subsidy` is the fen that bad weather adds."""
    if who.pay is PayLevel.WEEKLY:
        return ()
    at = work.off + minutes(rng, 1, 10)
    usual = (work.off - work.on) * rng.randint(*_FEN_A_MINUTE) // MINUTE
    chance = rng.random()
    sent_at = at + minutes(rng, 60, 200) if _RESTATED < chance < _LATE else at
    rain = (_extra(b"rain", b"subsidy_weather", subsidy, at),) if subsidy else ()
    if who.pay is not PayLevel.USUAL:
        return (*_unusual(rng, who, platform, work, usual, at, sent_at), *rain, *_tip(rng, chance, at))
    first = _piece(usual, at, sent_at)
    if _TIP < chance < _BONUS:
        return (first, *rain, _extra(b"bonus", b"bonus", rng.randint(100, 2_000), at))
    if _BONUS < chance < _DEDUCTION:
        least = usual * _MOST_DEDUCTED // 100
        fine = SimulatedPay(b"fine", b"fine", b"deducted", b"lateness", rng.randint(least // 2, least), at, at)
        return (first, *rain, fine)
    if _DEDUCTION < chance < _RESTATED:
        return (*_restated(rng, usual, usual * rng.randint(100, 120) // 100, at), *rain)
    return (first, *rain, *_tip(rng, chance, at))


def _unusual(
    rng: Random, who: Worker, platform: str, work: WorkSpan, usual: int, at: int, sent_at: int
) -> tuple[SimulatedPay, ...]:
    both = minimums(who.area, SECTORS[platform], legal_day(work.on))
    length = work.off - work.on
    if who.pay is PayLevel.EXACT:
        return (_piece(max(both) * length // HOUR, at, sent_at),)
    fen = min(both) * length
    low = fen * _LOW_PERCENT[who.number // 150 % 3] // (100 * HOUR)
    if who.pay is PayLevel.LOW:
        return (_piece(low, at, sent_at),)
    before, after = (usual, low) if who.pay is PayLevel.CUT else (low, usual)
    return _restated(rng, before, after, at)


def _restated(rng: Random, before: int, after: int, at: int) -> tuple[SimulatedPay, ...]:
    """A statement and its correction, published one to two hours later; sometimes the corrected one arrives last."""
    published = at + minutes(rng, 60, 120)
    sent_at = published + minutes(rng, 1, 60) if rng.random() < 1 / 3 else at
    corrected = SimulatedPay(b"pay2", b"pay", b"accrued", b"piece", after, at, published, published)
    return (_piece(before, at, sent_at), corrected)


def _tip(rng: Random, chance: float, at: int) -> tuple[SimulatedPay, ...]:
    return (_extra(b"tip", b"tip", rng.randint(100, 1_000), at + minutes(rng, 1, 20)),) if chance < _TIP else ()


def _piece(fen: int, at: int, sent_at: int) -> SimulatedPay:
    return SimulatedPay(b"pay", b"pay", b"accrued", b"piece", fen, at, sent_at)


def _extra(name: bytes, category: bytes, fen: int, at: int) -> SimulatedPay:
    return SimulatedPay(name, name, b"accrued", category, fen, at, at)


@cache
def _pay_laws() -> tuple[PayLaw, PayLaw]:
    law = packaged_law()
    return PayLaw(law), PayLaw(unread_of(law).as_read)


@cache
def minimums(area: str, sector: str, day: Day) -> tuple[int, int]:
    """The hourly minimum of the packaged law on a day (fen), and the latest that somebody has read."""
    in_force, as_read = (law.minimum(area, sector, day).number for law in _pay_laws())
    return in_force, as_read
