"""Findings of the monitor's own core in a city's events, in the words of what was planted."""

from collections.abc import Iterable

from schemas.feed.codec import FeedReader
from schemas.feed.reading import Reading
from schemas.findings.finding import Finding
from schemas.weather.message import WeatherReader
from streams.tools.city.expected.finding import ExpectedFinding
from streams.tools.city.simulator import City
from streams.tools.replay.result import ReplayRequest
from streams.tools.replay.run import Replay
from tests.property.core.feeding import the_law

Short = tuple[str, str, str, str, str, int, int | None]
"""Rule, kind, scope, subject, platforms, and the interval."""


def replayed(batches: Iterable[tuple[str, bytes]], now: int) -> list[Short]:
    """The findings of a replay that judges at `now`, but for the advice."""
    return sorted(map(_found, (one for one in _replay(batches, [], now) if one.rule != "rest_due")))


def areas_replayed(batches: Iterable[tuple[str, bytes]], weather: Iterable[bytes], now: int) -> list[Short]:
    """The findings about areas of a replay that hears of the weather too."""
    return sorted(map(_found, (one for one in _replay(batches, weather, now) if "/" in one.subject)))


def _replay(batches: Iterable[tuple[str, bytes]], weather: Iterable[bytes], now: int) -> list[Finding]:
    places = the_law().places.known
    reader, office = FeedReader(places), WeatherReader(places)
    replay = Replay(the_law(), ReplayRequest(now=now))
    for platform, value in batches:
        reading = reader.read(value, platform_id=platform, arrival=None, offset=0)
        assert reading.faults == []
        replay.fold(reading)
    for value in weather:
        replay.fold(Reading(), office.read(value, arrival=None, offset=0).rows)
    return replay.result().findings()


def must_be_found(city: City, now: int) -> list[Short]:
    """The planted findings, in the same words."""
    return sorted(map(_planted, city.expected(now)))


def _found(one: Finding) -> Short:
    platforms = ",".join(sorted(one.platforms))
    return one.rule, one.kind.value, one.scope.value, one.subject, platforms, one.starts_at, one.ends_at


def _planted(one: ExpectedFinding) -> Short:
    return one.rule, one.kind, one.scope, one.subject, ",".join(sorted(one.platforms)), one.starts_at, one.ends_at
