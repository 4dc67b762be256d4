"""The findings of a replay that its files do not prove: days without reported pay, of which the files have no pay at all."""

from typing import TYPE_CHECKING

from schemas.findings.finding import Finding
from streams.rules.pay.case import NO_PAY_REPORTED
from streams.tools.replay.result import ReplayResult

if TYPE_CHECKING:
    from alerts.leads import RecordedExtent


def extent_of(outcome: ReplayResult, *, lowers: bool = False) -> "RecordedExtent":
    """The extent of the files of a replay. `lowers`: they may withdraw and lower the leads that they cover."""
    from alerts.leads import RecordedExtent  # noqa: PLC0415 - SQL is loaded only by those who use it

    return RecordedExtent(outcome.periods, lowers, outcome.warnings, outcome.named_days)


def unproven(outcome: ReplayResult) -> list[Finding]:
    """The days without reported pay of which the files have no pay, so that no lead is raised for them."""
    from alerts.leads import LeadFinding  # noqa: PLC0415 - as above

    extent = extent_of(outcome)
    unpaid = (each for each in outcome.findings() if NO_PAY_REPORTED in each.reasons)
    return [each for each in unpaid if not extent.proves(LeadFinding.of(each))]
