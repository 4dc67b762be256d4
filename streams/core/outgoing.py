"""A record to be sent: what intake, workers and areas give to the agents."""

from dataclasses import dataclass

from schemas.quarantine import Headers


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record to be sent; without a partition, the key decides."""

    topic: str
    key: bytes | None
    value: bytes
    partition: int | None = None
    headers: Headers = ()
