"""Weather messages to test with, told in minutes: rain in one county, sent when it begins, unless they say otherwise."""

from collections.abc import Iterable

from schemas.weather.warning import BegunLevel, LiftedKinds, WeatherMessage
from streams.facts.weather.episode import Episode
from streams.facts.weather.episodes import AreaEpisodes
from streams.facts.weather.in_force import WarningTimes
from streams.facts.weather.message_order import counting

MINUTE = 60_000
DAY = 24 * 60
LATER = 10_000 * MINUTE
"""An instant at which everything was said."""
LIES_IN = {code: (code,) for code in ("360104", "360111", "360113", "360121")} | {"ZONE": ("360111", "360121")}
"""The counties of each area; one zone lies in two."""
HERE = ("360104",)


def begun(
    start: float, until: float, *, level: str = "yellow", kind: str = "暴雨", counties: tuple[str, ...] = HERE
) -> BegunLevel:
    """A level of a kind between two minutes."""
    return BegunLevel(kind, level, counties, ms(start), ms(until))


def sent(
    identifier: str,
    at: float,
    *begins: BegunLevel,
    msg_type: str = "Alert",
    refers: Iterable[str | tuple[str, str]] = (),
    lifts: tuple[LiftedKinds, ...] = (),
    office: str = "o",
    over: tuple[str, ...] = (),
    counties: tuple[str, ...] = HERE,
    everywhere: bool = False,
    text: bytes = b"",
) -> WeatherMessage:
    """A message sent at a minute. A reference is an identifier of the same office, or a pair with another."""
    names = tuple(sorted((office, each) if isinstance(each, str) else each for each in refers))
    return WeatherMessage(
        office, identifier, ms(at), msg_type, over, names, begins, lifts, counties, everywhere, "", text
    )


def warned(
    identifier: str,
    at: float,
    until: float | None = None,
    *,
    begin: float | None = None,
    level: str = "yellow",
    kind: str = "暴雨",
    counties: tuple[str, ...] = HERE,
    updates: tuple[str, ...] = (),
    office: str = "o",
) -> WeatherMessage:
    """A warning sent at a minute, in force from `begin` (else from then) on until the minute given, else for a day."""
    start = max(at, at if begin is None else begin)
    level_ = begun(start, start + DAY if until is None else until, level=level, kind=kind, counties=counties)
    msg_type = "Update" if updates else "Alert"
    return sent(identifier, at, level_, msg_type=msg_type, refers=updates, office=office, counties=counties)


def cancelled(
    *references: str, at: float, identifier: str = "cancel", counties: tuple[str, ...] | None = None, office: str = "o"
) -> WeatherMessage:
    """A Cancel of what it refers to, sent at a minute, everywhere unless it names counties."""
    where = counties or ()
    return sent(
        identifier, at, msg_type="Cancel", refers=references, counties=where, everywhere=not where, office=office
    )


def lift(*kinds: str, counties: tuple[str, ...] = HERE, everywhere: bool = False) -> tuple[LiftedKinds, ...]:
    """The lift of some kinds in some counties."""
    return (LiftedKinds(kinds, () if everywhere else counties, everywhere),)


def ms(minutes: float) -> int:
    """Minutes in milliseconds."""
    return round(minutes * MINUTE)


def by_area(rows: Iterable[WeatherMessage], now: int = LATER) -> dict[str, tuple[Episode, ...]]:
    """The episodes of each area, as known at an instant in ms."""
    times = WarningTimes()
    times.take(counting(row for row in rows if row.sent <= now), now)
    episodes = AreaEpisodes(LIES_IN)
    return {area: tuple(episodes.of(area)) for area in episodes.update(times.ended(), times.ahead(), now)}


def made(*rows: WeatherMessage, now: int = LATER) -> tuple[Episode, ...]:
    """The episodes of county 360104 that are known at an instant in ms."""
    return by_area(rows, now).get("360104", ())


def times(*rows: WeatherMessage, area: str = "360104", now: int = LATER) -> list[tuple[str, float, float]]:
    """The times in which warnings were in force in an area, in minutes, by identifier."""
    those = [each for episode in by_area(rows, now).get(area, ()) for each in episode.warnings]
    return sorted((each.identifier, each.start / MINUTE, each.end / MINUTE) for each in those)
