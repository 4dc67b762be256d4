"""A part of a message on its way: what a channel is given to send, and nothing else of the message."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Parcel:
    """A part of a message that is leased: `attempt` numbers it, `text` has its link, `repeat`: it may have been sent before."""

    message: int
    attempt: int
    part: int
    parts: int
    channel: str
    key: str
    title: str
    text: str = field(repr=False)
    link: str | None = field(repr=False)
    person: str | None
    repeat: bool
