"""The operator's rows: whether one can rely on the figures, and whether the program is well."""

from deploy.grafana.panel import CHOSEN, OR_ZERO, PLATFORM, STANDING, Panel, Query, Row


def _p95(metric: str) -> str:
    return f"histogram_quantile(0.95, sum by (le) (rate({metric}_bucket[$__rate_interval])))"


FEEDS = Row(
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
            (Query(f'sum by (platform) ({STANDING}{{kind="undecidable", {CHOSEN}}})', "{{platform}}"),),
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
            "Records that wait 积压记录",
            "Records in the broker that no worker process has taken yet.",
            (Query("topic:shiftwarden_feed_lag:records", "{{topic}}"),),
            limits=(10_000, 50_000),
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
        ),
        Panel(
            "timeseries",
            "Pay without its order 无订单报酬",
            "Pay entries whose order nobody accepted. They belong to no day, and the day looks worse paid than it was.",
            (Query(f"sum by (platform) (shiftwarden_pay_entries_orderless{{{PLATFORM}}})", "{{platform}}"),),
        ),
    ),
)

HEALTH = Row(
    "Is it well: program 系统运行",
    (
        Panel("stat", "Worker processes 进程", "Those that answer.", (Query('sum(up{job="shiftwarden"})'),), width=4),
        Panel(
            "stat",
            "Partitions stopped 停止的分区",
            "Each waits for a person; see the runbook partition_stopped.",
            (Query("sum(agent_reason:shiftwarden_partitions_stopped:sum)"),),
            width=4,
            limits=(0.5, 1),
        ),
        Panel(
            "stat",
            "Law without a value 缺失参数",
            "Questions that no law parameter in force could answer since the last start.",
            (Query(f"sum(parameter:shiftwarden_law_value_missing:sum) {OR_ZERO}"),),
            width=4,
            limits=(0.5, 1),
        ),
        Panel(
            "stat",
            "Oldest checkpoint 最旧检查点",
            "A checkpoint of every work partition is due every 60 s.",
            (Query("max(partition:shiftwarden_checkpoint_age:seconds)"),),
            unit="s",
            width=4,
            limits=(120, 300),
        ),
        Panel(
            "stat", "Workers known 已知劳动者", "Those with facts.", (Query("sum(shiftwarden_workers_known)"),), width=4
        ),
        Panel(
            "stat",
            "Processes by version 版本",
            "More than one: an upgrade is under way.",
            (Query("count by (version) (shiftwarden_build_info)", "{{version}}"),),
            width=4,
        ),
        Panel(
            "timeseries",
            "A judge's batch, 95 % 判定耗时",
            "Folding events into facts, and asking the rules.",
            (
                Query(_p95("shiftwarden_judge_fold_seconds"), "fold"),
                Query(_p95("shiftwarden_judge_ask_seconds"), "ask"),
            ),
            unit="s",
        ),
        Panel(
            "timeseries",
            "Writes, 95 % 写入耗时",
            "One transaction of the ledger, one checkpoint of a work partition.",
            (
                Query(_p95("shiftwarden_ledger_transaction_seconds"), "ledger"),
                Query(_p95("shiftwarden_checkpoint_seconds"), "checkpoint"),
            ),
            unit="s",
        ),
        Panel(
            "timeseries",
            "Time without a ledger 数据库不可用",
            "The share of its time that the worst process waited for a ledger that did not answer.",
            (Query("shiftwarden_ledger_unavailable:max_rate5m", "waiting"),),
            unit="percentunit",
            limits=(0.1, 0.5),
        ),
        Panel(
            "timeseries",
            "Buckets to be written 待写分桶",
            "Changed since their checkpoint, of 4,096.",
            (Query("sum(shiftwarden_buckets_dirty)", "dirty"),),
            width=12,
        ),
        Panel(
            "timeseries",
            "Size of checkpoints 检查点大小",
            "Bytes written by the last checkpoint of each work partition, summed.",
            (Query("sum(shiftwarden_checkpoint_size_bytes)", "bytes"),),
            unit="bytes",
            width=12,
        ),
    ),
)
