from functools import cache
from pathlib import Path

import orjson
import pytest

from schemas.feed.codec import FeedReader
from schemas.feed.reading import PlacesKnown, Reading
from schemas.findings.finding import Finding
from streams.law.files import packaged_law
from streams.law.table import Law
from streams.rules import AREA_RULES
from streams.tools.replay.result import ReplayRequest
from streams.tools.replay.run import Replay
from tests.oracle.area_notation import AreaCase, load_area_cases

CASES = Path(__file__).parents[1] / "cases"


@cache
def the_law() -> Law:
    return packaged_law()


def told(case: AreaCase) -> list[str]:
    """The findings of a replay of the case by its rule, in the words of a case."""
    return sorted(case.told(each) for each in found_in(case) if each.rule == case.rule)


def found_in(case: AreaCase) -> list[Finding]:
    """The findings of a replay of the case."""
    places = the_law().places
    reader = FeedReader(PlacesKnown(frozenset(places.areas), frozenset(places.cities)))
    heard = reader.read_lines([orjson.dumps(event) for event in case.events])
    assert not heard.faults, heard.faults
    replay = Replay(the_law(), ReplayRequest(now=case.now))
    replay.fold(heard)
    replay.fold(Reading(), case.weather)
    return replay.result().findings()


@pytest.mark.parametrize(
    "case",
    [case for rule in AREA_RULES for case in load_area_cases(CASES / f"{rule.name}.yaml")],
    ids=lambda case: case.name,
)
def test_a_replay_decides_each_law_case_about_areas_as_it_was_worked_out_by_hand(case: AreaCase) -> None:
    assert told(case) == list(case.wanted)
