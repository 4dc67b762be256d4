"""Refusals: the closed list of codes, and the record by which a platform learns that an event was not taken.

Sent to `refused.<platform_id>`. Which code an event deserves is decided by `schemas.codec`; `too_late` by the judge.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from schemas.envelope import MOST_BYTES, PlatformId


class Code(StrEnum):
    """Why an event was refused. Of several faults the first of this list is named: the order is part of the contract."""

    RECORD_TOO_LARGE = "record_too_large"
    NOT_JSON = "not_json"
    NOT_AN_EVENT = "not_an_event"
    TOO_MANY_EVENTS = "too_many_events"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_FIELD = "unknown_field"
    MISSING_FIELD = "missing_field"
    NAIVE_TIME = "naive_time"
    BAD_VALUE = "bad_value"
    PLATFORM_MISMATCH = "platform_mismatch"
    FROM_THE_FUTURE = "from_the_future"
    TOO_LATE = "too_late"


class UnfitError(ValueError):
    """An event cannot be taken: the code, and a detail that says where, what was given and what is allowed."""

    def __init__(self, code: Code, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


class Refusal(BaseModel):
    """One refused event, or one refused record (`index` null), with its untouched bytes and where it lies in the feed.

    Of a record that is too large only the first MiB is kept; the whole of it stays at its offset.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")

    code: Code
    detail: Annotated[str, Field(description="where the fault lies, what was given, what is allowed")]
    platform_id: PlatformId
    event_id: Annotated[str | None, Field(description="null where the event has no readable one")]
    topic: str
    partition: Annotated[int, Field(ge=0)]
    offset: Annotated[int, Field(ge=0)]
    index: Annotated[int | None, Field(ge=0, description="place in the record from 0; null: the whole record")]
    event: Annotated[bytes, Field(description=f"untouched bytes in base64, of a record its first {MOST_BYTES:,}")]
