"""The analyst's row of weeks and months, which Prometheus does not keep: out of the ledger. Decides what stands in it."""

from deploy.grafana.panel import LedgerQuery, Panel, PanelRow

_WEEK = "date_trunc('week', to_timestamp(raised_at / 1000.0) AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai'"


def _weekly(title: str, says: str, column: str, absent: str) -> Panel:
    sql = (
        f"SELECT {_WEEK} AS time, coalesce({column}, '{absent}') AS metric, count(*) AS value FROM leads"  # noqa: S608  our words alone
        " WHERE kind = 'breach' AND superseded_by IS NULL"
        " AND raised_at >= $__unixEpochFrom() * 1000::bigint AND raised_at < $__unixEpochTo() * 1000::bigint"
        " GROUP BY 1, 2 ORDER BY 1, 2"
    )
    queries = (LedgerQuery(sql, f"{{{{{column}}}}}"),)
    return Panel("timeseries", title, says, queries, width=8, since="26w")


MONTHS = PanelRow(
    "Weeks and months 按周",
    (
        _weekly(
            "New leads a week, by platform 每周新线索：按平台",
            "Breaches by the week in which they were raised, withdrawn or not. `several`: across platforms.",
            "platform",
            "several",
        ),
        _weekly(
            "New leads a week, by area 每周新线索：按区县",
            "The same by area; of pay that in which most of the time was worked.",
            "area",
            "none",
        ),
        _weekly(
            "New leads a week, by rule 每周新线索：按规则",
            "The same by rule.",
            "rule",
            "none",
        ),
    ),
)
