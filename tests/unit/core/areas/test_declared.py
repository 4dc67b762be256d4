"""Measures that platforms declare are bounded, and what goes beyond costs its platform alone."""

import json

from schemas.feed.reading import Mitigation
from streams.core.area_record import DeclaredMeasure, encode_pace
from streams.core.areas.pace import Pace
from streams.core.areas.partition import PacePartition
from streams.law.registers.budget import Budget
from streams.law.table import Law
from tests.taking import take

BUDGETS = {"hema": Budget(declared=3), "tuche": Budget()}


def declared(number: int, platform: str = "hema") -> Mitigation:
    return Mitigation(
        platform=platform,
        event_id=f"{platform}-{number}",
        at=1_000 + number,
        area="360104",
        sector="delivery",
        measure="limit_orders",
        from_at=1_000 + number,
        until_at=2_000,
        offset=40 + number,
        index=number,
        partition=1,
    )


def partition(law: Law, number: int = 0) -> PacePartition:
    return PacePartition(number, Pace(law, budgets=BUDGETS), 1, 0, 0)


def test_what_is_declared_beyond_a_budget_is_refused_with_its_place_and_others_are_taken(law: Law) -> None:
    one = partition(law)

    sent = take(one, 0, encode_pace([DeclaredMeasure([*map(declared, range(5)), declared(0, "tuche")])]), 5_000)

    refusals = [json.loads(each.value) for each in sent]
    assert {each.topic for each in sent} == {"refused.hema"}
    assert [
        (each["code"], each["event_id"], each["partition"], each["offset"], each["index"]) for each in refusals
    ] == [
        ("over_budget", "hema-3", 1, 43, 3),
        ("over_budget", "hema-4", 1, 44, 4),
    ]
    assert one.refused == [declared(3), declared(4)]


def test_what_is_declared_again_is_never_beyond(law: Law) -> None:
    one = partition(law)
    record = encode_pace([DeclaredMeasure(list(map(declared, range(3))))])

    assert take(one, 0, record, 5_000) == []
    assert take(one, 1, record, 5_000) == []


def test_only_the_first_partition_answers(law: Law) -> None:
    assert take(partition(law, 1), 0, encode_pace([DeclaredMeasure(list(map(declared, range(5))))]), 5_000) == []


def test_what_was_stored_counts(law: Law) -> None:
    one, other = partition(law), PacePartition(0, Pace(law, budgets=BUDGETS), 2, 0, 9)
    take(one, 0, encode_pace([DeclaredMeasure(list(map(declared, range(3))))]), 5_000)
    other.load([(unit, state) for part in one.dump() for unit, state in part if state is not None], 5_000)

    sent = take(other, 1, encode_pace([DeclaredMeasure([declared(7)])]), 6_000)

    assert [json.loads(each.value)["event_id"] for each in sent] == ["hema-7"]
