"""A file that is no text in UTF-8, recognised by its first bytes, so that one fault is printed and not one for every line."""

from typing import Final

_MARKED: Final = {b"\xff\xfe\0\0": "UTF-32", b"\0\0\xfe\xff": "UTF-32", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_WITHOUT_MARK: Final = ([False, True, False, True], [True, False, True, False])
"""The NULs of two ASCII characters in UTF-16, in the one order of bytes and in the other."""
_LOOKED_AT: Final = 512
"""Bytes in which a binary file has a NUL: databases, pictures and archives have one in their head."""
_TEXT: Final = b"{[<"


def not_utf8(start: bytes) -> str | None:
    r"""The reason why a file that starts so is no text in UTF-8, and what to do about it; None where it may be text.

    A NUL in what begins as an event does is a fault of its line alone.

    >>> not_utf8('{"a": 1}'.encode("utf-16")), not_utf8(b'{"a": 1}')
    ('it is in UTF-16; save it as UTF-8', None)
    """
    name = next((name for mark, name in _MARKED.items() if start.startswith(mark)), None)
    if name is None and len(start) >= 4 and [byte == 0 for byte in start[:4]] in _WITHOUT_MARK:  # noqa: PLR2004 - two characters
        name = "UTF-16"
    if name is not None:
        return f"it is in {name}; save it as UTF-8"
    if b"\0" in start[:_LOOKED_AT] and start.lstrip()[:1] not in _TEXT:
        return "it is no text, it holds NUL bytes; give events as JSON in UTF-8, plain or gzip"
    return None
