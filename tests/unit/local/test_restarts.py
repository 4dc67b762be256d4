from streams.tools.local.restarts import FIRST_S, GOOD_S, MOST_S, Restarts


def test_the_pause_grows_with_each_end_in_a_row_up_to_a_minute() -> None:
    restarts, now, pauses = Restarts(0), 0.0, []

    for _ in range(9):
        now += 2
        pauses.append(restarts.ended(now))
        now += pauses[-1]
        restarts.started(now)

    assert pauses == [1, 2, 4, 8, 16, 32, MOST_S, MOST_S, MOST_S]


def test_a_start_that_fails_makes_the_pause_longer_too() -> None:
    restarts = Restarts(0)

    assert [restarts.ended(at) for at in (5, 6, 8)] == [1, 2, 4]
    assert restarts.waits


def test_an_end_after_a_good_while_is_a_first_one_again() -> None:
    restarts = Restarts(0)
    restarts.ended(1)
    restarts.ended(2)
    restarts.started(10)

    assert restarts.ended(10 + GOOD_S) == FIRST_S


def test_one_that_ends_just_before_a_good_while_is_over_waits_longer() -> None:
    restarts = Restarts(0)
    restarts.ended(1)
    restarts.started(10)

    assert restarts.ended(10 + GOOD_S - 0.001) == 2 * FIRST_S


def test_a_start_is_due_when_the_pause_is_over_and_not_before() -> None:
    restarts = Restarts(0)

    assert not restarts.due(100)
    restarts.ended(100)
    assert not restarts.due(100.999)
    assert restarts.due(101)
    restarts.started(101)
    assert not restarts.due(1000)
