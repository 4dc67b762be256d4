"""Schedules when the verdict about a worker's stretches can change: by the clock alone, and by work that goes on.

It decides nothing about a stretch. An instant may be too early, which costs an evaluation, and never too late.
"""

from collections.abc import Iterable

from schemas.legal_days import DAY_MS
from streams.facts.views.worker_view import ONLINE, View
from streams.facts.worktime.stretch import ELAPSED, HighStretch, Stretch
from streams.law.terms.rest import RestTerms
from streams.rules.contract import Verdict


def mind_silence(view: View, floor: int, verdict: Verdict) -> None:
    """Evaluate again as silence sets in or ends, but not while that cannot bring the last stretch to `floor` (ms), the least."""
    grows = view.may_grow
    # what was heard just now may turn out to be work, which begins a stretch or joins the last one
    start = verdict.now - max(view.tolerance.at(at).pulse for at in (verdict.now - DAY_MS, verdict.now))
    for last in view.stretches(ONLINE)[-1:]:
        if view.break_passed_at(last) > start:
            verdict.runs(last.start, max(_unbroken(view, each, verdict) for each in (last, *last.lows[-1:])))
            start = min(start, last.start)
    if verdict.now - start + grows < floor:
        verdict.quiet(start + floor - grows)
    else:
        # whether by work or by silence, a stretch grows no faster than the clock
        verdict.wake(*(max(change, start + floor) for change in view.changes))


def foresee(view: View, basis: str, high: HighStretch, terms: RestTerms, verdict: Verdict) -> None:
    """Schedule the change of the last stretch: by silence, by a break that passes, by work that goes on."""
    measure, limit = terms.measure.word, terms.limit.number
    if view.break_passed_at(high) > verdict.now:
        _next_threshold(high, measure, (limit + 1,), verdict)
        if view.growing(basis) and high.measured(measure) <= limit:
            # elapsed time takes in the gap before what begins to grow as soon as that has begun
            grown = high.end if measure == ELAPSED else verdict.now
            verdict.wake(max(verdict.now + 1, grown + limit + 1 - high.measured(measure)))
        if high.measured(measure) > limit:
            verdict.wake(view.break_passed_at(high))
    for low in high.lows[-1:]:
        over = view.break_passed_at(low)
        if over > verdict.now:
            bounds = (limit + 1, *(limit + bound + 1 for bound in terms.severity.numbers))
            _next_threshold(low, measure, bounds, verdict)
            verdict.wake(*(over for _ in [0] if low.measured(measure) > limit))


def _unbroken(view: View, stretch: Stretch, verdict: Verdict) -> int:
    """The instant (ms) from which on work that is added to the stretch neither closes a gap in it nor joins it after its end."""
    over = view.break_passed_at(stretch)
    return over if over <= verdict.now else stretch.parts[-1][0]


def _next_threshold(stretch: Stretch, measure: str, bounds: Iterable[int], verdict: Verdict) -> None:
    measured = stretch.measured(measure)
    ahead = [bound for bound in bounds if bound > measured]
    if ahead:
        verdict.quiet(stretch.end + min(ahead) - measured)
