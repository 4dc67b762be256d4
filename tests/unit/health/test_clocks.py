"""The wrong one of three clocks, and if a machine may judge by its own."""

import pytest

from streams.health.clocks import SKEWED_S, WRONG_S, ClockVerdict, Wrong, judge_clocks, nearest

FAR = 2400.0


@pytest.mark.parametrize(
    ("broker", "database", "wrong", "may_judge"),
    [
        (0.0, 0.0, None, True),
        (SKEWED_S, -SKEWED_S, None, True),
        (SKEWED_S + 1, SKEWED_S + 1, Wrong.OWN, True),
        (WRONG_S, WRONG_S, Wrong.OWN, True),
        (WRONG_S + 1, WRONG_S + 1, Wrong.OWN, False),
        (-FAR, -FAR, Wrong.OWN, False),
        (FAR, 0.0, Wrong.BROKER, True),
        (-FAR, 1.0, Wrong.BROKER, True),
        (0.0, FAR, Wrong.DATABASE, True),
        (FAR, 2 * FAR, Wrong.UNSETTLED, False),
        (FAR, 30.0, Wrong.UNSETTLED, True),
        (0.0, None, None, True),
        (SKEWED_S + 1, None, Wrong.UNSETTLED, True),
        (FAR, None, Wrong.UNSETTLED, False),
        (None, FAR, Wrong.UNSETTLED, False),
        (None, None, None, True),
    ],
)
def test_two_of_three_clocks_that_agree_decide(
    broker: float | None, database: float | None, wrong: Wrong | None, may_judge: bool
) -> None:
    assert judge_clocks(broker, database) == ClockVerdict(wrong, may_judge)


def test_of_a_difference_that_is_known_within_bounds_no_more_is_said_than_is_certain() -> None:
    slow_answer = nearest(-3.0, 90.0)
    ahead = nearest(59.0, 149.0)
    behind = nearest(-100.0, -10.0)

    assert (slow_answer, ahead, behind) == (0.0, 59.0, -10.0)
