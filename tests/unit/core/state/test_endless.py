"""State of ids that a platform uses day after day: as much after a month as after a week."""

from collections.abc import Iterator

from streams.core.workers.cells.sweep import all_cells
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.facts.areas.cell import SLOT_MS
from streams.facts.days.orders import digest_of
from streams.facts.orders.large import ORDERS
from streams.facts.orders.order import Order
from streams.facts.sessions.session import Session
from streams.facts.worker import PlatformFacts
from streams.law.table import Law
from tests.oracle.law import HOUR
from tests.unit.core.days import WORKER, at
from tests.unit.core.workers.test_horizon import hears
from tests.unit.core.workers.test_pay_kept import is_paid

DAY = 24 * HOUR
CLOSED = ("08:00 online", "08:00 accepted one", "08:01 beat", "09:00 beat", "09:00 completed one", "11:00 offline")
NEVER_CLOSED = ("08:00 accepted one", "08:01 beat", "08:05 beat", "09:00 beat")


def after_days(law: Law, lines: tuple[str, ...]) -> Iterator[PlatformFacts]:
    """The state of the platform after each of thirty days with the same events."""
    judge = Judge(law, HORIZON_MS)
    for day in range(30):
        hears(judge, day, *lines)
        yield judge.roster.workers[WORKER].facts.platforms["hema"]


def size(session: Session) -> tuple[int, int]:
    return len(session.points), len(session.runs)


def kept(facts: PlatformFacts) -> Order:
    return ORDERS.all(facts.orders)["one"]


def test_a_session_that_is_used_for_ever_keeps_two_or_three_days(law: Law) -> None:
    sizes = [size(facts.sessions["s1"]) for facts in after_days(law, CLOSED)]

    assert max(sizes[:7]) == max(sizes)
    assert sizes[-1] == (7, 14)


def test_one_that_only_ever_beats_does_too(law: Law) -> None:
    sizes = [size(facts.sessions["s1"]) for facts in after_days(law, NEVER_CLOSED)]

    assert max(sizes[:7]) == max(sizes)


def test_an_order_that_is_used_for_ever_keeps_two_or_three_days(law: Law) -> None:
    orders = [kept(facts) for facts in after_days(law, CLOSED)]

    sizes = [(len(order.acceptances), len(order.ends), order.statements()) for order in orders]
    assert max(sizes[:7]) == max(sizes)
    assert sizes[-1] == (4, 4, 8)


def test_one_that_is_accepted_for_ever_and_never_ends_keeps_its_first_acceptance_besides(law: Law) -> None:
    orders = [kept(facts) for facts in after_days(law, NEVER_CLOSED)]

    sizes = [len(order.acceptances) for order in orders]
    assert max(sizes[:7]) == max(sizes)
    assert {order.acceptances[0] for order in orders} == {orders[0].acceptances[0]}


def test_an_order_that_was_paid_behind_the_cut_is_kept_in_the_row_of_its_day(law: Law) -> None:
    judge = Judge(law, HORIZON_MS)
    hears(judge, 0, "08:00 online", "08:00 accepted o1", "09:00 completed o1", "09:00 offline")
    is_paid(judge, "20:00", "o1", now="20:00")
    hears(judge, 1, "08:00 online s2", "08:01 offline s2")

    hears(judge, 2, "10:00 online s3")

    facts = judge.roster.workers[WORKER].facts
    assert facts.speaks_from == at("09:20")
    assert facts.days is not None
    assert facts.days.orders_of("hema").keys() == {digest_of("o1")}
    assert list(ORDERS.all(facts.platforms["hema"].orders)) == []


def test_time_before_a_cut_is_counted_once_though_an_end_that_comes_days_later_calls_it_work(law: Law) -> None:
    judge = Judge(law, HORIZON_MS)
    hears(judge, 0, "08:00 online", "08:03 beat", "08:06 beat")
    for day in (1, 2, 3):
        hears(judge, day, "08:00 beat", "12:00 beat")

    hears(judge, 4, "08:00 beat", "08:01 offline")

    assert judge.roster.workers[WORKER].facts.speaks_from is not None
    assert max(cell.high for cell in all_cells(judge, judge.now).values()) == SLOT_MS
