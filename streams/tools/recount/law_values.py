"""Law parameters for every row of a frame, by its `area`, `sector` and legal `day`. Decides nothing itself.

Where a frame has a `platform`, a row has what that platform has agreed to; empty, as without the column, is the law of all.
"""

from collections.abc import Callable
from typing import Any

import pandas as pd

from streams.law.errors import NoValueInForce
from streams.law.table import Law

_PLACE_AND_DAY = ["area", "sector", "day"]


def in_force(law: Law, parameter: str, frame: pd.DataFrame) -> pd.Series:
    """The value of a parameter (object), None where no law is in force or the place is not known."""

    def find(area: str, sector: str, day: int, platform: str) -> Any:
        try:
            return law.find(parameter, area=area, sector=sector, day=day, platform=platform).value
        except NoValueInForce:
            return None

    return _each(find, frame)


def is_off(law: Law, rule: str, frame: pd.DataFrame) -> pd.Series:
    """True where the rule is off there on that day (bool)."""
    return _each(lambda area, _sector, day, _platform: law.mode(rule, area=area, day=day) == "off", frame).astype(bool)


def _each(find: Callable[[str, str, int, str], Any], frame: pd.DataFrame) -> pd.Series:
    """The value of each row, looked up once a place, day and platform, as there are few of them and many rows."""
    every = frame[_PLACE_AND_DAY].assign(platform=frame.get("platform", ""))
    values = {key: find(*key) for key in every.drop_duplicates().itertuples(index=False, name=None)}
    found = [values[key] for key in every.itertuples(index=False, name=None)]
    return pd.Series(found, index=frame.index, dtype="object")
