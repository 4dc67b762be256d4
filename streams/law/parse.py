"""Parses the text of a law file into its shape, or lists its faults, each by line and key with the given and allowed value."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from streams.law.errors import LawFault
from streams.law.shape import Shape
from streams.law.text import LawText, read_text

S = TypeVar("S", bound=Shape)

OLD_WORD = "verified"
"""The key that stood in the place of `status`: it is read, and allowed in no message."""

_ALLOWED = {
    "missing": "this key with a value",
    "list_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "string_type": "a text",
    "string_too_short": "a text that is not empty",
    "too_short": "a list with at least one item",
}


@dataclass(frozen=True, slots=True)
class Parsed(Generic[S]):
    """A law file whose shape is right."""

    text: LawText
    shape: S

    def fault(self, path: Sequence[str | int], given: str, allowed: str) -> LawFault:
        """Make a fault at a path of keys in this file."""
        return LawFault(self.text.file, self.text.line(path), ".".join(map(str, path)), given, allowed)


def parse(file: str, text: str, shape: type[S], faults: list[LawFault]) -> Parsed[S] | None:
    """Parse a file into its shape; `None`, with its faults added to the list, where it has any."""
    read = read_text(file, text)
    if isinstance(read, list):
        faults += read
        return None
    try:
        return Parsed(read, shape.model_validate(read.content))
    except ValidationError as error:
        faults += [_fault(read, shape, detail) for detail in error.errors(include_url=False)]
        return None


def _fault(text: LawText, shape: type[Shape], detail: ErrorDetails) -> LawFault:
    path = tuple(step for step in detail["loc"] if step != "[key]")
    given, allowed = f"{detail['input']!r}", _ALLOWED.get(detail["type"]) or detail["msg"].removeprefix("Value error, ")
    match detail["type"]:
        case "missing":
            given = "nothing"
        case "extra_forbidden":
            given, allowed = f"the key {path[-1]!r}", f"the keys {', '.join(_keys(shape, path[:-1]))}"
        case "literal_error":
            allowed = str(detail["ctx"]["expected"])
        case "string_pattern_mismatch":
            allowed = f"a text of the form {detail['ctx']['pattern']}"
        case _:
            pass
    return LawFault(text.file, text.line(path), ".".join(map(str, path)), given, allowed)


def _keys(shape: Any, path: Sequence[str | int]) -> list[str]:
    """The keys of the part of a shape that a path leads to; a dict or list leads on to its values."""
    for step in path:
        shape = _fields(shape)[str(step)] if _is_shape(shape) else get_args(shape)[-1]
        while get_origin(shape) is Annotated:
            shape = get_args(shape)[0]
    return list(_fields(shape))


def _is_shape(shape: Any) -> bool:
    return isinstance(shape, type) and issubclass(shape, Shape)


def _fields(shape: type[Shape]) -> dict[str, Any]:
    return {field.alias or name: field.annotation for name, field in shape.model_fields.items() if name != OLD_WORD}
