from collections.abc import Iterable

from streams.tools.local.liveness import STARTING_S, STUCK_S, HealthReply, Liveness


def asked(answers: Iterable[tuple[float, HealthReply]]) -> list[float | None]:
    """For how long a process started at 0 was stuck, at each instant with its answer."""
    told = list(answers)
    given = iter([answer for _, answer in told])
    liveness = Liveness("127.0.0.1:9100", 0, lambda _: next(given))
    return [liveness.stuck_for(at) for at, _ in told]


def test_one_that_is_well_is_never_stuck() -> None:
    assert asked([(0, HealthReply.HEALTHY), (1000, HealthReply.HEALTHY)]) == [None, None]


def test_one_that_is_ill_for_longer_than_a_minute_is_stuck() -> None:
    replies = [(0, HealthReply.HEALTHY), *((at, HealthReply.UNHEALTHY) for at in (5, 5 + STUCK_S, 66))]

    assert asked(replies) == [None, None, None, 61]


def test_one_that_fell_silent_is_stuck_like_one_that_is_ill() -> None:
    assert (
        asked([(0, HealthReply.HEALTHY), (5, HealthReply.NONE), (30, HealthReply.UNHEALTHY), (66, HealthReply.NONE)])[
            -1
        ]
        == 61
    )


def test_a_good_answer_between_makes_it_well_again() -> None:
    assert (
        asked(
            [
                (0, HealthReply.UNHEALTHY),
                (50, HealthReply.HEALTHY),
                (55, HealthReply.UNHEALTHY),
                (100, HealthReply.UNHEALTHY),
            ]
        )
        == [None] * 4
    )


def test_nobody_asked_for_long_is_no_illness() -> None:
    assert asked([(0, HealthReply.HEALTHY), (500, HealthReply.NONE), (505, HealthReply.HEALTHY)]) == [None] * 3


def test_one_that_never_answered_has_longer_from_its_start_on() -> None:
    assert asked([(5, HealthReply.NONE), (STARTING_S, HealthReply.NONE), (STARTING_S + 1, HealthReply.NONE)]) == [
        None,
        None,
        601,
    ]
