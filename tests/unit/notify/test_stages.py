"""Group, mute, hold, route: the times of a message, and what is left out of it at the moment of sending."""

from dataclasses import replace
from datetime import datetime

import pytest

from alerts.leads.handling import Handling
from alerts.leads.lead import Standing
from alerts.notify.stages.grouping import SentLately, joined_at, send_at
from alerts.notify.stages.holding import LeadNow, Silence, dropped, muted_until
from alerts.notify.stages.routing import Target, next_step_ms, steps_at, targets
from alerts.notify.stages.triggers import MessageTopic, ToldReason
from alerts.routing import RouteStep
from schemas.findings.finding import Kind
from schemas.legal_days import SHANGHAI
from tests.unit.notify.desk import MINUTE, Desk, channel_of, times, told, way_of
from tests.unit.notify.test_triggers import lead

NOW = 1_800_000_000_000
GRAVE, OTHER = times(at_once=True), times(at_once=False)


def ms(local: str) -> int:
    return int(datetime.fromisoformat(local).replace(tzinfo=SHANGHAI).timestamp() * 1000)


def test_the_first_message_of_a_group_waits_a_minute_and_the_next_a_quarter_of_an_hour_from_it() -> None:
    first = send_at(ToldReason.RAISED, NOW, SentLately(), OTHER)
    soon = send_at(ToldReason.RAISED, NOW, SentLately(NOW - 5 * MINUTE, 1), OTHER)
    later = send_at(ToldReason.RAISED, NOW, SentLately(NOW - 20 * MINUTE, 0), OTHER)

    assert (first - NOW, soon - NOW, later - NOW) == (MINUTE, 10 * MINUTE, MINUTE)


@pytest.mark.parametrize(("leads", "wait"), [(0, 0), (30, 0), (31, 14 * MINUTE)])
def test_what_is_grave_is_told_at_once_unless_it_is_a_flood(leads: int, wait: int) -> None:
    assert send_at(ToldReason.RAISED, NOW, SentLately(NOW - MINUTE, leads), GRAVE) - NOW == wait


def test_a_lead_that_joins_brings_the_message_forward_and_never_back() -> None:
    assert joined_at(ToldReason.RAISED, NOW + 60, NOW, NOW + 900) == NOW + 60
    assert joined_at(ToldReason.RAISED, NOW + 60, NOW, NOW) == NOW


def test_the_digest_of_a_back_fill_waits_until_no_more_comes_but_no_longer_than_four_hours() -> None:
    created, planned = NOW, NOW + 15 * MINUTE

    assert joined_at(ToldReason.BACK_FILLED, planned, created, NOW + 20 * MINUTE) == NOW + 20 * MINUTE
    assert joined_at(ToldReason.BACK_FILLED, planned, created, NOW + 300 * MINUTE) == NOW + 240 * MINUTE


def test_what_is_observed_is_told_once_a_day_in_the_morning() -> None:
    assert send_at(ToldReason.OBSERVED, ms("2026-11-30T09:00"), SentLately(), GRAVE) == ms("2026-12-01T08:30")


def silence(**given: str) -> Silence:
    fields = {"rule": None, "platform": None, "department": None} | given
    return Silence(1, fields["rule"], fields["platform"], fields["department"], NOW, NOW + 60, "li", "known")


@pytest.mark.parametrize(
    ("given", "at", "until"),
    [
        ({}, NOW, NOW + 60),
        ({"rule": "rest_missed", "platform": "hema", "department": "rs"}, NOW, NOW + 60),
        ({"rule": "weekly_rest"}, NOW, NOW),
        ({"platform": "xunda"}, NOW, NOW),
        ({}, NOW - 1, NOW - 1),
        ({}, NOW + 60, NOW + 60),
    ],
)
def test_a_silence_holds_the_groups_that_it_names_from_its_start_to_its_end(
    given: dict[str, str], at: int, until: int
) -> None:
    assert muted_until("hema|rest_missed|rs", MessageTopic.NEWS, at, [silence(**given)]) == until


def test_a_closing_message_is_held_by_no_silence() -> None:
    assert muted_until("hema|rest_missed|rs", MessageTopic.CLOSING, NOW, [silence()]) == NOW


@pytest.mark.parametrize(
    "reason", [ToldReason.RAISED, ToldReason.UNSIGNED, ToldReason.BACK_FILLED, ToldReason.OBSERVED]
)
def test_news_are_told_of_what_stands_unsigned_and_of_nothing_else(reason: ToldReason) -> None:
    stands = lead()

    assert dropped(reason, LeadNow(stands, signed=False)) is None
    assert dropped(reason, LeadNow(stands, signed=True)) == "acknowledged"
    assert dropped(reason, LeadNow(replace(stands, standing=Standing.WITHDRAWN), signed=False)) == "withdrawn"
    assert dropped(reason, LeadNow(lead(Kind.UNDECIDABLE), signed=False)) == "undecidable"


def test_a_date_is_called_to_mind_of_what_is_signed_but_not_decided() -> None:
    taken, decided = replace(lead(), handling=Handling.ASSIGNED), replace(lead(), handling=Handling.DISMISSED)

    assert dropped(ToldReason.DUE, LeadNow(taken, signed=True)) is None
    assert dropped(ToldReason.DUE, LeadNow(decided, signed=True)) == "decided"


def test_a_closing_message_goes_to_whoever_may_have_been_told_while_it_does_not_stand_again() -> None:
    gone = replace(lead(), standing=Standing.WITHDRAWN)

    assert dropped(ToldReason.WITHDRAWN, LeadNow(gone, signed=True, told="maybe")) is None
    assert dropped(ToldReason.WITHDRAWN, LeadNow(gone, signed=False)) == "never told"
    assert dropped(ToldReason.WITHDRAWN, LeadNow(lead(), signed=False, told="yes")) == "stands again"


def test_a_group_chat_is_told_once_however_many_of_its_people_are_on_duty() -> None:
    people = (told("wang", ("chat", "mail-w"), "en"), told("li", ("chat", "mail-l")))
    desk = Desk().with_entries(channel_of("chat", "wecom", "", group=True))

    found = targets([RouteStep(0, "on_duty", people), RouteStep(0, "second", people)], desk)

    assert found == (Target(None, "chat", "zh"), Target("wang", "mail-w", "en"), Target("li", "mail-l", "zh"))


def test_steps_follow_one_another_by_their_times() -> None:
    way = way_of(
        (
            RouteStep(0, "on_duty", ()),
            RouteStep(60, "head", ()),
            RouteStep(15, "second", ()),
            RouteStep(15, "second", ()),
        )
    )

    assert [len(steps_at(way, at)) for at in (0, 15, 60, 61)] == [1, 2, 1, 0]
    assert [next_step_ms(way, at) for at in (0, 15, 60)] == [15, 60, None]
