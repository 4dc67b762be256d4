"""Every query of the dashboard, filled in as Grafana would."""

from deploy.grafana.panel import LedgerQuery, Query
from deploy.grafana.rows import ROWS, VARIABLES


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
