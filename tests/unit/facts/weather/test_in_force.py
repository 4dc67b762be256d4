"""The time in which a warning is in force: Cancels, Updates, and messages of one name."""

import zlib

import pytest

from schemas.weather.warning import WeatherMessage
from streams.facts.weather.message_order import counting, in_order
from tests.unit.facts.weather.messages import DAY, begun, cancelled, ms, sent, times, warned

BOTH = ("360104", "360113")


def test_a_warning_is_in_force_from_its_start_until_its_end() -> None:
    assert times(warned("a", 0, 90, begin=30)) == [("a", 30, 90)]


@pytest.mark.parametrize("until", [30, 29, 0])
def test_one_that_ends_before_or_at_its_start_was_never_in_force(until: int) -> None:
    assert times(warned("a", 0, until, begin=30)) == []


def test_one_that_is_never_in_force_changes_nothing() -> None:
    void, ended = (warned("b", 10, until, begin=20, updates=("a",), level="red", counties=BOTH) for until in (20, 60))

    assert times(warned("a", 0, 90), void) == [("a", 0, 90)]
    assert times(warned("a", 0, 90), ended) == [("a", 0, 20), ("b", 20, 60)]
    assert times(warned("a", 0, 90), ended, cancelled("b", at=20)) == [("a", 0, 90)]


def test_a_cancel_ends_what_it_refers_to_when_it_was_sent() -> None:
    rows = [warned(name, 0, 90, kind=kind) for name, kind in (("a", "暴雨"), ("b", "大风"), ("c", "冰雹"))]

    assert times(*rows, cancelled("a", "b", at=30)) == [("a", 0, 30), ("b", 0, 30), ("c", 0, 90)]


def test_a_cancel_ends_in_its_areas_or_where_it_has_no_code_everywhere_whatever_kinds_it_names() -> None:
    rows = [warned("a", 0, 90, counties=BOTH), cancelled("a", at=30, counties=("360113",))]

    assert times(*rows) == [("a", 0, 90)]
    assert times(*rows, area="360113") == [("a", 0, 30)]
    assert times(rows[0], cancelled("a", at=30)) == [("a", 0, 30)]


def test_a_cancel_ends_what_was_sent_before_it_and_refers_to_the_same_message() -> None:
    rows = [warned("a", 0, 90), warned("b", 10, 90, updates=("a",), kind="大风")]

    assert times(*rows, cancelled("a", at=30)) == [("a", 0, 10), ("b", 10, 30)]
    assert times(*rows, cancelled("a", at=10)) == [("a", 0, 10), ("b", 10, 90)]


def test_a_cancel_ends_what_its_own_name_stated_and_only_what_was_sent_before_it() -> None:
    assert times(warned("a", 0, 90), cancelled(at=30, identifier="a")) == [("a", 0, 30)]
    assert times(warned("a", 31, 90), cancelled("a", at=30)) == [("a", 31, 90)]


def test_a_cancel_that_is_sent_twice_ends_each_time_what_was_sent_before_it() -> None:
    again = sent("a", 40, begun(40, 90))
    rows = [warned("a", 0, 90), cancelled("a", at=30), again, cancelled("a", at=60)]

    assert times(*rows) == [("a", 0, 30), ("a", 40, 60)]


def test_a_cancel_before_the_start_leaves_nothing_of_a_warning() -> None:
    assert times(warned("a", 0, 90, begin=30), cancelled("a", at=30)) == []
    assert times(warned("a", 0, 90, begin=30), cancelled("a", at=10)) == []


def test_what_a_message_ends_is_of_its_own_office_or_of_one_below_it() -> None:
    county = warned("a", 0, 90, office="county")
    city = sent("x", 30, msg_type="Cancel", refers=[("county", "a")], office="city", over=("county",), everywhere=True)
    other = sent("x", 30, msg_type="Cancel", refers=[("county", "a")], office="other", everywhere=True)
    below = sent("y", 30, msg_type="Cancel", refers=[("city", "b")], office="county", everywhere=True)

    assert times(county, city) == [("a", 0, 30)]
    assert times(county, other) == [("a", 0, 90)]
    assert times(warned("b", 0, 90, office="city"), below) == [("b", 0, 90)]


def test_two_offices_may_use_one_identifier() -> None:
    rows = [warned("1", 0, 90, office="city"), warned("1", 30, 60, office="county", level="red")]

    assert times(*rows) == [("1", 0, 90), ("1", 30, 60)]
    assert times(*rows, cancelled("1", at=40, office="county")) == [("1", 0, 90), ("1", 30, 40)]


def test_an_update_ends_where_it_starts_itself_what_it_refers_to_then() -> None:
    update = warned("b", 20, 120, begin=30, updates=("a",), office="p")

    assert times(update, warned("a", 0, 90, office="p")) == [("a", 0, 30), ("b", 30, 120)]


def test_elsewhere_an_update_ends_it_when_that_kind_of_it_first_starts() -> None:
    late = begun(50, 120, counties=("360113",))
    early = begun(40, 120, counties=("360121",))
    update = sent("b", 20, late, early, msg_type="Update", refers=["a"])
    before = warned("a", 0, 90, counties=("360104", "360113"))

    assert times(before, update) == [("a", 0, 40)]
    assert times(before, update, area="360113") == [("a", 0, 50), ("b", 50, 120)]


def test_a_kind_that_an_update_lacks_it_ends_when_the_first_of_its_own_starts() -> None:
    own = (begun(50, 120, kind="大风"), begun(40, 120, kind="冰雹", counties=("360113",)))
    update = sent("b", 20, *own, msg_type="Update", refers=["a"])

    assert times(warned("a", 0, 90), update) == [("a", 0, 40), ("b", 50, 120)]


def test_an_update_ends_nothing_that_was_sent_after_it_and_never_itself() -> None:
    later = warned("a", 25, 90, kind="大风")

    assert times(warned("b", 20, 120, begin=30, updates=("a",)), later) == [("a", 25, 90), ("b", 30, 120)]
    assert times(warned("a", 0, 90, updates=("a",))) == [("a", 0, 90)]


def test_a_later_message_of_a_name_takes_the_place_of_what_it_stated_at_its_start() -> None:
    first, second = warned("a", 0, 60, level="red"), warned("a", 30, 90, begin=40, level="blue")

    assert times(first, second) == times(second, first) == [("a", 0, 40), ("a", 40, 90)]


def test_a_later_message_of_a_name_does_so_whether_or_not_it_is_in_force() -> None:
    assert times(warned("a", 0, 60), warned("a", 10, 30, begin=30)) == [("a", 0, 30)]
    assert times(warned("a", 0, 60), warned("a", 10, 30, begin=30, kind="大风")) == [("a", 0, 30)]


@pytest.mark.parametrize(
    ("loses", "wins"),
    [
        (sent("a", 0, msg_type="Cancel", everywhere=True), warned("a", 0, 60)),
        (warned("a", 0, 90, level="orange"), warned("a", 0, 60, level="red")),
        (warned("a", 0, 90), warned("a", 0, 60, counties=BOTH)),
        (warned("a", 0, 60), warned("a", 0, 61)),
        (warned("a", 0, 90, begin=2), warned("a", 0, 90, begin=1)),
        (warned("a", 0, 60), warned("a", 0.01, 61)),
        (
            sent("a", 0, begun(0, 9), text=zlib.compress(b"<alert>a</alert>")),
            sent("a", 0, begun(0, 9), text=zlib.compress(b"<alert>b</alert>")),
        ),
    ],
)
def test_of_two_of_one_name_and_second_one_counts_whole(loses: WeatherMessage, wins: WeatherMessage) -> None:
    assert counting([loses, wins]) == counting([wins, loses]) == [wins]


def test_of_one_second_each_follows_what_it_refers_to_else_its_identifier_as_a_number() -> None:
    rows = [
        warned("w9", 0, updates=("w10",)),
        warned("w10", 0),
        warned("w11", 0, updates=("w9",)),
        warned("w1", 0, updates=("w11",)),
        warned("w2", 0),
    ]

    assert [each.identifier for each in in_order(rows)] == ["w2", "w10", "w9", "w11", "w1"]
    assert in_order(rows[::-1]) == in_order(rows)


def test_what_refers_to_one_another_in_one_second_is_in_order_of_identifiers() -> None:
    rows = [warned("b", 0, updates=("a",)), warned("a", 0, updates=("b",))]

    assert [each.identifier for each in in_order(rows)] == ["a", "b"]


def test_a_warning_without_an_end_is_in_force_for_a_day() -> None:
    assert times(warned("a", 0, begin=30)) == [("a", 30, 30 + DAY)]


def test_a_message_is_known_from_the_instant_at_which_it_was_sent() -> None:
    rows = [warned("a", 0, 90), cancelled("a", at=30)]

    assert [times(*rows, now=at) for at in (-1, ms(30) - 1, ms(30))] == [[], [("a", 0, 90)], [("a", 0, 30)]]
