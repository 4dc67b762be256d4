"""The row about legal days: who works longer a day, or more days in a row, than the take-away standard has in principle."""

from deploy.grafana.panel import PLATFORM, Panel, PanelRow, Query, standing

_ON_DAYS = 'rule=~"daily_hours|weekly_rest"'
_PLACED = f'kind="indication", {PLATFORM}, area=~"$area"'
_COURSE = standing(f"{_ON_DAYS}, {_PLACED}")
_NO_DUTY = " The standard recommends and forbids none of them: the rules only observe."


def _bars(title: str, says: str, rule: str) -> Panel:
    series = standing(f'rule="{rule}", {_PLACED}')
    query = Query(f"sort_desc(sum by (platform) ({series}))", "{{platform}}")
    return Panel("bargauge", title, says, (query,), width=6)


DAYS = PanelRow(
    "Days 工作日",
    (
        _bars(
            "Long days, by platform 单日接单超时：按平台",
            f"Days of the last 35 with more than 8 h of orders, by platform; several where only all together show it.{_NO_DUTY}",
            "daily_hours",
        ),
        _bars(
            "No day of rest, by platform 无周休：按平台",
            f"Runs of more than 6 days worked, by platform; several where only all together show it.{_NO_DUTY}",
            "weekly_rest",
        ),
        Panel(
            "timeseries",
            "Of days, by rule 工作日走势",
            "Standing findings about days. They stand for 35 days.",
            (Query(f"sum by (rule) ({_COURSE})", "{{rule}}"),),
            width=12,
        ),
    ),
)
