"""The measuring values of a law for whole columns of instants, read from the law in use and from nowhere else."""

import numpy as np
import pandas as pd

from schemas.legal_days import day_start
from streams.law.registers.places import SECTORS
from streams.law.table import Law


class Measured:
    """Made with a law. Values in ms, by the legal day of an instant; before their first day the first ones hold."""

    def __init__(self, law: Law) -> None:
        self._law = law
        self._area = law.places.areas[0]

    def at(self, name: str, instants: pd.Series) -> pd.Series:
        """The value of a parameter of `measuring.yaml` at each instant (int64)."""
        return self._at(name, SECTORS[0], instants)

    def by_sector(self, name: str, instants: pd.Series, sectors: pd.Series) -> pd.Series:
        """The value at each instant for the sector beside it (int64)."""
        found = pd.Series(0, index=instants.index, dtype="int64")
        for sector in sectors.unique():
            own = sectors == sector
            found[own] = self._at(name, sector, instants[own])
        return found

    def _at(self, name: str, sector: str, instants: pd.Series) -> pd.Series:
        parameter = f"measuring.{name}"
        rows = [each for each in self._law.values if each.parameter == parameter]  # noqa: PD011 - of a law, no frame
        days = sorted({each.from_day for each in rows if sector in (each.where.sectors or (sector,))})
        values = [self._law.find(parameter, sector=sector, area=self._area, day=day).number for day in days]
        since = np.array([day_start(day) for day in days], dtype=np.int64)
        place = np.searchsorted(since, instants.to_numpy(dtype=np.int64), side="right") - 1
        return pd.Series(np.array(values, dtype=np.int64)[np.maximum(place, 0)], index=instants.index)
