"""The document about weather messages: every example in it comes to what stands beside it."""

import re
from functools import cache
from typing import Final

import pytest

from schemas.instants import HOUR_MS as HOUR
from schemas.instants import from_rfc3339, rfc3339
from schemas.legal_days import local_time as local
from schemas.weather.message import WeatherReader
from schemas.weather.warning import WeatherMessage
from streams.core.areas.sky import Sky
from streams.facts.weather.episode import lowest_level
from streams.law.files import packaged_law
from streams.law.registers.places import Places
from tests.oracle.weather.scripts import CITY, info, message
from tests.unit.documents import WEATHER, blocks, text

NONE: Final = "-"
STEP: Final = re.compile(
    r"(?P<clock>[\d:]+) (?P<sort>Update |Cancel )?(?P<name>\w )?(of (?P<of>[\w,]+) ?)?(?P<headline>发布\S+|解除\S+)?"
    r"( ?by (?P<by>\d+))?( until (?P<until>[\d:]+))?"
)


@cache
def places() -> Places:
    return packaged_law().places


def table(head: str) -> list[list[str]]:
    """The rows of the table whose header begins with these words, by cell."""
    lines = text(WEATHER).split(f"| {head} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def read(value: bytes) -> list[WeatherMessage]:
    reading = WeatherReader(places().known).read(value, arrival=None, offset=0)
    assert reading.faults == []
    return reading.rows


def listed(words: list[str]) -> str:
    return ", ".join(words) or NONE


def at(clock: str) -> int:
    return from_rfc3339(f"2022-06-01T{clock}:00+08:00")


def test_the_two_messages_are_read_as_it_says() -> None:
    (first,), (second,) = (read(each.encode()) for each in blocks(WEATHER, "xml"))

    (orange,), (red,) = first.begins, second.begins
    assert (orange.kind, orange.level, len(orange.counties)) == ("大风", "orange", len(places().counties))
    assert (rfc3339(orange.start), orange.until) == ("2022-06-01T03:00:00.000Z", orange.start + 4 * HOUR)
    assert (red.kind, red.level, red.counties) == ("大风", "red", ("360121", "360124"))
    assert (rfc3339(red.start), red.until) == ("2022-06-01T03:15:00.000Z", red.start + 24 * HOUR)
    assert (first.office, second.references) == (CITY, (first.name,))


@pytest.mark.parametrize("row", table("headline (no event)"), ids=lambda row: row[0])
def test_each_headline_lifts_and_begins_what_stands_beside_it(row: list[str]) -> None:
    headline, severity, lifts, begins = row

    rows = read(message("A", at("08:00"), info("", severity, event=None, headline=headline, severity=severity))["text"])

    assert listed([kind for each in rows for one in each.lifts for kind in one.kinds]) == lifts
    assert listed([f"{one.kind} {one.level}" for each in rows for one in each.begins]) == begins


@pytest.mark.parametrize("row", table("geocode"), ids=lambda row: " ".join(row[:2]))
def test_each_geocode_names_the_counties_that_stand_beside_it(row: list[str]) -> None:
    geocode, described, counties = row
    one = info("暴雨", "red", areas=((described, tuple(geocode.split(","))),))

    found = {county for each in read(message("A", at("08:00"), one, form="cap")["text"]) for county in each.counties}

    every = {"all": set(places().counties), "none": set()}
    wanted = every.get(counties)
    assert found == (
        wanted
        if wanted is not None
        else {code for code, area in places().counties.items() if area.name.zh in counties.split(", ")}
    )


@pytest.mark.parametrize("row", table("messages"), ids=lambda row: row[0])
def test_each_scene_of_messages_comes_to_the_levels_that_stand_beside_it(row: list[str]) -> None:
    steps, wanted = row
    sky = Sky(places().reached_by, places().lies_in())
    for step in steps.split(" · "):
        sky.take(read(written(step)))

    sky.look(at("23:00"))

    found: list[tuple[int, str | None]] = []
    for episode in sky.over("360104"):
        turns = sorted(
            {turn for each in episode.warnings for turn in (each.start, each.end)} | {t for t, _ in episode.levels}
        )
        for turn in turns:
            level = lowest_level(episode, (turn, turn))
            if not found or found[-1][1] != level:
                found.append((turn, level))
    assert listed([f"{clock(turn)} {level or 'none'}" for turn, level in found]) == wanted


def written(step: str) -> bytes:
    """The message that a step of a scene stands for."""
    said = STEP.fullmatch(step)
    assert said, step
    colour = re.search("(蓝|黄|橙|红)色", said["headline"] or "")
    severity = colour[1] if colour else "Unknown"
    until = said["until"] and at(said["until"])
    one = info("", severity, event=None, headline=said["headline"], severity=severity, expires=until)
    office, _, other = (said["of"] or "").rpartition(",")
    name = (said["name"] or "cancel").strip()
    return message(  # type: ignore[no-any-return]  # a raw message is a dict of anything
        name,
        at(said["clock"]),
        *([one] if said["headline"] else []),
        msgType=(said["sort"] or "Alert").strip(),
        references=((office or (said["by"] and CITY) or None, other),) if other else (),
        senderCode=said["by"] or CITY,
    )["text"]


def clock(turn: int) -> str:
    shown = local(turn)
    return shown[11:16] + (" next day" if shown[8:10] == "02" else "")
