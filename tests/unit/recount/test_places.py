from typing import Any

from streams.tools.recount.time.last_place import place_at, places_of_views
from streams.tools.recount.time.orders import orders_of
from streams.tools.recount.time.signs import placed_points
from tests.unit.cli.days import said, session
from tests.unit.recount.small import MEASURED, at, frames


def areas(clocks: list[str], *events: dict[str, Any]) -> list[str]:
    """The place of the worker's first view."""
    told = frames("23:00", *events)
    places = places_of_views(
        placed_points(told.sessions), orders_of(told.acceptances, told.steps, MEASURED).first, told.views
    )
    asked = told.views.iloc[[0] * len(clocks)].reset_index(drop=True).assign(view=0, at=[at(each) for each in clocks])
    return list(place_at(asked, "at", places)["area"])


def test_it_is_the_latest_one_at_or_before_and_before_the_first_the_first() -> None:
    events = [*session("08:00", "09:00"), said("session.offline", "10:00", area="360113")]

    assert areas(["07:00", "08:00", "09:59:59", "10:00"], *events) == ["360104", "360104", "360104", "360113"]


def test_at_one_instant_an_acceptance_goes_before_an_on() -> None:
    online = said("session.online", "08:00", area="360113")

    assert areas(["08:00"], online, said("order.accepted", "08:00", area="360102")) == ["360102"]


def test_of_two_earliest_heartbeats_the_larger_place_counts() -> None:
    beats = [said("session.heartbeat", "08:00", area=area) for area in ("360104", "360113", "360102")]

    assert areas(["08:00"], *beats) == ["360113"]


def test_the_earliest_heartbeat_gives_a_place_where_no_point_that_gives_one_is_before_it() -> None:
    both = [said(f"session.{word}", "08:00", area="360113") for word in ("online", "offline")]

    assert areas(["08:00", "08:01"], *both, said("session.heartbeat", "08:01", area="360102")) == ["360102", "360102"]


def test_an_order_ended_before_its_start_gives_no_place_and_one_accepted_again_its_own() -> None:
    booked = said("order.accepted", "08:00", area="360113", starts_at="2022-06-01T09:00:00+08:00")
    again = said("order.accepted", "09:15", area="360102")

    cancelled = [*session("07:00", "10:00"), booked, said("order.cancelled", "08:30", by="worker")]

    assert areas(["09:30"], *cancelled) == ["360104"]
    assert areas(["09:14", "09:30"], *cancelled, again) == ["360104", "360102"]
