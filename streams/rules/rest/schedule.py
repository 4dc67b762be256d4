"""When the answer about a worker's stretches can change: by the clock alone, and by work that goes on.

It decides nothing about a stretch. What it says may be too early, which costs an ask, and never too late.
"""

from collections.abc import Iterable

from streams.facts.worktime.stretch import ELAPSED, HighStretch, Stretch
from streams.facts.worktime.view import ONLINE, View
from streams.law.terms.rest import RestTerms
from streams.rules.answer import Verdict


def mind_silence(view: View, floor: int, answer: Verdict) -> None:
    """Ask again as silence sets in or ends, but not while that cannot bring the last stretch to `floor` (ms), the least."""
    grows = view.may_grow
    # what was heard just now may turn out to be work, which begins a stretch or joins the last one
    start = answer.now - view.tolerance.pulse
    for last in view.stretches(ONLINE)[-1:]:
        if view.break_passed_at(last) > start:
            answer.runs(last.start, max(_unbroken(view, each, answer) for each in (last, *last.lows[-1:])))
            start = min(start, last.start)
    if answer.now - start + grows < floor:
        answer.quiet(start + floor - grows)
    else:
        # whether by work or by silence, a stretch grows no faster than the clock
        answer.wake(*(max(change, start + floor) for change in view.changes))


def foresee(view: View, basis: str, high: HighStretch, terms: RestTerms, answer: Verdict) -> None:
    """Say when the last stretch can change: by silence, by a break that passes, by work that goes on."""
    measure, limit = terms.measure.word, terms.limit.number
    if view.break_passed_at(high) > answer.now:
        _next_threshold(high, measure, (limit + 1,), answer)
        if view.growing(basis) and high.measured(measure) <= limit:
            # elapsed time takes in the gap before what begins to grow as soon as that has begun
            grown = high.end if measure == ELAPSED else answer.now
            answer.wake(max(answer.now + 1, grown + limit + 1 - high.measured(measure)))
        if high.measured(measure) > limit:
            answer.wake(view.break_passed_at(high))
    for low in high.lows[-1:]:
        over = view.break_passed_at(low)
        if over > answer.now:
            bounds = (limit + 1, *(limit + bound + 1 for bound in terms.severity.numbers))
            _next_threshold(low, measure, bounds, answer)
            answer.wake(*(over for _ in [0] if low.measured(measure) > limit))


def _unbroken(view: View, stretch: Stretch, answer: Verdict) -> int:
    """From when on (ms) work that is added to the stretch neither closes a gap in it nor joins it after its end."""
    over = view.break_passed_at(stretch)
    return over if over <= answer.now else stretch.parts[-1][0]


def _next_threshold(stretch: Stretch, measure: str, bounds: Iterable[int], answer: Verdict) -> None:
    measured = stretch.measured(measure)
    ahead = [bound for bound in bounds if bound > measured]
    if ahead:
        answer.quiet(stretch.end + min(ahead) - measured)
