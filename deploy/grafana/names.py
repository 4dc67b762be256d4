"""The names of areas and rules, so that nobody has to know a code by heart: those of the areas file and of the law files."""

from pathlib import Path

import yaml

from streams.rules import RULES as _RULES

_LAW = Path(__file__).parents[2] / "streams/law"
RULES = {rule.name: str(yaml.safe_load((_LAW / f"{rule.name}.yaml").read_text("utf-8"))["title"]) for rule in _RULES}
"""Every rule by name, in the order of the rules; the titles are the law files'."""

_AREAS = _LAW / "areas.yaml"


def area_names() -> dict[str, str]:
    """Every county and zone: code to name, in the order of the file; `none` is what has no place."""
    listed = yaml.safe_load(_AREAS.read_text(encoding="utf-8"))
    areas = listed["counties"] | listed["zones"]
    return {str(code): str(area["zh"]) for code, area in areas.items()} | {"none": "无区县"}
