"""The platform whose record is taken next."""

from collections import Counter

import pytest

from streams.core.intake.turns import QUANTUM, Turns


def taken(turns: Turns[int], cost: dict[str, int], count: int) -> list[str]:
    """The platforms of the next records, each charged with what its platform's records cost."""
    order = []
    for _ in range(count):
        took = turns.take()
        assert took is not None
        turns.charge(took[0], cost[took[0]])
        order.append(took[0])
    return order


def flooded(*platforms: str, records: int = 1_000) -> Turns[int]:
    turns = Turns[int]()
    for platform in platforms:
        for number in range(records):
            turns.add(platform, number, 10)
    return turns


def test_a_record_waits_for_one_quantum_of_a_platform_that_has_a_thousand_waiting() -> None:
    turns = flooded("flood")
    cost = {"flood": QUANTUM // 8, "victim": 1}
    taken(turns, cost, 3)

    turns.add("victim", 0, 10)

    order = taken(turns, cost, 8)
    assert order.index("victim") == 5


def test_a_record_waits_for_one_quantum_of_each_other_platform() -> None:
    floods = [f"flood{number}" for number in range(5)]
    turns = flooded(*floods)
    cost = dict.fromkeys(floods, QUANTUM // 4) | {"victim": 1}
    taken(turns, cost, 50)

    turns.add("victim", 0, 10)

    order = taken(turns, cost, 30)
    before = Counter(order[: order.index("victim")])
    assert max(before.values()) <= 4


def test_the_work_is_shared_by_cost_and_not_by_records() -> None:
    turns = flooded("dear", "cheap")
    cost = {"dear": 3 * QUANTUM, "cheap": QUANTUM // 10}

    done = Counter(taken(turns, cost, 600))

    assert 0.9 < done["dear"] * cost["dear"] / (done["cheap"] * cost["cheap"]) < 1.2


def test_a_record_that_cost_much_is_paid_for_when_its_platform_comes_again() -> None:
    turns = flooded("other")
    cost = {"dear": 10 * QUANTUM, "other": QUANTUM}
    turns.add("dear", 0, 10)
    while "dear" not in taken(turns, cost, 1):
        pass

    turns.add("dear", 1, 10)

    order = taken(turns, cost, 15)
    assert order.index("dear") >= 9


def test_whoever_is_alone_goes_on_however_much_it_owes() -> None:
    turns = flooded("alone", records=50)

    assert taken(turns, {"alone": 100 * QUANTUM}, 50) == ["alone"] * 50
    assert turns.take() is None


def test_credit_is_not_saved_while_nothing_waits() -> None:
    turns = flooded("flood")
    cost = {"flood": QUANTUM, "idle": 1}
    for number in range(20):
        turns.add("idle", number, 10)
        taken(turns, cost, 3)
    for number in range(200):
        turns.add("idle", number, 10)
    cost["idle"] = QUANTUM // 2

    order = taken(turns, cost, 60)

    assert order.count("flood") == pytest.approx(20, abs=2)


def test_records_of_one_platform_keep_their_order_and_bytes_are_counted() -> None:
    turns = Turns[int]()
    for number in range(3):
        turns.add("hema", number, 10 * number)
    held = (len(turns), turns.size, turns.waiting("hema"), turns.waiting("nobody"))

    order = []
    while took := turns.take():
        order.append(took[1])
        turns.charge("hema", 1)

    assert held == (3, 30, (3, 30), (0, 0))
    assert (order, len(turns), turns.size) == ([0, 1, 2], 0, 0)


def test_of_several_lanes_of_a_platform_the_record_that_arrived_first_is_next_and_each_lane_keeps_its_order() -> None:
    turns = Turns[str]()
    for lane, records in enumerate(((("a1", 10), ("a2", 40), ("a3", 30)), (("b1", 20), ("b2", 35)))):
        for name, arrival in records:
            turns.add("hema", name, 1, lane=lane, arrival=arrival)

    found = []
    while (took := turns.take()) is not None:
        turns.charge("hema", 1)
        found.append(took[1])

    assert found == ["a1", "b1", "b2", "a2", "a3"]
    assert turns.waiting("hema") == (0, 0)


def test_what_was_cleared_is_gone_and_owes_nothing() -> None:
    turns = flooded("flood", "other")
    taken(turns, {"flood": 10 * QUANTUM, "other": 1}, 1)

    turns.clear()

    assert (len(turns), turns.size, turns.take()) == (0, 0, None)
    turns.add("flood", 0, 10)
    assert turns.take() == ("flood", 0)


def test_a_platform_that_is_passed_over_is_not_taken_from_and_has_its_share_afterwards() -> None:
    turns = flooded("flood", "victim", "other", records=100)
    cost = {"flood": QUANTUM // 4, "victim": QUANTUM // 4, "other": QUANTUM // 4}

    passed_over = []
    while turns.waits({"flood"}):
        took = turns.take({"flood"})
        assert took is not None
        turns.charge(took[0], cost[took[0]])
        passed_over.append(took[0])

    assert Counter(passed_over) == {"victim": 100, "other": 100}
    assert turns.take({"flood"}) is None
    assert turns.waits()
    assert taken(turns, cost, 100) == ["flood"] * 100
    assert not turns.waits()


def test_passing_a_platform_over_gives_it_no_credit() -> None:
    turns = flooded("flood", "victim")
    cost = {"flood": QUANTUM // 4, "victim": QUANTUM // 4}
    for _ in range(200):
        assert turns.take({"flood"}) is not None
        turns.charge("victim", cost["victim"])

    order = taken(turns, cost, 40)

    assert abs(order.count("flood") - order.count("victim")) <= 8


def test_a_platform_saves_nothing_up_while_it_is_passed_over() -> None:
    turns = flooded("flood")
    for number in range(200):
        turns.add("victim", number, 10)
        assert turns.take({"flood"}) == ("victim", number)
        turns.charge("victim", 1)
    cost = {"flood": QUANTUM // 4, "victim": 1}

    turns.add("victim", 0, 10)

    assert taken(turns, cost, 8).index("victim") <= 4
