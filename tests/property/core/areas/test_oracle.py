"""The two rules about areas against their second reading: from events and weather messages to what a replay finds."""

from random import Random
from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.feed.codec import FeedReader
from schemas.feed.reading import Reading
from schemas.findings.figures import Counted
from schemas.findings.finding import Finding
from schemas.instants import from_rfc3339
from schemas.weather.message import WeatherReader
from streams.tools.replay.result import ReplayRequest
from streams.tools.replay.run import Replay
from tests.oracle.days import WORKER
from tests.oracle.law import HOUR, MINUTE
from tests.oracle.pace.cells import Cell
from tests.oracle.pace.findings import expected_pace
from tests.oracle.pace.red import expected_red
from tests.oracle.pace.weeks import Scene, scene
from tests.oracle.scripts import Who
from tests.oracle.weather.scripts import info, message
from tests.property.core.drawn import SEEDS, built
from tests.property.core.feeding import the_law

SHUFFLES = st.randoms(use_true_random=False)
TOLD = (
    *("rule", "subject", "sector", "area", "episode", "starts_at", "ends_at", "due_at", "basis"),
    *("measured", "measured_low", "measured_high", "limit"),
)


def found(scene: Scene, shuffle: Random) -> list[dict[str, Any]]:
    """The findings of a replay about areas, events and messages read in any order and some of them twice."""
    places = the_law().places.known
    events, weather = FeedReader(places), WeatherReader(places)
    lines = mixed(shuffle, [orjson.dumps(event) for event in scene.events])
    texts = [message["text"] for message in mixed(shuffle, scene.messages)]
    warned = [weather.read(text, arrival=None, offset=0) for text in texts]
    replay = Replay(the_law(), ReplayRequest(now=scene.now))
    replay.fold(events.read_lines(lines))
    replay.fold(Reading(), [row for reading in warned for row in reading.rows])
    assert not any(reading.faults for reading in warned)
    areas = replay.result().areas.values()
    return sorted((told(finding) for findings in areas for finding in findings), key=place)


def mixed(shuffle: Random, items: list[Any]) -> list[Any]:
    return shuffle.sample(items, len(items)) + shuffle.choices(items, k=len(items) // 8)


def told(finding: Finding) -> dict[str, Any]:
    severity = finding.severity and str(finding.severity)
    words = {
        "kind": str(finding.kind),
        "scope": str(finding.scope),
        "severity": severity,
        "reasons": [*finding.reasons],
    }
    return {key: getattr(finding, key) for key in TOLD} | words | of_pace(finding)


def of_pace(finding: Finding) -> dict[str, Any]:
    """The figures counted; of `dispatch_under_red` the active time of the slots in which a push would count."""
    if finding.pace is None:
        return {"platforms": finding.platforms}
    figures, baseline = finding.pace, finding.pace.baseline
    usual = cell(baseline.counted) if baseline else None
    return {"platforms": finding.platforms, "counted": cell(figures.counted), "usual": usual}


def cell(sums: Counted) -> Cell:
    return Cell(sums.active_low, sums.active_high, sums.accepted, sums.promised, sums.promised_ms, sums.metres)


def place(finding: dict[str, Any]) -> tuple[str, str, int, str]:
    return finding["rule"], finding["subject"], finding["starts_at"], finding["episode"]


def wanted(scene: Scene) -> list[dict[str, Any]]:
    given_ = scene.events, scene.messages, scene.now
    return sorted([*expected_pace(*given_), *expected_red(*given_)], key=place)


@settings(max_examples=14)
@given(SEEDS, SHUFFLES)
def test_a_replay_finds_of_areas_what_the_second_reading_finds(seed: int, shuffle: Random) -> None:
    weeks = built(scene, seed)

    assert found(weeks, shuffle) == wanted(weeks)


def test_an_order_pushed_between_a_red_warning_and_its_update_was_not_pushed_under_red() -> None:
    at = from_rfc3339("2022-06-15T10:00+08:00")
    red = message("w1", at, info("暴雨", "red", expires=at + HOUR))
    yellow = info("暴雨", "yellow", onset=at + HOUR + 10 * MINUTE, expires=at + 2 * HOUR)
    later = message("w2", at + HOUR, yellow, msgType="Update", references=((None, "w1"),))
    pushed = Who("hema", WORKER, "delivery", "360104").says(
        "order.accepted", at + HOUR + 5 * MINUTE, order_id="o1", assigned="pushed", event_id="e1"
    )

    between = Scene([pushed], [red, later], at + 3 * HOUR)

    assert found(between, Random(0)) == []
