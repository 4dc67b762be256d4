"""The tally of the demonstration: the findings expected of the city, those of them that stand as leads, and other leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from alerts.leads.finding import LeadFinding
from streams.tools.city.expected.finding import ExpectedFinding

Key = tuple[str, str, str, str, str, int]
"""Rule, kind, scope, subject, platform where the scope is one, and the first instant (ms)."""


class TallyRow(NamedTuple):
    """The numbers of one rule, or of all."""

    rule: str
    expected: int
    found: int
    others: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The findings that were expected, those of them that are missing, and the leads that stand besides."""

    expected: frozenset[Key]
    missing: tuple[Key, ...]
    others: tuple[Key, ...]

    def by_rule(self) -> list[TallyRow]:
        """The numbers of each rule with a finding that was expected or stands, by name."""
        rules = sorted({key[0] for key in (*self.expected, *self.others)})
        return [self._row(rule, {rule}) for rule in rules]

    def sentence(self) -> str:
        """All numbers in one line."""
        every = self._row("", {row.rule for row in self.by_rule()})
        return f"planted {every.expected}, found {every.found}, others {every.others}"

    def _row(self, name: str, rules: set[str]) -> TallyRow:
        expected, missing, others = (
            sum(key[0] in rules for key in keys) for keys in (self.expected, self.missing, self.others)
        )
        return TallyRow(name, expected, expected - missing, others)


def tally(
    expected: Iterable[ExpectedFinding], standing: Iterable[LeadFinding], due: Iterable[ExpectedFinding] = ()
) -> Tally:
    """Compare the expected findings with those that stand.

    `due`: those that were already true some seconds earlier; only they are counted and can be missing, since a finding takes a
    moment to become a lead. An expected one that stands early is no other.
    """
    keys = {_of_expected(one) for one in expected}
    due_keys = {_of_expected(one) for one in due}
    found = {_of_finding(one) for one in standing}
    return Tally(frozenset(due_keys), missing=tuple(sorted(due_keys - found)), others=tuple(sorted(found - keys)))


def _of_expected(one: ExpectedFinding) -> Key:
    platform = one.platforms[0] if one.scope == "platform" else ""
    return (one.rule, one.kind, one.scope, one.subject, platform, one.starts_at)


def _of_finding(one: LeadFinding) -> Key:
    return (one.rule, one.kind, one.scope, one.subject, one.platform or "", one.starts_at)
