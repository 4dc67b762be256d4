"""The memo of the rule about pay: the findings of days that are over, and the count of entries that belong to no day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from schemas.findings.finding import Finding
from schemas.instants import NEVER
from schemas.legal_days import Day, day_start, legal_day
from schemas.work import AnyRow, PayRow
from streams.facts.pay_entry import key_of
from streams.facts.worktime.intervals import Interval

_MOST_SINCE = 16
"""Entries that are looked at by themselves; where more came, as of a settlement, all are looked at."""


class Unsettled(NamedTuple):
    """A day of a platform whose pay is below the minimum and may still come: it is judged at the instant `at` (ms)."""

    platform: str
    day: Day
    at: int


@dataclass(frozen=True, slots=True)
class PayMemo:
    """The result about one worker. `findings` and `unsettled` are those of the legal days that end by `until` (ms).

    `orderless`: by platform, the keys of pay entries whose order nobody accepted. `counted`: all entries were looked at, but for
    those `since` then, keys of entries about which pay was folded. `spans`: days that a pay entry is for together (ms), by their
    start, the last first; as they were when entries were looked at.
    `next`: the instant (ms) from which on time alone changes the result: a day is settled, or a contradiction decided.
    """

    until: int = 0
    findings: tuple[Finding, ...] = ()
    orderless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counted: bool = False
    since: tuple[str, ...] = ()
    spans: tuple[Interval, ...] = ()
    unsettled: tuple[Unsettled, ...] = ()
    next: int = NEVER

    def changed_from(self, at: int, row: AnyRow | None) -> "PayMemo":
        """Drop the days of the instant `at` (ms) and later; the entry of a row of pay is looked at again, all for no row."""
        at = first_of(self.spans, at)
        since = (*self.since, key_of(row)) if self.counted and isinstance(row, PayRow) else self.since
        counted = self.counted and row is not None and len(since) <= _MOST_SINCE
        if not counted:
            since = ()
        if at >= self.until:
            return (
                self if (counted, since) == (self.counted, self.since) else replace(self, counted=counted, since=since)
            )
        until = day_start(legal_day(at))
        kept = tuple(finding for finding in self.findings if finding.starts_at < until)
        unsettled = tuple(each for each in self.unsettled if day_start(each.day) < until)
        return PayMemo(until, kept, self.orderless, counted, since, self.spans, unsettled, self.next)

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
