"""Receipts: the outcome of each stretch of a platform's feed, with which it can prove what it sent and what became of it.

Sent to `receipts.<platform_id>`. Receipts of one feed partition cover its offsets without gap; that is the sender's
part. An event found `too_late` or `over_budget` by a judge was accepted here; its refusal follows in
`refused.<platform_id>`.
"""

from collections.abc import Iterable
from itertools import chain, islice
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from schemas.envelope import PlatformId
from schemas.feed.reading import Reading
from schemas.refusal import Code

MOST_LISTED: Final = 1000
"""The most refusals that one receipt lists: at 100 bytes each it stays near 100 kB. `refused_more` counts the others."""


class RefusedAt(BaseModel):
    """One refused event; `index` null means the whole record, `event_id` null that none could be read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    offset: Annotated[int, Field(ge=0)]
    index: Annotated[int | None, Field(ge=0, description="place in the record from 0; null: the whole record")]
    event_id: str | None
    code: Code


class Receipt(BaseModel):
    """The outcome of the records `first_offset` to `last_offset`, both included, of one feed partition.

    `total` = `accepted` + the number of `refused` + `refused_more` + the number of `quarantined`. A record that cannot be
    read counts 1: it is refused whole, or, where reading it failed by a fault of ours, quarantined.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    platform_id: PlatformId
    topic: str
    partition: Annotated[int, Field(ge=0)]
    first_offset: Annotated[int, Field(ge=0)]
    last_offset: Annotated[int, Field(ge=0)]
    total: Annotated[int, Field(ge=0, description="events; a record that cannot be read counts 1")]
    accepted: Annotated[int, Field(ge=0, description="well-formed events")]
    refused: Annotated[tuple[RefusedAt, ...], Field(max_length=MOST_LISTED, description="the first of those refused")]
    refused_more: Annotated[int, Field(ge=0, description="how many more were refused than are listed")]
    quarantined: Annotated[
        tuple[Annotated[int, Field(ge=0)], ...],
        Field(description="offsets of records set aside untouched, since reading them failed: they are tried again"),
    ] = ()


def receipt_of(
    platform_id: str,
    topic: str,
    partition: int,
    offsets: tuple[int, int],
    readings: Iterable[Reading],
    quarantined: Iterable[int] = (),
) -> Receipt:
    """The receipt for the records from the first to the last of `offsets`, in the order of the readings.

    `quarantined`: offsets of the records among them that were set aside, and of which there is no reading.
    """
    read, aside = list(readings), tuple(quarantined)
    accepted, refused = sum(reading.accepted for reading in read), sum(reading.refused.total() for reading in read)
    places = chain.from_iterable(reading.each_refused() for reading in read)
    return Receipt(
        platform_id=platform_id,
        topic=topic,
        partition=partition,
        first_offset=offsets[0],
        last_offset=offsets[1],
        total=accepted + refused + len(aside),
        accepted=accepted,
        refused=tuple(
            RefusedAt(offset=place.offset, index=place.index, event_id=place.event_id, code=place.code)
            for place in islice(places, MOST_LISTED)
        ),
        refused_more=max(0, refused - MOST_LISTED),
        quarantined=aside,
    )
