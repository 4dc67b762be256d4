"""Differences between a recount and a replay or ledger, as rows of a table or as JSON."""

from typing import Any, Final

from schemas.instants import rfc3339
from schemas.legal_days import day_text, legal_day
from streams.cli.wording import about, quantity
from streams.tools.recount.compare import Difference
from streams.tools.recount.findings import RULES

COLUMNS: Final = ("worker", "day", "rule", "on", "start", "what differs")
"""The columns of `row_of`."""

_INSTANTS: Final = ("ends_at", "due_at")
_AMOUNTS: Final = ("measured", "measured_high", "limit")
_UNITS: Final = dict(zip(RULES, ("ms", "orders", "fen/h", "ms", "days"), strict=True))


def row_of(difference: Difference, other: str) -> tuple[str, ...]:
    """A difference from `other`, as a row of a table."""
    return (
        about(difference.subject),
        day_text(legal_day(difference.starts_at)),
        difference.rule,
        difference.platform or "all together",
        rfc3339(difference.starts_at),
        _what(difference, other),
    )


def json_of(difference: Difference, other: str) -> dict[str, Any]:
    """The same as JSON; the finding of `other` stands under that name. Instants are RFC 3339 in UTC."""
    return {
        "worker": difference.subject,
        "day": day_text(legal_day(difference.starts_at)),
        "rule": difference.rule,
        "scope": difference.scope,
        "platform": difference.platform,
        "starts_at": rfc3339(difference.starts_at),
        "differs": list(difference.differs),
        "recount": _as_text(difference.recounted),
        other: _as_text(difference.other),
    }


def _what(difference: Difference, other: str) -> str:
    own, theirs = difference.recounted, difference.other
    if own is None or theirs is None:
        only = own or theirs or {}
        measured = _shown(difference.rule, "measured", only["measured"])
        return f"{only['kind']}, measured {measured}: only in the {'recount' if own else other}"
    return "; ".join(
        f"{name}: {_shown(difference.rule, name, own[name])} in the recount,"
        f" {_shown(difference.rule, name, theirs[name])} in the {other}"
        for name in difference.differs
    )


def _shown(rule: str, name: str, value: Any) -> str:
    if value is None:
        return "none"
    if name in _INSTANTS:
        return rfc3339(value)
    return quantity(value, _UNITS[rule]) if name in _AMOUNTS else str(value)


def _as_text(finding: dict[str, Any] | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    return {
        name: rfc3339(value) if name in _INSTANTS and value is not None else value for name, value in finding.items()
    }
