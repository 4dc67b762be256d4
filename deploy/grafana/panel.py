"""A panel: a look, a title, a sentence, and PromQL or SQL. Decides nothing about Grafana's JSON."""

from dataclasses import dataclass
from typing import Literal

Look = Literal["stat", "bargauge", "timeseries"]

CHOSEN = 'platform=~"$platform", area=~"$area", rule=~"$rule"'
"""The dashboard's variables, as a selector of findings and leads."""
PLATFORM = 'platform=~"$platform"'
"""The same, of feeds."""
_STANDING = "kind_rule_area_platform:shiftwarden_findings_standing:sum"
OR_ZERO = 'or 0 * sum(up{job="shiftwarden"} == 1)'
"""The value where nothing was counted: 0 if some process answers, else no data, which must not look like a quiet city."""
OR_ZERO_LEADS = "or 0 * sum(shiftwarden_ledger_up == 1)"
"""The same of leads: 0 if some process reaches the ledger."""


def standing(selector: str) -> str:
    """Findings that hold now, of all processes; while partitions are taken over, the last that was whole, for ten minutes."""
    return f"last_over_time({_STANDING}{{{selector}}}[10m])"


@dataclass(frozen=True, slots=True)
class Query:
    """One PromQL expression and the legend of its series."""

    expr: str
    legend: str = ""


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    """One SQL query of the ledger, of columns `time`, `metric` and `value`, and the legend whose names its metrics have."""

    sql: str
    legend: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel. `says` is its description; `unit` one of Grafana's; `limits` where yellow and red begin.

    `since` is the length of its time, as Grafana writes it, where that is not the dashboard's.
    """

    look: Look
    title: str
    says: str
    queries: tuple[Query | LedgerQuery, ...]
    unit: str = "none"
    width: int = 8
    limits: tuple[float, ...] = ()
    stacked: bool = False
    since: str = ""


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A titled row of panels, laid out from left to right on Grafana's 24 columns."""

    title: str
    panels: tuple[Panel, ...]
