"""The whole dashboard as data: its variables, its rows from top to bottom, and every query in it."""

from deploy.grafana.days import DAYS
from deploy.grafana.health import HEALTH
from deploy.grafana.leads import COURSE, NOW, WHERE
from deploy.grafana.months import MONTHS
from deploy.grafana.panel import LedgerQuery, Query
from deploy.grafana.reliance import FEEDS
from deploy.grafana.weather import WEATHER

ROWS = (NOW, WHERE, COURSE, MONTHS, WEATHER, DAYS, FEEDS, HEALTH)
"""From top to bottom."""

VARIABLES = {
    "platform": ("Platform 平台", "label_values(shiftwarden_feed_events_accepted_total, platform)"),
}
"""What one can choose beside area and rule: label, and the query that fills the list."""


def queries() -> list[str]:
    """Every PromQL expression, with everything chosen and a rate interval of one minute."""
    return [_filled(query.expr) for query in _all() if isinstance(query, Query)]


def ledger_queries(start: int, end: int) -> list[str]:
    """Every SQL query over `[start, end)`, in seconds since 1970."""
    sql = [query.sql for query in _all() if isinstance(query, LedgerQuery)]
    return [each.replace("$__unixEpochFrom()", str(start)).replace("$__unixEpochTo()", str(end)) for each in sql]


def _all() -> list[Query | LedgerQuery]:
    return [query for row in ROWS for panel in row.panels for query in panel.queries]


def _filled(expr: str) -> str:
    for variable in ("area", "rule", *VARIABLES):
        expr = expr.replace(f"${variable}", ".*")
    return expr.replace("$__rate_interval", "1m")
