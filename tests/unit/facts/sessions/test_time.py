from dataclasses import replace

import pytest

from schemas.instants import HOUR_MS as HOUR
from schemas.instants import MINUTE_MS as MINUTE
from streams.facts.sessions.session import OFF, ON, Point, Session
from streams.facts.sessions.time import ReadContext, trace_session
from streams.facts.tolerance import STANDARD, Tolerance
from streams.facts.worktime.coverage import Reason, Trace

T0 = 1_000 * HOUR
PULSE, SILENCE, BELIEF, STATED = STANDARD.pulse, STANDARD.silence, STANDARD.belief, STANDARD.stated_silence


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


def silent(trace: Trace) -> list[tuple[int, int]]:
    return [(start - T0, end - T0) for start, end in trace.silent]


def test_from_an_on_to_an_off_is_work_without_any_pulse() -> None:
    trace = traced(on(0), off(3 * HOUR), now=4 * HOUR)

    assert (work(trace), unknown(trace), trace.changes) == ([(0, 3 * HOUR)], [], [])


@pytest.mark.parametrize(("late", "stated"), [(0, True), (1, False)])
def test_a_silence_of_a_day_leaves_a_session_stated_and_one_a_millisecond_longer_does_not(
    late: int, stated: bool
) -> None:
    trace = traced(on(0), off(BELIEF + late), now=2 * BELIEF)

    assert work(trace) == ([(0, BELIEF)] if stated else [])
    assert unknown(trace) == ([] if stated else [(0, SILENCE, Reason.PULSE_GAP)])


@pytest.mark.parametrize(("gap", "unknown_time"), [(STATED - 1, False), (STATED, True)])
def test_a_stated_silence_that_a_break_fits_in_is_unknown_where_a_heartbeat_lies_in_the_part(
    gap: int, unknown_time: bool
) -> None:
    trace = traced(on(0), off(gap), pulses=(0,), now=HOUR)

    assert (work(trace), unknown(trace)) == (
        ([], [(0, gap, Reason.SILENT_SESSION)]) if unknown_time else ([(0, gap)], [])
    )


@pytest.mark.parametrize("beat", [-1, 0, HOUR, HOUR + 1])
def test_a_heartbeat_at_either_end_of_a_part_lies_in_it_and_one_beyond_does_not(beat: int) -> None:
    trace = traced(on(-2 * HOUR), off(-HOUR), on(0), off(HOUR), pulses=(beat,), now=2 * HOUR)

    assert ((0, HOUR) in work(trace)) is (beat in (-1, HOUR + 1))


def test_a_stated_silence_before_an_on_is_unknown_without_any_heartbeat_and_one_before_the_off_is_work() -> None:
    trace = traced(on(0), on(HOUR), off(3 * HOUR), now=3 * HOUR)

    assert (work(trace), unknown(trace)) == ([(HOUR, 3 * HOUR)], [(0, HOUR, Reason.SILENT_SESSION)])


def test_an_instant_of_both_ends_one_part_and_begins_the_next_unless_it_is_the_last_sign() -> None:
    both = (on(HOUR), off(HOUR))
    last, followed = traced(on(0), *both, now=3 * HOUR), traced(on(0), *both, pulses=(HOUR + 1,), now=3 * HOUR)

    assert (work(last), unknown(last)) == ([(0, HOUR)], [])
    assert (work(followed), unknown(followed)) == (
        [(0, HOUR), (HOUR, HOUR + 1)],
        [(HOUR + 1, 3 * HOUR, Reason.OPEN_SESSION)],
    )


@pytest.mark.parametrize(("before", "known"), [((), False), ((off(-HOUR),), False), ((on(-HOUR),), True)])
def test_what_two_instants_of_both_alone_enclose_is_unknown_after_off_or_nothing(
    before: tuple[Point, ...], known: bool
) -> None:
    trace = traced(*before, on(0), off(0), on(HOUR), off(HOUR), now=2 * HOUR)

    assert ((0, HOUR) in work(trace)) is known
    assert unknown(trace) == ([] if known else [(0, HOUR, Reason.SILENT_SESSION)])


def test_an_on_begins_anew_after_a_silence_beyond_belief_also_where_a_sign_lies_between() -> None:
    back = BELIEF + HOUR
    trace = traced(on(0), on(back + HOUR), off(back + 2 * HOUR), pulses=(back,), now=back + 2 * HOUR)

    assert work(trace) == [(back + HOUR, back + 2 * HOUR)]
    assert unknown(trace) == [
        (0, SILENCE, Reason.PULSE_GAP),
        (back, back + HOUR, Reason.OPEN_SESSION),
    ]


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


def test_an_on_of_another_session_ends_the_silence_of_an_open_one_and_leaves_that_of_a_stated_one() -> None:
    open_one = traced(on(0), now=HOUR, elsewhere=HOUR // 2)
    stated = traced(on(0), off(HOUR), pulses=(0,), now=HOUR, elsewhere=HOUR // 2)

    assert unknown(open_one) == [(0, HOUR // 2, Reason.OPEN_SESSION)]
    assert unknown(stated) == [(0, HOUR, Reason.SILENT_SESSION)]


def test_it_ends_silences_between_signs_of_an_open_session_too() -> None:
    trace = traced(on(0), pulses=(HOUR,), now=HOUR, elsewhere=HOUR // 2)

    assert unknown(trace) == [(0, HOUR // 2, Reason.PULSE_GAP)]


def test_another_on_of_an_open_session_is_a_sign_of_it() -> None:
    near, far = (traced(on(0), on(gap), now=gap) for gap in (PULSE, PULSE + 1))

    assert (work(near), unknown(near)) == ([(0, PULSE)], [])
    assert unknown(far) == [(0, PULSE + 1, Reason.OPEN_SESSION)]


def test_runs_of_pulses_while_off_are_unknown_once_they_lie_further_than_the_tolerance_after_the_first_off() -> None:
    pulses = tuple(range(HOUR - PULSE, HOUR + 4 * PULSE, PULSE // 3))
    once = traced(on(HOUR - PULSE), off(HOUR), pulses=pulses, now=2 * HOUR)
    twice = traced(on(HOUR - PULSE), off(HOUR), off(HOUR + 2 * PULSE), pulses=pulses, now=2 * HOUR)

    assert unknown(once) == [(HOUR + PULSE, pulses[-1], Reason.PULSE_GAP)]
    assert unknown(twice) == unknown(once)


def test_silences_are_noted_up_to_the_next_sign_or_for_a_day() -> None:
    """The silences of stated parts as far as they are unknown; of the last one the end may be still to come."""
    stated = traced(on(0), off(3 * HOUR), pulses=(0,), now=4 * HOUR)
    known = traced(on(0), off(3 * HOUR), now=4 * HOUR)
    open_one = traced(on(0), pulses=(5 * HOUR,), now=6 * HOUR)

    assert silent(stated) == [(0, 3 * HOUR)]
    assert silent(known) == []
    assert silent(open_one) == [(0, 5 * HOUR), (5 * HOUR, 5 * HOUR + BELIEF)]


def test_up_to_the_tolerance_after_the_last_sign_no_silence_is_noted_but_when_it_would_end() -> None:
    assert silent(traced(on(0), now=PULSE)) == [(PULSE, BELIEF)]


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


class Dated(Tolerance):
    """Five minutes for whatever follows a sign from an instant on, and shorter limits of silence; the usual values before."""

    def at(self, instant: int) -> Tolerance:
        return replace(STANDARD, pulse=5 * MINUTE, silence=HOUR) if instant >= T0 + HOUR else STANDARD


def test_the_values_of_the_sign_before_a_gap_hold_for_it() -> None:
    session, trace = Session(), Trace()
    for point in (on(0), off(2 * HOUR)):
        session.add_point(point)
    for at in (0, 4 * MINUTE, HOUR, HOUR + 4 * MINUTE, 2 * HOUR + 4 * MINUTE, 2 * HOUR + 8 * MINUTE, BELIEF * 3):
        session.add_pulse(T0 + at, "360104", "delivery", PULSE)
    session.add_point(on(2 * HOUR + 20 * MINUTE))

    trace_session(session, ReadContext(T0 + BELIEF * 4, Dated(), lambda _: None), trace)

    assert unknown(trace) == [
        (4 * MINUTE, HOUR, Reason.SILENT_SESSION),
        (HOUR + 4 * MINUTE, 2 * HOUR, Reason.SILENT_SESSION),
        (2 * HOUR + 20 * MINUTE, 3 * HOUR + 20 * MINUTE, Reason.PULSE_GAP),
        (BELIEF * 3, BELIEF * 3 + HOUR, Reason.OPEN_SESSION),
        (2 * HOUR + 5 * MINUTE, 2 * HOUR + 8 * MINUTE, Reason.PULSE_GAP),
    ]
