"""The errors of the law: no value in force on a day and place, an unknown name, or faults in its files."""

from collections.abc import Sequence

from schemas.legal_days import Day
from schemas.texts.fault import FileFault


class NoValueInForce(LookupError):  # noqa: N818  operators read the name in pages and logs
    """A parameter has no value for a sector and area on a day. Facts that need it are not judged.

    The message names the parameter, the day as a date, the place and the nearest dates with their values; `nearest` has
    these alone, by date, as `from 2022-05-12 it is 4 h`.
    """

    def __init__(
        self, message: str, *, parameter: str, sector: str, area: str, day: Day, nearest: Sequence[str] = ()
    ) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.sector = sector
        self.area = area
        self.day = day
        self.nearest = tuple(nearest)


class UnknownParameter(LookupError):  # noqa: N818  named like `NoValueInForce`
    """A parameter or rule that no law file has: a mistake in the calling code, not in the law."""


class LawError(ValueError):
    """The law files cannot be used; `faults` has all of their faults, by file and line."""

    def __init__(self, faults: Sequence[FileFault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))
