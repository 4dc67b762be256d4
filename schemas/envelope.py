"""The fields of every telemetry event, and the forms that they may have.

A form is written once, here: pydantic checks it, JSON Schema repeats it, and a refusal quotes its description. Areas are checked
against the areas file in `schemas.feed.checks`, fields against one another in `schemas.feed.rows`.
"""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.wire_time import DAY_FORM, FORM

ID_FORM: Final = r"^[A-Za-z0-9._:-]{1,128}$"
PLATFORM_FORM: Final = r"^[a-z][a-z0-9_-]{0,31}$"
SEVERAL: Final = "several"
"""The platform of a finding that no single platform could have seen."""
NONE: Final = "none"
"""The area, platform or severity of what has none."""
AREA_FORM: Final = r"^([0-9]{6}|[A-Z][A-Z0-9-]{1,31})$"
MOST_BYTES: Final = 1024 * 1024
"""The most bytes of a record's value. Kafka's default for a message is as much; a thousand events of 1,000 bytes fit."""
KEPT_BYTES: Final = 2 * MOST_BYTES
"""The bytes that a refusal keeps of a record that is too large: all of it, unless it was sent compressed."""
MOST: Final = 1_000_000_000
"""The largest amount in fen (ten million yuan) and the largest distance in metres (a million km): a larger one is a mistake."""

_INT64 = 2**63
"""Integers have 64 bits: a larger one is refused, as no reader behind us could hold it."""
_OR_ABSENT = "; null is the same as absent"
_ID = "1 to 128 characters of A-Z a-z 0-9 . _ : -"
_TIME = (
    "YYYY-MM-DDTHH:MM:SS, optionally . and one to nine decimals (cut to the millisecond), then Z or an offset ±HH:MM;"
    " an instant of the calendar in the years 1970 to 9998"
)
_DAY = "a date of the calendar, YYYY-MM-DD: a legal day in Asia/Shanghai, not after that of occurred_at"
_FEN = f"integer fen without a point, 0 to {MOST:,}"
_METRES = f"integer metres without a point, 1 to {MOST:,}"
_SEQUENCE = "a 64-bit integer without a point, rising within the platform"

Id = Annotated[str, Field(pattern=ID_FORM, description=_ID)]
OptionalId = Annotated[Annotated[str, Field(pattern=ID_FORM)] | None, Field(description=_ID + _OR_ABSENT)]
StatedAt = Annotated[str, Field(pattern=FORM, description=_TIME, json_schema_extra={"format": "date-time"})]
OptionalStatedAt = Annotated[Annotated[str, Field(pattern=FORM)] | None, Field(description=_TIME + _OR_ABSENT)]
OptionalDay = Annotated[Annotated[str, Field(pattern=DAY_FORM)] | None, Field(description=_DAY + _OR_ABSENT)]
Fen = Annotated[int, Field(ge=0, le=MOST, description=_FEN)]
OptionalMetres = Annotated[Annotated[int, Field(ge=1, le=MOST)] | None, Field(description=_METRES + _OR_ABSENT)]
OptionalSequence = Annotated[
    Annotated[int, Field(ge=-_INT64, lt=_INT64)] | None, Field(description=_SEQUENCE + _OR_ABSENT)
]
PlatformId = Annotated[
    str,
    Field(pattern=PLATFORM_FORM, description="a lower-case letter, then up to 31 of a-z 0-9 _ -; that of the topic"),
]
WorkerId = Annotated[
    str,
    Field(
        pattern=r"^[0-9a-f]{64}$",
        description="exactly 64 lower-case hex digits: HMAC of the person's identity number under the regulator's key",
    ),
]
Sector = Annotated[Literal["delivery", "courier", "ride_hailing"], Field(description="delivery, courier, ride_hailing")]
Area = Annotated[
    str,
    Field(
        description="a county (six digits of GB/T 2260) or a zone of the areas file, or a county of another city",
        json_schema_extra={"pattern": AREA_FORM},
    ),
]
AreaOrCity = Annotated[
    str,
    Field(
        description="a county (six digits of GB/T 2260), a zone or a city of the areas file; no province code",
        json_schema_extra={"pattern": AREA_FORM},
    ),
]


class Event(BaseModel):
    """The fields of every event. A field beyond these and the kind's own is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    event_id: Id
    platform_id: PlatformId
    sector: Sector
    area: Area
    occurred_at: StatedAt
    published_at: OptionalStatedAt = None
    sequence: OptionalSequence = None
    partner_id: OptionalId = None


class WorkerEvent(Event):
    """The fields of every event about one worker. One person has one id on every platform; no name is in any stream."""

    worker_id: WorkerId
