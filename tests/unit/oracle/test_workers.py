from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.days import now_for, shuffled_with_repeats, worker_day, worker_days
from tests.oracle.law import NANCHANG_2022, RestLaw
from tests.oracle.legal_days import expected_days
from tests.oracle.notation import Case, in_words_of_a_case, load_cases, read_case
from tests.oracle.pay.days import now_after, paid_day
from tests.oracle.pay.findings import expected_pay
from tests.oracle.pay.law import PayLaw
from tests.oracle.rest.dispatch import expected_dispatch
from tests.oracle.rest.findings import expected_findings

CASES = Path(__file__).parents[2] / "cases"


def decided(case: Case, law: RestLaw = NANCHANG_2022) -> list[dict[str, object]]:
    return in_words_of_a_case(expected_findings(case.events, case.now, law), case.rule)


def missed(now: str, events: list[str], *findings: str) -> Case:
    return read_case("rest_missed", {"name": "", "now": now, "events": events, "findings": findings})


@pytest.mark.parametrize("case", load_cases(CASES / "pay_below_minimum.yaml"), ids=lambda case: case.name)
def test_the_oracle_of_pay_decides_each_law_case_as_it_was_worked_out_by_hand(case: Case) -> None:
    settles = {platform: ((date.min, by),) for platform, by in case.settles.items()}

    found = in_words_of_a_case(expected_pay(case.events, case.now, PayLaw(settles=settles)), case.rule)

    assert found == list(case.wanted)


@pytest.mark.parametrize("case", load_cases(CASES / "dispatch_during_rest.yaml"), ids=lambda case: case.name)
def test_the_oracle_of_pushes_decides_each_law_case_as_it_was_worked_out_by_hand(case: Case) -> None:
    found = in_words_of_a_case(expected_dispatch(case.events, case.now), case.rule)

    assert found == list(case.wanted)


@pytest.mark.parametrize(
    "case",
    [*load_cases(CASES / "daily_hours.yaml"), *load_cases(CASES / "weekly_rest.yaml")],
    ids=lambda case: case.name,
)
def test_the_oracle_of_days_decides_each_law_case_as_it_was_worked_out_by_hand(case: Case) -> None:
    found = in_words_of_a_case(expected_days(case.events, case.now), case.rule)

    assert found == list(case.wanted)


@pytest.mark.parametrize(
    "case", [*load_cases(CASES / "rest_missed.yaml"), *load_cases(CASES / "rest_due.yaml")], ids=lambda case: case.name
)
def test_the_oracle_decides_each_law_case_as_it_was_worked_out_by_hand(case: Case) -> None:
    found = decided(case)

    assert found == list(case.wanted)


def test_an_online_and_an_offline_at_one_instant_take_nothing_away() -> None:
    case = missed(
        "13:00",
        ["08:00 online hema", "10:00 offline hema", "10:00 online hema", "12:05 offline hema"],
        "breach on hema, 08:00 to 12:05, due 12:00, measured 4 h 5 min, minor",
    )

    assert decided(case) == list(case.wanted)


def test_a_first_heartbeat_before_all_points_begins_the_session() -> None:
    case = missed(
        "13:00",
        ["08:00 heartbeat hema", "12:05 offline hema"],
        "undecidable on hema, 08:00 to 12:05, due 12:00, measured 0 s (high 4 h 5 min), because silent_session",
    )

    assert decided(case) == list(case.wanted)


def test_a_pause_that_heartbeats_bridge_is_unknown_but_for_its_first_three_minutes() -> None:
    case = missed(
        "13:00",
        [
            *("08:00 online hema", "10:00 paused hema", "10:10 resumed hema", "12:05 offline hema"),
            "08:00-12:05 beats hema every 60 s",
        ],
        "undecidable on hema, 08:00 to 12:05, due 12:03, measured 3 h 55 min (high 4 h 2 min), because pulse_gap",
    )

    assert decided(case) == list(case.wanted)


def test_the_last_three_minutes_of_silence_count_in_neither_reading() -> None:
    within = missed("12:02", ["08:00 online hema", "08:00-11:59 beats hema every 60 s"])
    beyond = missed(
        "12:02:00.001",
        ["08:00 online hema", "08:00-11:59 beats hema every 60 s"],
        "undecidable on hema, 08:00 to now, due 12:00, measured 3 h 59 min (high 4 h 2 min 0.001 s),"
        " because open_session",
    )

    assert decided(within) == []
    assert decided(beyond) == list(beyond.wanted)


def test_a_silence_of_a_day_in_a_closed_session_is_unknown_and_a_longer_one_is_over_after_two_hours() -> None:
    case = missed(
        "33:00",
        ["08:00 online hema", "32:00 heartbeat hema", "32:03 offline hema"],
        "undecidable on hema, 08:00 to 32:03, due 12:00, measured 3 min (high 24 h 3 min), because silent_session",
    )
    longer = missed("33:00", ["08:00 online hema", "32:00:00.001 heartbeat hema", "32:03 offline hema"])

    assert decided(case) == list(case.wanted)
    assert decided(longer) == []


def test_a_ride_that_ended_more_than_twelve_hours_later_is_unknown_after_its_last_pick_up() -> None:
    ride = ("08:00 accepted hema o1", "11:00 picked_up hema o1", "20:00:00.001 completed hema o1")
    case = missed(
        "33:00",
        [f"{line} as ride_hailing" for line in ride],
        "undecidable on hema, 08:00 to 20:00, due 12:00, measured 3 h (high 12 h), because long_order",
    )

    assert decided(case) == list(case.wanted)


def test_a_second_acceptance_begins_an_open_order_anew_after_four_hours_and_not_before() -> None:
    case = missed(
        "17:00",
        ["08:00 accepted hema o1", "11:50 picked_up hema o1", "12:00 accepted hema o1", "12:05 completed hema o1"],
        "undecidable on hema, 08:00 to 12:05, due 12:00, measured 3 h 55 min (high 4 h 5 min), because open_order",
    )

    assert decided(case) == list(case.wanted)


def test_a_booked_order_works_from_its_start_on() -> None:
    case = missed(
        "15:00",
        [f"{line} as ride_hailing" for line in ("07:00 accepted hema o1 for 10:00", "14:01 completed hema o1")],
        "breach on hema, 10:00 to 14:01, due 14:00, measured 4 h 1 min, minor",
    )

    assert decided(case) == list(case.wanted)


def test_a_sector_decided_on_the_order_basis_counts_orders_alone() -> None:
    law = RestLaw(basis={"courier": "order"})
    case = missed(
        "13:30",
        ["07:00-13:00 working hema as courier", "08:00 accepted hema o1 as courier", "12:01 completed hema o1"],
        "breach on hema, 08:00 to 12:01, due 12:00, measured 4 h 1 min, minor",
    )

    (finding,) = expected_findings(case.events, case.now, law)

    assert decided(case, law) == list(case.wanted)
    assert finding["basis"] == "order"
    assert finding["second_opinion"] == {"measured": 6 * 3_600_000, "kind": "breach"}


def test_elapsed_time_counts_short_breaks_too() -> None:
    law = RestLaw(measure="elapsed")
    case = missed(
        "13:00",
        ["08:00-10:00 working hema", "10:10-12:01 working hema s2"],
        "breach on hema, 08:00 to 12:01, due 12:00, measured 4 h 1 min, minor",
    )

    assert decided(case, law) == list(case.wanted)


def test_a_finding_names_the_place_at_its_start_and_each_platforms_own_time() -> None:
    case = missed(
        "14:00",
        ["08:00-10:30 working hema in 360102", "10:00-12:30 working suda in 360104"],
    )

    (finding,) = expected_findings(case.events, case.now)

    assert (finding["area"], finding["sector"]) == ("360102", "delivery")
    assert finding["platforms"] == {"hema": 9_000_000, "suda": 9_000_000}


def test_the_last_place_at_the_start_is_neither_an_earlier_one_nor_that_of_an_order_that_never_began() -> None:
    case = missed(
        "13:00",
        [
            *("06:00-06:30 working hema in 360102", "08:00-12:01 working hema s2 in 360104"),
            *("08:00 accepted hema o1 for 08:30 in 360103", "08:00 cancelled hema o1 in 360103"),
        ],
    )

    (finding,) = expected_findings(case.events, case.now)

    assert finding["area"] == "360104"


def test_an_event_later_than_now_does_not_count_yet() -> None:
    case = missed("12:30", ["08:00 online hema", "13:00 offline hema"])

    assert decided(case) == []


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_the_oracle_minds_neither_order_nor_repeats(data: st.DataObject) -> None:
    events = data.draw(worker_days())
    mixed = data.draw(shuffled_with_repeats(events))
    now = now_for(Random(len(events)).choice, events)

    assert expected_findings(mixed, now) == expected_findings(events, now)


def test_generated_days_show_every_kind_of_answer() -> None:
    seen: Counter[str] = Counter()
    for seed in range(60):
        rng = Random(seed)
        events = worker_day(rng.choice)
        found = expected_findings(events, now_for(rng.choice, events))
        seen["a finding"] += bool(found)
        seen.update(word for each in found for word in (each["kind"], each["scope"], *each["reasons"]))

    assert seen["a finding"] >= 60 // 5
    assert {"breach", "warning", "undecidable", "platform", "cross_platform"} <= seen.keys()
    assert {"open_session", "silent_session", "open_order", "pulse_gap"} <= seen.keys()


def test_generated_days_with_pay_show_every_kind_of_answer() -> None:
    seen: Counter[str] = Counter()
    for seed in range(180):
        rng = Random(seed)
        events = paid_day(rng.choice)
        found = expected_pay(events, now_after(rng.choice, events))
        seen["a finding"] += bool(found)
        seen.update(word for each in found for word in (each["kind"], each["severity"] or "", *each["reasons"]))

    assert seen["a finding"] >= 180 // 2
    assert {"breach", "undecidable", "minor", "serious", "grave", "open_order", "no_pay_reported"} <= seen.keys()
