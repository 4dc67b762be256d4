"""The memo of a rule about days: its findings, until the next day is judged or the facts of a judged one change."""

from dataclasses import dataclass

from schemas.findings.finding import Finding
from schemas.work import AnyRow, PayRow
from streams.law.errors import NoValueInForce


@dataclass(frozen=True, slots=True)
class DaysMemo:
    """The result about one worker, of facts before `until` (ms), as it stands before the instant `next` (ms).

    `judged_again`: when (ms) the next day is judged, whether or not the result stands until then.
    """

    until: int = 0
    next: int = 0
    judged_again: int = 0
    findings: tuple[Finding, ...] = ()
    unjudged: tuple[NoValueInForce, ...] = ()

    def changed_from(self, at: int, row: AnyRow | None) -> "DaysMemo":
        """Keep nothing where facts of a judged day changed; pay changes none."""
        return self if at >= self.until or isinstance(row, PayRow) else NO_MEMO

    def cut_at(self, point: int) -> "DaysMemo":  # noqa: ARG002 - whatever was cut, the evidence of days is another one
        """Keep nothing: the evidence of a day whose events were cut is its row."""
        return NO_MEMO


NO_MEMO = DaysMemo()
"""The memo of a worker about whom the rule was not evaluated yet."""
