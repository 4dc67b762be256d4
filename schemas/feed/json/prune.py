"""Prunes JSON with far more brackets or names than events have: it is checked without being built, and its depths are cut off.

A MiB may hold 500,000 arrays. To build them costs 0.1 s, to check them a third of it.
"""

from collections.abc import Sequence
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import SchemaValidator, core_schema

from schemas.feed.json.scan import flattened
from schemas.feed.telemetry import KINDS, MOST_EVENTS

_MOST_BRACKETS: Final = 2 * MOST_EVENTS
_MOST_QUOTES: Final = 2 * MOST_EVENTS * 4 * max(len(model.model_fields) for model in KINDS.values())
"""Twice what a full record has: a bracket an event, and four quotes a field, whose name and value are strings."""
_TOO_DEEP: Final = "recursion"

# Of an object without known names pydantic builds nothing, hence the object around each value. It makes the value lie one
# deeper, so that the deepest that can be read cannot be checked here.
_BEFORE, _BEHIND = b'{"":', b"}"
_nothing: Final = core_schema.typed_dict_schema({}, extra_behavior="ignore")
_check: Final = SchemaValidator(_nothing).validate_json
_check_each: Final = SchemaValidator(
    core_schema.list_schema(
        core_schema.with_default_schema(core_schema.json_schema(_nothing), default=None, on_error="default")
    )
).validate_python


def is_dense(text: bytes) -> bool:
    """True where it has more brackets, or more quotes, than twice a full record of events."""
    return _brackets(text) > _MOST_BRACKETS or text.count(b'"') > _MOST_QUOTES


def pruned(text: bytes) -> bytes:
    """The same JSON; where it has many brackets, an array is emptied, and so are the arrays and objects within an object.

    Returned as it is where it may be nested too deep; any other text that is no JSON is a `ValueError`. A text that is no
    JSON on the outside stays none.
    """
    try:
        _check(_BEFORE + text + _BEHIND)
    except ValidationError as error:
        why: str = error.errors(include_url=False, include_input=False)[0]["ctx"]["error"]
        if _TOO_DEEP in why:
            return text
        raise ValueError(why) from None
    return _emptied(text, 1 if text.lstrip()[:1] == b"{" else 0)


def pruned_array(elements: Sequence[bytes]) -> tuple[bytes, list[bool]]:
    """One array of the elements, and for each true where it is JSON: others, and those that may be nested too deep, become 0.

    Arrays among the elements are emptied; where there are many brackets, so are arrays and objects in the objects. No element
    may have a comma, or a closing bracket too many, outside its own brackets and strings.
    """
    checked: list[Any] = _check_each([_BEFORE + element + _BEHIND for element in elements])
    are_json = [found is not None for found in checked]
    kept = (
        (b"[]" if element[:1] == b"[" else element) if is_json else b"0"
        for element, is_json in zip(elements, are_json, strict=True)
    )
    return _emptied(b"[" + b",".join(kept) + b"]", 2), are_json


def _emptied(text: bytes, most: int) -> bytes:
    return flattened(text, most) if _brackets(text) > _MOST_BRACKETS else text


def _brackets(text: bytes) -> int:
    return text.count(b"[") + text.count(b"{")
