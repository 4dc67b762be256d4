from itertools import pairwise, permutations
from random import Random

from streams.facts.sessions.pulses import MOST, add_pulse
from streams.facts.sessions.session import BOTH, OFF, ON, PULSE, Session

TOLERANCE = 3


def runs_of(pulses: set[int]) -> list[int]:
    """The flat runs of a set of pulses, by definition."""
    instants = sorted(pulses)
    inner = [end for one, other in pairwise(instants) if other - one > TOLERANCE for end in (one, other)]
    return [instants[0], *inner, instants[-1]]


def test_runs_depend_on_the_set_of_pulses_alone() -> None:
    random = Random(1)
    for _ in range(2000):
        pulses = random.choices(range(30), k=random.randint(1, 9))
        runs: list[int] = []
        for pulse in pulses:
            runs, _ = add_pulse(runs, pulse, TOLERANCE)

        assert runs == runs_of(set(pulses))


def test_a_pulse_in_a_run_changes_nothing_and_one_beyond_it_does() -> None:
    runs = [10, 20]

    assert [add_pulse(list(runs), at, TOLERANCE)[1] for at in (10, 15, 20, 21, 9, 40)] == [
        False,
        False,
        False,
        True,
        True,
        True,
    ]


def test_pulses_as_far_apart_as_the_tolerance_are_one_run_and_a_millisecond_more_makes_two() -> None:
    assert add_pulse([0, 0], TOLERANCE, TOLERANCE)[0] == [0, TOLERANCE]
    assert add_pulse([0, 0], TOLERANCE + 1, TOLERANCE)[0] == [0, 0, TOLERANCE + 1, TOLERANCE + 1]


def test_the_earliest_pulse_keeps_its_place_and_of_two_at_an_instant_the_larger_place_stays() -> None:
    for order in permutations([(5, "b"), (2, "a"), (2, "c"), (9, "z")]):
        session = Session()
        for at, area in order:
            session.add_pulse(at, area, "delivery", TOLERANCE)

        assert session.first == (2, "c", "delivery")


def test_a_pulse_before_all_points_begins_the_session_and_one_at_the_first_point_does_not() -> None:
    before, at_it = (Session(points=[(5, OFF, "a", "s")], runs=[at, at], first=(at, "b", "s")) for at in (4, 5))

    assert before.marks() == [(4, PULSE), (5, OFF)]
    assert at_it.marks() == [(5, OFF)]


def test_instants_of_both_before_the_earliest_pulse_do_not_keep_it_from_beginning_and_one_at_it_does() -> None:
    both = [(5, OFF, "a", "s"), (5, ON, "a", "s"), (9, OFF, "a", "s")]
    after, at_it = (Session(points=both, runs=[at, at], first=(at, "b", "s")) for at in (6, 5))

    assert after.marks() == [(5, BOTH), (6, PULSE), (9, OFF)]
    assert at_it.marks() == [(5, BOTH), (9, OFF)]


def test_an_instant_with_an_on_and_an_off_is_both_and_no_on_for_another_session() -> None:
    session = Session()
    for point in ((5, OFF, "a", "s"), (1, ON, "a", "s"), (5, ON, "b", "s"), (7, ON, "a", "s"), (7, ON, "b", "s")):
        session.add_point(point)

    assert session.marks() == [(1, ON), (5, BOTH), (7, ON)]
    assert session.ons() == [1, 7]
    assert [point[0] for point in session.places()] == [1, 7, 7]


def test_the_earliest_pulse_gives_a_place_where_no_point_that_gives_one_is_at_or_before_it() -> None:
    both, first = [(5, OFF, "a", "s"), (5, ON, "a", "s")], (6, "b", "s")

    assert list(Session(points=both, runs=[6, 6], first=first).places()) == [(6, ON, "b", "s")]
    assert list(Session(points=[*both, (7, OFF, "a", "s")], runs=[6, 6], first=first).places())[1:] == [
        (6, ON, "b", "s")
    ]
    assert list(Session(points=[(4, ON, "a", "s"), *both], runs=[6, 6], first=first).places()) == [(4, ON, "a", "s")]
    assert sorted(Session(points=[*both, (7, ON, "a", "s")], runs=[4, 4], first=(4, "b", "s")).places()) == [
        (4, ON, "b", "s"),
        (7, ON, "a", "s"),
    ]


def test_a_point_that_is_said_again_is_no_news() -> None:
    session = Session()

    assert [session.add_point((1, ON, "a", "s")) for _ in range(2)] == [True, False]


def test_the_last_instant_is_that_of_the_later_of_points_and_pulses() -> None:
    assert Session(points=[(5, ON, "a", "s")], runs=[1, 3]).last_instant() == 5
    assert Session(points=[(5, ON, "a", "s")], runs=[1, 9]).last_instant() == 9
    assert Session(runs=[1, 9]).last_instant() == 9


def test_another_place_of_the_first_heartbeat_is_news_and_the_same_one_is_none() -> None:
    session = Session()

    news = [session.add_pulse(0, area, "delivery", TOLERANCE) for area in ("360103", "360104", "360104", "360103")]

    assert news == [True, True, False, False]


def of_many(instants: list[int], sort: int | None) -> Session:
    """A session with points of a sort, or with pulses, added in that order; each of them twice."""
    session = Session()
    for at in [*instants, *reversed(instants)]:
        if sort is None:
            session.add_pulse(at, "a", "s", TOLERANCE)
        else:
            session.add_point((at, sort, "a", "s"))
    return session


def test_many_points_are_the_same_set_whatever_the_order_and_none_of_the_lists_is_long() -> None:
    instants = list(range(0, 9000, 3))
    for number in range(3):
        Random(number).shuffle(instants)
        session = of_many(instants, ON)

        assert session.raw_points() == [(at, ON, "a", "s") for at in range(0, 9000, 3)]
        assert (session.signs(), session.first_instant(), session.last_instant()) == (3000, 0, 8997)
        assert session.earlier is not None
        assert len(session.points) <= MOST


def test_many_runs_are_those_of_the_set_of_pulses_whatever_the_order_and_none_of_the_lists_is_long() -> None:
    for number in range(40):
        random = Random(number)
        instants = random.sample(range(random.choice((6_000, 20_000, 60_000))), 2500)
        session = of_many(instants if number % 4 else sorted(instants, reverse=number % 8 == 0), None)

        runs = runs_of(set(instants))
        assert session.all_runs() == runs
        assert (session.signs(), session.first_instant(), session.last_instant()) == (len(runs) // 2, runs[0], runs[-1])
        if session.earlier is not None:
            assert max(map(len, [session.runs, *session.earlier.runs])) <= MOST


def test_a_point_that_lies_between_the_lists_is_found_again() -> None:
    session = of_many(list(range(0, 4 * MOST, 2)), OFF)

    added = [[session.add_point((at, OFF, "a", "s")) for _ in range(2)] for at in range(1, 4 * MOST, 2)]

    assert set(map(tuple, added)) == {(True, False)}
    assert session.raw_points() == [(at, OFF, "a", "s") for at in range(4 * MOST)]


def test_of_many_signs_each_is_known_and_what_is_beyond_them_is_not() -> None:
    for number in range(6):
        instants = Random(number).sample(range(0, 90_000, 10), 3000)
        points, pulses = of_many(instants, ON), of_many(instants, None)
        known = set(instants)

        for at in range(-20, 90_020, 5):
            near = any(each in known for each in range(at - TOLERANCE, at + TOLERANCE + 1))
            assert points.has_point((at, ON, "a", "s")) is (at in known)
            assert pulses.has_run(at, TOLERANCE) is near
