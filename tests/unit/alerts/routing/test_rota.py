from typing import Final

import pytest

from alerts.routing import Routing
from alerts.routing.local_time import read_instant, shown
from tests.unit.alerts.routing.duties import routing, shift, shifts

DAILY: Final = shifts(shift("s"))
"""a from Monday, 2 March 2026, 08:30; then b, then c, and round again."""


def on(duty: Routing, at: str, after_ms: int = 0) -> list[str]:
    return [person.id for person in duty.on_duty("d", read_instant(at) + after_ms)]


def gaps(duty: Routing, start: str, end: str) -> list[tuple[str, str, str]]:
    found = duty.gaps("d", read_instant(start), read_instant(end))
    return [(shown(gap.start), shown(gap.end), gap.because.zh) for gap in found]


def away(start: str, until: str, person: str = "a") -> str:
    return f"people:\n  {person}: {{zh: 甲, en: A, department: d, channels: [mail], away: [{{from: {start}, until: {until}}}]}}"


def swap(asked_by: str, taken_by: str, start: str, until: str, approved_by: str = "head") -> str:
    approved = f", approved_by: {approved_by}" if approved_by else ""
    return f"swaps:\n  x: {{asked_by: {asked_by}, taken_by: {taken_by}, from: {start}, until: {until}{approved}}}"


@pytest.mark.parametrize(
    ("at", "after_ms", "who"),
    [
        ("2026-03-02T08:30", -1, []),
        ("2026-03-02T08:30", 0, ["a"]),
        ("2026-03-03T08:30", -1, ["a"]),
        ("2026-03-03T08:30", 0, ["b"]),
        ("2026-03-04T08:30", 0, ["c"]),
        ("2026-03-05T08:30", -1, ["c"]),
        ("2026-03-05T08:30", 0, ["a"]),
    ],
)
def test_the_turn_changes_at_the_change_over_to_the_millisecond(at: str, after_ms: int, who: list[str]) -> None:
    assert on(routing(DAILY), at, after_ms) == who


def test_the_last_day_ends_at_the_change_over_after_it() -> None:
    duty = routing(shifts(shift("s", to="2026-03-03")))

    assert (on(duty, "2026-03-04T08:30", -1), on(duty, "2026-03-04T08:30")) == (["b"], [])


def test_a_shift_over_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    duty = routing(shifts(shift("s", change_at='"22:00"', ends_at='"06:00"')))

    assert [
        on(duty, at, ms) for at, ms in [("2026-03-02T22:00", -1), ("2026-03-02T22:00", 0), ("2026-03-03T06:00", -1)]
    ] == [
        [],
        ["a"],
        ["a"],
    ]
    assert on(duty, "2026-03-03T06:00") == []
    assert gaps(duty, "2026-03-03", "2026-03-04") == [("2026-03-03 06:00", "2026-03-03 22:00", "无班次覆盖")]


def test_two_shifts_of_a_day_leave_no_space_and_have_each_their_person() -> None:
    day, night = shift("day", ends_at='"20:30"'), shift("night", change_at='"20:30"', ends_at='"08:30"', order="[c]")
    duty = routing(shifts(day, night))

    assert (on(duty, "2026-03-02T20:30", -1), on(duty, "2026-03-02T20:30")) == (["a"], ["c"])
    assert gaps(duty, "2026-03-02T08:30", "2026-03-09T08:30") == []


def test_shifts_side_by_side_have_both_people_on_duty_and_nobody_twice() -> None:
    duty = routing(shifts(shift("s"), shift("t", order="[c, b]")))

    assert (on(duty, "2026-03-02T09:00"), on(duty, "2026-03-03T09:00")) == (["a", "c"], ["b"])


def test_a_turn_of_a_week_stays_for_seven_days() -> None:
    duty = routing(shifts(shift("s", turn="week")))

    assert (on(duty, "2026-03-09T08:30", -1), on(duty, "2026-03-09T08:30")) == (["a"], ["b"])


def test_the_next_of_the_order_stands_in_for_who_is_away_and_no_longer() -> None:
    duty = routing(DAILY, away("2026-03-02T12:00", "2026-03-02T15:00"))

    assert [
        on(duty, at, ms) for at, ms in [("2026-03-02T12:00", -1), ("2026-03-02T12:00", 0), ("2026-03-02T15:00", -1)]
    ] == [
        ["a"],
        ["b"],
        ["b"],
    ]
    assert on(duty, "2026-03-02T15:00") == ["a"]


def test_all_away_is_a_gap_with_its_reason() -> None:
    duty = routing(shifts(shift("s", order="[a]")), away("2026-03-03", "2026-03-04"))

    assert gaps(duty, "2026-03-02T08:30", "2026-03-05") == [
        ("2026-03-03 00:00", "2026-03-04 00:00", "轮值人员均不在岗（1.yaml:2）")
    ]


def test_a_swap_that_is_approved_puts_one_in_the_place_of_the_other() -> None:
    duty = routing(DAILY, swap("a", "c", "2026-03-02T08:30", "2026-03-03T08:30"))

    assert (on(duty, "2026-03-02T08:30"), on(duty, "2026-03-03T08:30", -1), on(duty, "2026-03-03T08:30")) == (
        ["c"],
        ["c"],
        ["b"],
    )


def test_a_swap_without_approval_changes_nothing() -> None:
    duty = routing(DAILY, swap("a", "c", "2026-03-02T08:30", "2026-03-03T08:30", approved_by=""))

    assert on(duty, "2026-03-02T08:30") == ["a"]


def test_who_took_a_swap_and_is_away_is_replaced_by_the_next() -> None:
    duty = routing(DAILY, swap("a", "c", "2026-03-02", "2026-03-04"), away("2026-03-02T10:00", "2026-03-02T11:00", "c"))

    assert [on(duty, f"2026-03-02T{time}") for time in ("09:59", "10:00", "11:00")] == [["c"], ["b"], ["c"]]


def test_make_up_workdays_are_workdays_and_the_break_is_of_the_rest_days() -> None:
    """By the notice for 2026: work on Saturday, 14 February and 28 February; off from 15 to 23 February."""
    duty = routing(
        shifts(
            shift("work", from_="2026-02-09", days="workdays", order="[a]"),
            shift("rest", from_="2026-02-09", days="rest_days", order="[b]"),
        )
    )

    days = [*(f"2026-02-{day}T12:00" for day in range(13, 29)), "2026-03-01T12:00"]
    assert "".join(on(duty, at)[0] for at in days) == "aa" + "b" * 9 + "aaaaa" + "b"
    assert gaps(duty, "2026-02-09T08:30", "2026-03-09T08:30") == []


def test_turns_of_workdays_skip_the_days_between() -> None:
    duty = routing(shifts(shift("s", days="workdays")))

    assert [on(duty, at) for at in ("2026-03-06T12:00", "2026-03-07T12:00", "2026-03-09T12:00")] == [["b"], [], ["c"]]


def test_the_gap_of_spring_festival_is_found_where_only_workdays_are_covered() -> None:
    duty = routing(shifts(shift("s", from_="2026-02-09", days="workdays")))

    assert gaps(duty, "2026-02-14T08:30", "2026-02-24T08:30") == [
        ("2026-02-15 08:30", "2026-02-24 08:30", "无班次覆盖")
    ]


def test_of_a_year_whose_notice_is_not_at_hand_nothing_is_guessed() -> None:
    duty = routing(
        shifts(shift("s", days="workdays", from_="2099-01-01"), shift("t", days="rest_days", from_="2099-01-01"))
    )

    assert gaps(duty, "2099-01-01T08:30", "2099-02-01") == [
        ("2099-01-01 08:30", "2099-02-01 00:00", "2099年放假调休安排未载入，无从判断")
    ]


def test_a_year_that_the_duty_folder_states_is_known() -> None:
    notice = 'years:\n  "2099": {rest_days: [2099-01-01], make_up_workdays: [2099-01-03], source: choice, status: copy}'
    duty = routing(shifts(shift("s", days="workdays", from_="2099-01-01", order="[a]")), notice)

    days = [on(duty, f"2099-01-0{day}T12:00") for day in range(1, 7)]
    assert days == [[], ["a"], ["a"], [], ["a"], ["a"]]  # Thursday is off, Saturday is worked, Sunday is off


def test_a_shift_instead_of_another_takes_its_place_for_its_days() -> None:
    festival = shift("festival", from_="2026-03-03", to="2026-03-04", order="[head]", instead_of="[s]")
    duty = routing(shifts(shift("s"), festival))

    assert [on(duty, f"2026-03-0{day}T08:30") for day in (2, 3, 4, 5)] == [["a"], ["head"], ["head"], ["a"]]


def test_the_next_change_is_the_next_other_person() -> None:
    duty = routing(DAILY)
    change = duty.next_change("d", read_instant("2026-03-02T12:00"))

    assert change is not None
    assert (shown(change[0]), [person.id for person in change[1]]) == ("2026-03-03 08:30", ["b"])
    assert routing(shifts(shift("s", order="[a]"))).next_change("d", read_instant("2026-03-02T12:00")) is None


def test_a_shift_of_workdays_without_an_end_is_known_for_ten_years_and_no_longer() -> None:
    duty = routing(shifts(shift("s", days="workdays", from_="2010-01-04")))

    assert on(duty, "2020-01-10T12:00") != []
    assert gaps(duty, "2026-03-02", "2026-03-03")[0][2].startswith("2026年放假调休安排未载入")
