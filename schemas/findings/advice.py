"""Advice: the record about a worker who will soon need a break, for the platform where the worker works.

Sent to `advice.<platform_id>`, keyed by the worker. It is made from a `rest_due` finding, which the rule of that name makes.
Advice rests on one platform's own data alone: it contains nothing of a worker's work elsewhere.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.envelope import PlatformId, WorkerId
from schemas.findings.finding import Finding, Summary
from schemas.instants import Instant


class Advice(BaseModel):
    """A worker has worked on this platform, without a break, nearly as long as the law allows, or longer.

    Lengths are milliseconds. Advice with the same `finding_id` replaces what was said before.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    finding_id: str
    rule: Literal["rest_due"]
    platform_id: PlatformId
    worker_id: WorkerId
    sector: str | None
    area: str | None
    working_since: Annotated[Instant, Field(description="the first instant of the work without a break")]
    due_at: Annotated[Instant | None, Field(description="when the limit was reached; null while it is not")]
    worked_ms: Annotated[int | None, Field(ge=0, description="work so far, where unknown time counts as work")]
    limit_ms: Annotated[int | None, Field(ge=0, description="how long one may work without a break")]
    summary: Summary


def advice_of(finding: Finding) -> Advice | None:
    """The advice made from a `rest_due` finding of one platform; None for every other finding."""
    if finding.rule != "rest_due" or finding.platform is None:
        return None
    return Advice(
        finding_id=finding.finding_id,
        rule="rest_due",
        platform_id=finding.platform,
        worker_id=finding.subject,
        sector=finding.sector,
        area=finding.area,
        working_since=finding.starts_at,
        due_at=finding.due_at,
        worked_ms=finding.measured_high,
        limit_ms=finding.limit,
        summary=finding.summary,
    )
