"""Reads the refusals that were published live, one a line as the topics `refused.<platform>` have them, plain or gzip."""

import io
from collections.abc import Iterator
from itertools import count
from typing import Final

from pydantic import ValidationError

from schemas.refusal import Refusal
from streams.tools.recorded.encoding import not_utf8
from streams.tools.recorded.files import UNREADABLE, FilePosition, ReadError
from streams.tools.recorded.lookahead import READ_FAILURES, OversizedLine, bounded_lines, prefixed, read_ahead
from streams.tools.recorded.opening import PackingError, name_of, opened, unpacked

NOT_A_REFUSAL: Final = "not_a_refusal"
"""The code of a line that is no refusal. It is not one of the contract's refusal codes."""

_MOST: Final = 4 << 20
"""Bytes of the longest line that is read: a refused record of which 2 MiB are kept takes a third more in base64."""
_HEAD: Final = 1 << 10
"""Bytes by which a file that is no text is recognised."""
_BOM: Final = b"\xef\xbb\xbf"


def refusals_in(path: str) -> Iterator[Refusal | ReadError]:
    """The refusals of a file, in its order; a line that is none is a `ReadError`. `OSError` where it cannot be opened."""
    line = 1

    def fault(code: str, detail: str) -> ReadError:
        return ReadError(FilePosition(name_of(path), line, None), code, detail)

    with opened(path) as raw:
        try:
            text, why = _text_of(raw)
            if why is not None:
                yield fault(UNREADABLE, why)
                return
            for line, given in zip(count(1), bounded_lines(text, _MOST), strict=False):  # noqa: B007 - `fault` reads it
                if isinstance(given, OversizedLine):
                    yield fault(NOT_A_REFUSAL, f"{given.size:,} bytes are given; allowed: {_MOST:,}")
                elif given.strip():
                    yield _refusal(given) or fault(
                        NOT_A_REFUSAL, "allowed: a record of a topic refused.<platform>, as JSON"
                    )
        except PackingError as error:
            yield fault(UNREADABLE, str(error))
        except READ_FAILURES as error:
            yield fault(UNREADABLE, f"from here on it cannot be read ({error}); give the whole file")


def _text_of(raw: io.BufferedReader) -> tuple[io.BufferedReader, str | None]:
    """The text without a mark before it, and why it is none."""
    packed = unpacked(raw)
    head, error = read_ahead(packed, _HEAD)
    return prefixed(head.removeprefix(_BOM), packed, error), not_utf8(head)


def _refusal(line: bytes) -> Refusal | None:
    try:
        return Refusal.model_validate_json(line)
    except ValidationError:
        return None
