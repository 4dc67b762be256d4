"""Checks an entry of the measuring values, which the engine reads without a place: more than a law value may is refused."""

import re
from collections.abc import Iterator
from typing import Final

from schemas.texts.fault import FileFault
from schemas.texts.parsing import Parsed
from streams.law.shape import ParameterShape, RuleShape, ValueShape
from streams.law.value import NO_RULE, NONE

FIXED: Final = {"slot": "10 min"}
"""The values that cannot be changed: the cells in stored states and changelogs are those of slots of ten minutes."""

MOST: Final = {"baseline_weeks": 4}
"""The values with an upper bound: cells are kept for 29 days, so that four weeks can be looked back."""


def measuring_faults(
    file: Parsed[RuleShape], path: tuple[str | int, ...], shape: ValueShape, ours: ParameterShape | None
) -> Iterator[FileFault]:
    """The faults of an entry: a place or platform, a sector where ours has none, an end, `unread`, a change of what is fixed."""
    name = str(path[1])
    if shape.areas or shape.wage_class:
        yield file.fault(path, "a place", "none: what measures is the same everywhere")
    if shape.platform:
        yield file.fault((*path, "platform"), repr(shape.platform), "none: what measures is the same for all")
    if shape.sectors and ours is not None and not any(each.sectors for each in ours.values):
        yield file.fault((*path, "sectors"), ", ".join(shape.sectors), "none: this holds for all sectors alike")
    if shape.value in (NONE, NO_RULE):
        yield file.fault((*path, "value"), repr(shape.value), "a value; a later one takes its place")
    if shape.status == "unread":
        yield file.fault((*path, "status"), "'unread'", "policy, as it is chosen, or official or copy")
    if name in MOST and re.fullmatch(r"\d+ weeks", str(shape.value)) and int(str(shape.value).split()[0]) > MOST[name]:
        yield file.fault((*path, "value"), repr(shape.value), f"at most {MOST[name]} weeks, as long as cells are kept")
    if name in FIXED and shape.value != FIXED[name]:
        yield file.fault((*path, "value"), repr(shape.value), f"{FIXED[name]}, by which stored cells are kept")
