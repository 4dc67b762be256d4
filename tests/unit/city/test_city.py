import itertools

import orjson

from streams.tools.city.platforms import SECTORS
from streams.tools.city.spans import DAY, HOUR, SECOND
from tests.unit.city.town import START, said, town


def test_the_same_seed_gives_the_same_city() -> None:
    first = list(town().events(START, START + HOUR))
    second = list(town().events(START, START + HOUR))

    assert first == second


def test_another_seed_gives_another_city() -> None:
    assert list(town(1).events(START, START + HOUR)) != list(town(2).events(START, START + HOUR))


def test_events_come_in_the_order_in_which_they_are_said_and_lie_in_the_interval_asked_for() -> None:
    instants = [event.at for event in town().events(START + HOUR, START + 3 * HOUR)]

    assert instants == sorted(instants)
    assert instants[0] >= START + HOUR
    assert instants[-1] < START + 3 * HOUR


def test_second_by_second_gives_the_same_as_all_at_once() -> None:
    city, until = town(), START + HOUR // 2
    seconds = [list(city.events(at, at + SECOND)) for at in range(START, until, SECOND)]

    assert list(itertools.chain(*seconds)) == list(town().events(START, until))


def test_beginning_in_the_middle_gives_what_a_city_that_ran_to_there_gives() -> None:
    ran = town()
    for _ in ran.events(START, START + 20 * HOUR):
        pass

    late = list(town().events(START + 20 * HOUR, START + 21 * HOUR))

    assert list(ran.events(START + 20 * HOUR, START + 21 * HOUR)) == late
    assert late


def test_a_question_that_was_not_read_to_its_end_costs_the_next_one_nothing() -> None:
    city, middle, end = town(), START + HOUR, START + 2 * HOUR
    for _ in city.events(START, middle):
        pass
    next(city.events(middle, end))

    assert list(city.events(middle, end)) == list(town().events(middle, end))


def test_the_city_is_awake_at_every_hour_of_its_second_day() -> None:
    city = town()
    hours = range(START + DAY, START + 2 * DAY, HOUR)

    assert min(len(list(city.events(hour, hour + HOUR))) for hour in hours) > 1000


def test_batches_hold_the_same_events_by_platform_and_never_more_than_asked_for() -> None:
    batches = [(name, orjson.loads(value)) for name, value in town().batches(START, START + HOUR, size=30)]
    by_platform = {name: [event for owner, batch in batches if owner == name for event in batch] for name in SECTORS}
    alone: dict[str, list[object]] = {name: [] for name in SECTORS}
    for event in town().events(START, START + HOUR):
        alone[event.platform].append(orjson.loads(event.value))

    assert by_platform == alone
    assert max(len(batch) for _, batch in batches) == 30


def test_event_ids_are_unique_within_a_platform_but_for_what_is_said_twice() -> None:
    events = [orjson.dumps(event) for event in said(14)]
    ids = {(event["platform_id"], event["event_id"]) for event in said(14)}

    assert len(ids) == len(set(events))
    assert 0 < len(events) - len(ids) < len(events) / 1_000


def test_some_is_said_late_by_minutes_and_some_by_hours_and_all_within_three_and_a_half() -> None:
    late = [event.at - event.occurred_at for event in town().events(START, START + 14 * HOUR)]

    assert min(late) == 0
    assert sum(by > 0 for by in late) > 100
    assert 2 * HOUR < max(late) <= 3 * HOUR + HOUR // 2


def test_every_sort_of_event_is_said() -> None:
    kinds = {event["kind"] for event in said(14)}

    assert kinds == {
        *(f"session.{what}" for what in ("online", "heartbeat", "paused", "resumed", "offline")),
        *(f"order.{what}" for what in ("accepted", "promise_changed", "picked_up", "completed", "cancelled")),
        "pay.accrued",
        "pay.deducted",
    }
    assert any("starts_at" in event for event in said(14))


def test_some_work_on_two_platforms_under_one_id() -> None:
    pairs = {(event["worker_id"], event["platform_id"]) for event in said(14)}

    assert len(pairs) > len({worker for worker, _ in pairs})
