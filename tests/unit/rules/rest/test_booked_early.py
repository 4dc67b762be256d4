"""A ride that was booked for later, carried out early, and paid too little: three rules see the same work."""

from streams.core.workers.judge import Judge
from streams.law.table import Law
from tests.oracle.notation import read_case
from tests.property.core.feeding import fold, heard, standing

RIDE = (
    "07:00 accepted tuche o1 for 12:50 as ride_hailing",
    "08:05 picked_up tuche o1 as ride_hailing",
    "12:45 completed tuche o1 as ride_hailing",
)


def found(law: Law, *lines: str) -> list[tuple[str, str, int | None]]:
    case = read_case("rest_missed", {"name": "", "now": "36:00", "events": lines, "findings": []})
    judge = Judge(law)
    fold(judge, heard(case.events), case.now)
    return [(each.rule, each.kind.value, each.measured) for each in standing(judge, case.now)]


def test_it_was_work_without_a_break_and_paid_below_the_minimum(law: Law) -> None:
    paid = found(law, *RIDE, "12:45 accrued tuche e1 3000 fen piece for o1")

    # 3000 fen for 4 h 40 min
    assert paid == [("rest_missed", "breach", 280 * 60_000), ("pay_below_minimum", "breach", 642)]


def test_what_the_minimum_is_for_4_h_40_min_is_enough(law: Law) -> None:
    assert found(law, *RIDE, "12:45 accrued tuche e1 8634 fen piece for o1") == [
        ("rest_missed", "breach", 280 * 60_000)
    ]


def test_a_finding_about_pushes_has_the_place_where_its_stretch_begins(law: Law) -> None:
    lines = ("08:00-13:00 working hema", "12:30 accepted hema o1 in 360102", "12:50 completed hema o1 in 360102")
    case = read_case("dispatch_during_rest", {"name": "", "now": "15:00", "events": lines, "findings": []})
    judge = Judge(law)
    fold(judge, heard(case.events), case.now)

    (pushed,) = (each for each in standing(judge, case.now) if each.rule == "dispatch_during_rest")

    assert (pushed.area, pushed.starts_at) == ("360104", case.now - 150 * 60_000)
