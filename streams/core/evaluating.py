"""Evaluates the rules about one subject, within the size of a record, and isolates a rule that raises. It knows no rule's name.

A rule that raises costs its own subject: that is set aside, the set published last stands, and the rules are evaluated again when
facts come or an hour has passed, though not sooner than after a minute.
"""

import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from schemas.findings.finding import Finding
from streams.rules.contract import Memo, Rule, Verdict

MOST_SET_BYTES = 6 << 20
"""A standing set is at most so large: the producer and the topic take 8 MiB, with key, version and batch."""

_LIGHT_LINES, _LIGHT_FINDINGS = 2_000, 200
"""Up to so many lines of evidence and findings a set need not be measured: 2,000 x 540 B + 200 x 22 kB, of which 12 kB are pieces
of time, are 5.5 MB."""

AGAIN_MS, LATER_MS = 60_000, 3_600_000
"""After which time a subject that was set aside may be evaluated again: where facts of it changed, and where none did."""

V = TypeVar("V")


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
    """The rules about one sort of subject. `most_lines`: of evidence, a finding; None for all, in sets of any size."""

    def __init__(self, rules: Iterable[Rule[V]], most_lines: int | None) -> None:
        self.rules = tuple(rules)
        self.readers = {rule.reads_alone: rule for rule in self.rules if rule.reads_alone is not None}
        self._most_lines = most_lines

    def evaluate(self, view: V, memos: Mapping[str, Memo], now: int) -> Verdict:
        """The verdict of all rules at `now` (ms), with less evidence where it is too large; `RaisedError` where a rule raises.

        Where it is too large, the memos are left out, since the findings that they hold have too much evidence.
        """
        lines = self._most_lines
        verdict = self._evaluated(view, Verdict(now, memos=dict(memos), most_lines=lines))
        while lines and _too_large(verdict.findings):
            lines //= 10
            verdict = self._evaluated(view, Verdict(now, most_lines=lines))
        if lines is not None and _too_large(verdict.findings):
            raise RaisedError("size")
        return verdict

    def _evaluated(self, view: V, verdict: Verdict) -> Verdict:
        for rule in self.rules:
            with named(rule.name):
                rule.evaluate(view, verdict)
        return verdict


def _too_large(findings: list[Finding]) -> bool:
    lines = sum(len(each.spans) or 1 for finding in findings for each in finding.evidence)
    if lines <= _LIGHT_LINES and len(findings) <= _LIGHT_FINDINGS:
        return False
    return sum(len(finding.model_dump_json().encode()) for finding in findings) > MOST_SET_BYTES
