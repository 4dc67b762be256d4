"""Builds `dashboards/standing-leads.json` out of the rows: `python -m deploy.grafana.build`.

Decides the JSON and the layout; `rows` says what is shown. A test holds the committed file equal to the build, so change
the rows and build again, never the file. The classic form of a dashboard is built, since every Grafana in use reads it
from a file; the SDK warns that it prefers its successor.
"""

import json
from collections.abc import Mapping
from itertools import count
from pathlib import Path

from grafana_foundation_sdk.builders import bargauge, common, dashboard, prometheus, stat, timeseries
from grafana_foundation_sdk.cog import builder, variants
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import common as common_model
from grafana_foundation_sdk.models import dashboard as model

from deploy.grafana.names import RULES, area_names
from deploy.grafana.panel import LedgerQuery, Panel, Query
from deploy.grafana.rows import ROWS, VARIABLES

COMMITTED = Path(__file__).parent / "dashboards" / "standing-leads.json"
"""The file of the built dashboard."""

_SOURCE = common_model.DataSourceRef(type_val="prometheus", uid="${datasource}")
LEDGER_TYPE = "grafana-postgresql-datasource"
"""Grafana's name for a PostgreSQL data source."""

_LEDGER = common_model.DataSourceRef(type_val=LEDGER_TYPE, uid="${ledger}")
_ALL = model.VariableOption(text=["All"], value=["$__all"])
_HEIGHTS = {"stat": 4, "bargauge": 8, "timeseries": 8}


def build() -> str:
    """The dashboard as JSON text, the same at every build."""
    board = (
        dashboard.Dashboard("Standing leads 在办线索")
        .uid("shiftwarden-standing-leads")
        .description("Which platforms, areas and rules, getting better or worse, and whether one can rely on it.")
        .tags(["shiftwarden"])
        .timezone("Asia/Shanghai")
        .time("now-24h", "now")
        .refresh("30s")
        .readonly()
        .tooltip(model.DashboardCursorSync.CROSSHAIR)
        .with_variable(dashboard.DatasourceVariable("datasource").label("Prometheus").type("prometheus"))
        .with_variable(dashboard.DatasourceVariable("ledger").label("Ledger 台账").type(LEDGER_TYPE))
    )
    board = board.with_variable(_named_choice("area", "Area 区县", area_names()))
    board = board.with_variable(_named_choice("rule", "Rule 规则", RULES))
    for name, (label, query) in VARIABLES.items():
        board = board.with_variable(_variable(name, label, query))
    ids = count(1)
    for row in ROWS:
        board = board.with_row(dashboard.Row(row.title).id(next(ids)))
        for panel in row.panels:
            board = board.with_panel(_panel(panel).id(next(ids)))
    return json.dumps(board.build(), cls=JSONEncoder, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _variable(name: str, label: str, query: str) -> dashboard.QueryVariable:
    return (
        dashboard.QueryVariable(name)
        .label(label)
        .datasource(_SOURCE)
        .query(query)
        .refresh(model.VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(model.VariableSort.ALPHABETICAL_ASC)
        .multi(multi=True)
        .include_all(include_all=True)
        # All is `.*`, so that findings of platforms that no feed names, such as `several`, are among them.
        .all_value(".*")
        .current(_ALL)
    )


def _named_choice(variable: str, label: str, names: Mapping[str, str]) -> dashboard.CustomVariable:
    """A choice by name; a list filled from the metrics would be one of codes, and nobody could read it."""
    listed = ", ".join(f"{name} : {code}" for code, name in names.items())
    chosen = dashboard.CustomVariable(variable).label(label).values(listed).multi(multi=True)
    return chosen.include_all(include_all=True).all_value(".*").current(_ALL)


_NAMES = {"{{area}}": area_names(), "{{rule}}": RULES}
"""The names under which a legend that is one of these labels is shown."""

_Builder = stat.Panel | bargauge.Panel | timeseries.Panel


def _panel(panel: Panel) -> _Builder:
    match panel.look:
        case "stat":
            built: _Builder = _stat()
        case "bargauge":
            built = _bars()
        case "timeseries":
            built = _course(panel)
    of_ledger = any(isinstance(query, LedgerQuery) for query in panel.queries)
    built = (
        built.title(panel.title).description(panel.says).unit(panel.unit).datasource(_LEDGER if of_ledger else _SOURCE)
    )
    built = built.height(_HEIGHTS[panel.look]).span(panel.width).thresholds(_thresholds(panel.limits))
    if panel.since:
        built = built.time_from(panel.since)
    for ref_id, query in zip("ABCDEFGH", panel.queries, strict=False):
        # A bar or a figure a label: what has ended must not stand there with its last value.
        now = panel.look == "bargauge" or (panel.look == "stat" and bool(query.legend))
        if isinstance(query, LedgerQuery):
            built = built.with_target(LedgerTarget(query.sql, ref_id))
        else:
            built = built.with_target(_target(query, ref_id, now=now))
        built = _named(built, _NAMES.get(query.legend, {}))
    return built


def _named(built: _Builder, names: Mapping[str, str]) -> _Builder:
    for code, name in names.items():
        built = built.override_by_name(code, [model.DynamicConfigValue(id_val="displayName", value=name)])
    return built


def _stat() -> stat.Panel:
    return stat.Panel().reduce_options(_last()).color_mode(common_model.BigValueColorMode.VALUE)


def _bars() -> bargauge.Panel:
    bars = bargauge.Panel().reduce_options(_last()).orientation(common_model.VizOrientation.HORIZONTAL).min(0)
    return bars.display_mode(common_model.BarGaugeDisplayMode.BASIC).decimals(0)


def _course(panel: Panel) -> timeseries.Panel:
    lines = timeseries.Panel().min(0).line_width(2).fill_opacity(40 if panel.stacked else 0)
    lines = lines.legend(common.VizLegendOptions().show_legend(show_legend=True).placement(_BOTTOM).display_mode(_LIST))
    lines = lines.tooltip(common.VizTooltipOptions().mode(common_model.TooltipDisplayMode.MULTI))
    if panel.stacked:
        lines = lines.stacking(common.StackingConfig().mode(common_model.StackingMode.NORMAL))
    if panel.limits:
        lines = lines.thresholds_style(common.GraphThresholdsStyleConfig().mode(_LINE))
    return lines


_BOTTOM = common_model.LegendPlacement.BOTTOM
_LIST = common_model.LegendDisplayMode.LIST
_LINE = common_model.GraphThresholdsStyleMode.LINE


def _last() -> common.ReduceDataOptions:
    return common.ReduceDataOptions().calcs(["lastNotNull"])


def _thresholds(limits: tuple[float, ...]) -> dashboard.ThresholdsConfig:
    colours = ("yellow", "red")
    steps = [model.Threshold(value=None, color="green" if limits else "blue")]
    steps += [model.Threshold(value=limit, color=colour) for limit, colour in zip(limits, colours, strict=False)]
    return dashboard.ThresholdsConfig().mode(model.ThresholdsMode.ABSOLUTE).steps(steps)


class SqlRequest(variants.Dataquery):
    """A query of the ledger as Grafana's JSON has it; the SDK has none for PostgreSQL."""

    def __init__(self, sql: str, ref_id: str) -> None:
        self._sql, self._ref_id = sql, ref_id

    def to_json(self) -> dict[str, object]:
        """The fields that Grafana reads."""
        return {
            "datasource": _LEDGER,
            "editorMode": "code",
            "format": "time_series",
            "rawQuery": True,
            "rawSql": self._sql,
            "refId": self._ref_id,
        }


class LedgerTarget(builder.Builder[variants.Dataquery]):
    """Builds a `SqlRequest`, as the SDK's panels want it."""

    def __init__(self, sql: str, ref_id: str) -> None:
        self._request = SqlRequest(sql, ref_id)

    def build(self) -> variants.Dataquery:
        """The request."""
        return self._request


def _target(query: Query, ref_id: str, *, now: bool) -> prometheus.Dataquery:
    target = prometheus.Dataquery().expr(query.expr).ref_id(ref_id).datasource(_SOURCE)
    if query.legend:
        target = target.legend_format(query.legend)
    return target.instant() if now else target.range()


if __name__ == "__main__":
    COMMITTED.write_text(build(), encoding="utf-8")
