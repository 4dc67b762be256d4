from collections import Counter

import pytest

from streams.tools.city.expected.finding import ExpectedFinding
from streams.tools.city.spans import DAY, HOUR, MINUTE
from tests.unit.city.town import START, STEP, Seen, missed, said, too_long

SEEDS = (7, 8)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("hours", [4, 5, 6, 7, 9, 14])
def test_a_brute_force_sees_the_planted_breaches_and_no_others(seed: int, hours: int) -> None:
    now = START + hours * HOUR - 1
    planted = [one for one in missed(now, seed) if one.kind == "breach"]

    seen = too_long(said(hours, seed), now)

    assert sorted(map(who_since_when, seen)) == sorted(map(who_since_when, planted))


@pytest.mark.parametrize("seed", SEEDS)
def test_an_ended_breach_ends_where_the_work_did(seed: int) -> None:
    planted = missed(START + 14 * HOUR, seed)
    ends = {one.subject: one.ends_at for one in planted if one.kind == "breach" and one.ends_at}

    last = {one.subject: one.last for one in too_long(said(14, seed), START + 14 * HOUR)}

    assert ends
    assert all(0 < end - last[subject] <= STEP for subject, end in ends.items())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_planted_silence_is_the_last_that_is_heard_that_day_and_no_end_of_a_session(seed: int) -> None:
    dark = [one for one in missed(START + 14 * HOUR, seed) if one.kind == "undecidable" and one.ends_at]

    for one in dark:
        last = [event for event in said(14, seed) if event["worker_id"] == one.subject and event["kind"][:4] != "pay."][
            -1
        ]

        assert last["kind"] == "session.heartbeat"
        assert last["occurred_at"] == (one.ends_at or 0) - 2 * HOUR
        assert START < one.starts_at < last["occurred_at"] < one.starts_at + 4 * HOUR < one.true_from + MINUTE

    assert dark


def test_a_crew_of_fifty_has_two_breaches_one_across_platforms_and_one_silence_a_day() -> None:
    planted = missed(START + 11 * HOUR)

    assert Counter((one.kind, one.scope) for one in planted) == {
        ("breach", "platform"): 2,
        ("breach", "cross_platform"): 1,
        ("undecidable", "platform"): 1,
    }


def test_a_finding_is_planted_from_its_first_instant_on_and_has_an_end_from_the_end_of_its_break_on() -> None:
    for one in missed(START + 3 * DAY):
        assert at(one, one.true_from - 1) == []
        assert [now.ends_at for now in at(one, one.true_from)] == [None]
        assert [now.ends_at for now in at(one, one.ended_from - 1)] == [None]
        assert [now.ends_at for now in at(one, one.ended_from)] == [one.ends_at]
        assert one.ended_from == (one.ends_at or 0) + 20 * MINUTE


def test_no_order_is_in_hand_when_a_planted_breach_comes_true() -> None:
    for one in missed(START + 11 * HOUR):
        events = [event for event in said(14) if event["worker_id"] == one.subject and event["kind"][:6] == "order."]
        spans = orders_in_hand(events)

        assert spans
        assert all(off < one.true_from - MINUTE or on >= one.true_from for on, off in spans)


def at(one: ExpectedFinding, now: int) -> list[ExpectedFinding]:
    found = missed(now)
    return [other for other in found if (other.subject, other.starts_at) == (one.subject, one.starts_at)]


def who_since_when(one: ExpectedFinding | Seen) -> tuple[str, int, bool]:
    if isinstance(one, Seen):
        return one.subject, one.first, one.platforms > 1
    return one.subject, -(-one.starts_at // STEP) * STEP, one.scope == "cross_platform"


def orders_in_hand(events: list[dict[str, int | str]]) -> list[tuple[int, int]]:
    ends = {e["order_id"]: e["occurred_at"] for e in events if e["kind"] in {"order.completed", "order.cancelled"}}
    begun = {e["order_id"]: e["occurred_at"] for e in events if e["kind"] == "order.accepted" and "starts_at" not in e}
    return [(int(on), int(ends[order])) for order, on in begun.items()]
