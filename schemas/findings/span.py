"""A piece of time in a finding: known to be work, or unknown for some reason. Every interval is half-open, `[start, end)`."""

from pydantic import BaseModel, ConfigDict, Field

from schemas.instants import Instant


def _is_empty(value: tuple[object, ...]) -> bool:
    return not value


class Span(BaseModel):
    """A piece of `[start, end)`; `known` is false where it is unknown whether it was work.

    `reasons`: of unknown time, all that made it unknown, sorted; of the closed list of a finding's `reasons`. Findings of earlier
    releases have none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: Instant
    end: Instant
    known: bool
    reasons: tuple[str, ...] = Field(default=(), exclude_if=_is_empty)
