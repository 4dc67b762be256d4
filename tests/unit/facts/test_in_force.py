import pytest

from schemas.weather.warning import Warned, WeatherRow
from streams.facts.weather.in_force import in_force, latest, sent_by
from tests.unit.facts.weather import MINUTE, cancelled, ms, warned

DAY = 24 * 60


def times(*rows: WeatherRow) -> list[tuple[str, float, float]]:
    """What was in force, in minutes."""
    return [(each.warned.identifier, each.start / MINUTE, each.end / MINUTE) for each in in_force(rows)]


def test_a_message_is_known_from_the_instant_at_which_it_was_sent() -> None:
    rows: list[WeatherRow] = [warned("a", 10), cancelled("a", sent=10)]

    assert [len(sent_by(rows, at)) for at in (ms(10) - 1, ms(10), ms(10) + 1)] == [0, 2, 2]


def test_a_warning_is_in_force_from_its_beginning_until_its_end() -> None:
    assert times(warned("a", 0, 90, begin=30)) == [("a", 30, 90)]


def test_nobody_can_obey_what_was_not_said() -> None:
    assert times(warned("a", 20, 90, begin=5)) == [("a", 20, 90)]


def test_one_that_says_no_end_is_in_force_for_24_hours_after_its_start() -> None:
    assert times(warned("a", 0, begin=30), warned("b", 60, begin=40)) == [("a", 30, 30 + DAY), ("b", 60, 60 + DAY)]


@pytest.mark.parametrize("until", [30, 29, 0])
def test_one_that_ends_before_or_at_its_start_was_never_in_force(until: int) -> None:
    assert times(warned("a", 0, until, begin=30)) == []


def test_of_one_warning_the_latest_sent_counts_and_starts_when_it_was_first_sent() -> None:
    first, second = warned("a", 0, 60, level="red", begin=-10), warned("a", 30, 90, level="blue", begin=-10)

    assert times(first, second) == times(second, first) == [("a", 0, 90)]
    assert [each.warned.level for each in in_force([second, first])] == ["blue"]


def test_a_correction_that_begins_later_starts_later() -> None:
    assert times(warned("a", 0, 60), warned("a", 10, 60, begin=40)) == [("a", 40, 60)]


def test_another_info_or_kind_of_a_message_is_another_warning() -> None:
    rows = [warned("a", 0, 60), warned("a", 5, 70, info=1), warned("a", 5, 80, kind="大风")]

    assert times(*rows) == [("a", 0, 60), ("a", 5, 80), ("a", 5, 70)]


@pytest.mark.parametrize(
    ("loses", "wins"),
    [
        (warned("a", 0, 90, level="orange"), warned("a", 0, 60, level="red")),
        (warned("a", 0, codes=("360102",)), warned("a", 0, codes=("360104",))),
        (warned("a", 0, begin=1), warned("a", 0, begin=2)),
        (warned("a", 0, 60), warned("a", 0, 61)),
        (warned("a", 0, 60), warned("a", 0)),
        (warned("a", 0, updates=("x",)), warned("a", 0, updates=("y",))),
        (warned("a", 0, headline="x"), warned("a", 0, headline="y")),
    ],
)
def test_of_two_sent_at_one_instant_it_is_the_same_one_in_either_order(loses: Warned, wins: Warned) -> None:
    assert latest([loses, wins]) == latest([wins, loses]) == [wins]


def test_a_cancel_ends_what_it_refers_to_when_it_was_sent() -> None:
    rows = [warned("a", 0, 90), warned("b", 0, 90), warned("c", 0, 90)]

    assert times(*rows, cancelled("a", "b", sent=30)) == [("a", 0, 30), ("b", 0, 30), ("c", 0, 90)]


def test_a_cancel_may_come_before_what_it_refers_to_and_the_earliest_of_several_counts() -> None:
    rows: list[WeatherRow] = [cancelled("a", sent=40), cancelled("a", sent=30, identifier="c2"), warned("a", 0, 90)]

    assert times(*rows) == times(*reversed(rows)) == [("a", 0, 30)]


def test_a_cancel_after_the_end_ends_nothing() -> None:
    assert times(warned("a", 0, 90), cancelled("a", sent=120)) == [("a", 0, 90)]


def test_a_cancel_sent_until_the_start_leaves_nothing_of_a_warning() -> None:
    assert times(warned("a", 0, 90, begin=30), cancelled("a", sent=30)) == []


def test_a_cancel_may_bear_the_identifier_of_what_it_cancels() -> None:
    assert times(warned("a", 0, 90), cancelled("a", sent=30, identifier="a")) == [("a", 0, 30)]


def test_a_cancel_is_no_sending_of_the_warning_whose_identifier_it_bears() -> None:
    assert times(warned("a", 20, 90, begin=0), cancelled("b", sent=10, identifier="a")) == [("a", 20, 90)]


def test_an_update_ends_what_it_refers_to_when_it_starts_itself() -> None:
    update = warned("b", 20, 120, begin=30, updates=("a",))

    assert times(update, warned("a", 0, 90)) == [("a", 0, 30), ("b", 30, 120)]


def test_an_update_of_several_infos_ends_at_the_earliest_of_their_starts_what_they_refer_to() -> None:
    late, early = (
        warned("b", 20, 120, begin=begin, info=info, updates=("a",), kind=kind)
        for begin, info, kind in ((50, 0, "暴雨"), (40, 1, "大风"))
    )

    assert times(warned("a", 0, 90), late, early) == [("a", 0, 40), ("b", 40, 120), ("b", 50, 120)]


def test_an_update_that_was_cancelled_before_its_start_ends_at_that_start_what_it_refers_to() -> None:
    rows: list[WeatherRow] = [
        warned("a", 0, 90),
        warned("b", 20, 90, begin=60, updates=("a",)),
        cancelled("b", sent=30),
    ]

    assert times(*rows) == [("a", 0, 60)]


def test_an_update_that_refers_to_itself_does_not_end_itself() -> None:
    assert times(warned("a", 0, 90, updates=("a",))) == [("a", 0, 90)]
