"""Instants: milliseconds since 1970 in UTC inside, RFC 3339 text outside. Decides nothing about days or zones."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

Ms = int
"""An instant or a length in whole milliseconds; instants count from 1970-01-01T00:00:00Z."""

MINUTE_MS: Ms = 60_000
HOUR_MS: Ms = 60 * MINUTE_MS
"""Lengths in ms; that of a legal day stands in `schemas.legal_days`."""

LATE_MS: Ms = HOUR_MS
"""An hour: what arrives later than that after the fact is late. Feeds that are sent in batches, and short outages, are not."""

NEVER: Ms = 1 << 62
"""An instant that does not come: later than any other, and small enough for a sum with one to fit 64 bits."""


def rfc3339(at: Ms) -> str:
    """The instant as text in UTC with milliseconds.

    >>> rfc3339(1_652_313_600_000)
    '2022-05-12T00:00:00.000Z'
    """
    whole, rest = divmod(at, 1000)
    return f"{datetime.fromtimestamp(whole, UTC).isoformat()[:19]}.{rest:03d}Z"  # a tenth of the time of a format


def from_rfc3339(text: str | int) -> Ms:
    """The instant in a text that `rfc3339` wrote; an instant in milliseconds is returned as it is.

    >>> from_rfc3339("2022-05-12T00:00:00.000Z")
    1652313600000
    """
    if isinstance(text, int):
        return text
    stamp = datetime.fromisoformat(text)
    return int(stamp.replace(microsecond=0).timestamp()) * 1000 + stamp.microsecond // 1000


Instant = Annotated[
    int,
    BeforeValidator(from_rfc3339, json_schema_input_type=str),
    PlainSerializer(rfc3339, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A model's field that is an integer of milliseconds in Python and RFC 3339 in JSON."""
