"""In which order workers are asked about: in turn by platform, weighed by statements, the longest waiting first."""

from itertools import islice

import pytest

from streams.core.catching_up import PATIENCE_MS
from streams.core.watched import Watched
from streams.core.workers.stale import HEAVY, PAUSE_MS, UNPAUSED, Stale
from streams.facts.worker import PlatformFacts, WorkerFacts

NOW = 1_700_000_000_000
NOBODY: frozenset[str] = frozenset()


def worker(name: str, statements: int, platform: str = "hema", **others: int) -> Watched:
    kept = {platform: statements, **others}
    return Watched.of(name, WorkerFacts({each: PlatformFacts(signs=number) for each, number in kept.items()}))


def stale(*workers: Watched) -> Stale:
    """The workers, each a millisecond after the one before."""
    found = Stale()
    for number, watched in enumerate(workers):
        found.add(watched, NOW + number)
    return found


def names(
    found: Stale, now: int, most: int = 1000, *, heavy: bool | None = None, but: frozenset[str] = NOBODY
) -> list[str]:
    return [watched.subject for watched in islice(found.take(now, but, heavy=heavy), most)]


def test_of_one_platform_the_longest_waiting_comes_first() -> None:
    found = stale(*(worker(f"w{number}", 10 * (9 - number)) for number in range(9)))

    assert names(found, NOW + 9) == [f"w{number}" for number in range(9)]
    assert len(found) == 0


def test_many_large_workers_of_one_platform_do_not_hold_up_those_of_another() -> None:
    large = [worker(f"large{number}", 1500) for number in range(1000)]
    small = [worker(f"small{number}", 120, "suda") for number in range(20)]
    found = stale(*large, *small)

    turns = names(found, NOW + 5000, 25)

    # a large one weighs ten times as much: after each come ten small ones
    assert [name for name in turns if name.startswith("small")] == [f"small{number}" for number in range(20)]


def test_nobody_waits_for_ever_behind_those_that_come_again_and_again() -> None:
    found, again = stale(worker("large", HEAVY - 100, "suda")), worker("small", 1)
    taken = []
    for number in range(200):
        found.add(again, NOW + number)
        taken += names(found, NOW + number, 1)

    assert taken.count("large") == 1


def test_a_platform_that_had_nothing_to_ask_about_has_saved_nothing_up() -> None:
    found = Stale()
    for number in range(50):
        found.add(worker(f"early{number}", 100), NOW)
    names(found, NOW)
    for number in range(20):
        found.add(worker(f"hema{number}", 100), NOW + 1)
        found.add(worker(f"suda{number}", 100, "suda"), NOW + 1)

    turns = names(found, NOW + 1, 10)

    assert sum(name.startswith("suda") for name in turns) in {5, 6}


def test_a_worker_of_several_platforms_takes_the_turn_of_the_one_with_the_most_statements() -> None:
    shared = [worker(f"shared{number}", 10, "suda", hema=1900) for number in range(50)]
    found = stale(*shared, worker("small", 10, "suda"))

    assert "small" in names(found, NOW + 99, 2)


@pytest.mark.parametrize("statements", [1900, HEAVY + 1])
def test_what_one_platform_sent_of_workers_made_large_by_another_waits_neither_behind_these_nor_before_its_own(
    statements: int,
) -> None:
    found, shared = Stale(), [worker(f"shared{number}", 10, "suda", hema=statements) for number in range(50)]
    for number, watched in enumerate(shared):
        found.add(watched, NOW + number, "hema")
    for number, watched in enumerate(shared[-5:]):
        found.add(watched, NOW + 60 + number, "suda")
    own = worker("own", 10, "suda")
    found.add(own, NOW + 99, "suda")

    turns = names(found, NOW + 99, 12)

    assert {"shared45", "shared46", "shared47", "shared48", "shared49"} < set(turns)
    assert "own" in (turns[:3] if statements < HEAVY else turns)
    assert len(turns) == len(set(turns))
    assert len(names(found, NOW + 99)) == 51 - 12
    assert len(found) == 0


def test_who_has_a_pause_comes_in_the_turn_of_each_platform_that_sent_something_meanwhile() -> None:
    found, others = Stale(), [worker(f"other{number}", 9000) for number in range(20)]
    shared = worker("shared", 10, "suda", hema=9000)
    shared.evaluated_at, shared.evaluated_of = NOW, ("suda",)
    for watched in others:
        found.add(watched, NOW, "hema")
    found.add(shared, NOW, "hema")
    found.add(shared, NOW + 1, "suda")

    assert "shared" not in names(found, NOW + 1, 5)
    assert "shared" in names(found, NOW + 9010 * PAUSE_MS, 2)


def test_the_pause_of_a_worker_made_large_by_another_platform_is_after_ones_own_news() -> None:
    found, shared = Stale(), worker("shared", 10, "suda", hema=9000)
    found.add(shared, NOW, "hema")
    assert names(found, NOW) == ["shared"]
    shared.evaluated_at = NOW

    found.add(shared, NOW + 1, "hema")
    assert names(found, NOW + 2) == []
    found.add(shared, NOW + 3, "suda")
    assert names(found, NOW + 3) == ["shared"]
    shared.evaluated_at = NOW + 3

    found.add(shared, NOW + 4, "suda")
    assert names(found, NOW + 4) == []
    assert names(found, NOW + 3 + 9010 * PAUSE_MS) == ["shared"]


@pytest.mark.parametrize(("statements", "pause"), [(UNPAUSED, 0), (UNPAUSED + 1, PAUSE_MS * (UNPAUSED + 1))])
def test_a_worker_of_many_statements_is_not_asked_about_again_before_a_pause(statements: int, pause: int) -> None:
    watched = worker("w", statements)
    watched.evaluated_at = NOW
    found = stale(watched)

    asked = {now: names(found, now) for now in (NOW + pause - 1, NOW + pause) if now >= NOW}

    assert asked == {now: ["w"] if now == NOW + pause else [] for now in asked}


def test_who_was_never_asked_about_does_not_wait() -> None:
    assert names(stale(worker("w", HEAVY)), NOW) == ["w"]


def test_who_was_asked_about_meanwhile_has_no_turn_and_may_be_noted_again() -> None:
    watched = worker("w", 5)
    found = stale(watched)

    found.remove(watched)
    without = len(found), names(found, NOW)
    found.add(watched, NOW + 1)

    assert (without, len(found), names(found, NOW + 1)) == ((0, []), 1, ["w"])


def test_workers_of_a_platform_that_catches_up_wait_until_it_is_through_or_they_have_waited_long_enough() -> None:
    found = stale(worker("a", 5), worker("b", 5, "suda"), worker("c", 5))
    late = frozenset({"hema"})

    first = names(found, NOW + 2, but=late)
    patient = names(found, NOW + PATIENCE_MS, but=late)
    through = names(found, NOW + PATIENCE_MS)

    assert (first, patient, through) == (["b"], ["a"], ["c"])


def test_what_a_platform_has_to_say_waits_for_no_other_one_that_catches_up() -> None:
    late = frozenset({"hema"})
    shared, timed = worker("shared", 10, suda=5), worker("timed", 5, suda=10)
    found = stale(timed)
    found.add(shared, NOW, "hema")

    before = names(found, NOW + 2, but=late)
    found.add(shared, NOW + 3, "suda")

    assert (before, names(found, NOW + 3, but=late)) == ([], ["shared"])
    assert names(found, NOW + PATIENCE_MS, but=late) == ["timed"]


def test_who_is_noted_anew_after_having_been_held_back_is_not_forgotten() -> None:
    both = worker("both", 10, suda=5)
    found = stale(both)
    found.add(both, NOW + 1, "suda")
    late = frozenset({"hema", "suda"})

    assert names(found, NOW + 2, but=late) == []  # held back, out of two turns
    found.remove(both)
    found.add(both, NOW + 10)

    assert names(found, NOW + 11, but=late) == []
    assert names(found, NOW + PATIENCE_MS + 9, but=late) == []
    assert names(found, NOW + PATIENCE_MS + 10, but=late) == ["both"]
    assert names(found, NOW + PATIENCE_MS + 11) == []


def test_heavy_workers_are_taken_out_apart() -> None:
    found = stale(worker("heavy", HEAVY + 1), worker("light", HEAVY))

    light, heavy = names(found, NOW + 1, heavy=False), names(found, NOW + 1, heavy=True)

    assert (light, heavy) == (["light"], ["heavy"])
