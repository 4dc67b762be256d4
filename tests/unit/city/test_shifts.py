from itertools import pairwise
from random import Random

import pytest

from streams.tools.city.shifts.kinds import BREAK, LIMIT, four_hours_exactly, just_a_break, nearly_four_hours, ordinary
from streams.tools.city.shifts.shift import Shift, stretch
from streams.tools.city.spans import HOUR, MINUTE, WorkSpan, reached, united

SEEDS = range(20)


def stretches(shift: Shift) -> list[list[WorkSpan]]:
    """The spans of all sessions, cut where 20 min or more lie between."""
    spans = [span for session in shift.sessions for span in session.spans]
    cuts = [at for at, (one, other) in enumerate(pairwise(spans), 1) if other.on - one.off >= BREAK]
    return [spans[start:end] for start, end in pairwise([0, *cuts, len(spans)])]


def worked(spans: list[WorkSpan]) -> int:
    return sum(off - on for on, off in spans)


@pytest.mark.parametrize("seed", SEEDS)
def test_ordinary_stretches_stay_under_four_hours_from_first_to_last(seed: int) -> None:
    shift = ordinary(Random(seed), 0, ("hema",))

    assert len(stretches(shift)) == 3
    assert all(spans[-1].off - spans[0].on < LIMIT for spans in stretches(shift))


@pytest.mark.parametrize("seed", SEEDS)
def test_near_misses_touch_the_limit_and_do_not_pass_it(seed: int) -> None:
    nearly = nearly_four_hours(Random(seed), 0, ("hema",))
    exactly = four_hours_exactly(Random(seed), 0, ("hema",))

    assert [worked(spans) for spans in stretches(nearly)] == [LIMIT - MINUTE] * 2
    assert worked(stretches(exactly)[0]) == LIMIT


@pytest.mark.parametrize("seed", SEEDS)
def test_a_break_of_twenty_minutes_to_the_millisecond_parts_two_stretches(seed: int) -> None:
    first, second = stretches(just_a_break(Random(seed), 0, ("hema",)))

    assert second[0].on - first[-1].off == 20 * MINUTE
    assert worked(first) + worked(second) > LIMIT


def test_short_pauses_do_not_change_how_much_is_worked() -> None:
    spans = list(stretch(Random(1), 0, 3 * HOUR, 2))

    assert len(spans) == 3
    assert worked(spans) == 3 * HOUR
    assert all(3 * MINUTE <= later.on - earlier.off < 18 * MINUTE for earlier, later in pairwise(spans))


def test_spans_that_touch_or_overlap_are_one() -> None:
    assert united([WorkSpan(5, 7), WorkSpan(0, 3), WorkSpan(3, 4), WorkSpan(6, 9)]) == [WorkSpan(0, 4), WorkSpan(5, 9)]


def test_a_limit_is_reached_at_the_end_of_a_span_rather_than_at_the_begin_of_the_next() -> None:
    assert reached([WorkSpan(0, 3), WorkSpan(5, 9)], 3) == 3
    assert reached([WorkSpan(0, 3), WorkSpan(5, 9)], 4) == 6


def test_a_limit_that_is_never_reached_is_an_error() -> None:
    with pytest.raises(ValueError, match="1 ms short of 8 ms"):
        reached([WorkSpan(0, 3), WorkSpan(5, 9)], 8)
