"""Stamps findings with what judged them and when their evidence arrived: mode, digest of the law, release. Nothing else does.

Decides nothing: no rule reads a stamp, and a set is not published for another release or law alone.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from importlib.metadata import version
from typing import Final, Generic, TypeVar

from schemas.findings.finding import Arrival, Evidence, Finding, Lapsed
from schemas.legal_days import legal_day
from streams.law.table import Law
from streams.law.value import Mode
from streams.rules.evidence import EvidenceNow

RELEASE: Final = version("shiftwarden")
"""The release of this program, read once."""


V = TypeVar("V")

ArrivalOf = Callable[[V, Finding, Iterable[Evidence]], Arrival | None]
"""Returns the arrival of the evidence of a finding of a view."""


class Stamp(Generic[V]):
    """Made with the law and a release; it never changes. `arrival`: that of a finding's evidence; None where it is not kept."""

    def __init__(self, law: Law, release: str = RELEASE, arrival: ArrivalOf[V] | None = None) -> None:
        self._law, self._release, self._arrival = law, release, arrival

    def on(self, findings: Iterable[Finding], view: V) -> list[Finding]:
        """The findings of a view with their stamps, in their order."""
        return [
            finding.model_copy(
                update={
                    "mode": self._mode(finding),
                    "mode_replaces": self._replaced_mode(finding),
                    "law_digest": self._digest,
                    "release": self._release,
                    "arrival": self._arrived(view, finding, finding.evidence),
                }
            )
            for finding in findings
        ]

    def lapsed(self, gone: Sequence[tuple[Finding, EvidenceNow]], view: V) -> tuple[Lapsed, ...]:
        """The findings that hold no more, with the evidence that is in their interval now."""
        return tuple(
            Lapsed(
                finding_id=finding.finding_id,
                law_digest=self._digest,
                release=self._release,
                off=self._is_off(finding) or None,
                arrival=self._arrived(view, finding, (*finding.evidence, *listed["evidence"])),
                **listed,
            )
            for finding, listed in gone
        )

    def _arrived(self, view: V, finding: Finding, evidence: Iterable[Evidence]) -> Arrival | None:
        return None if self._arrival is None else self._arrival(view, finding, evidence)

    @cached_property
    def _digest(self) -> str:
        """Worked out when it is needed first: the text of the whole law is some hundred kilobytes."""
        return self._law.digest

    def _mode(self, finding: Finding) -> str | None:
        """The mode at the place and on the day where the finding begins; None where it has no place of ours."""
        mode = self._mode_of_rule(finding)
        return None if mode == "off" else mode

    def _replaced_mode(self, finding: Finding) -> str | None:
        if finding.area is None or self._mode(finding) is None:
            return None
        return self._law.replaced_mode(finding.rule, area=finding.area, day=legal_day(finding.starts_at))

    def _is_off(self, finding: Finding) -> bool:
        return self._mode_of_rule(finding) == "off"

    def _mode_of_rule(self, finding: Finding) -> Mode | None:
        if finding.area is None or finding.rule not in self._law.rules:
            return None
        return self._law.mode(finding.rule, area=finding.area, day=legal_day(finding.starts_at))
