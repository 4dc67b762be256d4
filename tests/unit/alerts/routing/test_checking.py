import pytest

from alerts.routing import Policy
from alerts.routing.checking import doubts
from alerts.routing.cover import cover_of
from alerts.routing.local_time import read_instant
from schemas.legal_days import DAY_MS
from tests.unit.alerts.routing.duties import routing, shift, shifts

AT = read_instant("2026-03-02T08:30")
OVERLAPPING = """swaps:
  x: {asked_by: a, taken_by: b, from: 2026-03-03, until: 2026-03-09, approved_by: head}
  y: {asked_by: a, taken_by: c, from: 2026-03-08, until: 2026-03-12, approved_by: head}
"""


def found(*texts: str, at: int = AT, days: int = 30) -> list[tuple[bool, str, str]]:
    return [(each.is_fault, each.row, each.text.en) for each in doubts(routing(*texts), at, at + days * DAY_MS)]


def test_a_rota_without_a_fault_has_no_doubt() -> None:
    assert found(shifts(shift("s"))) == []


@pytest.mark.parametrize(
    ("texts", "doubt"),
    [
        ([], (True, "desk.yaml:4", "Office has no shift: its leads go to others")),
        (
            [shifts(shift("s", to="2026-03-10"))],
            (True, "desk.yaml:4", "Office: nobody from 2026-03-11 08:30 – 2026-04-01 08:30: no shift covers it"),
        ),
        (
            [shifts(shift("s")), "desk: {analysts: [a]}"],
            (True, "2.yaml:1", "desk.fallback names nobody"),
        ),
        (
            [shifts(shift("s")), "desk: {fallback: [a]}"],
            (False, "2.yaml:1", "desk.analysts names nobody: no digest of what is observed"),
        ),
        (
            [shifts(shift("s")), "people:\n  a: {zh: 甲, en: A, department: d}"],
            (True, "2.yaml:2", "A has no channel"),
        ),
        (
            [shifts(shift("s")), "swaps:\n  x: {asked_by: a, taken_by: b, from: 2026-03-03, until: 2026-03-04}"],
            (False, "2.yaml:2", "the swap is not approved and has no effect"),
        ),
        (
            [
                shifts(shift("s")),
                OVERLAPPING,
            ],
            (True, "2.yaml:3", "the swap of a overlaps 2.yaml:2: the earlier row counts"),
        ),
        (
            [shifts(shift("s")), "departments:\n  d: {zh: 处, en: Office, body: rs}"],
            (False, "2.yaml:2", "Office has no head to escalate to"),
        ),
    ],
)
def test_each_doubt_is_named_with_its_row(texts: list[str], doubt: tuple[bool, str, str]) -> None:
    assert found(*texts) == [doubt]


def test_swaps_that_follow_one_another_do_not_overlap() -> None:
    swaps = (
        "swaps:\n  x: {asked_by: a, taken_by: b, from: 2026-03-03, until: 2026-03-04, approved_by: head}\n"
        "  y: {asked_by: a, taken_by: c, from: 2026-03-04, until: 2026-03-05, approved_by: head}"
    )

    assert found(shifts(shift("s")), swaps) == []


def test_a_gap_at_spring_festival_is_found_and_closed_by_a_shift_for_it() -> None:
    at = read_instant("2026-02-09T08:30")
    work, rest = shift("work", from_="2026-02-09", days="workdays"), shift("rest", from_="2026-02-09", days="rest_days")

    assert found(shifts(work), at=at, days=10)[0] == (
        True,
        "desk.yaml:4",
        "Office: nobody from 2026-02-15 08:30 – 2026-02-19 08:30, over Spring Festival: no shift covers it",
    )
    assert found(shifts(work, rest), at=at, days=20) == []


def test_a_gap_of_a_plain_weekend_names_no_festival_and_one_over_two_names_both() -> None:
    weekend = found(shifts(shift("work", days="workdays")), days=7)
    both = found(shifts(shift("s", to="2026-03-10")), days=70)

    assert [text for _, _, text in weekend] == [
        "Office: nobody from 2026-03-07 08:30 – 2026-03-09 08:30: no shift covers it"
    ]
    assert ", over Tomb-sweeping Day, Labour Day: no shift" in both[0][2]


NOTICE = """sources: {n: {document: a notice}}
years:
  "2099":
    rest_days: [2099-01-21, 2099-01-22]
    make_up_workdays: []
    source: n
    status: unread
    festivals: [{zh: 春节, en: Spring Festival, from: 2099-01-21, to: 2099-01-27}]
"""


def test_of_a_year_without_notice_no_festival_is_guessed_and_of_one_entered_by_hand_its_own_is_named() -> None:
    at = read_instant("2099-01-10T08:30")
    ends = shifts(shift("s", from_="2099-01-01", to="2099-01-19"))
    gap = "Office: nobody from 2099-01-20 08:30 – 2099-01-30 08:30"
    unknown = "the notice of days off of 2099 is not at hand: of its festivals nothing is known, nothing is guessed"

    assert found(ends, at=at, days=20) == [
        (True, "desk.yaml:4", f"{gap}: no shift covers it"),
        (False, "", unknown),
    ]
    assert found(ends, NOTICE, at=at, days=20) == [
        (True, "desk.yaml:4", f"{gap}, over Spring Festival: no shift covers it"),
    ]


def test_a_year_without_notice_is_said_once_though_a_daily_shift_covers_it() -> None:
    """2099 stands for any year whose notice the library does not have."""
    at = read_instant("2098-12-20")
    daily = shift("s", from_="2098-01-01")
    work = shift("w", from_="2099-01-01", days="workdays", order="[b]")

    years = [each for each in found(shifts(daily, work), at=at) if "of 2099" in each[2]]

    assert years == [
        (True, "1.yaml:3", "the notice of days off of 2099 is not at hand: nothing is guessed; add it under `years`")
    ]
    assert [text for is_fault, _, text in found(shifts(daily, work), at=at, days=5) if is_fault] == []


def test_cover_counts_the_gaps_of_the_next_seven_days() -> None:
    duty = routing(shifts(shift("s", to="2026-03-04")))

    now, later, after = (cover_of(duty, AT + days * DAY_MS) for days in (0, 2, 3))

    assert [(each.department, each.is_on_duty, each.gap_ms // DAY_MS) for each in (*now, *later, *after)] == [
        ("d", True, 4),
        ("d", True, 6),
        ("d", False, 7),
    ]
    assert cover_of(routing(), AT) == ()


@pytest.mark.parametrize(
    ("at", "after_ms", "told"),
    [
        ("2026-03-02T22:30", -1, None),
        ("2026-03-02T22:30", 0, "2026-03-03T07:30"),
        ("2026-03-03T00:00", 0, "2026-03-03T07:30"),
        ("2026-03-03T07:30", -1, "2026-03-03T07:30"),
        ("2026-03-03T07:30", 0, None),
    ],
)
def test_quiet_hours_hold_over_midnight_to_the_millisecond(at: str, after_ms: int, told: str | None) -> None:
    duty, instant = routing(), read_instant(at) + after_ms

    assert duty.policy("serious").held_until(instant) == (instant if told is None else read_instant(told))
    assert duty.policy("grave").held_until(instant) == instant


def test_policies_are_data_with_source_and_status_and_an_unknown_severity_has_that_of_none() -> None:
    duty = routing()
    steps = {
        severity: [(each.role, each.after_ms // 60_000) for each in duty.policy(severity).escalate]
        for severity in ("grave", None)
    }

    assert steps == {"grave": [("second", 15), ("head", 30), ("gateway", 60)], None: []}
    assert duty.policy("unheard of") == duty.policy(None)
    policies: list[Policy] = list(duty.policies.values())
    assert {(each.source, each.status) for each in policies} == {("choice", "policy")}
    assert {(each.group_ms, each.again_ms, each.digest_over) for each in policies} == {(60_000, 900_000, 30)}
