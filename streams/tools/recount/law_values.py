"""Law parameters for every row of a frame, by its `area`, `sector` and legal `day`. Decides nothing itself."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from streams.law.errors import NoValueInForce
from streams.law.table import Law

_PLACE_AND_DAY = ["area", "sector", "day"]


def in_force(law: Law, parameter: str, frame: pd.DataFrame) -> pd.Series:
    """The value of a parameter (object), None where no law is in force or the place is not known."""

    def find(area: str, sector: str, day: int) -> Any:
        try:
            return law.find(parameter, area=area, sector=sector, day=day).value
        except NoValueInForce:
            return None

    return _each(find, frame)


def is_off(law: Law, rule: str, frame: pd.DataFrame) -> pd.Series:
    """True where the rule is off there on that day (bool)."""
    return _each(lambda area, _, day: law.mode(rule, area=area, day=day) == "off", frame).astype(bool)


def _each(find: Callable[[str, str, int], Any], frame: pd.DataFrame) -> pd.Series:
    """The value of each row, looked up once a place and day, as there are few of them and many rows."""
    keys = frame[_PLACE_AND_DAY].drop_duplicates()
    values = {(area, sector, day): find(area, sector, day) for area, sector, day in keys.itertuples(index=False)}
    found = [values[key] for key in frame[_PLACE_AND_DAY].itertuples(index=False, name=None)]
    return pd.Series(found, index=frame.index, dtype="object")
