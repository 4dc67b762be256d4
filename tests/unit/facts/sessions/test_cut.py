import msgspec

from schemas.instants import HOUR_MS as HOUR
from streams.facts.sessions.cut import cut_session
from streams.facts.sessions.session import BOTH, OFF, ON, PULSE, BeforeCut, Point, Session
from streams.facts.sessions.time import ReadContext, trace_session
from streams.facts.tolerance import STANDARD
from streams.facts.worktime.coverage import Reason, Trace

DAY = 24 * HOUR
T = 10 * DAY


def point(at: int, sort: int = ON) -> Point:
    return (at, sort, "360104", "delivery")


def session(
    *points: Point, runs: tuple[int, ...] = (), first: int | None = None, before: BeforeCut | None = None
) -> Session:
    earliest = None if first is None else (first, "360104", "delivery")
    return Session(sorted(points), list(runs), earliest, before=before)


def on_since(
    last: int,
    began: int = ON,
    *,
    after_off: bool = True,
    beats: bool = False,
    silent: bool = False,
    aside: bool = False,
) -> BeforeCut:
    return BeforeCut(last, began, after_off, beats, silent, aside)


def cut(given: Session, elsewhere: int | None = None) -> Session:
    return cut_session(given, T, STANDARD, lambda _: elsewhere)


def test_what_lies_behind_the_cut_is_not_touched() -> None:
    given = session(point(T), runs=(T, T + 9), first=T)

    assert cut(given) is given


def test_of_a_session_that_was_closed_the_last_end_stays_and_the_last_pulse() -> None:
    given = session(point(0), point(HOUR, OFF), point(T), runs=(0, 900, T, T + 9), first=0)

    assert cut(given) == session(point(HOUR, OFF), point(T), runs=(900, 900, T, T + 9))


def test_of_one_that_was_left_open_stays_how_it_began_and_how_far_it_had_come() -> None:
    given = session(point(0), point(HOUR), point(T, OFF), runs=(0, 900, HOUR, HOUR + 900), first=0)

    left = on_since(HOUR + 900, beats=True)
    assert cut(given) == session(point(T, OFF), runs=(HOUR + 900, HOUR + 900), before=left)


def test_that_a_silence_beyond_belief_lay_in_it_stays_since_an_on_begins_anew_then() -> None:
    given = session(point(0), point(T, OFF), runs=(DAY + 1, DAY + 1), first=DAY + 1)

    left = on_since(DAY + 1, beats=True, silent=True)
    assert cut(given) == session(point(T, OFF), runs=(DAY + 1, DAY + 1), before=left)


def test_where_only_heartbeats_told_that_stays_as_the_beginning() -> None:
    given = session(runs=(5, 900, T, T + 9), first=5)

    assert cut(given) == session(runs=(900, 900, T, T + 9), before=on_since(900, PULSE, beats=True))


def test_of_instants_of_both_alone_it_stays_that_the_earliest_pulse_is_still_to_come() -> None:
    both = (point(HOUR), point(HOUR, OFF))

    bare = cut(session(*both, runs=(T, T), first=T))
    after_on = cut(session(point(0), *both, point(T)))

    assert bare == session(runs=(T, T), first=T, before=on_since(HOUR, BOTH, aside=True))
    assert (bare.marks(), list(bare.places())) == ([(T, PULSE)], [(T, ON, "360104", "delivery")])
    assert after_on == session(point(T), before=on_since(HOUR, BOTH, after_off=False))


def test_a_heartbeat_after_the_cut_is_not_the_earliest_of_a_session_that_was_cut() -> None:
    kept = cut(session(point(0), point(T + DAY, OFF)))

    kept.add_pulse(T + HOUR, "360102", "delivery", STANDARD.pulse)

    assert kept.marks() == [(T + DAY, OFF)]
    assert [place[0] for place in kept.places()] == [T + DAY]


def test_a_part_that_was_cut_goes_on_as_it_would_have() -> None:
    """With heartbeats in the part that is cut, the silence before its end is unknown; time before the cut is less."""
    given = session(point(T - 3 * HOUR), point(T + HOUR, OFF), runs=(T - 3 * HOUR, T - 2 * HOUR), first=T - 3 * HOUR)
    whole, after = Trace(), Trace()

    for each, trace in ((given, whole), (cut(given), after)):
        trace_session(each, ReadContext(T + 2 * HOUR, STANDARD, lambda _: None), trace)

    assert whole.unknown == after.unknown == [(T - 2 * HOUR, T + HOUR, Reason.SILENT_SESSION)]
    assert sum(end - start for start, end in after.work) == 0


def test_that_another_session_ended_its_silence_is_remembered() -> None:
    given = session(point(T - HOUR), point(T + 3 * DAY, OFF), runs=(T - HOUR, T - HOUR))

    assert [cut(given, elsewhere).left_at for elsewhere in (T - 900, T, None)] == [T - 900, -1, -1]
    assert cut(cut(given, T - 900), T + 9).left_at == T - 900


def test_a_session_that_the_release_before_wrote_is_read() -> None:
    """It had no word about what was on: the points that it kept of the time before the cut stand for themselves."""
    written = msgspec.msgpack.encode([[point(0), point(T, OFF)], [900, 900], None, HOUR, None])

    read = msgspec.msgpack.decode(written, type=Session)

    assert read == Session([point(0), point(T, OFF)], [900, 900], None, HOUR)
    assert read.marks() == [(0, ON), (T, OFF)]
