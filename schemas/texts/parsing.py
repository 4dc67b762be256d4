"""Parses the text of a file into its shape, or lists its faults, each by line and key with the given and allowed value."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Generic, TypeVar, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from schemas.texts.bounds import LAW_BOUNDS, TextBounds
from schemas.texts.fault import FileFault
from schemas.texts.yaml_text import YamlText, read_text


class Shape(BaseModel):
    """A part of a file: a key that it does not have is a fault. `unnamed`: keys that are read, and allowed in no message."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unnamed: ClassVar[frozenset[str]] = frozenset()


S = TypeVar("S", bound=Shape)

_ALLOWED = {
    "missing": "this key with a value",
    "list_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "string_type": "a text",
    "string_too_short": "a text that is not empty",
    "too_short": "a list with at least one item",
}


_SHOWN = 300
"""Characters of a given value that a fault repeats: three lines of a terminal."""


@dataclass(frozen=True, slots=True)
class Parsed(Generic[S]):
    """A file whose shape is right."""

    text: YamlText
    shape: S

    def fault(self, path: Sequence[str | int], given: str, allowed: str) -> FileFault:
        """Make a fault at a path of keys in this file."""
        return _at(self.text, path, given, allowed)


def _yes_or_no(text: object) -> bool:
    if text not in ("true", "false"):
        raise ValueError("true or false")
    return text == "true"


YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
"""A value of a shape that is `true` or `false`: files are read as texts alone."""


def parse(
    file: str, text: str, shape: type[S], faults: list[FileFault], bounds: TextBounds = LAW_BOUNDS
) -> Parsed[S] | None:
    """Parse a file into its shape; `None`, with its faults added to the list, where it has any."""
    read = read_text(file, text, bounds)
    if isinstance(read, list):
        faults += read
        return None
    try:
        return Parsed(read, shape.model_validate(read.content))
    except ValidationError as error:
        faults += [_fault(read, shape, detail) for detail in error.errors(include_url=False)]
        return None


def _fault(text: YamlText, shape: type[Shape], detail: ErrorDetails) -> FileFault:
    path = tuple(step for step in detail["loc"] if step != "[key]")
    given, allowed = (
        _shown(text, path, detail["input"]),
        _ALLOWED.get(detail["type"]) or detail["msg"].removeprefix("Value error, "),
    )
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
    return _at(text, path, given, allowed)


def _shown(text: YamlText, path: Sequence[str | int], given: object) -> str:
    """The given value, cut where it is long, and not repeated where it may be a secret."""
    if text.bounds.masked.intersection(map(str, path)):
        return "a value that is not repeated here"
    shown = repr(given)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def _at(text: YamlText, path: Sequence[str | int], given: str, allowed: str) -> FileFault:
    line, column = text.place(path)
    where = ".".join(text.bounds.shown(str(step)) for step in path)
    return FileFault(text.file, line, where, text.bounds.shown(given), allowed, column if text.bounds.columns else 0)


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
    return {
        field.alias or name: field.annotation for name, field in shape.model_fields.items() if name not in shape.unnamed
    }
