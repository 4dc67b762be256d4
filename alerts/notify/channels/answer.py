"""The answer of a service, as it bears on the next attempt. Decides nothing of when that is."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The outcome of an attempt.

    `unknown` may have arrived, and so may `unreadable`: a success whose answer cannot be read, or an adapter that raised; the
    others, `sent` apart, did not. `refused` is about the message, and ends it;
    `misconfigured` about the robot (key, signature, rights), which a person must see to; `declined`: a code that is not listed.
    """

    SENT = "sent"
    THROTTLED = "throttled"
    DECLINED = "declined"
    REFUSED = "refused"
    MISCONFIGURED = "misconfigured"
    UNREACHED = "unreached"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome with the service's own code and text, masked, and the wait that it wants."""

    outcome: Outcome
    code: str
    text: str
    retry_after_ms: int | None = None
