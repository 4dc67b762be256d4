"""The health of a process in its own words: that its loop turns, and what it lacks."""

from streams.health.condition import ALIVE_S, Condition, Lack


class Clock:
    """Seconds that a test moves on."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_process_is_alive_as_long_as_its_loop_has_turned_lately() -> None:
    clock = Clock()
    condition = Condition(clock)

    clock.now += ALIVE_S - 1
    before = condition.alive
    clock.now += 1
    stuck = condition.alive
    condition.tick()

    assert (before, stuck, condition.alive) == (True, False, True)


def test_at_its_start_a_process_lacks_everything() -> None:
    assert set(Condition().lacking) == {"broker", "ledger", "partitions", "clock"}


def test_what_is_lacking_is_told_with_its_reason_and_since_when_until_it_is_there() -> None:
    clock = Clock()
    condition = Condition(clock)
    for each in Lack:
        condition.has(each)

    first = condition.lacks(Lack.LEDGER, "away")
    clock.now += 35
    second = condition.lacks(Lack.LEDGER, "read-only")
    told = dict(condition.lacking)
    condition.has(Lack.LEDGER)

    assert (first, second) == (0, 35)
    assert told == {"ledger": "read-only; for 35 s"}
    assert condition.lacking == {}
