"""Evaluates the rules about one subject, within the size of a record, and isolates a rule that raises. It knows no rule's name.

A rule that raises costs its own subject: that is set aside, the set published last stands, and the rules are evaluated again when
facts come or an hour has passed, though not sooner than after a minute.
"""

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic

from schemas.findings.finding import Finding, Lapsed
from schemas.instants import HOUR_MS, MINUTE_MS
from streams.core.as_read import AsRead, V, without_marked
from streams.core.stamping import Stamp
from streams.rules.contract import Memo, Rule, Verdict
from streams.rules.evidence import EvidenceNow

MOST_SET_BYTES = 6 << 20
"""A standing set is at most so large: the producer and the topic take 8 MiB, with key, version and batch."""

_LIGHT_LINES, _LIGHT_FINDINGS = 2_000, 120
"""Up to so many lines of evidence and findings a set need not be measured: 2,000 x 540 B + 120 x 36 kB, of which 26 kB are pieces
of time and the stretches in them, are 5.4 MB."""

AGAIN_MS, LATER_MS = MINUTE_MS, HOUR_MS
"""The times after which a subject that was set aside may be evaluated again: where facts of it changed, and where none did."""


class RaisedError(Exception):
    """A rule, by its name, raised about a subject; `size` where the findings together are too large for a record."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


@dataclass(frozen=True, slots=True)
class SetAside:
    """A subject that was set aside: the rule, the unit of state that it lies in, and the class of error with where it was raised.

    It names no worker, and leaves out the text of the error, which could.
    """

    rule: str
    unit: str
    error: str


def set_aside(unit: str, raised: RaisedError) -> SetAside:
    """The record of a subject about which a rule has raised."""
    error = raised.__cause__ or raised
    frames = traceback.extract_tb(error.__traceback__)
    where = f" in {frames[-1].name}, line {frames[-1].lineno}" if frames else ""
    return SetAside(raised.rule, unit, f"{type(error).__name__}{where}")


@contextmanager
def named(rule: str) -> Iterator[None]:
    """Raise whatever is raised inside as a `RaisedError` of that name."""
    try:
        yield
    except Exception as error:
        raise RaisedError(rule) from error


class RuleSet(Generic[V]):
    """The rules about one sort of subject. `most_lines`: of evidence, a finding; None for all, in sets of any size.

    `as_read`: the same rules made with the law as it was read; None where nothing is unread. `stamp`: what findings are stamped
    with; None leaves them as the rules made them.
    """

    def __init__(
        self,
        rules: Iterable[Rule[V]],
        most_lines: int | None,
        as_read: AsRead[V] | None = None,
        stamp: Stamp[V] | None = None,
    ) -> None:
        self.rules = tuple(rules)
        self._as_read = as_read
        self._stamp = stamp
        self.readers = {rule.reads_alone: rule for rule in self.rules if rule.reads_alone is not None}
        self._most_lines = most_lines

    def evaluate(
        self, view: V, memos: Mapping[str, Memo], now: int, as_read: Callable[[V], V] | None = None
    ) -> Verdict:
        """The verdict of all rules at `now` (ms), with less evidence where it is too large; `RaisedError` where a rule raises.

        `as_read` makes the view that the law as it was read has; None where it is the same. Where a verdict is too large, the
        memos are left out, since the findings that they hold have too much evidence.
        """
        lines, concerned = self._most_lines, self._as_read.concerned(view) if self._as_read else frozenset[str]()
        views = (view, as_read(view) if as_read and concerned else view)
        verdict = self._evaluated(views, concerned, memos, lines, now)
        while lines and _too_large(verdict.findings):
            lines //= 10
            verdict = self._evaluated(views, concerned, {}, lines, now)
        if lines is not None and _too_large(verdict.findings):
            raise RaisedError("size")
        if self._stamp is not None:
            verdict.findings = self._stamp.on(verdict.findings, view)
        return verdict

    def lapsed(self, view: V, before: Iterable[Finding], verdict: Verdict) -> tuple[Lapsed, ...]:
        """The findings of `before` that hold no more, each with its evidence as it is now, as far as their rules state it.

        It lists less where it and the findings together are too large for a record, and is left out where that is of no use.
        """
        if self._stamp is None:
            return ()
        ids, lines = {finding.finding_id for finding in verdict.findings}, verdict.most_lines
        gone = [finding for finding in before if finding.finding_id not in ids]
        lapsed = self._stamp.lapsed(self._evidence_now(view, gone, lines), view)
        while lines and _too_large(verdict.findings, lapsed):
            lines //= 10
            lapsed = self._stamp.lapsed(self._evidence_now(view, gone, lines), view)
        return () if lines is not None and _too_large(verdict.findings, lapsed) else lapsed

    def _evidence_now(
        self, view: V, gone: Iterable[Finding], most_lines: int | None
    ) -> list[tuple[Finding, EvidenceNow]]:
        rules = {rule.name: rule for rule in self.rules}
        found: list[tuple[Finding, EvidenceNow]] = []
        for finding in gone:
            if finding.rule in rules:
                with named(finding.rule):
                    now = rules[finding.rule].evidence_now(view, finding, most_lines)
                if now is not None:
                    found.append((finding, now))
        return found

    def _evaluated(
        self, views: tuple[V, V], concerned: frozenset[str], memos: Mapping[str, Memo], most_lines: int | None, now: int
    ) -> Verdict:
        verdict = Verdict(now, memos=without_marked(memos), most_lines=most_lines)
        for rule in self.rules:
            with named(rule.name):
                rule.evaluate(views[0], verdict)
        if self._as_read and concerned:
            self._as_read.decide(concerned, views, memos, verdict, named)
        return verdict


def _too_large(findings: Sequence[Finding], lapsed: Sequence[Lapsed] = ()) -> bool:
    every: tuple[Finding | Lapsed, ...] = (*findings, *lapsed)
    lines = sum(len(each.spans) or 1 for one in every for each in one.evidence)
    if lines <= _LIGHT_LINES and len(every) <= _LIGHT_FINDINGS:
        return False
    return sum(len(one.model_dump_json().encode()) for one in every) > MOST_SET_BYTES
