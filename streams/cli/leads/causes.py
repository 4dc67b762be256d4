"""The cause of a step, and the figures of a decision, in words for a page."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from alerts.leads.cause import Cause
from alerts.leads.evidence.changed import SpanChange, ValueChange
from alerts.leads.evidence.changes import EvidenceChanges, NamedEvidence, NamedSome
from alerts.words import LEVELS, both
from schemas.instants import from_rfc3339
from streams.cli.leads.sections.words import at, because, until
from streams.cli.wording import local, quantity

_SORTS: Final = (
    ("new", "new evidence"),
    ("gone", "evidence gone"),
    ("different", "evidence different now"),
    ("longer", "goes on"),
    ("rested_on", "no finding any more; it rested on"),
)
_SHORT: Final = 12
"""Digits of a digest in a line; the JSON has all."""


_STATES: Final = {"work": "工作", "unknown": "未知", "none": "非工作", "outside": "不在结论时段内"} | LEVELS
"""The states of a time of a piece of evidence, before and now."""


def cause_lines(cause: Cause) -> Iterator[str]:
    """The cause, each part of it in a few words."""
    if cause.decided is not None and cause.found is not None:
        yield "decided about " + figures_line(cause.decided)
        yield "found now " + figures_line(cause.found)
        yield "more in " + ", ".join(cause.more)
    if cause.merged:
        yield "merged with " + ", ".join(f"lead {number}" for number in cause.merged)
    if cause.evidence is not None:
        yield from _evidence(cause.evidence)
    yield from _judged_by(cause)
    yield from _placed(cause)
    if cause.passed is not None:
        yield f"time went by, judged at {local(cause.passed)}"
    yield from _after_the_fact(cause)


def _judged_by(cause: Cause) -> Iterator[str]:
    yield from (f"law value {_changed(one)}" for one in cause.law)
    if cause.release is not None:
        yield _changed(cause.release)
    if cause.law_digest is not None:
        yield _changed(cause.law_digest.model_copy(update={"name": "law"}), _SHORT)


def _placed(cause: Cause) -> Iterator[str]:
    if cause.outside:
        yield "said to lie outside the city now, where nothing is judged"
    if cause.off:
        yield "规则已停用 the rule is off at this place and day now"
    if not {"area", "sector"}.isdisjoint(cause.figures):
        yield "another place is said now: " + ", ".join(name for name in cause.figures if name in ("area", "sector"))


def _after_the_fact(cause: Cause) -> Iterator[str]:
    if cause.late_ms is not None:
        yield f"事后 after the fact: it arrived {quantity(cause.late_ms, 'ms')} late"
    if cause.arrived is not None:
        yield "此后到达 arrived since: " + ", ".join(map(_arrived, cause.arrived.named))


def figures_line(figures: Mapping[str, Any]) -> str:
    """The figures that a decision was about."""
    unit, end = figures["unit"], figures["ends_at"]
    low, high = quantity(figures["measured_low"], unit), quantity(figures["measured_high"], unit)
    measured = low if low == high else f"{low}, {high} with unknown time"
    kind = ", ".join(each for each in (figures["kind"], figures["severity"]) if each)
    until = "still running" if end is None else f"to {local(from_rfc3339(end))}"
    return f"{kind}: {measured or 'nothing to measure it by'}, from {local(from_rfc3339(figures['starts_at']))} {until}"


def _evidence(evidence: EvidenceChanges) -> Iterator[str]:
    for name, words in _SORTS:
        some: NamedSome | None = getattr(evidence, name)
        if some is not None:
            named = ", ".join(map(_named, some.named))
            yield f"{words}: {named}" + (f" and {some.more:,} more" if some.more else "")
    if evidence.unlisted:
        yield "evidence that is not listed differs"


def _named(one: NamedEvidence) -> str:
    """A piece of evidence by its id, with the delay of what arrived more than an hour after the fact."""
    late = "" if one.late_ms is None else f" (迟到 {quantity(one.late_ms, 'ms')} late)"
    changed = [*([f"{one.more_spans:,} more before"] if one.more_spans else []), *map(_span, one.spans)]
    changed += [_changed(each) for each in one.values]
    return f"{one.platform} {one.what} {one.id}{late}" + (f" [{', '.join(changed)}]" if changed else "")


def _span(one: SpanChange) -> str:
    end = "…" if one.end is None else until(one.end, one.start)
    was, now = (_state(word, why) for word, why in ((one.before, one.why_before), (one.after, one.why_after)))
    return f"{at(one.start)} – {end}: {was} -> {now}"


def _state(word: str, why: tuple[str, ...]) -> str:
    return both(word, _STATES) + (f" ({because(why)})" if why else "")


def _arrived(one: NamedEvidence) -> str:
    when = "" if one.arrived_at is None else f" {local(one.arrived_at)}"
    return f"{one.platform} {one.what} {one.id}{when}, {quantity(one.late_ms, 'ms')} late"


def _changed(change: ValueChange, most: int | None = None) -> str:
    before, after = ((each or "unknown")[:most] for each in (change.before, change.after))
    return f"{change.name}: {before} -> {after}"
