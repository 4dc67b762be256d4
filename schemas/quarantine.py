"""Quarantine: the form in which a record that could not be read is set aside, untouched, in the topic `quarantine`.

Two kinds of records lie there. One holds the untouched bytes as its value, the platform as its key, and in its headers where
they came from and which error was raised. The other, a mark, has an empty value: its headers say which record of the first kind
was tried again, and what became of it. A record is done when a mark says that it was taken; any other mark is only history.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from schemas.instants import Ms

Headers = tuple[tuple[str, bytes], ...]
"""The headers of a Kafka record, in their order."""


class HeadersError(ValueError):
    """The headers of a record in `quarantine` are not of its form."""


class Retried(StrEnum):
    """What became of a record that was tried again."""

    TAKEN = "taken"
    RAISED = "raised"


@dataclass(frozen=True, slots=True)
class QuarantinedRecord:
    """Where a record that was set aside came from, and why. `arrival` in ms, stamped by the broker; `error` is a class's name.

    What the error says is left out: it may repeat what was given, and with it a worker.
    """

    platform: str
    topic: str
    partition: int
    offset: int
    arrival: Ms
    error: str

    @property
    def headers(self) -> Headers:
        """As headers of the record."""
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
        """Out of headers; `HeadersError` where they are not of this form."""
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
    """That the record at `partition` and `offset` of `quarantine` was tried again; `said` is a sentence about it."""

    partition: int
    offset: int
    outcome: Retried
    said: str

    @property
    def headers(self) -> Headers:
        """As headers of the mark."""
        return (
            ("of_partition", b"%d" % self.partition),
            ("of_offset", b"%d" % self.offset),
            ("outcome", self.outcome.value.encode()),
            ("said", self.said.encode()),
        )

    @classmethod
    def of(cls, headers: Iterable[tuple[str, bytes]]) -> Self | None:
        """Out of headers; None where they are not those of a mark. `HeadersError` where a mark is damaged."""
        found = dict(headers)
        if "of_offset" not in found:
            return None
        try:
            return cls(
                partition=int(found["of_partition"]),
                offset=int(found["of_offset"]),
                outcome=Retried(found["outcome"].decode()),
                said=found["said"].decode(),
            )
        except (KeyError, ValueError) as error:
            raise HeadersError(f"no mark: {error!r}") from error
