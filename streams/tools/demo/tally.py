"""The tally of the demonstration: what was planted in the city, what of it stands as a lead, and what stands besides."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from alerts.leads.finding import LeadFinding
from streams.tools.city.expected.planted import Planted

Key = tuple[str, str, str, str, str, int]
"""Rule, kind, scope, subject, platform where the scope is one, and the first instant (ms)."""


class TallyRow(NamedTuple):
    """The numbers of one rule, or of all."""

    rule: str
    planted: int
    found: int
    others: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What was planted, what of it was found, what was not, and what stands besides."""

    planted: frozenset[Key]
    missing: tuple[Key, ...]
    others: tuple[Key, ...]

    def by_rule(self) -> list[TallyRow]:
        """The numbers of each rule of which something was planted or found, by name."""
        rules = sorted({key[0] for key in (*self.planted, *self.others)})
        return [self._row(rule, {rule}) for rule in rules]

    def sentence(self) -> str:
        """All numbers in one line."""
        every = self._row("", {row.rule for row in self.by_rule()})
        return f"planted {every.planted}, found {every.found}, others {every.others}"

    def _row(self, name: str, rules: set[str]) -> TallyRow:
        planted, missing, others = (
            sum(key[0] in rules for key in keys) for keys in (self.planted, self.missing, self.others)
        )
        return TallyRow(name, planted, planted - missing, others)


def tally(planted: Iterable[Planted], standing: Iterable[LeadFinding], settled: Iterable[Planted] = ()) -> Tally:
    """Compare what must be found with what stands.

    `settled`: what was already true some seconds earlier; only that can be missing, since a finding takes a moment to become
    a lead. What is planted and stands early is no other.
    """
    wanted = {_of_planted(one) for one in planted}
    due = {_of_planted(one) for one in settled}
    there = {_of_finding(one) for one in standing}
    return Tally(frozenset(due), missing=tuple(sorted(due - there)), others=tuple(sorted(there - wanted)))


def _of_planted(one: Planted) -> Key:
    platform = one.platforms[0] if one.scope == "platform" else ""
    return (one.rule, one.kind, one.scope, one.subject, platform, one.starts_at)


def _of_finding(one: LeadFinding) -> Key:
    return (one.rule, one.kind, one.scope, one.subject, one.platform or "", one.starts_at)
