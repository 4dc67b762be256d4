"""Time and orders outside the city are counted by platform and day."""

from schemas.legal_days import legal_day
from streams.core.workers.judge import Judge
from streams.law.table import Law
from streams.rules.rest.elsewhere import ORDERS_OUTSIDE, OUTSIDE
from tests.oracle.law import HOUR, MINUTE
from tests.oracle.notation import read_case
from tests.property.core.feeding import fold, heard
from tests.unit.core.days import asked, at

EVENTS = [
    "08:00 online tuche as ride_hailing",
    "09:00 accepted tuche o1 in 360402 as ride_hailing",
    "10:00 completed tuche o1 in 360402 as ride_hailing",
    "10:30 accepted tuche o2 as ride_hailing",
    "11:00 completed tuche o2 in 360402 as ride_hailing",
    "11:10 offline tuche in 360402 as ride_hailing",
]


def test_known_time_counts_as_outside_from_a_place_there_to_the_next_one_inside(law: Law) -> None:
    judge = Judge(law)
    case = read_case("rest_missed", {"name": "", "now": "12:00", "events": EVENTS, "findings": []})
    fold(judge, heard(case.events), at("12:00"))

    asked(judge, "12:00")

    today = legal_day(at("12:00"))
    # 09:00 to 10:30; the end at 11:10 is the last instant of the session
    assert judge.totals.daily_gauge(OUTSIDE) == {("tuche", today): HOUR + 30 * MINUTE}
    assert judge.totals.daily_gauge(ORDERS_OUTSIDE) == {("tuche", today): 1}


def test_who_never_leaves_the_city_is_not_counted(law: Law) -> None:
    judge = Judge(law)
    inside = [line.replace(" in 360402", "") for line in EVENTS]
    case = read_case("rest_missed", {"name": "", "now": "12:00", "events": inside, "findings": []})
    fold(judge, heard(case.events), at("12:00"))

    asked(judge, "12:00")

    assert judge.totals.daily_gauge(OUTSIDE) == {}
    assert judge.totals.daily_gauge(ORDERS_OUTSIDE) == {}
