"""Makes texts of others harmless: names of platforms and areas, and all that a service would read as markup or as a link.

Robots document no escape, so that characters with a meaning are replaced by their full-width forms, which look alike and
mean nothing. Applies to every value that goes into a template; the templates themselves are ours.
"""

import unicodedata
from typing import Final

MOST_NAME: Final = 40
"""Characters of a name on a phone's screen: names of platforms and areas are at most a dozen."""

_MEANING: Final = {ord(one): chr(ord(one) + 0xFEE0) for one in "!\"#$%&'()*+,./:;<=>?@[\\]^_`{|}~"}
"""Each to its full-width form: markdown of the three robots, `<@all>`, `<at …>`, and what makes a word a link (`.`, `:`, `/`)."""

_KEPT: Final = frozenset(
    {
        "Lu",
        "Ll",
        "Lt",
        "Lm",
        "Lo",
        "Mn",
        "Mc",
        "Nd",
        "Nl",
        "No",
        "Pd",
        "Ps",
        "Pe",
        "Pi",
        "Pf",
        "Po",
        "Sm",
        "Sc",
        "So",
        "Zs",
    }
)
"""Categories that are shown; controls, marks of direction, private and unassigned characters are left out."""


def cleaned(name: str, most: int = MOST_NAME) -> str:
    r"""A name without meaning to any service, on one line, cut to a bound.

    >>> cleaned("[x](http://evil.example)\n<@all>"), cleaned("河马外卖")
    ('［x］（http：／／evil．example）＜＠all＞', '河马外卖')
    """
    shown = "".join(letter for letter in name if unicodedata.category(letter) in _KEPT)
    text = " ".join(shown.split()).translate(_MEANING)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def header_line(text: str, most: int = 150) -> str:
    """A text as one line of a mail's header, without control characters."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
