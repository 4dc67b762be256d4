"""A file of weather messages: known by how it begins, and cut into its messages. What a message says is not decided here."""

import re
from collections.abc import Iterator
from typing import Final

_IN_UTF_16: Final = (b"\xff\xfe<\x00", b"\xfe\xff\x00<")
"""How a file in UTF-16 begins: it holds one message."""
_SPACE: Final = rb"(?:\s|\xef\xbb\xbf)*"
_begins: Final = re.compile(_SPACE + b"<").match
_between: Final = re.compile(rb"(?<=>)" + _SPACE + rb"(?=<\?xml\s|<(?:[\w.-]+:)?alert[\s>])")
_ends: Final = re.compile(rb"</(?:[\w.-]+:)?alert\s*>\Z").search
_LONGEST_END: Final = 200


def is_weather(start: bytes) -> bool:
    r"""Whether a file that starts so holds weather messages and no events.

    >>> is_weather(b"\n <alert>"), is_weather(b'{"kind": 1}')
    (True, False)
    """
    return start.startswith(_IN_UTF_16) or _begins(start) is not None


def messages(text: bytes) -> Iterator[tuple[int, bytes]]:
    r"""Each message, with the line, from 1, on which it begins. A message ends where its `alert` does and another begins.

    >>> list(messages(b"<alert>1</alert>\n\n<alert>2</alert>\n"))
    [(1, b'<alert>1</alert>'), (3, b'<alert>2</alert>\n')]
    """
    start, line = 0, 1
    for gap in _between.finditer(text):
        if _ends(text, max(start, gap.start() - _LONGEST_END), gap.start()):
            yield line, text[start : gap.start()]
            line += text.count(b"\n", start, gap.end())
            start = gap.end()
    yield line, text[start:]
