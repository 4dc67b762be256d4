"""How commands show findings: local time with its offset, lengths in hours, a row of a table for each."""

from typing import Final

from schemas.finding import Finding
from schemas.instants import Ms
from streams.rules.wording import local as local_time
from streams.rules.wording import span_en

COLUMNS: Final = (
    "rule",
    "kind",
    "worker",
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
"""So much of a worker id is shown in tables: 64 bits tell ten million workers apart."""


def local(at: Ms) -> str:
    """The instant in Asia/Shanghai, with the offset.

    >>> local(1_652_313_600_000)
    '2022-05-12 08:00:00 +08:00'
    """
    return f"{local_time(at)} +08:00"


def quantity(amount: int | None, unit: str) -> str:
    """An amount in its unit; lengths in hours, minutes and seconds.

    >>> quantity(14_400_000, "ms"), quantity(3, "orders"), quantity(None, "ms")
    ('4 h 00 min 00 s', '3 orders', '')
    """
    if amount is None:
        return ""
    return span_en(amount) if unit == "ms" else f"{amount} {unit}"


def row_of(finding: Finding) -> tuple[str, ...]:
    """A finding as a row of a table."""
    return (
        finding.rule,
        finding.kind.value,
        finding.subject[:ID_SHOWN],
        " + ".join(finding.platforms),
        finding.area or "",
        local_time(finding.starts_at),
        "running" if finding.ends_at is None else local_time(finding.ends_at),
        _measured(finding),
        quantity(finding.limit, finding.unit),
        finding.severity.value if finding.severity else "",
        ", ".join(finding.reasons),
    )


def _measured(finding: Finding) -> str:
    low, high = quantity(finding.measured_low, finding.unit), quantity(finding.measured_high, finding.unit)
    return low if low == high else f"{low} to {high}"
