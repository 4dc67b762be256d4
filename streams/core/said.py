"""When a standing set is said: what counts as a change of it, and how often a running finding is said again."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from schemas.findings.finding import Finding, Kind, Scope, Severity, StandingSet

RESTATE_MS = 600_000
"""A running finding is said again after ten minutes with its new measure."""

MOVING = ("measured_high", "second_opinion")
"""What still moves in a finding that has ended, while the high stretch or the other basis goes on beyond its end."""

Moving = Callable[[Finding], bool]
"""Whether a finding that has ended reaches into what still runs."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A standing set to be said now, and the advice that goes to platforms with it.

    `speaks_from` in ms, None where nothing was cut. `advice`: warnings that were not in the set before.
    """

    subject: str
    speaks_from: int | None
    findings: tuple[Finding, ...]
    advice: tuple[Finding, ...]

    def standing_set(self, version: tuple[int, int, int]) -> StandingSet:
        """The statement as the stream makes it."""
        return StandingSet(subject=self.subject, speaks_from=self.speaks_from, version=version, findings=self.findings)


class PublishedBefore(Protocol):
    """A subject, with what was last said of it: its findings by id, None where nothing was since the takeover; and when (ms)."""

    said: dict[str, Finding] | None
    said_at: int

    @property
    def subject(self) -> str:
        """Whom the findings speak of."""
        ...


def tell(
    told: PublishedBefore, speaks_from: int | None, findings: tuple[Finding, ...], moving: Moving, now: int
) -> Publication | None:
    """What is to be said of a subject at `now` (ms), which then counts as said; None where it need not be."""
    restate = now - told.said_at >= RESTATE_MS
    if not worth_saying(told.said, findings, moving, restate=restate):
        return None
    before = told.said or {}
    told.said, told.said_at = {f.finding_id: f for f in findings}, now
    advice = tuple(f for f in findings if f.rule == "rest_due" and f.finding_id not in before)
    return Publication(told.subject, speaks_from, findings, advice)


def say_again_at(told: PublishedBefore, findings: Iterable[Finding], moving: Moving, now: int) -> Iterator[int]:
    """The instant (ms) after `now` at which findings that go on are to be said again, where there are any."""
    if any(map(moving, findings)):
        restated = told.said_at + RESTATE_MS
        yield restated if restated > now else now + RESTATE_MS


def worth_saying(
    before: Mapping[str, Finding] | None, after: Collection[Finding], moving: Moving, *, restate: bool
) -> bool:
    """Whether the set has to be said.

    It has when it was never said; when a finding came, went, ended or changed kind, scope or severity; when anything of an
    ended one changed that no longer moves; and, with `restate` (the ten minutes are over), when one is running, or moves and
    did change.
    """
    if before is None:
        return True
    if before.keys() != {finding.finding_id for finding in after}:
        return True
    if restate and any(finding.ends_at is None for finding in after):
        return True
    return any(_differs(before[each.finding_id], each, still=moving(each) and not restate) for each in after)


def _differs(before: Finding, after: Finding, *, still: bool) -> bool:
    if before.ends_at is not None and after.ends_at is not None:
        return before != (after.model_copy(update={name: getattr(before, name) for name in MOVING}) if still else after)
    if after.kind is Kind.WARNING and before.due_at != after.due_at:
        return True
    return _state(before) != _state(after)


def _state(finding: Finding) -> tuple[bool, Kind, Scope, Severity | None]:
    return (finding.ends_at is None, finding.kind, finding.scope, finding.severity)
