"""The verdict of a comparison: no finding, a breach, or that it cannot be decided, and why."""

from typing import Final

from schemas.findings.finding import Kind
from streams.rules.pace.baseline import Usual
from streams.rules.pace.comparison import Comparison

NO_BASELINE: Final = "no_baseline"
"""The reason where there is too little to compare with."""

NO_PROMISES: Final = "no_promises"
"""The reason where too few orders have a promise and a distance."""

PULSE_GAP: Final = "pulse_gap"
"""The reason where it depends on unknown time whether enough was done to judge, or whether intake was limited."""

SHORT_BASELINE: Final = "short_baseline"
"""The reason where the hours before the warning had to stand for the usual: another time of day proves nothing."""

Decided = tuple[Kind, tuple[str, ...]]
"""A kind of finding, and the reasons of an undecidable one, sorted."""


def decided(case: Comparison) -> Decided | None:
    """The finding that a comparison comes to; None where either measure shows."""
    if case.usual is None:
        return Kind.UNDECIDABLE, (NO_BASELINE,)
    low, high = (case.limited(case.usual, high=each) for each in (False, True))
    limited = (low and high) if case.is_sample else high
    extended = case.extended(case.usual)
    if limited or extended:
        return None
    reasons = tuple(sorted(_doubts(case, case.usual, unclear=low != high)))
    return (Kind.UNDECIDABLE if reasons else Kind.BREACH), reasons


def _doubts(case: Comparison, usual: Usual, *, unclear: bool) -> set[str]:
    doubts = (
        (NO_PROMISES, case.required(usual) is None),
        (PULSE_GAP, unclear or not case.is_sample),
        (SHORT_BASELINE, usual.short),
    )
    return {reason for reason, applies in doubts if applies}
