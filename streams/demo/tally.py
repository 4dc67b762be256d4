"""The tally of the demonstration: what was planted in the city, what of it stands as a lead, and what stands besides."""

from collections.abc import Iterable
from dataclasses import dataclass

from alerts.leads.said import Said
from streams.city.planted import Planted

Key = tuple[str, str, str, str, int]
"""Rule, kind, scope, subject, and the first instant (ms)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of findings. `missing` and `others` name them, so that one can look."""

    planted: int
    found: int
    missing: tuple[Key, ...]
    others: tuple[Key, ...]

    def sentence(self) -> str:
        """The tally in one line."""
        return f"planted {self.planted}, found {self.found}, others {len(self.others)}"


def tally(planted: Iterable[Planted], standing: Iterable[Said], settled: Iterable[Planted] = ()) -> Tally:
    """Compare what must be found with what stands.

    `settled`: what was already true some seconds earlier; only that can be missing, since a finding takes a moment to become
    a lead. What is planted and stands early is no other.
    """
    wanted = {_of_planted(one) for one in planted}
    due = {_of_planted(one) for one in settled}
    there = {_of_finding(one) for one in standing}
    return Tally(
        planted=len(due),
        found=len(due & there),
        missing=tuple(sorted(due - there)),
        others=tuple(sorted(there - wanted)),
    )


def _of_planted(one: Planted) -> Key:
    return (one.rule, one.kind, one.scope, one.subject, one.starts_at)


def _of_finding(one: Said) -> Key:
    return (one.rule, one.kind, one.scope, one.subject, one.starts_at)
