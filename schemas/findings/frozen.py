"""The form that the parts of a finding have in common: immutable, and no field beyond its own."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A part of a finding, as the stream has it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def is_none(value: object) -> bool:
    """True for a field that is left out where it is null, as texts of earlier releases lack it."""
    return value is None
