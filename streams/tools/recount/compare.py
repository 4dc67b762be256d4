"""The differences between two frames of findings. Decides nothing about which of them is right."""

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from schemas.instants import Ms
from streams.tools.recount.findings import COMPARED, KEY

_NTH: Final = "nth"
"""Two findings can have one name where sectors are decided on different bases; they are paired in the order of these."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding that differs: its key, its values on either side (None: that side has no such finding), and what differs.

    `recounted` and `other` have the columns `COMPARED`, None where there is no value; `differs` names some of these.
    """

    subject: str
    starts_at: Ms
    rule: str
    scope: str
    platform: str | None
    recounted: dict[str, Any] | None
    other: dict[str, Any] | None
    differs: tuple[str, ...]


def differences(recounted: pd.DataFrame, other: pd.DataFrame) -> list[Difference]:
    """All differences between the recounted findings and those of a replay or a ledger, by subject, start, rule and view.

    Both have the columns of `findings.recounted`, in any order of rows.
    """
    keys = [*KEY, _NTH]
    both = _numbered(recounted).merge(_numbered(other), on=keys, how="outer", suffixes=("", "_other"), indicator="who")
    alike = pd.DataFrame({name: _alike(both[name], both[f"{name}_other"]) for name in COMPARED}).all(axis="columns")
    wrong = both[~alike | (both["who"] != "both")].sort_values(keys)
    return [_difference({str(name): value for name, value in row.items()}) for row in wrong.to_dict("records")]


def _numbered(findings: pd.DataFrame) -> pd.DataFrame:
    ordered = findings.sort_values([*KEY, "basis", "ends_at"])
    return ordered.assign(**{_NTH: ordered.groupby(list(KEY)).cumcount()})


def _alike(one: pd.Series, other: pd.Series) -> pd.Series:
    """Equal, or both without a value."""
    return one.eq(other).fillna(False).astype(bool) | (one.isna() & other.isna())


def _difference(row: dict[str, Any]) -> Difference:
    recounted = None if row["who"] == "right_only" else _plain(row, "")
    other = None if row["who"] == "left_only" else _plain(row, "_other")
    return Difference(
        subject=row["subject"],
        starts_at=int(row["starts_at"]),
        rule=row["rule"],
        scope=row["scope"],
        platform=row["platform"] or None,
        recounted=recounted,
        other=other,
        differs=tuple(name for name in COMPARED if recounted and other and recounted[name] != other[name]),
    )


def _plain(row: dict[str, Any], suffix: str) -> dict[str, Any]:
    """The compared values in plain Python; None where there is no value."""
    values = {name: row[f"{name}{suffix}"] for name in COMPARED}
    return {
        name: None if pd.isna(value) or value == "" else value if isinstance(value, str) else int(value)
        for name, value in values.items()
    }
