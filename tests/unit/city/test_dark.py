"""Events that arrive late: a feed that falls silent, and phones without network."""

from itertools import pairwise

from streams.tools.city.events import SimulatedEvent
from streams.tools.city.scenario import SILENT_FEED
from streams.tools.city.simulator import City
from streams.tools.city.spans import HOUR, MINUTE
from tests.unit.city.town import START


def of_the_silent(events: list[SimulatedEvent]) -> list[SimulatedEvent]:
    platform, area = SILENT_FEED
    return [event for event in events if event.platform == platform and f'"area":"{area}"'.encode() in event.value]


def test_one_platform_says_nothing_of_one_area_for_35_minutes_and_then_all_of_it() -> None:
    events = of_the_silent(list(City(1, 200, START).events(START, START + 4 * HOUR)))
    first, last = START + 100 * MINUTE, START + 135 * MINUTE

    said_meanwhile = [event for event in events if first <= event.at < last]
    said_after = [event for event in events if event.at >= last > event.occurred_at >= first]

    assert len([event for event in events if event.at < first]) > 100
    assert said_meanwhile == []
    assert len(said_after) > 100
    assert max(event.at for event in said_after if b"session." in event.value) < last + MINUTE


def test_a_phone_without_network_says_all_when_it_is_back_and_within_70_minutes_of_the_shifts_beginning() -> None:
    events = [e for e in City(1, 60, START).events(START, START + 6 * HOUR) if b"session." in e.value]
    late = [event for event in events if event.at > event.occurred_at and event not in of_the_silent(events)]

    assert len(late) > 20
    assert max(event.at - event.occurred_at for event in late) < 40 * MINUTE
    assert max(event.at for event in late) < START + 90 * MINUTE + 71 * MINUTE


def test_some_workers_go_dark_for_good_in_the_middle_of_a_session() -> None:
    planted = [one for one in City(1, 50, START).expected(START + 7 * HOUR) if one.kind == "undecidable"]
    events = list(City(1, 50, START).events(START, START + 7 * HOUR))

    for one in planted:
        own = [event for event in events if one.subject.encode() in event.value and b'"kind":"session.' in event.value]

        assert b"session.heartbeat" in own[-1].value

    assert planted
    assert all(later.at >= earlier.at for earlier, later in pairwise(events))
