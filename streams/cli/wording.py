"""Findings as text: local time with its offset, lengths in hours, counts with their noun, a table row for each finding."""

from collections.abc import Callable, Sequence
from typing import Final

from schemas.findings.finding import Finding, Severity
from schemas.instants import Ms
from schemas.legal_days import local_time
from streams.law.registers.places import Places
from streams.rules.wording import span_en

COLUMNS: Final = (
    "rule",
    "kind",
    "about",
    "on",
    "area",
    "start (+08:00)",
    "end (+08:00)",
    ">measured",
    ">limit",
    "severity",
    "why undecidable",
)
"""The columns of `row_of`."""

ID_SHOWN: Final = 16
"""So much of a worker id is shown in tables: 64 bits distinguish ten million workers."""

_THOUSANDTHS: Final = {"orders/1000 h": "orders/h"}
"""Units of thousandths in findings, and the unit that tables show."""


_COUNTED: Final = {"orders": "order", "days": "day", "weeks": "week"}
"""Units that are counted, and their singular."""


def local(at: Ms) -> str:
    """The instant in Asia/Shanghai, with the offset.

    >>> local(1_652_313_600_000)
    '2022-05-12 08:00:00 +08:00'
    """
    return f"{local_time(at)} +08:00"


def quantity(amount: int | None, unit: str) -> str:
    """An amount in its unit; lengths in hours, minutes and seconds.

    >>> quantity(14_400_000, "ms"), quantity(3, "orders"), quantity(None, "ms"), quantity(9047, "orders/1000 h")
    ('4 h 00 min 00 s', '3 orders', '', '9.047 orders/h')
    """
    if amount is None:
        return ""
    if unit in _THOUSANDTHS:
        return f"{thousandths(amount)} {_THOUSANDTHS[unit]}"
    if unit in _COUNTED:
        return number_of(amount, _COUNTED[unit])
    return span_en(amount) if unit == "ms" else f"{amount} {unit}"


def number_of(count: int, one: str, many: str = "") -> str:
    """A count with its noun in singular or plural. `many` is the plural; without it, `one` with an s.

    >>> number_of(1, "lead"), number_of(1200, "lead"), number_of(0, "entry", "entries")
    ('1 lead', '1,200 leads', '0 entries')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def thousandths(amount: int) -> str:
    """So many thousandths, with a point.

    >>> thousandths(9047), thousandths(10_000)
    ('9.047', '10.000')
    """
    return f"{amount // 1000}.{amount % 1000:03d}"


def banded(parameter: str, values: Sequence[str]) -> str:
    """The values of a law parameter, parted by commas; of the ends of bands, what each band is called.

    >>> banded("pace_not_eased.severity", ["yellow", "orange"]), banded("rest_due.lead", ["15 min"])
    ('minor up to yellow, serious up to orange, grave above', '15 min')
    """
    *lower, last = Severity
    if not parameter.endswith(".severity") or len(values) != len(lower):
        return ", ".join(values)
    return ", ".join([*(f"{each} up to {end}" for each, end in zip(lower, values, strict=True)), f"{last} above"])


def marked(source: str, replaces: str | None) -> str:
    """The source of a law value, of one that an overlay laid over ours with a mark and ours.

    >>> marked("a plan", None), marked("a plan", "4 h")
    ('a plan', 'OVERLAY in place of 4 h: a plan')
    """
    return source if replaces is None else f"OVERLAY in place of {replaces}: {source}"


def marked_word(word: str, replaces: str | None) -> str:
    """A word that an overlay laid over ours, with a mark and ours behind it.

    >>> marked_word("observe", None), marked_word("observe", "enforce")
    ('observe', 'observe [OVERLAY in place of enforce]')
    """
    return word if replaces is None else f"{word} [OVERLAY in place of {replaces}]"


def about(subject: str) -> str:
    """The subject as tables show it: the beginning of a worker id, or platform, sector and area.

    >>> about("hema/ride_hailing/360104"), about("ab" * 32)
    ('hema/ride_hailing/360104', 'abababababababab')
    """
    return subject if "/" in subject else subject[:ID_SHOWN]


def row_of(finding: Finding, places: Places, amount: Callable[[int | None, str], str] = quantity) -> tuple[str, ...]:
    """A finding as a row of a table; the area with its name, where `places` knows it. `amount` writes its figures."""
    return (
        finding.rule,
        finding.kind.value,
        about(finding.subject),
        " + ".join(finding.platforms),
        "" if finding.area is None else f"{finding.area} {_name(finding.area, places)}".rstrip(),
        local_time(finding.starts_at),
        "running" if finding.ends_at is None else local_time(finding.ends_at),
        _measured(finding, amount),
        amount(finding.limit, finding.unit),
        finding.severity.value if finding.severity else "",
        ", ".join(finding.reasons),
    )


def _name(area: str, places: Places) -> str:
    name = places.shown_name(area).zh
    return "" if name == area else name


def _measured(finding: Finding, amount: Callable[[int | None, str], str]) -> str:
    low, high = amount(finding.measured_low, finding.unit), amount(finding.measured_high, finding.unit)
    return low if low == high else f"{low} to {high}"
