"""The pace live: what is found about areas is what a replay finds, whoever dies meanwhile."""

from collections import Counter

import orjson

from tests.integration.live.events import arrays
from tests.integration.live.rain import gale
from tests.servers.live import Live


def test_a_gale_that_one_platform_did_not_ease_is_found_and_the_other_is_not(live: Live) -> None:
    events, messages = gale(seed=1)
    live.warn(messages)
    live.send(arrays(events))

    live.settle()

    assert about_areas(live) == {
        ("pace_not_eased", "undecidable", "hema/delivery/360104"): 1,
        ("dispatch_under_red", "indication", "hema/delivery/360104"): 1,
        ("dispatch_under_red", "indication", "kuaisong/courier/360104"): 1,
    }


def test_weather_that_is_told_after_the_work_counts_as_well(live: Live) -> None:
    events, messages = gale(seed=2, days_ago=1)
    live.send(arrays(events))
    live.wait_for_no_lag()

    live.warn([*reversed(messages), *messages])

    live.settle()
    assert about_areas(live)["pace_not_eased", "undecidable", "hema/delivery/360104"] == 2


def test_workers_killed_while_they_count_and_tell_lose_no_cell_and_double_none(live: Live) -> None:
    events, messages = gale(seed=3)
    live.warn(messages)
    records = list(arrays(events, size=20))
    live.send(records[: len(records) // 2])
    live.wait_until(lambda: live.metric("shiftwarden_pace_areas_known") > 0, "cells are told")

    live.kill(0)
    live.send(records[len(records) // 2 :])
    live.restart_the_dead()
    live.wait_for_workers()
    live.kill(0)
    live.kill(1)
    live.restart_the_dead()

    live.settle()


def test_what_the_horizon_has_cut_off_of_the_workers_still_counts_in_the_cells(live: Live) -> None:
    days = [gale(seed=4, days_ago=days) for days in (5, 4, 3, 2, 1)]
    for events, messages in days:
        live.send(arrays(events))
        live.warn(messages)
        live.wait_for_no_lag()

    live.settle()
    assert about_areas(live)["pace_not_eased", "undecidable", "hema/delivery/360104"] >= len(days)
    first = days[0][0][:1]
    live.send(arrays(first))
    live.wait_until(lambda: too_late(live) > 0, "what was cut off is settled")


def too_late(live: Live) -> float:
    return live.metric("shiftwarden_feed_events_refused_total", code="too_late")


def about_areas(live: Live) -> Counter[tuple[str, str, str]]:
    """The standing findings about areas, by rule, kind and subject."""
    findings = (orjson.loads(text) for text in live.standing())
    return Counter((each["rule"], each["kind"], each["subject"]) for each in findings if "/" in each["subject"])
