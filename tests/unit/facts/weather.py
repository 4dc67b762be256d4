"""Weather messages to test with, told in minutes: rain in one county, sent when it begins, unless they say otherwise."""

from schemas.weather.warning import Cancelled, Warned, WeatherRow
from streams.facts.weather.episode import Episode
from streams.facts.weather.in_force import episodes

MINUTE = 60_000
LATER = 10_000 * MINUTE
"""An instant at which everything was said."""


def warned(
    identifier: str,
    sent: float,
    until: float | None = None,
    *,
    begin: float | None = None,
    level: str = "yellow",
    kind: str = "暴雨",
    codes: tuple[str, ...] = ("360104",),
    updates: tuple[str, ...] = (),
    info: int = 0,
    headline: str = "",
) -> Warned:
    """A warning sent at a minute, in force from `begin` (else from then) on until the minute given."""
    ends = None if until is None else ms(until)
    starts = ms(sent if begin is None else begin)
    return Warned(identifier, info, ms(sent), kind, level, codes, starts, ends, updates, headline)


def cancelled(*references: str, sent: float, identifier: str = "cancel") -> Cancelled:
    """A Cancel of what it refers to, sent at a minute."""
    return Cancelled(identifier, ms(sent), references)


def ms(minutes: float) -> int:
    """Minutes in milliseconds."""
    return round(minutes * MINUTE)


def itself(code: str) -> tuple[str, ...]:
    """Each code reaches the area of its name alone."""
    return (code,)


def made(*rows: WeatherRow, now: int = LATER) -> tuple[Episode, ...]:
    """The episodes of county 360104 that are known at an instant in ms."""
    return episodes(rows, itself, now).get("360104", ())
