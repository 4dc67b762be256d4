"""Places outside the city: which code of an event names one, and how a row marks it.

An event may happen elsewhere, as a ride that ends in the next city does. It is a fact like any other and gives no place.
"""

from typing import Final

PROVINCES: Final = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82".split()
)
"""The provinces of GB/T 2260, by the first two digits of a code."""

_MARK: Final = "*"
_COUNTY_DIGITS: Final = 6


def outside(code: str, own: frozenset[str]) -> str | None:
    """The marked form of a code of six digits that names a county of another city; None for any other code.

    A county has a known province and does not end in 00, as a city and a province do. `own`: the first four digits of the
    cities whose counties are all listed, so that no other code that begins as they do names a county.

    >>> outside("440305", frozenset({"3601"}))
    '440305*'
    >>> [outside(code, frozenset({"3601"})) for code in ("360105", "440300", "990305", "44O305")]
    [None, None, None, None]
    """
    digits = len(code) == _COUNTY_DIGITS and code.isascii() and code.isdigit()
    if not digits or code[:2] not in PROVINCES or code.endswith("00"):
        return None
    return None if code[:4] in own else code + _MARK


def is_outside(area: str) -> bool:
    """True if the area of a row lies outside the city."""
    return area.endswith(_MARK)
