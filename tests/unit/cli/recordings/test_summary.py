"""The last line of a replay about workers, areas and weather."""

from collections.abc import Sequence

from streams.cli.recordings.summary import summary
from streams.tools.replay.result import ReplayResult

NOON = 1_654_056_000_000


def told(*, events: int = 9, areas: Sequence[str] = (), messages: int = 0, paced: bool = False) -> str:
    outcome = ReplayResult(NOON, NOON, events, 0, paced=paced, standing={"a": (), "b": ()})
    outcome.areas = dict.fromkeys(areas, ())
    return summary(outcome, [], messages, 3)


def test_without_weather_it_speaks_of_no_area() -> None:
    assert told() == "9 events of 2 workers, judged at 2022-06-01 12:00:00 +08:00: no finding; 3.0 s, 3 events/s"


def test_an_area_of_several_platforms_is_one() -> None:
    areas = ("hema/delivery/360104", "tuche/ride_hailing/360104", "hema/delivery/NC-GX")

    assert told(areas=areas, messages=3, paced=True).startswith(
        "9 events of 2 workers in 2 areas and 3 weather messages, judged at "
    )


def test_areas_that_were_not_judged_are_not_counted() -> None:
    assert told(messages=1).startswith("9 events of 2 workers and 1 weather message, judged at ")


def test_weather_alone_is_nothing_to_judge() -> None:
    assert told(events=0, messages=2).startswith("no event was read beside 2 weather messages; give files of events")
    assert told(events=0).startswith("no event was read; give files of events")
