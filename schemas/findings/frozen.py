"""The form that the parts of a finding have in common: immutable, and no field beyond its own."""

from functools import cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A part of a finding, as the stream has it.

    Nothing asks which of its fields were given: the parts of a class share one set of their names, since one for each is half
    of what standing findings take in memory.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_post_init(self, _: Any, /) -> None:
        """Share the set of the names."""
        object.__setattr__(self, "__pydantic_fields_set__", _names(type(self)))

    def __copy__(self) -> Self:
        """Copy the part, but for the set of the names."""
        copied = super().__copy__()
        object.__setattr__(copied, "__pydantic_fields_set__", _names(type(self)))
        return copied


@cache
def _names(of: type[Frozen]) -> set[str]:
    return set(of.model_fields)


def is_none(value: object) -> bool:
    """True for a field that is left out where it is null, as texts of earlier releases lack it."""
    return value is None
