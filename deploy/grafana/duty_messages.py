"""The row about messages to inspectors: what waits, what went out, what nobody signed. Decides what stands in it."""

from deploy.grafana.panel import Panel, PanelRow, Query

MESSAGES = PanelRow(
    "Is everybody told: messages 消息送达",
    (
        Panel(
            "timeseries",
            "Messages that wait 待发消息",
            "By channel: held for the night or their group, or not taken by their service yet.",
            (Query("max by (channel) (shiftwarden_outbox_messages)", "{{channel}}"),),
            width=8,
        ),
        Panel(
            "timeseries",
            "Attempts 送达结果",
            "Attempts an hour by channel and outcome; `unknown` may have arrived.",
            (
                Query(
                    "sum by (channel, outcome) (increase(shiftwarden_deliveries_total[1h]))", "{{channel}}: {{outcome}}"
                ),
            ),
            width=8,
        ),
        Panel(
            "timeseries",
            "Leads nobody signed 未签收线索",
            "By severity; every notifier counts the same ledger.",
            (Query("max by (severity) (shiftwarden_leads_unsigned)", "{{severity}}"),),
            width=8,
        ),
        Panel(
            "timeseries",
            "Messages given up 未送达消息",
            "Of the last day, by channel: refused, or tried no more. Others are told in their place.",
            (Query("max by (channel) (shiftwarden_messages_undelivered)", "{{channel}}"),),
            width=8,
        ),
        Panel(
            "timeseries",
            "On duty 当班",
            "1 while somebody of the department is on duty, else 0; leads are then told to the fallback.",
            (Query("min by (department) (shiftwarden_on_duty)", "{{department}}"),),
            width=8,
        ),
        Panel(
            "timeseries",
            "Gaps in the rota 值班空档",
            "Seconds of the next seven days in which nobody of the department is on duty.",
            (Query("max by (department) (shiftwarden_rota_gap_seconds)", "{{department}}"),),
            width=8,
        ),
    ),
)
