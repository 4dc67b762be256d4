"""The operator's row: whether the program is well. Decides what stands in it."""

from deploy.grafana.panel import OR_ZERO, Panel, PanelRow, Query


def _p95(metric: str) -> str:
    return f"histogram_quantile(0.95, sum by (le) (rate({metric}_bucket[$__rate_interval])))"


HEALTH = PanelRow(
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
            "A checkpoint of every partition of work and pace is due every 60 s.",
            (Query("max(topic_partition:shiftwarden_checkpoint_age:seconds)"),),
            unit="s",
            width=4,
            limits=(120, 300),
        ),
        Panel(
            "stat",
            "Known 已知对象",
            "Workers with facts; areas with cells, one for each platform and sector there.",
            (Query("sum(shiftwarden_workers_watched)", "workers"), Query("sum(shiftwarden_pace_areas_known)", "areas")),
            width=4,
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
            "A batch, 95 % 判定耗时",
            "Judge: folding events into facts, asking the rules about workers. Pace: taking a record, asking about areas."
            " Ingest: working without a pause, 0.05 s at the most.",
            (
                Query(_p95("shiftwarden_ingest_spell_seconds"), "ingest: spell"),
                Query(_p95("shiftwarden_judge_fold_seconds"), "judge: fold"),
                Query(_p95("shiftwarden_judge_ask_seconds"), "judge: ask"),
                Query(_p95("shiftwarden_pace_fold_seconds"), "pace: fold"),
                Query(_p95("shiftwarden_pace_ask_seconds"), "pace: ask"),
            ),
            unit="s",
            width=6,
        ),
        Panel(
            "timeseries",
            "Writes, 95 % 写入耗时",
            "One transaction of the ledger, one checkpoint of a partition.",
            (
                Query(_p95("shiftwarden_ledger_transaction_seconds"), "ledger"),
                Query(_p95("shiftwarden_checkpoint_seconds"), "checkpoint"),
            ),
            unit="s",
            width=6,
        ),
        Panel(
            "timeseries",
            "Time without a ledger 数据库不可用",
            "1 where a process finds no ledger, else the share of its time that the worst one waited; and that ingest waited"
            " for the judge of its process, since more came than it judges.",
            (
                Query("job:shiftwarden_ledger_missing:max", "waiting"),
                Query("max(rate(shiftwarden_ingest_held_back_seconds_total[5m]))", "ingest, for its judge"),
            ),
            unit="percentunit",
            width=6,
            limits=(0.1, 0.5),
        ),
        Panel(
            "timeseries",
            "Clocks 时钟偏差",
            "Each worker's clock less the broker's and the database's. Beyond 60 s to both a worker takes no partition.",
            (Query("shiftwarden_clock_offset_seconds", "{{instance}} to {{against}}"),),
            unit="s",
            width=6,
        ),
        Panel(
            "timeseries",
            "State to be written 待写状态",
            "Changed since its checkpoint: buckets of workers, of 4,096, and days of the cells of areas.",
            (
                Query("sum(shiftwarden_buckets_dirty)", "work: buckets"),
                Query("sum(shiftwarden_pace_units_dirty)", "pace: days"),
            ),
            width=6,
        ),
        Panel(
            "timeseries",
            "Size of checkpoints 检查点大小",
            "Bytes written by the last checkpoint of each partition, summed by topic.",
            (Query("sum by (topic) (shiftwarden_checkpoint_size_bytes)", "{{topic}}"),),
            unit="bytes",
            width=6,
        ),
        Panel(
            "timeseries",
            "Partitions held 在管分区",
            "Partitions that some process has taken over. Workers of those of work are judged, areas of those of pace.",
            (Query("topic:shiftwarden_partitions_held:count", "{{topic}}"),),
            width=6,
        ),
        Panel(
            "timeseries",
            "Cells told 单元上报",
            "When the slowest process told its cells last, and how long telling takes. After 600 s pace is judged by a part.",
            (
                Query("max(instance:shiftwarden_cells_age:seconds)", "age"),
                Query(
                    "max(rate(shiftwarden_cells_sweep_seconds_sum[20m]) / rate(shiftwarden_cells_sweep_seconds_count[20m]))",
                    "takes",
                ),
            ),
            unit="s",
            width=6,
            limits=(450, 600),
        ),
        Panel(
            "timeseries",
            "Records folded 已折叠记录",
            "Records of work and pace a second, of which all rows are folded.",
            (Query("sum by (topic) (rate(shiftwarden_records_folded_total[5m]))", "{{topic}}"),),
            width=6,
        ),
        Panel(
            "timeseries",
            "Workers by platform 各平台人数",
            "Ids with facts of each platform; one who works on two counts for both. A steep rise: the platform makes up ids.",
            (Query("sum by (platform) (shiftwarden_workers_known)", "{{platform}}"),),
            width=6,
        ),
        Panel(
            "timeseries",
            "State by platform 各平台状态",
            "Bytes of facts that are kept of each platform, as its budget counts them.",
            (Query("sum by (platform) (shiftwarden_state_kept_bytes)", "{{platform}}"),),
            unit="bytes",
            width=6,
        ),
        Panel(
            "timeseries",
            "Over budget 超出限额",
            "Days of workers of which something was refused, a budget being used up: findings that touch them are undecidable.",
            (Query("sum by (platform) (shiftwarden_over_budget_worker_days)", "{{platform}}"),),
            width=6,
        ),
    ),
)
