"""The states of a message."""

from enum import StrEnum


class MessageState(StrEnum):
    """The state of a message. One that was sent, refused, given up or dropped never changes again."""

    WAITING = "waiting"
    LEASED = "leased"
    SENT = "sent"
    REFUSED = "refused"
    GIVEN_UP = "given_up"
    DROPPED = "dropped"
