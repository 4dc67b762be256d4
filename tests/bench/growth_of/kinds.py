"""Rows of one worker, of one kind each: what a mistake or malice makes many of. All lie in one day, which is over for long."""

from collections.abc import Callable
from functools import cache
from itertools import product
from random import Random
from string import ascii_lowercase
from zlib import crc32

from msgspec.structs import replace

from schemas.work import AcceptanceRow, AnyRow, OrderRow, PayRow, SessionRow, Sort, Step

WORKER = "0" * 63 + "1"
DAY_MS = 86_400_000
SINCE = 1_767_196_800_000
"""00:00 of 1 January 2026 in Nanchang, in ms."""

Kind = Callable[[int, int, int], list[AnyRow]]
"""Gives the rows of a number, which are as many each time, at an instant (ms), with the time (ms) to those of the next."""

_MINUTE = 60_000


def rows(kind: Kind, number: int) -> list[AnyRow]:
    """That many rows of a kind, spread over the day."""
    times = number // len(kind(0, SINCE, 0))
    every = (DAY_MS - 10 * _MINUTE) // times
    return [row for i in range(times) for row in kind(i, SINCE + i * every, every)]


def _accepted(order: str, at: int, ahead: int = 0) -> AcceptanceRow:
    return AcceptanceRow(
        WORKER, at, "360104", "delivery", 0, 0, None, order, f"e{at}", at + ahead, "pushed", at + 9, 900
    )


def _said(order: str, at: int, step: Step, promised_at: int | None = None) -> OrderRow:
    return OrderRow(WORKER, at, "360104", "delivery", 0, 0, None, order, step, promised_at)


def _session(name: str, at: int, sort: Sort) -> SessionRow:
    return SessionRow(WORKER, at, "360104", "delivery", 0, 0, None, name, sort)


def _paid(entry: str, order: str | None, at: int, sequence: int = 0) -> PayRow:
    where = (WORKER, at, "360104", "delivery", 0, 0, None)
    return PayRow(*where, entry, at, sequence, f"e{at}", "pay.accrued", "order_fee", 500, order)


def _at_once(i: int, at: int, _: int) -> list[AnyRow]:
    return [_accepted(f"o{i}", at), _said(f"o{i}", at + _MINUTE, Step.ENDED)]


def _one_by_one(i: int, at: int, every: int) -> list[AnyRow]:
    return [_accepted(f"o{i}", at), _said(f"o{i}", at + every // 2, Step.ENDED)]


def _paid_orders(i: int, at: int, every: int) -> list[AnyRow]:
    return [*_one_by_one(i, at, every), _paid(f"p{i}", f"o{i}", at + every // 2)]


def _used_again(_: int, at: int, every: int) -> list[AnyRow]:
    return [_accepted("o", at), _said("o", at + 1, Step.PICKED_UP), _said("o", at + every // 2, Step.ENDED)]


def _used_again_paid(i: int, at: int, every: int) -> list[AnyRow]:
    return [*_used_again(i, at, every), _paid(f"p{i}", "o", at + every // 2)]


def _variant(i: int, _at: int, _every: int) -> list[AnyRow]:
    return [replace(_paid("p", None, SINCE), amount_fen=i, order=f"o{i}")]


def _both_kinds(i: int, at: int, _: int) -> list[AnyRow]:
    accrued = _paid(f"p{i}", None, at)
    return [accrued, replace(accrued, kind="pay.deducted", category="lateness", amount_fen=100)]


def _paid_any_day(i: int, at: int, _: int) -> list[AnyRow]:
    return [_paid(f"p{i}", None, at - i % 30 * DAY_MS)]


def _in_and_out(i: int, at: int, every: int) -> list[AnyRow]:
    where = "360104" if i % 2 else "360902*"
    return [replace(row, area=where) for row in _one_by_one(i, at, every)]


def _cancelled_again(_: int, at: int, every: int) -> list[AnyRow]:
    return [_accepted("o", at), replace(_said("o", at + every // 2, Step.ENDED), cancelled=True)]


def _colliding(i: int, at: int, _: int) -> list[AnyRow]:
    return [_accepted(one_checksum()[i], at)]


@cache
def one_checksum() -> list[str]:
    """65,536 ids of 128 letters and one checksum: it is linear, so that pieces of equal effect may stand at any place."""
    random, pieces = Random(7), []
    for place in range(16):
        before, after = "a" * 8 * place, "a" * 8 * (15 - place)
        seen: dict[int, str] = {}
        while (other := seen.setdefault(crc32((before + (piece := _piece(random)) + after).encode()), piece)) == piece:
            pass
        pieces.append((other, piece))
    return ["".join(each) for each in product(*pieces)]


def _piece(random: Random) -> str:
    return "".join(random.choices(ascii_lowercase, k=8))


KINDS: dict[str, Kind] = {
    "orders at once": _at_once,
    "orders one by one": _one_by_one,
    "orders with pay": _paid_orders,
    "orders of one checksum": _colliding,
    "acceptances of one order": lambda _i, at, _every: [_accepted("o", at)],
    "bookings of one order": lambda _i, at, _every: [_accepted("o", at, 30 * _MINUTE), _said("o", at + 1, Step.ENDED)],
    "ends of one order": lambda _i, at, _every: [_said("o", at, Step.ENDED)],
    "promises of one order": lambda _i, at, _every: [_said("o", at, Step.PROMISED, at + _MINUTE)],
    "one order used again": _used_again,
    "the same with pay": _used_again_paid,
    "sessions": lambda i, at, _every: [_session(f"s{i}", at, Sort.ON), _session(f"s{i}", at + _MINUTE, Sort.OFF)],
    "open sessions": lambda i, at, _every: [_session(f"s{i}", at, Sort.ON)],
    "points of one session": lambda i, at, _every: [_session("s", at, Sort(i % 2))],
    "points of both sorts": lambda _i, at, _every: [_session("s", at, Sort.ON), _session("s", at, Sort.OFF)],
    "pulses of one session": lambda _i, at, _every: [_session("s", at, Sort.PULSE)],
    "pulses far apart": lambda i, _at, _every: [_session("s", SINCE + (i - 64_000) * 200_000, Sort.PULSE)],
    "pay entries": lambda i, at, _every: [_paid(f"p{i}", None, at)],
    "statements of one entry": lambda i, at, _every: [_paid("p", None, at, i)],
    "variants of one entry": _variant,
    "entries of both kinds": _both_kinds,
    "pay of thirty days": _paid_any_day,
    "orders inside and outside": _in_and_out,
    "one order cancelled again": _cancelled_again,
    "early bookings of one order": lambda _i, at, _every: [
        _accepted("o", at, 40 * _MINUTE),
        _said("o", at + _MINUTE, Step.PICKED_UP),
        _said("o", at + 2 * _MINUTE, Step.ENDED),
    ],
}
"""By name."""
