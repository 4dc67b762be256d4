"""Places outside the city: which code of an event names one, and how a row marks it.

An event may happen elsewhere, as a ride that ends in the next city does. It is a fact like any other and gives no place.
"""

import re
from typing import Final

_MARK: Final = "*"
_COUNTY: Final = re.compile(r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])[0-9]{2}(?:[0-9][1-9]|[1-9]0)")
"""The code of a county by GB/T 2260: a known province, and not 00 at its end, as a city and a province have."""


def outside(code: str, own: frozenset[str]) -> str | None:
    """The marked form of a code of six digits that names a county of another city; None for any other code.

    `own`: the first four digits of the cities whose counties are all listed, so that no other code that begins as they do names
    a county.

    >>> outside("440305", frozenset({"3601"}))
    '440305*'
    >>> [outside(code, frozenset({"3601"})) for code in ("360105", "440300", "990305", "44O305")]
    [None, None, None, None]
    """
    return code + _MARK if _COUNTY.fullmatch(code) and code[:4] not in own else None


def is_outside(area: str) -> bool:
    """True if the area of a row lies outside the city."""
    return area.endswith(_MARK)
