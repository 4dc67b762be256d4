"""The names of areas and rules, so that nobody has to know a code by heart. Those of areas are the areas file's."""

from pathlib import Path

import yaml

RULES = {
    "rest_missed": "应休未休 Rest missed",
    "rest_due": "临近休息 Rest due",
    "dispatch_during_rest": "应休仍派单 Dispatch during rest",
    "pay_below_minimum": "低于最低工资 Pay below minimum",
    "pace_not_eased": "恶劣天气未限单延时 Pace not eased",
    "dispatch_under_red": "红色预警仍派单 Dispatch under red",
}
"""Every rule by name, in the order of the rules."""

_AREAS = Path(__file__).parents[2] / "streams/law/areas.yaml"


def area_names() -> dict[str, str]:
    """Every county and zone: code to name, in the order of the file; `none` is what has no place."""
    listed = yaml.safe_load(_AREAS.read_text(encoding="utf-8"))
    areas = listed["counties"] | listed["zones"]
    return {str(code): str(area["zh"]) for code, area in areas.items()} | {"none": "无区县"}
