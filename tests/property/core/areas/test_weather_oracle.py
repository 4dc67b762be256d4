"""The episodes of every area against their second reading, whatever the order in which messages arrive and are looked at."""

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.instants import from_rfc3339
from schemas.weather.message import WeatherReader
from schemas.weather.warning import WeatherMessage
from streams.core.areas.sky import Sky
from streams.facts.weather.episode import Episode, lowest_level
from tests.oracle.law import HOUR, MINUTE
from tests.oracle.pace.law import COUNTIES, ZONES
from tests.oracle.weather import episodes as oracle
from tests.oracle.weather.scripts import Message, weather
from tests.property.core.drawn import SEEDS, built
from tests.property.core.feeding import the_law

TEN = from_rfc3339("2022-06-15T10:00+08:00")
SHUFFLES = st.randoms(use_true_random=False)


def sky(rows: list[WeatherMessage] | None = None) -> Sky:
    places = the_law().places
    return Sky(places.reached_by, places.lies_in(), rows or [])


def rows_of(messages: list[Message]) -> list[WeatherMessage]:
    reader = WeatherReader(the_law().places.known)
    read = [reader.read(each["text"], arrival=None, offset=0) for each in messages]
    assert [fault.detail for each in read for fault in each.faults] == []
    return [row for each in read for row in each.rows]


def found(now: int, seen: Sky) -> dict[str, list[Any]]:
    seen.look(now)
    return {area: [told(each) for each in seen.over(area)] for area in (*COUNTIES, *ZONES) if seen.over(area)}


def told(episode: Episode) -> tuple[Any, ...]:
    turns = sorted({at for each in episode.warnings for at in (each.start, each.end)})
    levels = [(at, lowest_level(episode, (at, at))) for at in turns]
    return episode.name, episode.start, episode.end, levels


def wanted(messages: list[Message], now: int) -> dict[str, list[Any]]:
    told_of = {}
    for area in (*COUNTIES, *ZONES):
        episodes = oracle.episodes_of(messages, area, now)
        if episodes:
            told_of[area] = [
                (e.name, e.start, e.end, [(at, e.level_at(at)) for at in sorted(turns(e))]) for e in episodes
            ]
    return told_of


def turns(episode: oracle.Episode) -> set[int]:
    return {at for each in episode.warnings for at in (each.start, each.end)}


@settings(max_examples=150)
@given(SEEDS, SHUFFLES)
def test_episodes_are_those_of_the_second_reading(seed: int, shuffle: Random) -> None:
    messages = built(lambda pick: weather(pick, TEN), seed)
    now = shuffle.choice([each["sent"] for each in messages]) + shuffle.choice((0, MINUTE, 3 * HOUR, 48 * HOUR))
    mixed = shuffle.sample(messages, len(messages)) + messages[::2]

    assert found(now, sky(rows_of(mixed))) == wanted(messages, now)


@settings(max_examples=50)
@given(SEEDS, SHUFFLES)
def test_however_messages_arrive_the_episodes_are_those_of_all_that_was_sent_by_now(seed: int, shuffle: Random) -> None:
    messages = built(lambda pick: weather(pick, TEN), seed)
    rows = sorted(rows_of(messages), key=lambda row: row.sent + shuffle.choice((0, 0, 0, MINUTE, HOUR)))
    seen, arrived, now = sky(), [], 0

    for row in rows:
        arrived.append(row)
        seen.take([row])
        now = max(now, row.sent + shuffle.choice((0, 0, MINUTE, -1)))
        assert found(now, seen) == found(now, sky(arrived))
