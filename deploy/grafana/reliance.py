"""The row that says whether one can rely on the figures: what comes of the platforms' feeds. Decides what stands in it."""

from deploy.grafana.panel import CHOSEN, PLATFORM, Panel, PanelRow, Query, standing

_UNDECIDABLE = standing(f'kind="undecidable", {CHOSEN}')


def _by_day(title: str, says: str, metric: str, width: int = 6) -> Panel:
    """The course of what is counted by platform and legal day; of lengths of time in seconds."""
    query = Query(f"sum by (platform, day) ({metric}{{{PLATFORM}}})", "{{platform}} {{day}}")
    if metric.endswith("_seconds"):
        return Panel("timeseries", title, says, (query,), unit="s", width=width)
    return Panel("timeseries", title, says, (query,), width=width)


FEEDS = PanelRow(
    "Can one rely on it: feeds 数据可靠性",
    (
        Panel(
            "timeseries",
            "Age of the newest event 最新事件时差",
            "Wall time less the latest occurred_at taken. Rises by a second a second: the feed is dark.",
            (Query(f"platform:shiftwarden_feed_lag:seconds{{{PLATFORM}}}", "{{platform}}"),),
            unit="s",
            limits=(300, 900),
        ),
        Panel(
            "timeseries",
            "Events taken 接收事件",
            "Accepted and refused events a second.",
            (Query(f"platform:shiftwarden_feed_taken:rate5m{{{PLATFORM}}}", "{{platform}}"),),
            unit="cps",
        ),
        Panel(
            "timeseries",
            "Refused 拒收比例",
            "The share of a platform's events that are refused. What is refused is not judged.",
            (Query(f"platform:shiftwarden_feed_refused:ratio_rate15m{{{PLATFORM}}}", "{{platform}}"),),
            unit="percentunit",
            limits=(0.01, 0.05),
        ),
        Panel(
            "timeseries",
            "Refused, by code 拒收原因",
            "Events a second; the codes are those of the feed contract.",
            (
                Query(
                    f"sum by (code) (rate(shiftwarden_feed_events_refused_total{{{PLATFORM}}}[$__rate_interval]))",
                    "{{code}}",
                ),
            ),
            unit="cps",
            stacked=True,
        ),
        Panel(
            "timeseries",
            "Undecidable, by platform 各平台无法判定",
            "Findings that the platform's data cannot decide.",
            (Query(f"sum by (platform) ({_UNDECIDABLE})", "{{platform}}"),),
        ),
        Panel(
            "timeseries",
            "Too late 迟到事件",
            "Events an hour behind the horizon: refused, and left to a replay of the archive.",
            (
                Query(
                    f"sum by (platform) (increase(shiftwarden_events_too_late_seconds_count{{{PLATFORM}}}[1h]))",
                    "{{platform}}",
                ),
            ),
        ),
        Panel(
            "timeseries",
            "Corrections after the fact 事后更正",
            "Statements over an hour late, within a day, that took away work shown before; yes: where a finding stood.",
            (
                Query(
                    f"platform_met:shiftwarden_corrections:increase1d{{{PLATFORM}}}",
                    "{{platform}} {{met}}",
                ),
            ),
            width=6,
        ),
        Panel(
            "timeseries",
            "Records that wait 积压记录",
            "Records in the broker that no worker process has taken yet.",
            (Query("topic:shiftwarden_feed_lag:records", "{{topic}}"),),
            limits=(10_000, 50_000),
            width=6,
        ),
        Panel(
            "timeseries",
            "Receipts 回执",
            "Receipts a second. None, while events are taken: platforms hear nothing back.",
            (
                Query(
                    f"sum by (platform) (rate(shiftwarden_feed_receipts_total{{{PLATFORM}}}[$__rate_interval]))",
                    "{{platform}}",
                ),
            ),
            unit="cps",
            width=4,
        ),
        Panel(
            "timeseries",
            "Pay without its order 无订单报酬",
            "Pay entries whose order nobody accepted. They belong to no day, and the day looks worse paid than it was.",
            (Query(f"sum by (platform) (shiftwarden_pay_entries_orderless{{{PLATFORM}}})", "{{platform}}"),),
            width=4,
        ),
        _by_day(
            "Not settled yet 未到结算",
            "Days of workers whose pay is below the minimum and may still come: the platform settles by the week or the month.",
            "shiftwarden_pay_days_not_settled",
            width=4,
        ),
        _by_day(
            "Silence while on 在线无心跳",
            "Time without a sign of sessions that were on, by day. Nobody can decide it, for the platform or against it.",
            "shiftwarden_silent_seconds",
            width=4,
        ),
        _by_day(
            "Bookings 预约订单",
            "Orders accepted 30 min or more before they begin, by day.",
            "shiftwarden_bookings",
            width=5,
        ),
        _by_day(
            "Booked ahead 预约等待",
            "Time from the acceptance of a booking to its start, of those at most 2 h ahead: in no figure as work.",
            "shiftwarden_booked_ahead_seconds",
            width=5,
        ),
        _by_day(
            "Time outside the city 市外时间",
            "Known time after a point or order in another city, by day. It counts as work, and in no district.",
            "shiftwarden_outside_seconds",
            width=5,
        ),
        _by_day(
            "Orders outside the city 市外订单",
            "Orders accepted in another city, by day. They count neither for pace nor under red.",
            "shiftwarden_orders_outside",
            width=5,
        ),
    ),
)
