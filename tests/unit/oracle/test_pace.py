"""The oracle of weather and pace on cases worked out by hand.

Where nothing else is said, five people are online on hema in 360104 from 08:00 to 13:00 on 15 June 2022 and on the same day
one and two weeks earlier, and a yellow warning holds from 10:00 to 12:00. Judged are then the nine slots from 10:30 to 12:00
(5 × 1.5 h = 7.5 h), and the usual is what happened in them in both weeks (15 h). Sixty orders there, four an active hour,
allow 4 × 7.5 × 0.9 = 27 under yellow.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from schemas.instants import from_rfc3339, rfc3339
from tests.oracle.law import HOUR, MINUTE
from tests.oracle.pace.findings import expected_pace
from tests.oracle.pace.law import WEEK
from tests.oracle.pace.red import expected_red
from tests.oracle.scripts import Event, Who
from tests.oracle.weather.episodes import Episode, episodes_of
from tests.oracle.weather.scripts import CITY, Message, info, message

AREA = "360104"
LATER = from_rfc3339("2022-06-16T00:00+08:00")


def at(clock: str) -> int:
    return from_rfc3339(f"2022-06-15T{clock}+08:00")


def who(number: int) -> Who:
    return Who("hema", f"{number:064x}", "delivery", AREA)


def online(*numbers: int, back: int = 0, start: str = "08:00", end: str = "13:00") -> Iterator[Event]:
    for number in numbers:
        yield who(number).says("session.online", at(start) - back * WEEK, session_id=f"s{back}")
        yield who(number).says("session.offline", at(end) - back * WEEK, session_id=f"s{back}")


def orders(number: int, start: str = "10:30", back: int = 0, promised: int = 0) -> Iterator[Event]:
    """One a minute, taken and done by the first of the five; `promised` ms for a kilometre, 0: not said."""
    for minute in range(number):
        when = at(start) - back * WEEK + minute * MINUTE
        said = {"promised_at": rfc3339(when + promised), "distance_m": 1000} if promised else {}
        yield who(0).says("order.accepted", when, order_id=f"o{when}", assigned="pushed", **said)
        yield who(0).says("order.completed", when + MINUTE, order_id=f"o{when}")


def usual(promised: int = 0) -> list[Event]:
    days = [event for back in (0, 1, 2) for event in online(*range(5), back=back)]
    return [*days, *orders(30, back=1, promised=promised), *orders(30, back=2, promised=promised)]


def alert(start: str, end: str | None, level: str = "yellow", name: str = "w1", **more: Any) -> Message:
    """Rain in the area from a clock on; kind, codes, onset and expires (ms) may be others, as may elements of the message."""
    kind, codes = more.pop("kind", "暴雨"), more.pop("codes", (AREA,))
    onset, expires = more.pop("onset", at(start)), more.pop("expires", end and at(end))
    one = info(kind, level, onset=onset, expires=expires, areas=(("全省", codes),))
    return message(name, more.pop("sent", at(start)), one, **more)


def update(start: str, end: str, level: str, name: str, of: str, **more: Any) -> Message:
    return alert(start, end, level, name, msgType="Update", references=((None, of),), **more)


def cancel(when: str, of: str) -> Message:
    return message(f"c{when}", at(when), msgType="Cancel", references=((None, of),))


def pace(events: list[Event], *messages: Message, now: int = LATER) -> list[dict[str, Any]]:
    numbered = [event | {"event_id": f"e{number}"} for number, event in enumerate(events)]
    return expected_pace(numbered, messages or (alert("10:00", "12:00"),), now)


def answers(events: list[Event], *messages: Message, now: int = LATER) -> list[tuple[Any, ...]]:
    keys = ("kind", "measured_low", "measured_high", "limit", "severity")
    return [(*(f[key] for key in keys), *f["reasons"]) for f in pace(events, *messages, now=now)]


def in_area(*messages: Message, area: str = AREA, now: int = LATER) -> list[Episode]:
    return episodes_of(messages, area, now)


def spans(episodes: list[Episode]) -> list[tuple[int, int]]:
    return [(episode.start, episode.end) for episode in episodes]


def test_as_many_orders_as_allowed_are_no_finding_and_one_more_is_one() -> None:
    before = usual(promised=10 * MINUTE)

    assert pace([*before, *orders(27, promised=10 * MINUTE)]) == []
    # 28 / 7.5 h = 3.7333 an hour against 27 / 7.5 h = 3.6
    assert answers([*before, *orders(28, promised=10 * MINUTE)]) == [("breach", 3733, 3733, 3600, "minor")]


def test_a_finding_names_its_subject_its_episode_and_when_pace_had_to_be_eased() -> None:
    (found,) = pace([*usual(10 * MINUTE), *orders(28, promised=10 * MINUTE)])

    assert (found["subject"], found["episode"], found["basis"]) == ("hema/delivery/360104", f"{CITY}/w1/暴雨", "online")
    assert (found["starts_at"], found["ends_at"]) == (at("10:30"), at("12:00"))
    assert found["platforms"] == {"hema": 7 * HOUR + 30 * MINUTE}


@pytest.mark.parametrize(("promised", "found"), [(11 * MINUTE, 0), (11 * MINUTE - 1, 1)])
def test_a_promise_longer_by_the_share_is_enough(promised: int, found: int) -> None:
    """10 min a kilometre, and a tenth more, are 11 min."""
    assert len(pace([*usual(10 * MINUTE), *orders(30, promised=promised)])) == found


def test_without_twenty_promises_then_and_now_nobody_can_tell_whether_they_were_extended() -> None:
    now = [*orders(10, promised=HOUR), *orders(20, "10:40")]

    assert answers([*usual(10 * MINUTE), *now]) == [("undecidable", 4000, 4000, 3600, None, "no_promises")]


def test_fewer_than_twenty_orders_or_five_hours_are_not_judged() -> None:
    days = [event for back in (1, 2) for event in online(*range(5), back=back)]

    assert pace([*days, *online(*range(5)), *orders(19)]) == []
    # 19 orders less: no order in both weeks, so that 20 are too many
    assert answers([*days, *online(*range(5)), *orders(20)]) == [("undecidable", 2666, 2666, 0, None, "no_promises")]
    # 3 × 1.5 h = 4.5 h
    assert pace([*days, *online(0, 1, 2), *orders(30)]) == []


def test_with_one_week_the_two_hours_before_are_the_usual() -> None:
    """From 08:00 to 10:00, 5 × 2 h: 20 orders are 2 an hour, which allow 2 × 7.5 × 0.9 = 13.5: 1.8 an hour."""
    days = [*online(*range(5)), *online(*range(5), back=1), *orders(60, back=1)]

    assert answers([*days, *orders(20, "08:00"), *orders(30)]) == [
        ("undecidable", 4000, 4000, 1800, None, "no_promises", "short_baseline")
    ]


def test_against_the_two_hours_before_promises_too_prove_nothing_but_clear() -> None:
    days = [*online(*range(5)), *orders(20, "08:00", promised=10 * MINUTE)]

    assert answers([*days, *orders(30, promised=10 * MINUTE)]) == [
        ("undecidable", 4000, 4000, 1800, None, "short_baseline")
    ]
    assert answers([*days, *orders(30, promised=11 * MINUTE)]) == []


def test_with_no_usual_at_all_the_figures_are_null() -> None:
    """From 09:05 on there are 5 × 55 min before the warning: less than 5 h."""
    days = [*online(*range(5), start="09:05"), *online(*range(5), back=1)]

    assert answers([*days, *orders(30)]) == [("undecidable", None, None, None, None, "no_baseline")]


def test_a_slot_that_another_warning_touched_is_left_out_of_the_usual() -> None:
    """With no slot left a week does not contribute, and what was from 08:00 to 10:00 allows no order.

    With 10:30 left, in which 10 orders were taken in 50 min, 40 orders in 8 h 20 min allow 4.8 × 7.5 × 0.9 = 32.4.
    """
    own, until = alert("10:00", "12:00"), at("11:51") - WEEK
    all_nine = alert("10:00", None, "blue", "w0", kind="大风", sent=at("10:39") - WEEK, onset=None, expires=until)
    all_but_one = alert("10:00", None, "blue", "w0", kind="大风", sent=at("10:40") - WEEK, onset=None, expires=until)

    assert answers([*usual(), *orders(27)], own, all_nine) == [
        ("undecidable", 3600, 3600, 0, None, "no_promises", "short_baseline")
    ]
    assert answers([*usual(), *orders(32, "10:30")], own, all_but_one) == []
    assert answers([*usual(), *orders(33, "10:30")], own, all_but_one) == [
        ("undecidable", 4400, 4400, 4320, None, "no_promises")
    ]


def test_while_a_warning_runs_an_hour_is_judged_ten_minutes_after_it() -> None:
    """From 10:30 to 11:30: 5 × 1 h, for which the 60 orders that were usual in 10 h allow 6 × 5 × 0.9 = 27."""
    before = [event for event in usual() if event["occurred_at"] < "2022-06-15"]
    events = [*before, *online(*range(5), end="11:30"), *orders(30)]
    judged = [("undecidable", 6000, 6000, 5400, None, "no_promises")]

    assert answers(events, alert("10:00", "18:00"), now=at("11:40") - 1) == []
    assert answers(events, alert("10:00", "18:00"), now=at("11:40")) == judged
    assert pace(events, alert("10:00", "18:00"), now=at("12:10"))[0]["ends_at"] is None


def test_a_higher_level_asks_for_more_from_half_an_hour_after_it() -> None:
    """Six slots under yellow, three under orange: 4 × (5 × 0.9 + 2.5 × 0.8) = 26, which is 3.4667 an hour."""
    rises = alert("10:00", "12:00"), update("11:00", "12:00", "orange", "w2", "w1")
    before = usual(10 * MINUTE)

    assert pace([*before, *orders(26, promised=10 * MINUTE)], *rises) == []
    assert answers([*before, *orders(27, promised=10 * MINUTE)], *rises) == [("breach", 3600, 3600, 3466, "serious")]


def test_unknown_time_that_would_ease_the_pace_leaves_it_undecided() -> None:
    """Low 7.5 h, high 9 h: sixty orders in 18 h allow 22.5 or 27, and 25 are between them."""
    sixth = [event for back in (1, 2) for event in online(5, back=back)]
    silent = [who(5).says("session.online", at(clock), session_id="s0") for clock in ("10:30", "12:00")]

    told = answers([*usual(10 * MINUTE), *sixth, *silent, *orders(25, promised=10 * MINUTE)])
    untold = answers([*usual(), *sixth, *silent, *orders(25)])

    assert told == [("undecidable", 3333, 2777, 3000, None, "pulse_gap")]
    assert untold == [("undecidable", 3333, 2777, 3000, None, "no_promises", "pulse_gap")]


def test_five_hours_of_which_too_little_is_known_leave_it_open_unless_a_measure_shows() -> None:
    """Three people know 4.5 h and two 1.5 h each: 7.5 h in the high reading, for which 27 are allowed."""
    silent = [who(n).says("session.online", at(clock), session_id="s0") for n in (3, 4) for clock in ("10:30", "12:00")]
    days = [event for back in (1, 2) for event in online(*range(5), back=back)]
    before = [*orders(30, back=1, promised=10 * MINUTE), *orders(30, back=2, promised=10 * MINUTE)]
    events = [*days, *before, *online(0, 1, 2), *silent]

    # 4 an hour: 28 ÷ 4.5 h = 6.222 against 3.6, 28 ÷ 7.5 h = 3.733
    assert answers([*events, *orders(28, promised=10 * MINUTE)]) == [
        ("undecidable", 6222, 3733, 3600, None, "pulse_gap")
    ]
    assert answers([*events, *orders(27, promised=10 * MINUTE)]) == []
    assert answers([*events, *orders(28, promised=11 * MINUTE)]) == []
    assert pace([*events, *orders(28, promised=10 * MINUTE)])[0]["platforms"] == {"hema": 9 * HOUR // 2}


def test_a_slot_is_judged_for_one_episode_alone_that_asks_for_anything_there_by_the_highest_level() -> None:
    """Rain is blue up to 10:00, so that it claims from 10:30 on; the gale has what is before: 5 × 1 h, with no order usual.

    Until 11:00 the rain is measured by the gale's orange: 4 × (2.5 h × 0.8 + 5 h × 0.9) = 26, which is 3.4667 an hour.
    """
    rain, later = alert("09:00", "10:00", "blue"), update("10:00", "12:00", "yellow", "w2", "w1")
    gale = alert("09:00", "11:00", "orange", "w3", kind="大风")
    events = [*usual(10 * MINUTE), *orders(20, "09:30", promised=10 * MINUTE), *orders(28, promised=10 * MINUTE)]

    told = {
        f["episode"]: (f["counted"].low, f["limit"], f["kind"], f["severity"]) for f in pace(events, rain, later, gale)
    }

    assert told == {
        f"{CITY}/w1/暴雨": (15 * HOUR // 2, 3466, "breach", "serious"),
        f"{CITY}/w3/大风": (5 * HOUR, 0, "undecidable", None),
    }


def test_a_zone_without_cells_of_its_own_is_compared_with_those_of_its_counties() -> None:
    moved = [event | {"area": "NC-GX"} for event in [*online(*range(5)), *orders(28, promised=10 * MINUTE)]]
    before = [event for event in usual(10 * MINUTE) if event["occurred_at"] < "2022-06-15"]
    warned = alert("10:00", "12:00", codes=("360121",))

    for areas in (("360111",), ("360121", "360111")):
        there = [event | {"area": areas[number % len(areas)]} for number, event in enumerate(before)]
        (found,) = pace([*moved, *there], warned)
        assert (found["kind"], found["limit"]) == ("breach", 3600)


def test_before_the_plan_nothing_is_asked_for() -> None:
    """An episode whose time to react is over at midnight of 12 May is judged, one where it is a millisecond earlier is not."""

    def moved(earlier: int) -> list[dict[str, Any]]:
        now = at("12:00") - earlier
        said = alert("10:00", None, sent=0, onset=at("10:00") - earlier, expires=now)
        shifted = [
            e | {"occurred_at": rfc3339(from_rfc3339(e["occurred_at"]) - earlier)} for e in [*usual(), *orders(30)]
        ]
        return pace(shifted, said, now=now + HOUR)

    midnight = at("10:30") - from_rfc3339("2022-05-12T00:00+08:00")

    assert len(moved(midnight)) == 1
    assert moved(midnight + 1) == []


def test_pushes_count_from_five_minutes_after_the_first_red_instant_to_the_last() -> None:
    clocks = ("11:04:59.999", "11:05", "11:59:59.999", "12:00")
    pushed = [
        who(0).says("order.accepted", at(t), order_id=f"o{t[-1]}{t}", assigned="pushed", event_id=t) for t in clocks
    ]
    grabbed = who(0).says("order.accepted", at("11:30"), order_id="o", assigned="grabbed", event_id="g")
    rises = (
        alert("10:00", "11:30"),
        update("11:00", "12:00", "red", "w2", "w1"),
        update("12:00", "13:00", "blue", "w3", "w2"),
    )

    (found,) = expected_red([*pushed, grabbed], rises, LATER)
    (running,) = expected_red([*pushed, grabbed], rises, at("12:00") - 1)

    assert (found["starts_at"], found["ends_at"], found["measured"]) == (at("11:00"), at("12:00"), 2)
    assert (found["episode"], found["basis"], found["severity"]) == (f"{CITY}/w1/暴雨", None, None)
    assert (running["ends_at"], running["measured"]) == (None, 2)


def test_an_update_at_most_ten_minutes_later_carries_an_episode_on() -> None:
    first = alert("10:00", "11:00")

    assert spans(in_area(first, update("11:10", "12:00", "red", "w2", "w1"))) == [(at("10:00"), at("12:00"))]
    assert len(in_area(first, update("11:10:00.001", "12:00", "red", "w2", "w1"))) == 2
    assert spans(in_area(first, alert("10:30", "12:00", name="w2"))) == [(at("10:00"), at("12:00"))]


def test_a_gap_within_an_episode_has_the_lower_level_of_both_sides_though_no_warning_is_in_force() -> None:
    (episode,) = in_area(alert("10:00", "11:00"), update("11:10", "12:00", "red", "w2", "w1"))

    assert [episode.level_at(at(clock)) for clock in ("11:05", "11:10", "12:00")] == ["yellow", "red", None]
    assert episode.in_force_at(at("11:05")) is None
    assert episode.lowest_level(at("10:41"), at("11:11")) == "yellow"
    assert episode.lowest_level(at("09:59"), at("10:29")) is None


def test_a_cancel_ends_when_it_was_sent_and_an_update_when_it_starts() -> None:
    planned = update("10:00", "15:00", "red", "w2", "w1", onset=at("11:00"))

    assert spans(in_area(alert("10:00", None), cancel("10:40", "w1"))) == [(at("10:00"), at("10:40"))]
    (episode,) = in_area(alert("10:00", None), planned, cancel("14:00", "w2"))
    assert (episode.level_at(at("10:59")), episode.level_at(at("11:00"))) == ("yellow", "red")
    assert episode.end == at("14:00")


def test_a_warning_starts_when_it_was_said_at_the_earliest_and_a_later_message_of_its_name_takes_its_place() -> None:
    late = alert("10:00", None, sent=at("10:15"))
    again = alert("09:00", None, "red", sent=at("11:00"))

    assert spans(in_area(late)) == [(at("10:15"), at("10:15") + 24 * HOUR)]
    (episode,) = in_area(again, late)
    assert (episode.start, episode.level_at(at("10:20")), episode.level_at(at("11:00"))) == (
        at("10:15"),
        "yellow",
        "red",
    )


@pytest.mark.parametrize(
    ("code", "reached"),
    [("360121", True), ("360111", True), ("360100", True), ("360000", True), ("360112", False), ("360200", False)],
)
def test_a_zone_is_reached_by_each_of_its_counties_the_city_and_the_province(code: str, reached: bool) -> None:
    assert bool(in_area(alert("10:00", None, codes=(code,)), area="NC-GX")) is reached
