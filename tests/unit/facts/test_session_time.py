import pytest

from streams.facts.sessions.session import OFF, ON, Point, Session
from streams.facts.sessions.time import ReadContext, trace_session
from streams.facts.tolerance import HOUR, STANDARD
from streams.facts.worktime.coverage import Reason, Trace

T0 = 1_000 * HOUR
PULSE, SILENCE, BELIEF = STANDARD.pulse, STANDARD.silence, STANDARD.belief


def on(at: int) -> Point:
    return (T0 + at, ON, "360104", "delivery")


def off(at: int) -> Point:
    return (T0 + at, OFF, "360104", "delivery")


def traced(*points: Point, pulses: tuple[int, ...] = (), now: int, elsewhere: int | None = None) -> Trace:
    session = Session()
    for point in points:
        session.add_point(point)
    for at in pulses:
        session.add_pulse(T0 + at, "360104", "delivery", PULSE)
    trace = Trace()
    trace_session(
        session, ReadContext(T0 + now, STANDARD, lambda _: None if elsewhere is None else T0 + elsewhere), trace
    )
    return trace


def work(trace: Trace) -> list[tuple[int, int]]:
    return [(start - T0, end - T0) for start, end in trace.work if start < end]


def unknown(trace: Trace) -> list[tuple[int, int, Reason]]:
    return [(start - T0, end - T0, why) for start, end, why in trace.unknown]


def test_from_an_on_to_a_believed_off_is_work_without_any_pulse() -> None:
    trace = traced(on(0), off(3 * HOUR), now=4 * HOUR)

    assert (work(trace), unknown(trace), trace.changes) == ([(0, 3 * HOUR)], [], [])


@pytest.mark.parametrize(("late", "stated"), [(0, True), (1, False)])
def test_an_off_is_believed_a_day_after_its_on_and_not_a_millisecond_later(late: int, stated: bool) -> None:
    trace = traced(on(0), off(BELIEF + late), now=2 * BELIEF)

    assert work(trace) == ([(0, BELIEF)] if stated else [])


@pytest.mark.parametrize(("late", "stated"), [(0, True), (1, False)])
def test_a_later_off_is_believed_as_far_from_a_pulse_as_the_tolerance(late: int, stated: bool) -> None:
    last = BELIEF + HOUR

    trace = traced(on(0), off(last + PULSE + late), pulses=(last,), now=2 * BELIEF)

    assert work(trace) == ([(0, last + PULSE)] if stated else [])


@pytest.mark.parametrize(("gap", "whole"), [(PULSE, True), (PULSE + 1, False)])
def test_a_gap_as_long_as_the_tolerance_is_work_and_a_longer_one_unknown(gap: int, whole: bool) -> None:
    trace = traced(on(0), pulses=(0, gap), now=gap)

    assert work(trace) == ([(0, gap)] if whole else [])
    assert unknown(trace) == ([] if whole else [(0, gap, Reason.PULSE_GAP)])


def test_a_gap_is_unknown_for_two_hours_at_most() -> None:
    trace = traced(on(0), pulses=(0, 5 * HOUR), now=5 * HOUR)

    assert unknown(trace) == [(0, SILENCE, Reason.PULSE_GAP)]


def test_up_to_the_tolerance_after_the_last_pulse_nothing_is_said_and_then_all_of_it_is_unknown() -> None:
    within, beyond = (traced(on(0), pulses=(0,), now=now) for now in (PULSE, PULSE + 1))

    assert (unknown(within), within.growing, within.changes) == ([], False, [T0 + PULSE + 1])
    assert (unknown(beyond), beyond.growing, beyond.changes) == (
        [(0, PULSE + 1, Reason.OPEN_SESSION)],
        True,
        [T0 + SILENCE],
    )


def test_silence_is_unknown_for_two_hours_and_then_over() -> None:
    trace = traced(on(0), now=SILENCE + 1)

    assert (unknown(trace), trace.growing, trace.changes) == ([(0, SILENCE, Reason.OPEN_SESSION)], False, [])


def test_a_point_of_another_session_ends_the_silence() -> None:
    trace = traced(on(0), now=HOUR, elsewhere=HOUR // 2)

    assert unknown(trace) == [(0, HOUR // 2, Reason.OPEN_SESSION)]


def test_the_next_on_is_a_pulse_and_ends_what_is_open() -> None:
    near, far = (traced(on(0), on(gap), off(gap + 1), now=gap + 1) for gap in (PULSE, PULSE + 1))

    assert (work(near), unknown(near)) == ([(0, PULSE), (PULSE, PULSE + 1)], [])
    assert unknown(far) == [(0, PULSE + 1, Reason.OPEN_SESSION)]


def test_pulses_while_off_are_unknown_from_the_off_on() -> None:
    trace = traced(on(0), off(HOUR), pulses=(HOUR - PULSE, HOUR, HOUR + PULSE), now=2 * HOUR)

    assert (work(trace), unknown(trace)) == ([(0, HOUR)], [(HOUR, HOUR + PULSE, Reason.PULSE_GAP)])


def test_a_silence_that_another_session_ended_stays_ended_when_that_one_is_cut_off() -> None:
    session = Session(points=[on(0)], left_at=T0 + HOUR)
    trace = Trace()

    trace_session(session, ReadContext(T0 + 3 * HOUR, STANDARD, lambda _: None), trace)

    assert unknown(trace) == [(0, HOUR, Reason.OPEN_SESSION)]


def test_where_a_sign_has_come_since_it_says_nothing_any_more() -> None:
    session = Session(points=[on(2 * HOUR)], left_at=T0 + HOUR)
    trace = Trace()

    trace_session(session, ReadContext(T0 + 3 * HOUR, STANDARD, lambda _: None), trace)

    assert unknown(trace) == [(2 * HOUR, 3 * HOUR, Reason.OPEN_SESSION)]
