"""Values that the consumer did not hand out, or only the beginning of: too large, or not to be unpacked. Pure.

It names the reason, in the words of a refusal. Which values are kept back, the consumer decides, before memory is taken for them.
"""

from dataclasses import dataclass
from typing import Self

from schemas.feed.reading import Fault, Reading
from schemas.refusal import Code


@dataclass(frozen=True, slots=True)
class Withheld:
    """The reason why a value was kept back: the code of the refusal that its sender gets, and the detail."""

    code: Code
    detail: str


class WithheldValue(bytes):
    """The beginning of a value, or nothing of it, and why the rest was kept back. To others it is a value like any."""

    why: Withheld

    def __new__(cls, kept: bytes, why: Withheld) -> Self:
        """Keep these bytes, and the reason."""
        made = super().__new__(cls, kept)
        made.why = why
        return made


def withheld_fault(value: WithheldValue, offset: int, *, unreadable: Code = Code.NOT_JSON) -> Fault:
    """The one fault of such a record. `unreadable`: the code of its topic for what cannot be read at all."""
    code = unreadable if value.why.code is Code.NOT_JSON else value.why.code
    return Fault(code, value.why.detail, offset, None, None, bytes(value))


def withheld_reading(value: WithheldValue, offset: int) -> Reading:
    """The reading of such a record of a feed."""
    return Reading(faults=[withheld_fault(value, offset)])
