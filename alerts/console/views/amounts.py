"""Instants, lengths and amounts in the words of a page: local time, hours and minutes, yuan. Exact ones stand in tables."""

from datetime import UTC, datetime
from typing import Final

from alerts.console.tongue import Tongue
from schemas.bilingual import noun
from schemas.instants import MINUTE_MS, Ms
from schemas.legal_days import SHANGHAI

_FIRST: Final[Ms] = -62_000_000_000_000
_LAST: Final[Ms] = 253_000_000_000_000
"""The years 5 to 9987: what lies beyond cannot be written as a date."""


def moment(at: Ms) -> datetime:
    """The instant in Asia/Shanghai, one that no calendar has as the nearest that one has."""
    return datetime.fromtimestamp(min(max(at, _FIRST), _LAST) / 1000, UTC).astimezone(SHANGHAI)


def local(at: Ms) -> str:
    """The instant to the second.

    >>> local(1_652_313_600_000)
    '2022-05-12 08:00:00'
    """
    return f"{moment(at):%Y-%m-%d %H:%M:%S}"


def exact(at: Ms) -> str:
    """The instant to the millisecond, for tables that are added up."""
    return f"{local(at)}.{at % 1000:03d}"


def short(at: Ms) -> str:
    """Month, day, hour and minute.

    >>> short(1_652_313_600_000)
    '05-12 08:00'
    """
    return f"{moment(at):%m-%d %H:%M}"


def clock(at: Ms) -> str:
    """Hour and minute."""
    return f"{moment(at):%H:%M}"


def until(start: Ms, end: Ms | None, tongue: Tongue) -> str:
    """A time from an instant to another, the day named again only where it is another; null while it runs."""
    if end is None:
        return f"{short(start)} → " + tongue.pick("仍在继续", "still running")
    return f"{short(start)} → {clock(end) if moment(start).date() == moment(end).date() else short(end)}"


def length(ms: int, tongue: Tongue) -> str:
    """A length in hours and whole minutes, one below a minute in seconds.

    >>> from alerts.console.tongue import ZH
    >>> length(19_671_167, ZH), length(5_400, ZH), length(-60_000, ZH)
    ('5小时27分', '5秒', '−1分')
    """
    sign, rest = ("−", -ms) if ms < 0 else ("", ms)
    hours, minutes = divmod(rest // MINUTE_MS, 60)
    if not hours and not minutes:
        return sign + tongue.pick(f"{rest // 1000}秒", f"{rest // 1000} s")
    if not hours:
        return sign + tongue.pick(f"{minutes}分", f"{minutes} min")
    return sign + tongue.pick(f"{hours}小时{minutes:02d}分", f"{hours} h {minutes:02d} min")


def lasting(ms: int) -> str:
    """A length to the millisecond, as hours, minutes and seconds, for tables that are added up.

    >>> lasting(7_303_726), lasting(0), lasting(-61_000)
    ('2:01:43.726', '0:00:00.000', '−0:01:01.000')
    """
    sign, rest = ("−", -ms) if ms < 0 else ("", ms)
    minutes, rest = divmod(rest, MINUTE_MS)
    return f"{sign}{minutes // 60}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def yuan(fen: int) -> str:
    """Fen as yuan with two decimals.

    >>> yuan(1850), yuan(-5)
    ('18.50', '−0.05')
    """
    sign, whole = ("−", -fen) if fen < 0 else ("", fen)
    return f"{sign}{whole // 100:,}.{whole % 100:02d}"


def amount(value: int | None, unit: str, tongue: Tongue) -> str:
    """An amount in its unit, for the eye; a dash where there is none.

    >>> from alerts.console.tongue import ZH
    >>> amount(1292, "fen/h", ZH), amount(5325, "orders/1000 h", ZH), amount(3, "orders", ZH), amount(None, "ms", ZH)
    ('12.92元/时', '5.33单/时', '3单', '—')
    >>> from alerts.console.tongue import EN
    >>> amount(1, "orders", EN), amount(2, "weeks", EN), amount(20, "percent", EN)
    ('1 order', '2 weeks', '20 %')
    """
    if value is None:
        return "—"
    if unit == "ms":
        return length(value, tongue)
    if unit in {"fen/h", "fen"}:
        per = tongue.pick("元/时", " yuan/h") if unit == "fen/h" else tongue.pick("元", " yuan")
        return yuan(value) + per
    if unit == "orders/1000 h":
        return f"{value / 1000:.2f}" + tongue.pick("单/时", " orders/h")
    zh, one, many = _UNITS.get(unit, (f" {unit}", unit, unit))
    return f"{value:,}" + tongue.pick(zh, f" {noun(value, one, many)}")


_UNITS: Final = {
    "orders": ("单", "order", "orders"),
    "weeks": ("周", "week", "weeks"),
    "days": ("天", "day", "days"),
    "percent": (" %", "%", "%"),
}


def exactly(value: int | None, unit: str) -> str:
    """An amount as the finding has it, a whole number of its unit."""
    return "" if value is None else f"{value:,} {unit}"
