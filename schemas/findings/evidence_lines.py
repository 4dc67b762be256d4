"""Evidence as lines of text, over which a finding that does not list all of its evidence gives a digest.

A line is an interval of a session or order, or an entry; its fields stand as in JSON, with one blank between, and it ends in a
newline: `hema order o-7 2022-06-01T00:00:00.000Z 2022-06-01T00:30:00.000Z known` (or `unknown`), `hema entry p-3 520`. Evidence
that covers none of the interval has a line of three fields. Lines are in the order of the evidence. No field has a blank.
"""

from schemas.instants import Ms, rfc3339

Stretch = tuple[Ms, Ms, bool]
"""An interval `[start, end)`, and whether it is known to be work."""


def span_line(platform: str, what: str, name: str, span: Stretch) -> str:
    """The line of an interval."""
    start, end, known = span
    return f"{platform} {what} {name} {rfc3339(start)} {rfc3339(end)} {'known' if known else 'unknown'}\n"


def plain_line(platform: str, what: str, name: str, amount_fen: int | None) -> str:
    r"""The line of evidence that has no interval: an entry's line ends with its amount, any other after the id.

    >>> plain_line("hema", "entry", "p-3", 520)
    'hema entry p-3 520\n'
    """
    return f"{platform} {what} {name}{'' if amount_fen is None else f' {amount_fen}'}\n"
