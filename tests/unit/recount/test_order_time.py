import pytest

from streams.tools.recount.time.orders import orders_of
from tests.unit.cli.days import said
from tests.unit.recount.small import MEASURED, at, frames, orders_say

ACCEPTED = said("order.accepted", "08:00")


def test_from_acceptance_to_completion_is_work() -> None:
    assert orders_say("12:00", ACCEPTED, said("order.completed", "09:00")) == ["work 08:00:00-09:00:00"]


def test_without_an_end_it_is_work_to_the_last_pick_up_and_then_unknown_for_two_hours() -> None:
    told = orders_say("12:00", ACCEPTED, said("order.picked_up", "08:20"))

    assert told == ["work 08:00:00-08:20:00", "unknown 08:20:00-10:20:00"]


def test_unknown_time_ends_at_now_and_a_further_acceptance_begins_nothing_meanwhile() -> None:
    again = [said("order.accepted", "08:50"), said("order.completed", "09:00")]

    assert orders_say("08:30", ACCEPTED) == ["unknown 08:00:00-08:30:00"]
    assert orders_say("12:00", ACCEPTED, *again) == ["work 08:00:00-09:00:00"]


def test_an_acceptance_after_an_end_is_an_order_of_its_own() -> None:
    again = [said("order.accepted", "09:30"), said("order.picked_up", "10:00")]

    told = orders_say("12:00", ACCEPTED, said("order.completed", "09:00"), *again)

    assert told == ["work 08:00:00-09:00:00", "work 09:30:00-10:00:00", "unknown 10:00:00-12:00:00"]


@pytest.mark.parametrize(
    ("end", "begins"), [("08:30", False), ("08:59:59.999", False), ("09:00", True), ("09:00:01", True)]
)
def test_a_booking_cancelled_before_its_start_never_began(end: str, begins: bool) -> None:
    booked = said("order.accepted", "08:00", starts_at="2022-06-01T09:00:00+08:00")

    told = frames("12:00", booked, said("order.cancelled", end, by="customer"))

    orders = orders_of(told.acceptances, told.steps, MEASURED)
    assert list(orders.first["begins"]) == [begins]
    assert (orders.first["holds_from"] >= 0).tolist() == [begins]


def test_a_booking_carried_out_early_begins_at_its_first_pick_up() -> None:
    booked = said("order.accepted", "07:00", starts_at="2022-06-01T12:00:00+08:00")
    done = [said("order.picked_up", "08:00"), said("order.completed", "09:00"), said("order.completed", "10:00")]

    assert orders_say("12:30", booked, *done) == ["work 08:00:00-10:00:00"]
    assert orders_say("12:30", booked, *done[1:]) == ["unknown 07:00:00-10:00:00"]


def test_the_first_acceptance_is_that_of_the_smallest_instant_then_event_id() -> None:
    told = frames("12:00", said("order.accepted", "08:00", event_id="b", area="360113"), {**ACCEPTED, "event_id": "a"})

    first = orders_of(told.acceptances, told.steps, MEASURED).first

    assert first[["at", "area"]].to_numpy().tolist() == [[at("08:00"), "360104"]]
