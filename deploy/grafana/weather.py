"""The row about bad weather: what platforms did while a warning was in force, and whether warnings are heard."""

from deploy.grafana.panel import PLATFORM, Panel, PanelRow, Query, standing

_PLACED = f'{PLATFORM}, area=~"$area"'
_NOT_EASED = standing(f'rule="pace_not_eased", kind="breach", {_PLACED}')
_UNDER_RED = standing(f'rule="dispatch_under_red", {_PLACED}')
_UNDECIDED = standing(f'rule="pace_not_eased", kind="undecidable", {_PLACED}')
_COURSE = standing(f'rule=~"pace_not_eased|dispatch_under_red", kind=~"breach|indication", {_PLACED}')


def _bars(title: str, says: str, series: str, label: str) -> Panel:
    query = Query(f"sort_desc(sum by ({label}) ({series}))", f"{{{{{label}}}}}")
    return Panel("bargauge", title, says, (query,), width=6)


_EASED = "Episodes in which neither fewer orders nor longer promises are visible, "
_RED = "Episodes in which orders were pushed under a red warning, "
_POLICY = " The law forbids none of them: the rule only observes."

WEATHER = PanelRow(
    "Bad weather 恶劣天气",
    (
        _bars("Not eased, by platform 未限单延时：按平台", f"{_EASED}by platform.", _NOT_EASED, "platform"),
        _bars("Not eased, by area 未限单延时：按区县", f"{_EASED}by area.", _NOT_EASED, "area"),
        _bars(
            "Under red, by platform 红色仍派单：按平台",
            f"{_RED}by platform.{_POLICY}",
            _UNDER_RED,
            "platform",
        ),
        _bars("Under red, by area 红色仍派单：按区县", f"{_RED}by area.{_POLICY}", _UNDER_RED, "area"),
        Panel(
            "timeseries",
            "In bad weather, by rule 恶劣天气走势",
            "Episodes with a finding, a platform and area each. They stand for a week after the weather is over.",
            (Query(f"sum by (rule) ({_COURSE})", "{{rule}}"),),
        ),
        Panel(
            "timeseries",
            "Pace undecidable, by platform 接单节奏无法判定",
            "Episodes whose figures cannot be compared: no baseline, no promises, or gaps in the heartbeats.",
            (Query(f"sum by (platform) ({_UNDECIDED})", "{{platform}}"),),
        ),
        Panel(
            "timeseries",
            "Weather messages 气象预警消息",
            "Messages of the last hour: taken, passed over, and refused by code. A refused warning binds nobody.",
            (
                Query("sum(increase(shiftwarden_weather_messages_accepted_total[1h]))", "taken"),
                Query("sum(increase(shiftwarden_weather_messages_passed_over_total[1h]))", "passed over"),
                Query("code:shiftwarden_weather_refused:increase1h", "{{code}}"),
            ),
        ),
    ),
)
