"""The weather of a pace partition: worked on from where it was, whatever comes, and read from the release before."""

import time
from collections.abc import Sequence

import msgspec
import pytest

from schemas.weather.warning import FormerCancel, FormerWarning, WeatherMessage, WeatherRow
from streams.core.area_record import Weather, decode_pace, encode_pace
from streams.core.areas.known import Known
from streams.core.areas.sky import Sky
from streams.core.areas.state import FORM, REST
from tests.unit.facts.weather.messages import LATER, LIES_IN, begun, cancelled, lift, ms, sent, warned

LOOKS_S = 10
"""Seconds that thousands of messages may take, by the contract; they take about one on an idle machine."""


def reached_by(code: str) -> tuple[str, ...]:
    return {"360100": ("360104", "360113")}.get(code, (code,))


def sky(*rows: WeatherMessage) -> Sky:
    return Sky(reached_by, LIES_IN, rows)


def over(seen: Sky, now: int = LATER, area: str = "360104") -> list[tuple[str, int, int]]:
    seen.look(now)
    return [(each.name, each.start, each.end) for each in seen.over(area)]


def test_a_look_gives_the_areas_whose_episodes_have_changed() -> None:
    seen = sky(warned("a", 0, 90))

    assert (seen.look(-1), seen.look(0), seen.look(ms(50))) == (set(), {"360104"}, set())
    seen.take([warned("b", 60, 120, counties=("360111",))])
    assert seen.look(ms(60)) == {"360111", "ZONE"}


def test_what_was_sent_before_what_is_known_is_taken_in_its_place() -> None:
    late = sky(warned("a", 0, 90), cancelled("b", at=60))
    late.look(LATER)
    late.take([warned("b", 30, 90, level="red")])

    assert over(late) == over(sky(warned("a", 0, 90), warned("b", 30, 90, level="red"), cancelled("b", at=60)))
    assert [each.end for each in late.over("360104")] == [ms(60)]


def test_a_rival_of_one_second_is_weighed_against_what_is_known() -> None:
    seen = sky(warned("a", 0, 60))
    seen.look(0)
    seen.take([warned("a", 0.001, 60, level="red")])

    seen.look(LATER)
    assert [each.levels[0][1] for each in seen.over("360104")] == ["red"]


def test_episodes_that_are_long_over_stay_while_others_are_made() -> None:
    seen = sky()
    rows = [warned(f"w{day}", day * 1440, day * 1440 + 60) for day in range(30)]
    for row in rows:
        seen.take([row])
        seen.look(row.sent)

    assert over(seen, ms(30 * 1440)) == over(sky(*rows), ms(30 * 1440))
    assert len(seen.over("360104")) == 30


def test_what_still_concerns_something_keeps_what_was_sent_after_it() -> None:
    seen = sky(warned("old", 0, 10), warned("long", 20, 9000), cancelled("long", at=30), warned("new", 8000, 8010))
    seen.drop_before(ms(5000))

    assert {row.identifier for row in seen.rows} == {"long", "cancel", "new"}
    assert over(seen) == [("o/long/暴雨", ms(20), ms(30)), ("o/new/暴雨", ms(8000), ms(8010))]


@pytest.mark.parametrize("spread", [0, 0.001, 1])
def test_thousands_of_alerts_of_one_kind_and_area_cost_seconds_in_one_look(spread: float) -> None:
    rows = [warned(f"w{number}", number * spread, 9000) for number in range(5_000)]
    began = time.process_time()

    assert len(over(sky(*rows))) == 1
    assert time.process_time() - began < LOOKS_S


def test_thousands_of_messages_that_come_one_by_one_cost_seconds() -> None:
    seen, began = sky(), time.process_time()
    for number in range(2_000):
        at = number * 30
        seen.take([warned(f"w{number}", at, at + 20), sent(f"l{number}", at + 10, lifts=lift("暴雨"))])
        seen.look(ms(at))

    assert len(seen.over("360104")) == 2_000
    assert time.process_time() - began < LOOKS_S


def former(identifier: str, at: int, codes: tuple[str, ...], **changes: object) -> FormerWarning:
    row = FormerWarning(identifier, 0, ms(at), "暴雨", "yellow", codes, ms(at), ms(90), (), "headline")
    return msgspec.structs.replace(row, **changes)


def known(rows: Sequence[object]) -> Known:
    """The knowledge of a partition that was stored by the release before."""
    found = Known(reached_by, LIES_IN)
    rest: list[object] = [{}, {}, rows, [], 0, 5]
    found.load(REST, msgspec.msgpack.encode((FORM, rest)))
    return found


def test_weather_that_the_release_before_stored_or_sent_is_read_and_written_anew() -> None:
    two = [former("a", 0, ("360100",)), former("a", 0, ("360121",), info=1, kind="大风")]
    rows: list[WeatherRow] = [
        *two,
        former("b", 30, ("360104",), level="red", references=("a",)),
        FormerCancel("c", ms(60), ("b",)),
    ]

    found = known(rows)

    found.sky.look(LATER)
    assert [(each.name, each.end, each.levels) for each in found.sky.over("360104")] == [
        ("a/暴雨", ms(60), ((0, "yellow"), (ms(30), "red")))
    ]
    # a kind that an Update lacks, and a place where it is not, it ends when it starts
    assert [(each.name, each.end) for area in ("360113", "ZONE") for each in found.sky.over(area)] == [
        ("a/暴雨", ms(30)),
        ("a/大风", ms(30)),
    ]
    assert {type(row) for row in found.sky.rows} == {WeatherMessage}
    record = encode_pace([Weather([*rows])])
    fresh = Known(reached_by, LIES_IN)
    fresh.take_weather([row for part in decode_pace(record) if isinstance(part, Weather) for row in part.rows])
    assert fresh.sky.rows == found.sky.rows


def test_an_identifier_of_the_national_form_has_the_office_that_sent_it() -> None:
    found = known([former("36010041600000_20220601083000", 0, ("360104",))])
    found.take_weather([sent("36010041600000_1", 30, lifts=lift("暴雨"), office="36010041600000")])

    found.sky.look(LATER)
    assert [each.end for each in found.sky.over("360104")] == [ms(30)]


def test_weather_that_was_dumped_comes_to_the_same_again() -> None:
    rows = [warned("a", 0, 90), sent("b", 30, begun(30, 80, level="red"), lifts=lift("暴雨"), text=b"\x00\xff")]
    before, after = Known(reached_by, LIES_IN), Known(reached_by, LIES_IN)
    before.take_weather([*rows])

    for units in before.dump(7):
        for unit, state in units:
            assert state is not None
            after.load(unit, state)

    assert after.sky.rows == before.sky.rows == set(rows)
    assert over(after.sky) == over(before.sky)
