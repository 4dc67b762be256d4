"""The memo of the rule about pay: the findings of days that are over, and the count of entries that belong to no day."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from schemas.findings.finding import Finding
from schemas.instants import NEVER
from schemas.legal_days import Day, day_start, legal_day
from schemas.work import AnyRow, PayRow
from streams.facts.worktime.intervals import Interval


class Unsettled(NamedTuple):
    """A day of a platform whose pay is below the minimum and may still come: it is judged at the instant `at` (ms)."""

    platform: str
    day: Day
    at: int


@dataclass(frozen=True, slots=True)
class PayMemo:
    """The result about one worker. `findings` and `unsettled` are those of the legal days that end by `until` (ms).

    `orderless`: by platform, the pay entries whose order nobody accepted; `counted`: no pay was folded since they were counted.
    `spans`: days that a pay entry is for together (ms), by their start, the last first; as they were when entries were counted.
    `next`: the instant (ms) from which on time alone changes the result: a day is settled, or a contradiction decided.
    """

    until: int = 0
    findings: tuple[Finding, ...] = ()
    orderless: dict[str, int] = field(default_factory=dict)
    counted: bool = False
    spans: tuple[Interval, ...] = ()
    unsettled: tuple[Unsettled, ...] = ()
    next: int = NEVER

    def changed_from(self, at: int, row: AnyRow | None) -> "PayMemo":
        """Drop the days of the instant `at` (ms) and later; entries are counted anew after pay, or where no row is named."""
        at = first_of(self.spans, at)
        counted = self.counted and row is not None and not isinstance(row, PayRow)
        if at >= self.until:
            return self if counted == self.counted else replace(self, counted=counted)
        until = day_start(legal_day(at))
        kept = tuple(finding for finding in self.findings if finding.starts_at < until)
        unsettled = tuple(each for each in self.unsettled if day_start(each.day) < until)
        return PayMemo(until, kept, self.orderless, counted, self.spans, unsettled, self.next)

    def cut_at(self, point: int) -> "PayMemo":  # noqa: ARG002 - whatever was cut, the evidence of days is another one
        """Keep nothing: the evidence of a day whose events were cut is its row."""
        return NO_MEMO


def first_of(spans: Iterable[Interval], at: int) -> int:
    """The first instant (ms) of the days that change where something changes at the instant `at`; spans, the last first."""
    for start, end in spans:
        if start < at < end:
            at = start
    return at


NO_MEMO = PayMemo()
"""The memo of a worker about whom the rule was not evaluated yet."""
