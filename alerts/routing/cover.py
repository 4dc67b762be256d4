"""The cover of each department: whether somebody is on duty, and how much of the next days has nobody."""

from dataclasses import dataclass
from typing import Final

from alerts.routing.routing import Routing
from schemas.instants import Ms
from schemas.legal_days import DAY_MS

COVER_MS: Final = 7 * DAY_MS
"""So far ahead gaps are counted: a week, in which a rota can still be mended."""


@dataclass(frozen=True, slots=True)
class DutyCover:
    """The cover of a department at an instant: on duty or not, and the length of the gaps in the seven days after it."""

    department: str
    is_on_duty: bool
    gap_ms: int


def cover_of(routing: Routing, at: Ms) -> tuple[DutyCover, ...]:
    """The cover of each department that has a shift, in the order of the files; nothing is routed to one without."""
    return tuple(
        DutyCover(
            department,
            is_on_duty=bool(routing.on_duty(department, at)),
            gap_ms=sum(gap.end - gap.start for gap in routing.gaps(department, at, at + COVER_MS)),
        )
        for department in routing.departments
        if department in routing.rota.shifts
    )
