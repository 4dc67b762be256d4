"""The names of the areas, as the areas file of the law has them, so that nobody has to know a code by heart."""

from pathlib import Path

import yaml

_AREAS = Path(__file__).parents[2] / "streams/law/areas.yaml"


def area_names() -> dict[str, str]:
    """Every county and zone: code to name, in the order of the file; `none` is what has no place."""
    listed = yaml.safe_load(_AREAS.read_text(encoding="utf-8"))
    areas = listed["counties"] | listed["zones"]
    return {str(code): str(area["zh"]) for code, area in areas.items()} | {"none": "无区县"}
