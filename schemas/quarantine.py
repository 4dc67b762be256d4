"""Quarantine: the form in which a record that could not be read is set aside, untouched, in `quarantine.<platform_id>`.

Two kinds of records lie there. One holds the untouched bytes as its value, the platform as its key, and in its headers their
coordinates in the feed and the error that was raised. The other, a mark, has an empty value: its headers name a record of the
first kind that was tried again, and the outcome. A record is done once a mark with `taken` names it; any other mark is history.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from schemas.instants import Ms

Headers = tuple[tuple[str, bytes], ...]
"""The headers of a Kafka record, in their order."""


class HeadersError(ValueError):
    """The headers of a record in a quarantine topic are not of its form."""


class Retried(StrEnum):
    """The outcome for a record that was tried again."""

    TAKEN = "taken"
    RAISED = "raised"


@dataclass(frozen=True, slots=True)
class QuarantinedRecord:
    """The origin of a record that was set aside. `arrival` in ms, stamped by the broker; `error`: the name of the error's class.

    The error's message is left out: it may repeat bytes of the record, and with them a worker's id.
    """

    platform: str
    topic: str
    partition: int
    offset: int
    arrival: Ms
    error: str

    @property
    def headers(self) -> Headers:
        """The headers of the record."""
        return (
            ("platform", self.platform.encode()),
            ("topic", self.topic.encode()),
            ("partition", b"%d" % self.partition),
            ("offset", b"%d" % self.offset),
            ("arrival", b"%d" % self.arrival),
            ("error", self.error.encode()),
        )

    @classmethod
    def of(cls, headers: Iterable[tuple[str, bytes]]) -> Self:
        """Read from headers; `HeadersError` where they are not of this form."""
        found = dict(headers)
        try:
            return cls(
                platform=found["platform"].decode(),
                topic=found["topic"].decode(),
                partition=int(found["partition"]),
                offset=int(found["offset"]),
                arrival=int(found["arrival"]),
                error=found["error"].decode(),
            )
        except (KeyError, ValueError) as error:
            raise HeadersError(f"no record that was set aside: {error!r}") from error


@dataclass(frozen=True, slots=True)
class Mark:
    """A trial of the record at `partition` and `offset` of the same topic; `sentence` describes it for the operator."""

    partition: int
    offset: int
    outcome: Retried
    sentence: str

    @property
    def headers(self) -> Headers:
        """The headers of the mark."""
        return (
            ("of_partition", b"%d" % self.partition),
            ("of_offset", b"%d" % self.offset),
            ("outcome", self.outcome.value.encode()),
            ("said", self.sentence.encode()),
        )

    @classmethod
    def of(cls, headers: Iterable[tuple[str, bytes]]) -> Self | None:
        """Read from headers; None where they are not those of a mark. `HeadersError` where a mark is damaged."""
        found = dict(headers)
        if "of_offset" not in found:
            return None
        try:
            return cls(
                partition=int(found["of_partition"]),
                offset=int(found["of_offset"]),
                outcome=Retried(found["outcome"].decode()),
                sentence=found["said"].decode(),
            )
        except (KeyError, ValueError) as error:
            raise HeadersError(f"no mark: {error!r}") from error
