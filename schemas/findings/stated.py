"""The statements about an entry and the sums of a legal day, as lines of evidence have them."""

from pydantic import Field

from schemas.findings.frozen import Frozen, is_none
from schemas.instants import Instant


class EntryStated(Frozen):
    """A statement about a pay entry. `whole_fen`: its whole amount, negative where deducted; `order`: null where it names none.

    `left_out`: why its part of the day counts nothing: `category`, since the law leaves that out, or `contradicted`, since of
    contradictory statements the one that gives less pay counts after seven days; null where it counts. `contradicts`: another
    statement of its id and kind stands beside it; the smallest and the largest part count, of one that is left out 0. `for_day`,
    `for_until`: the first and the last day that it is for, as it names them; absent where it names none.
    """

    deducted: bool
    category: str
    order: str | None
    occurred_at: Instant
    whole_fen: int
    left_out: str | None = Field(pattern="^(category|contradicted)$")
    contradicts: bool
    for_day: str | None = Field(default=None, exclude_if=is_none)
    for_until: str | None = Field(default=None, exclude_if=is_none)


class DayStated(Frozen):
    """The order time (ms) of a legal day in the low and in the high reading, and the reasons of the unknown time in it.

    `online_low`, `online_high`: all time online, where the finding has a second opinion by it; else absent.
    """

    low: int
    high: int
    reasons: tuple[str, ...]
    online_low: int | None = Field(default=None, exclude_if=is_none)
    online_high: int | None = Field(default=None, exclude_if=is_none)
