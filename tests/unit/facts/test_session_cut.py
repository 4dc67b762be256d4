from streams.facts.sessions.cut import cut_session
from streams.facts.sessions.session import OFF, ON, Point, Session
from streams.facts.tolerance import HOUR, STANDARD

DAY = 24 * HOUR
T = 10 * DAY


def point(at: int, sort: int = ON) -> Point:
    return (at, sort, "360104", "delivery")


def session(*points: Point, runs: tuple[int, ...] = (), first: int | None = None) -> Session:
    return Session(sorted(points), list(runs), None if first is None else (first, "360104", "delivery"))


def cut(given: Session, elsewhere: int | None = None) -> Session:
    return cut_session(given, T, STANDARD, lambda _: elsewhere)


def test_what_lies_behind_the_cut_is_not_touched() -> None:
    given = session(point(T), runs=(T, T + 9), first=T)

    assert cut(given) is given


def test_of_a_session_that_was_closed_the_last_end_stays_and_the_last_pulse() -> None:
    given = session(point(0), point(HOUR, OFF), point(T), runs=(0, 900, T, T + 9), first=0)

    assert cut(given) == session(point(HOUR, OFF), point(T), runs=(900, 900, T, T + 9))


def test_of_one_that_was_left_open_the_beginning_stays() -> None:
    given = session(point(0), point(HOUR), point(T, OFF), runs=(0, 900, HOUR, HOUR + 900), first=0)

    assert cut(given) == session(point(HOUR), point(T, OFF), runs=(HOUR + 900, HOUR + 900))


def test_an_end_that_is_not_believed_stays_with_the_beginning_since_it_bars_later_ones() -> None:
    given = session(point(0), point(DAY + 1, OFF), point(DAY + 9, OFF), point(T, OFF))

    assert cut(given) == session(point(0), point(DAY + 1, OFF), point(T, OFF))


def test_where_only_heartbeats_told_the_first_one_stays_as_a_beginning() -> None:
    given = session(runs=(5, 900, T, T + 9), first=5)

    assert cut(given) == session(point(5), runs=(900, 900, T, T + 9))


def test_an_instant_of_both_stays_as_a_pulse_and_where_there_is_no_other_point_bars_a_beginning() -> None:
    both = (point(HOUR), point(HOUR, OFF))

    assert cut(session(*both, point(T))) == session(*both, point(T), runs=(HOUR, HOUR))
    assert cut(session(point(0), *both, point(T))) == session(point(0), point(T), runs=(HOUR, HOUR))


def test_that_another_session_ended_its_silence_is_remembered() -> None:
    given = session(point(T - HOUR), point(T + 3 * DAY, OFF), runs=(T - HOUR, T - HOUR))

    assert [cut(given, elsewhere).left_at for elsewhere in (T - 900, T, None)] == [T - 900, -1, -1]
    assert cut(cut(given, T - 900), T + 9).left_at == T - 900
