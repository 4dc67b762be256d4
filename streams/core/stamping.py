"""Stamps findings with what judged them: the mode of the rule, the digest of the law and the release. The one place that does.

Decides nothing: no rule reads a stamp, and a set is not published for another release or law alone.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from importlib.metadata import version
from typing import Final

from schemas.findings.finding import Finding, Lapsed
from streams.law.days.calendar import legal_day
from streams.law.table import Law
from streams.rules.evidence import EvidenceNow

RELEASE: Final = version("shiftwarden")
"""The release of this program, read once."""


class Stamp:
    """Made with the law and a release; it never changes."""

    def __init__(self, law: Law, release: str = RELEASE) -> None:
        self._law, self._release = law, release

    def on(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings with their stamps, in their order."""
        return [
            finding.model_copy(
                update={"mode": self._mode(finding), "law_digest": self._digest, "release": self._release}
            )
            for finding in findings
        ]

    def lapsed(self, gone: Sequence[tuple[Finding, EvidenceNow]]) -> tuple[Lapsed, ...]:
        """The findings that hold no more, with the evidence that is in their interval now."""
        return tuple(
            Lapsed(finding_id=finding.finding_id, law_digest=self._digest, release=self._release, **listed)
            for finding, listed in gone
        )

    @cached_property
    def _digest(self) -> str:
        """Worked out when it is needed first: the text of the whole law is some hundred kilobytes."""
        return self._law.digest

    def _mode(self, finding: Finding) -> str | None:
        """The mode at the place and on the day where the finding begins; None where it has no place of ours."""
        if finding.area is None or finding.rule not in self._law.rules:
            return None
        mode = self._law.mode(finding.rule, area=finding.area, day=legal_day(finding.starts_at))
        return None if mode == "off" else mode
