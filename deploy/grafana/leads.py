"""The analyst's rows: which platforms, areas and rules, getting better or worse. Decides what stands in them."""

from deploy.grafana.panel import CHOSEN, OR_ZERO, OR_ZERO_LEADS, PLATFORM, Panel, PanelRow, Query, standing

# Every process that reads the ledger says the same number of leads; the recorded rule takes one.
# Undecidable findings speak of data, not of people: nobody follows one up.
_OPEN = f'lead:shiftwarden_leads_open:max{{kind=~"breach|indication", {CHOSEN}}}'
_GRAVE = f'lead:shiftwarden_leads_open:max{{kind="breach", severity="grave", {CHOSEN}}}'
_BREACHES = standing(f'kind="breach", {CHOSEN}')
_UNDECIDABLE = standing(f'kind="undecidable", {CHOSEN}')
_EITHER = standing(f'kind=~"breach|undecidable", {CHOSEN}')
_BREACHES_RECORDED = f'rule_platform:shiftwarden_breaches_standing:sum{{{PLATFORM}, rule=~"$rule"}}'

NOW = PanelRow(
    "Now 现在",
    (
        Panel(
            "stat",
            "Open leads 在办线索",
            "Leads that stand and that nobody has decided. A lead is to be checked by a person; it is no verdict.",
            (Query(f"sum({_OPEN}) {OR_ZERO_LEADS}"),),
            width=4,
        ),
        Panel(
            "stat",
            "Grave open leads 重大在办线索",
            "Open leads of the highest band; the bands stand in the law file of each rule.",
            (Query(f"sum({_GRAVE}) {OR_ZERO_LEADS}"),),
            width=4,
            limits=(1, 10),
        ),
        Panel(
            "stat",
            "Standing breaches 现存超限",
            "Breaches that hold, the most of ten minutes. They leave with the horizon: 48 h, of areas a week.",
            (Query(f"sum({_BREACHES}) {OR_ZERO}"),),
            width=4,
        ),
        Panel(
            "stat",
            "Against the last day 与近一日均值相比",
            "Standing breaches against their mean over the last day: above 0 % it gets worse. Not by area.",
            (Query(f"sum({_BREACHES_RECORDED}) / sum(avg_over_time({_BREACHES_RECORDED}[1d])) - 1"),),
            unit="percentunit",
            width=4,
            limits=(0.2, 1),
        ),
        Panel(
            "stat",
            "Undecidable 无法判定",
            "The share of findings that the data cannot decide. It speaks of data, not of people.",
            (Query(f"(sum({_UNDECIDABLE}) {OR_ZERO}) / sum({_EITHER})"),),
            unit="percentunit",
            width=4,
            limits=(0.1, 0.3),
        ),
        Panel(
            "stat",
            "Due a rest, all platforms 临近休息",
            "Workers within the warning lead of their rest over all platforms together, which no single platform sees.",
            (Query("sum(shiftwarden_rest_warnings_united)"),),
            width=4,
        ),
    ),
)

WHERE = PanelRow(
    "Where 分布",
    tuple(
        Panel(
            "bargauge",
            title,
            f"Open leads by {label}, largest first.",
            (Query(f"sort_desc(sum by ({label}) ({_OPEN}))", f"{{{{{label}}}}}"),),
        )
        for title, label in (
            ("Open leads by platform 按平台", "platform"),
            ("Open leads by area 按区县", "area"),
            ("Open leads by rule 按规则", "rule"),
        )
    ),
)

COURSE = PanelRow(
    "Better or worse 走势",
    (
        Panel(
            "timeseries",
            "Standing breaches by rule 按规则",
            "Breaches that hold, summed over all worker processes.",
            (Query(f"sum by (rule) ({_BREACHES})", "{{rule}}"),),
            width=12,
        ),
        Panel(
            "timeseries",
            "Standing breaches by platform 按平台",
            "`several` are those across platforms.",
            (Query(f"sum by (platform) ({_BREACHES})", "{{platform}}"),),
            width=12,
        ),
        Panel(
            "timeseries",
            "Standing breaches by area 按区县",
            "The area of bad weather, of the last place at the start of the stretch, or where most of a day was worked.",
            (Query(f"sum by (area) ({_BREACHES})", "{{area}}"),),
        ),
        Panel(
            "timeseries",
            "Open leads by severity 按严重程度",
            "`none` are leads of rules without a band.",
            (Query(f"sum by (severity) ({_OPEN})", "{{severity}}"),),
            stacked=True,
        ),
        Panel(
            "timeseries",
            "Ledger entries an hour, by change 每小时记录",
            "What the system did to leads. Many withdrawn after many raised: late data arrives.",
            (Query("change:shiftwarden_ledger_writes:increase1h", "{{change}}"),),
        ),
    ),
)
