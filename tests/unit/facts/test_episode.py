from schemas.weather.warning import WeatherRow
from streams.facts.weather.episode import Episode, LevelSpan
from streams.facts.weather.in_force import episodes
from tests.unit.facts.weather import LATER, MINUTE, cancelled, itself, made, ms, warned

GAP = 10
TICK = 1 / MINUTE


def shown(*rows: WeatherRow, now: int = LATER) -> list[tuple[str, float, float, list[tuple[float, str]]]]:
    """Id, start, end and levels of each, in minutes."""
    return [
        (each.id, each.start / MINUTE, each.end / MINUTE, [(at / MINUTE, level) for at, level in each.levels])
        for each in made(*rows, now=now)
    ]


def test_a_warning_alone_is_an_episode() -> None:
    assert made(warned("a", 0, 90)) == (
        Episode(
            "a",
            "暴雨",
            "360104",
            0,
            ms(90),
            levels=((0, "yellow"),),
            warnings=(LevelSpan(0, ms(90), "", "a", "yellow"),),
        ),
    )


def test_no_message_makes_no_episode() -> None:
    assert episodes([], itself, LATER) == {}


def test_an_update_goes_on_with_the_episode_at_its_own_level() -> None:
    found = shown(warned("b", 30, 120, level="red", updates=("a",)), warned("a", 0, 90))

    assert found == [("a", 0, 120, [(0, "yellow"), (30, "red")])]


def test_an_update_at_the_same_level_changes_no_level() -> None:
    assert shown(warned("a", 0, 90), warned("b", 30, 120, updates=("a",))) == [("a", 0, 120, [(0, "yellow")])]


def test_warnings_of_one_kind_are_one_episode_whether_updates_link_them_or_not() -> None:
    found = shown(warned("a", 0, 90), warned("b", 30, 120, level="red"))

    assert found == [("a", 0, 120, [(0, "yellow"), (30, "red")])]


def test_thousands_of_warnings_of_one_rain_are_one_episode() -> None:
    (found,) = made(*(warned(f"w{number}", number % 60, 90) for number in range(5_000)))

    assert (found.id, found.start, found.end, found.levels) == ("w0", 0, ms(90), ((0, "yellow"),))


def test_warnings_of_another_kind_are_another_episode_even_where_they_are_linked() -> None:
    found = made(warned("a", 0, 90), warned("b", 30, 120, updates=("a",), kind="大风"))

    assert [(each.kind, each.start, each.end) for each in found] == [("暴雨", 0, ms(30)), ("大风", ms(30), ms(120))]


def test_a_gap_of_ten_minutes_counts_as_in_force_at_the_lower_level_of_both_sides() -> None:
    found = shown(warned("a", 0, 30, level="red"), warned("b", 30 + GAP, 90, updates=("a",), begin=30 + GAP))

    assert found == [("a", 0, 90, [(0, "red"), (30, "yellow")])]


def test_a_gap_of_a_millisecond_more_parts_two_episodes() -> None:
    start = 30 + GAP + TICK

    found = shown(warned("a", 0, 30, level="red"), warned("b", start, 90, updates=("a",)))

    assert found == [("a", 0, 30, [(0, "red")]), ("b", start, 90, [(start, "yellow")])]


def test_the_gap_is_counted_from_the_latest_end_of_those_before() -> None:
    rows = [
        warned("a", 0, 60, info=0),
        warned("a", 0, 10, info=1, level="red"),
        warned("b", 65, 90, updates=("a",)),
    ]

    assert shown(*rows) == [("a", 0, 90, [(0, "red"), (10, "yellow")])]


def test_an_episode_lasts_until_the_latest_end_of_its_warnings_and_has_each_of_them() -> None:
    found = made(warned("a", 0, 60, info=0), warned("a", 10, 30, info=1))

    assert [(each.end, [one.identifier for one in each.warnings]) for each in found] == [(ms(60), ["a", "a"])]


def test_the_lower_level_of_a_gap_is_that_of_the_instants_beside_it() -> None:
    rows = [warned("a", 0, 20, level="red", info=0), warned("a", 0, 30, level="blue", info=1)]

    found = shown(*rows, warned("b", 35, 60, updates=("a",), level="orange"))

    assert found == [("a", 0, 60, [(0, "red"), (20, "blue"), (35, "orange")])]


def test_a_gap_between_equal_levels_is_no_change() -> None:
    assert shown(warned("a", 0, 30), warned("b", 35, 60, updates=("a",))) == [("a", 0, 60, [(0, "yellow")])]


def test_the_level_is_the_highest_of_those_in_force() -> None:
    rows = [
        warned("a", 0, 100, codes=("360100",), info=0),
        warned("a", 0, 60, info=1, level="red"),
        warned("a", 0, 30, info=2, level="orange"),
    ]
    reached = {"360100": ("360104", "360113"), "360104": ("360104",)}

    found = episodes(rows, reached.__getitem__, LATER)

    assert [each.levels for each in found["360104"]] == [((0, "red"), (ms(60), "yellow"))]
    assert [each.levels for each in found["360113"]] == [((0, "yellow"),)]


def test_each_area_has_the_episodes_that_reach_it_and_their_ids_are_those_of_the_area() -> None:
    wide = warned("a", 0, 60, codes=("360104", "360113"))
    narrow = warned("b", 60, 90, codes=("360113", "360121"), updates=("a",))

    found = episodes([wide, narrow], itself, LATER)

    assert {
        area: [(each.id, tuple(one.identifier for one in each.warnings)) for each in those]
        for area, those in found.items()
    } == {
        "360104": [("a", ("a",))],
        "360113": [("a", ("a", "b"))],
        "360121": [("b", ("b",))],
    }


def test_a_code_that_reaches_nothing_makes_nothing() -> None:
    assert episodes([warned("a", 0, 60)], lambda _: (), LATER) == {}


def test_the_earliest_warning_names_the_episode_and_of_two_the_smaller_identifier() -> None:
    rows = [warned("b", 0, 60, updates=("z",)), warned("a", 0, 60, updates=("z",)), warned("c", -5, 0, updates=("z",))]

    assert [[one.identifier for one in each.warnings] for each in made(*rows)] == [["c", "a", "b"]]
    assert [each.id for each in made(*rows)] == ["c"]
    assert [each.id for each in made(*rows[:2])] == ["a"]


def test_a_warning_that_was_never_in_force_names_nothing() -> None:
    rows: list[WeatherRow] = [
        warned("a", 0, 60, begin=30),
        cancelled("a", sent=10),
        warned("b", 40, 60, updates=("a",)),
    ]

    assert shown(*rows) == [("b", 40, 60, [(40, "yellow")])]


def test_what_was_not_sent_yet_does_not_count() -> None:
    rows: list[WeatherRow] = [
        warned("a", 0, 90),
        warned("b", 30, 120, level="red", updates=("a",)),
        cancelled("b", sent=60),
    ]

    assert shown(*rows, now=ms(30) - 1) == [("a", 0, 90, [(0, "yellow")])]
    assert shown(*rows, now=ms(30)) == [("a", 0, 120, [(0, "yellow"), (30, "red")])]
    assert shown(*rows, now=ms(60)) == [("a", 0, 60, [(0, "yellow"), (30, "red")])]


def test_a_warning_that_is_still_to_start_is_known() -> None:
    assert shown(warned("a", 0, 90, begin=30), now=0) == [("a", 30, 90, [(30, "yellow")])]
