"""Asking the rules about one subject: what they answer, within the size of a record; and what to do about a rule that raises.

A rule that raises costs its own subject: that is set aside, what was said of it last stands, and it is asked about again when
facts come or an hour has passed, though not sooner than after a minute.
"""

import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from schemas.findings.finding import Finding
from streams.rules.answer import Verdict

MOST_SET_BYTES = 6 << 20
"""A standing set is at most so large: the producer and the topic take 8 MiB, with key, version and batch."""

_LIGHT_LINES, _LIGHT_FINDINGS = 4_000, 200
"""Up to so many lines of evidence and findings a set need not be measured: 4,000 x 370 B + 200 x 10 kB are 3.5 MB."""

AGAIN_MS, LATER_MS = 60_000, 3_600_000
"""After which time a subject that was set aside may be asked about again: where something new was heard of it, and where not."""

V_contra = TypeVar("V_contra", contravariant=True)
V = TypeVar("V")


class Rule(Protocol[V_contra]):
    """A rule about one kind of subject, as it is looked at."""

    name: str

    def judge(self, view: V_contra, answer: Verdict) -> None:
        """Add findings to the answer."""


class RaisedError(Exception):
    """A rule, by its name, raised about a subject; `size` where what the rules found together is too large to be said."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


@dataclass(frozen=True, slots=True)
class SetAside:
    """That a subject was set aside: the rule, the unit of state that it lies in, and what was raised where.

    It names no worker, and says nothing that could: not what the error says, but of which class it is.
    """

    rule: str
    unit: str
    error: str


def set_aside(unit: str, raised: RaisedError) -> SetAside:
    """What to say of a subject about which a rule has raised."""
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


class Rules(Generic[V]):
    """The rules about one kind of subject. `most_lines`: of evidence, a finding; None for all, in sets of any size."""

    def __init__(self, rules: Iterable[Rule[V]], most_lines: int | None) -> None:
        self._rules = tuple(rules)
        self._most_lines = most_lines

    def answer(self, view: V, begin: Callable[[bool], Verdict]) -> Verdict:
        """The answer of all rules, with less evidence where it is too large; `RaisedError` where a rule raises.

        `begin` makes an answer; given true, one without findings that were kept, since those have too much evidence.
        """
        lines = self._most_lines
        answer = self._asked(view, begin(False), lines)
        while lines and _too_large(answer.findings):
            lines //= 10
            answer = self._asked(view, begin(True), lines)
        if lines is not None and _too_large(answer.findings):
            raise RaisedError("size")
        return answer

    def _asked(self, view: V, answer: Verdict, lines: int | None) -> Verdict:
        answer.most_lines = lines
        for rule in self._rules:
            with named(rule.name):
                rule.judge(view, answer)
        return answer


def _too_large(findings: list[Finding]) -> bool:
    lines = sum(len(each.spans) or 1 for finding in findings for each in finding.evidence)
    if lines <= _LIGHT_LINES and len(findings) <= _LIGHT_FINDINGS:
        return False
    return sum(len(finding.model_dump_json().encode()) for finding in findings) > MOST_SET_BYTES
