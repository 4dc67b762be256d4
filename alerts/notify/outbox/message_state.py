"""The states of a message."""

from enum import StrEnum


class MessageState(StrEnum):
    """The state of a message. One that was sent, refused or dropped never changes again."""

    WAITING = "waiting"
    LEASED = "leased"
    SENT = "sent"
    REFUSED = "refused"
    DROPPED = "dropped"
