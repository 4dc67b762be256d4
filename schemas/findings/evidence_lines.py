"""Evidence as lines of text, over which a finding that does not list all of its evidence gives a digest.

A line is an interval of a session or order, or an entry; its fields stand as in JSON, with one blank between, and it ends in a
newline: `hema order o-7 2022-06-01T00:00:00.000Z 2022-06-01T00:30:00.000Z known` (or `unknown` and the reasons, parted by
commas: `unknown open_order,pulse_gap`), `hema entry p-3 520`. Evidence that covers none of the interval has a line of three
fields. Lines are in the order of the evidence. No field has a blank.
"""

from typing import NamedTuple

from schemas.instants import Ms, rfc3339


class SpanFields(NamedTuple):
    """An interval `[start, end)`, whether it is known to be work, and where it is not the reasons, sorted."""

    start: Ms
    end: Ms
    known: bool
    reasons: tuple[str, ...] = ()


def span_line(platform: str, what: str, name: str, span: SpanFields) -> str:
    r"""The line of an interval.

    >>> span_line("hema", "order", "o-7", SpanFields(0, 1, known=False, reasons=("long_order",)))
    'hema order o-7 1970-01-01T00:00:00.000Z 1970-01-01T00:00:00.001Z unknown long_order\n'
    """
    known = "known" if span.known else " ".join(("unknown", ",".join(span.reasons))).rstrip()
    return f"{platform} {what} {name} {rfc3339(span.start)} {rfc3339(span.end)} {known}\n"


def plain_line(platform: str, what: str, name: str, amount_fen: int | None) -> str:
    r"""The line of evidence that has no interval: an entry's line ends with its amount, any other after the id.

    >>> plain_line("hema", "entry", "p-3", 520)
    'hema entry p-3 520\n'
    """
    return f"{platform} {what} {name}{'' if amount_fen is None else f' {amount_fen}'}\n"
