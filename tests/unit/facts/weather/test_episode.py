import pytest

from schemas.weather.warning import WeatherMessage
from streams.facts.weather.episode import Episode, LevelSpan
from tests.unit.facts.weather.messages import LATER, MINUTE, begun, by_area, cancelled, made, ms, sent, warned

GAP = 10
TICK = 1 / MINUTE


def shown(*rows: WeatherMessage, now: int = LATER) -> list[tuple[str, float, float, list[tuple[float, str]]]]:
    """Identifier of the first warning, start, end and levels of each, in minutes."""
    return [
        (
            each.id.removeprefix("o/"),
            each.start / MINUTE,
            each.end / MINUTE,
            [(at / MINUTE, level) for at, level in each.levels],
        )
        for each in made(*rows, now=now)
    ]


def test_a_warning_alone_is_an_episode() -> None:
    assert made(warned("a", 0, 90)) == (
        Episode(
            "o/a",
            "暴雨",
            "360104",
            0,
            ms(90),
            levels=((0, "yellow"),),
            warnings=(LevelSpan(0, ms(90), "o", "a", "yellow"),),
        ),
    )


def test_no_message_makes_no_episode() -> None:
    assert by_area([]) == {}


def test_its_name_is_that_of_the_first_warning_and_the_kind() -> None:
    assert [each.name for each in made(warned("a", 0, 90))] == ["o/a/暴雨"]
    (first,) = made(warned("z", 0, 90, office="a"), warned("a", 0, 90, office="b"), warned("a", 0, 90, office="a"))
    assert first.name == "a/z/暴雨"


def test_the_first_warning_is_that_of_the_earliest_start_then_office_then_identifier() -> None:
    rows = [warned("b", 0, 60, office="x"), warned("a", 0, 60, office="y"), warned("c", -5, 0, office="z")]

    assert [each.id for each in made(*rows)] == ["z/c"]
    assert [each.id for each in made(*rows[:2])] == ["x/b"]


def test_an_episode_is_over_ten_minutes_after_its_end() -> None:
    (episode,) = made(warned("a", 0, 90))

    assert [episode.is_over(at) for at in (ms(90), ms(100) - 1, ms(100))] == [False, False, True]


def test_an_update_goes_on_with_the_episode_at_its_own_level() -> None:
    found = shown(warned("b", 30, 120, level="red", updates=("a",)), warned("a", 0, 90))

    assert found == [("a", 0, 120, [(0, "yellow"), (30, "red")])]


def test_an_update_at_the_same_level_changes_no_level() -> None:
    assert shown(warned("a", 0, 90), warned("b", 30, 120, updates=("a",))) == [("a", 0, 120, [(0, "yellow")])]


def test_warnings_of_one_kind_are_one_episode_whoever_sent_them_and_whether_updates_link_them_or_not() -> None:
    found = shown(warned("a", 0, 90), warned("b", 30, 120, level="red", office="p"))

    assert found == [("a", 0, 120, [(0, "yellow"), (30, "red")])]


@pytest.mark.parametrize("office", ["o", "p{}"])
def test_thousands_of_warnings_of_one_rain_are_one_episode(office: str) -> None:
    (found,) = made(*(warned(f"w{n}", 0, 90, office=office.format(n)) for n in range(5_000)))

    assert (found.start, found.end, found.levels) == (0, ms(90), ((0, "yellow"),))


def test_warnings_of_another_kind_are_another_episode_even_where_they_are_linked() -> None:
    found = made(warned("a", 0, 90), warned("b", 30, 120, updates=("a",), kind="大风"))

    assert [(each.kind, each.start, each.end) for each in found] == [("暴雨", 0, ms(30)), ("大风", ms(30), ms(120))]


def test_a_gap_of_ten_minutes_counts_as_in_force_at_the_lower_level_of_both_sides() -> None:
    falling = warned("a", 0, 30, level="red"), warned("b", 30 + GAP, 90)
    rising = warned("a", 0, 30), warned("b", 30 + GAP, 90, level="red")

    assert shown(*falling) == [("a", 0, 90, [(0, "red"), (30, "yellow")])]
    assert shown(*rising) == [("a", 0, 90, [(0, "yellow"), (30 + GAP, "red")])]
    assert [each.gaps for each in made(*rising)] == [((ms(30), ms(30 + GAP)),)]


def test_a_gap_of_a_millisecond_more_parts_two_episodes() -> None:
    start = 30 + GAP + TICK

    found = shown(warned("a", 0, 30, level="red"), warned("b", start, 90, updates=("a",)))

    assert found == [("a", 0, 30, [(0, "red")]), ("b", start, 90, [(start, "yellow")])]


def test_the_gap_is_counted_from_the_latest_end_of_those_before() -> None:
    first = sent("a", 0, begun(0, 60), begun(0, 10, level="red"))

    assert shown(first, warned("b", 65, 90)) == [("a", 0, 90, [(0, "red"), (10, "yellow")])]


def test_the_levels_beside_a_gap_are_those_of_the_instants_there() -> None:
    first = sent("a", 0, begun(0, 20, level="red"), begun(0, 30, level="blue"))

    found = shown(first, warned("b", 35, 60, level="orange"))

    assert found == [("a", 0, 60, [(0, "red"), (20, "blue"), (35, "orange")])]


def test_a_gap_between_equal_levels_is_no_change() -> None:
    assert shown(warned("a", 0, 30), warned("b", 35, 60)) == [("a", 0, 60, [(0, "yellow")])]


def test_the_level_is_the_highest_of_those_in_force() -> None:
    rows = [
        warned("a", 0, 100, counties=("360104", "360113")),
        warned("b", 0, 60, level="red", office="p"),
        warned("c", 0, 30, level="orange", office="q"),
    ]

    found = by_area(rows)

    assert [each.levels for each in found["360104"]] == [((0, "red"), (ms(60), "yellow"))]
    assert [each.levels for each in found["360113"]] == [((0, "yellow"),)]


def test_each_area_has_the_episodes_that_reach_it() -> None:
    rows = [warned("a", 0, 60, counties=("360104", "360113")), warned("b", 60, 90, counties=("360113",))]

    found = by_area(rows)

    assert {area: [(each.id, len(each.warnings)) for each in those] for area, those in found.items()} == {
        "360104": [("o/a", 1)],
        "360113": [("o/a", 2)],
    }


def test_a_zone_has_at_each_instant_the_highest_of_the_counties_that_it_lies_in() -> None:
    rows = [
        warned("a", 0, 60, counties=("360111",)),
        warned("b", 30, 90, counties=("360121",), level="red", office="p"),
    ]

    (zone,) = by_area(rows)["ZONE"]

    assert (zone.id, zone.start, zone.end) == ("o/a", 0, ms(90))
    assert zone.levels == ((0, "yellow"), (ms(30), "red"))


def test_a_gap_of_a_county_counts_in_the_zone_as_in_the_county() -> None:
    red = [warned(f"r{start}", start, start + 30, counties=("360111",), level="red") for start in (0, 35)]

    (zone,) = by_area([*red, warned("y", 0, 60, counties=("360121",), office="p")])["ZONE"]

    assert (zone.levels, zone.gaps) == (((0, "red"),), ())


def test_a_gap_between_two_counties_of_a_zone_counts_at_the_lower_level_of_both_sides() -> None:
    rows = [warned("a", 0, 30, counties=("360111",)), warned("b", 40, 60, counties=("360121",), level="red")]

    found = by_area(rows)

    assert [(each.levels, each.gaps) for each in found["ZONE"]] == [
        (((0, "yellow"), (ms(40), "red")), ((ms(30), ms(40)),))
    ]
    assert [(each.start, each.end) for area in ("360111", "360121") for each in found[area]] == [
        (0, ms(30)),
        (ms(40), ms(60)),
    ]


def test_a_warning_that_was_never_in_force_names_nothing() -> None:
    rows = [warned("a", 0, 60, begin=30), cancelled("a", at=10), warned("b", 40, 60, updates=("a",))]

    assert shown(*rows) == [("b", 40, 60, [(40, "yellow")])]


def test_what_was_not_sent_yet_does_not_count() -> None:
    rows = [warned("a", 0, 90), warned("b", 30, 120, level="red", updates=("a",)), cancelled("b", at=60)]

    assert shown(*rows, now=ms(30) - 1) == [("a", 0, 90, [(0, "yellow")])]
    assert shown(*rows, now=ms(30)) == [("a", 0, 120, [(0, "yellow"), (30, "red")])]
    assert shown(*rows, now=ms(60)) == [("a", 0, 60, [(0, "yellow"), (30, "red")])]


def test_a_warning_that_is_still_to_start_is_known() -> None:
    assert shown(warned("a", 0, 90, begin=30), now=0) == [("a", 30, 90, [(30, "yellow")])]
