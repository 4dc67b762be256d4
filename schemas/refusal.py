"""Refusals: the closed list of codes, and the record that reports a refused event to its platform.

Sent to `refused.<platform_id>`, those of weather messages to `refused.weather`. The code of an event is decided by
`schemas.feed.codec`, and by `schemas.weather.message` for weather messages; `too_late` and `over_budget` by the judge.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, PlainSerializer, WithJsonSchema

from schemas.envelope import KEPT_BYTES, PlatformId


class Code(StrEnum):
    """Why an event was refused. Of several faults the first of this list is named: the order is part of the contract."""

    RECORD_TOO_LARGE = "record_too_large"
    NOT_JSON = "not_json"
    NOT_XML = "not_xml"
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
    OVER_BUDGET = "over_budget"


class UnfitError(ValueError):
    """An event is refused: the code, and a detail that names the place, the value given and the values allowed."""

    def __init__(self, code: Code, detail: str | Callable[[], str]) -> None:
        super().__init__(code)
        self.code = code
        self._detail = detail

    @property
    def detail(self) -> str:
        """The detail; a function is evaluated only now, since most details are never shown."""
        return self._detail if isinstance(self._detail, str) else self._detail()

    def __str__(self) -> str:
        """Code and detail."""
        return f"{self.code}: {self.detail}"


def _decoded(given: object) -> object:
    return b64decode(given, validate=True) if isinstance(given, str) else given


def _encoded(value: bytes) -> str:
    return b64encode(value).decode()


# Not pydantic's own base64: that is the alphabet for addresses, which most decoders refuse.
InBase64 = Annotated[
    bytes,
    BeforeValidator(_decoded),
    PlainSerializer(_encoded, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "contentEncoding": "base64"}),
]
"""Bytes that stand in JSON as base64 in the common alphabet (RFC 4648 section 4), with padding."""


class Refusal(BaseModel):
    """One refused event, or one refused record (`index` null), with its untouched bytes and where it lies in the feed.

    Of a record that is too large the first 2 MiB are kept, which is all of one that was sent uncompressed. Of one record
    ten refusals of a code stand for their own event alone; the eleventh stands for `more` behind it, too.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    detail: Annotated[str, Field(description="where the fault lies, what was given, what is allowed")]
    platform_id: PlatformId
    event_id: Annotated[str | None, Field(description="null where the event has no readable one")]
    topic: str
    partition: Annotated[int, Field(ge=0)]
    offset: Annotated[int, Field(ge=0)]
    index: Annotated[int | None, Field(ge=0, description="place in the record from 0; null: the whole record")]
    event: Annotated[InBase64, Field(description=f"untouched bytes in base64, of a record its first {KEPT_BYTES:,}")]
    kept: Annotated[
        dict[str, JsonValue] | None,
        Field(
            exclude_if=lambda kept: kept is None,
            description="of an event that the judge refused and whose bytes were not kept: what was, by name, instants in ms "
            "since 1970. Left out elsewhere",
        ),
    ] = None
    more: Annotated[
        int,
        Field(
            ge=0,
            exclude_if=lambda more: more == 0,
            description="events behind this one in the record for which it stands, too: they are refused with the same "
            "code, and no refusals of their own follow. Left out where there are none",
        ),
    ] = 0
