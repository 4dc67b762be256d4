"""Decides when a standing set is published: which change of it counts, and how often a running finding is published again."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from schemas.findings.finding import ON_DAYS, Finding, Kind, Lapsed, Scope, Severity, StandingSet
from streams.core.watched import WatchedSubject

RESTATE_MS = 600_000
"""A running finding is published again after ten minutes with its new measure."""

MOVING = ("measured_high", "rest", "second_opinion")
"""The fields that still move in a finding that has ended, while the high stretch or the other basis goes on beyond its end."""

NO_CHANGE = ("arrival", "law_digest", "release")
"""The fields that change no finding: for what differs in them alone no set is published."""

Moving = Callable[[Finding], bool]
"""True for a finding that, even if it has ended, reaches into a stretch that still runs."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A standing set to be published now, and the advice that goes to platforms with it.

    `speaks_from`, `days_from` in ms, None where nothing was cut. `advice`: warnings that were not in the set before. `lapsed`:
    what has become of the evidence of findings that hold no more.
    """

    subject: str
    speaks_from: int | None
    findings: tuple[Finding, ...]
    advice: tuple[Finding, ...]
    lapsed: tuple[Lapsed, ...] = ()
    days_from: int | None = None

    def covered_from(self, rule: str) -> int | None:
        """The instant (ms) from which on the set states what the rule finds; None for all time."""
        return self.days_from if rule in ON_DAYS else self.speaks_from

    def standing_set(self, version: tuple[int, int, int]) -> StandingSet:
        """The standing set in its version, as it goes to the topic."""
        return StandingSet(
            subject=self.subject,
            speaks_from=self.speaks_from,
            days_from=self.days_from,
            version=version,
            findings=self.findings,
            lapsed=self.lapsed,
        )


def spoken_of(findings: Iterable[Finding], speaks_from: int | None) -> tuple[Finding, ...]:
    """The findings without those of the time before `speaks_from` (ms), but for those about days, which reach further back."""
    return tuple(
        each for each in findings if speaks_from is None or each.rule in ON_DAYS or each.starts_at >= speaks_from
    )


def publication(
    subject: WatchedSubject,
    speaks_from: int | None,
    findings: tuple[Finding, ...],
    moving: Moving,
    now: int,
    lapsed: tuple[Lapsed, ...] = (),
    days_from: int | None = None,
) -> Publication | None:
    """The set to be published of a subject at `now` (ms), which then counts as published; None without enough change."""
    restate = now - subject.published_at >= RESTATE_MS
    if not changed_enough(subject.published, findings, moving, restate=restate):
        return None
    before = subject.published or {}
    subject.published, subject.published_at = {f.finding_id: f for f in findings}, now
    advice = tuple(f for f in findings if f.kind is Kind.WARNING and f.finding_id not in before)
    lapsed = tuple(one for one in lapsed if one.finding_id in before)
    return Publication(subject.subject, speaks_from, findings, advice, lapsed, days_from)


def restate_at(subject: WatchedSubject, findings: Iterable[Finding], moving: Moving, now: int) -> Iterator[int]:
    """The instant (ms) after `now` at which findings that go on are to be published again, where there are any."""
    if any(map(moving, findings)):
        restated = subject.published_at + RESTATE_MS
        yield restated if restated > now else now + RESTATE_MS


def changed_enough(
    before: Mapping[str, Finding] | None, after: Collection[Finding], moving: Moving, *, restate: bool
) -> bool:
    """True if the set has to be published.

    It has when none was; when a finding came, went, ended or changed kind, scope or severity; when anything of an
    ended one changed that no longer moves; and, with `restate` (the ten minutes are over), when one is running, or moves and
    did change.
    """
    if before is None:
        return True
    if before.keys() != {finding.finding_id for finding in after}:
        return True
    if restate and any(each.ends_at is None and each.rule not in ON_DAYS for each in after):
        return True
    return any(_differs(before[each.finding_id], each, still=moving(each) and not restate) for each in after)


def _differs(before: Finding, after: Finding, *, still: bool) -> bool:
    if after.rule in ON_DAYS:
        if _lists_orders(after):
            return _has_changed(before, after, NO_CHANGE)
        return _has_changed(_without_pieces(before), after, (*NO_CHANGE, "evidence", "evidence_rest"))
    if before.ends_at is not None and after.ends_at is not None:
        return _has_changed(before, after, (*MOVING, *NO_CHANGE) if still else NO_CHANGE)
    if after.kind is Kind.WARNING and before.due_at != after.due_at:
        return True
    return _state(before) != _state(after)


def _without_pieces(finding: Finding) -> Finding:
    """The finding without the pieces of time that its pay was held against: of a day that was cut they are not remembered."""
    if finding.pay is None:
        return finding
    other = finding.pay.other and finding.pay.other.model_copy(update={"pieces": None})
    return finding.model_copy(update={"pay": finding.pay.model_copy(update={"pieces": None, "other": other})})


def _has_changed(before: Finding, after: Finding, but: tuple[str, ...]) -> bool:
    return before != after and before != after.model_copy(update={name: getattr(before, name) for name in but})


def _lists_orders(finding: Finding) -> bool:
    """True unless the evidence is rows of days, which take the place of orders that were cut and change no finding."""
    return any(each.day is None for each in finding.evidence)


def _state(finding: Finding) -> tuple[bool, Kind, Scope, Severity | None]:
    return (finding.ends_at is None, finding.kind, finding.scope, finding.severity)
