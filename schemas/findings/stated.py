"""The statements about an entry and the sums of a legal day, as lines of evidence have them."""

from pydantic import Field

from schemas.findings.frozen import Frozen, is_none
from schemas.instants import Instant


class EntryShare(Frozen):
    """The share of a legal day in a statement that is spread over several.

    The part of the day is the whole amount x `day_ms` ÷ `whole_ms`, rounded down to the fen before the sign; on the last of the
    days it is what `others_fen`, the parts of the others, leave. `day_ms`, `whole_ms`: the time (ms) of the day, and of all the
    days; null where none of them has any, and each of the `days` counts alike.
    """

    days: int
    day_ms: int | None
    whole_ms: int | None
    others_fen: int | None = Field(default=None, exclude_if=is_none)


class EntryStated(Frozen):
    """A statement about a pay entry. `whole_fen`: its whole amount, negative where deducted; `order`: null where it names none.

    `left_out`: why its part of the day counts nothing: `category`, since the law leaves that out, or `contradicted`, since of
    contradictory statements the one that gives less pay counts after seven days; null where it counts. `contradicts`: another
    statement of its id and kind stands beside it; the smallest and the largest part count, of one that is left out 0. `for_day`,
    `for_until`: the first and the last day that it is for, as it names them; absent where it names none. `share`: how the part
    of the day follows from the whole; absent where the day has all of it, or none.
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
    share: EntryShare | None = Field(default=None, exclude_if=is_none)


class DayStated(Frozen):
    """The order time (ms) of a legal day in the low and in the high reading, and the reasons of the unknown time in it.

    `online_low`, `online_high`: all time online, where the finding has a second opinion by it; else absent.
    """

    low: int
    high: int
    reasons: tuple[str, ...]
    online_low: int | None = Field(default=None, exclude_if=is_none)
    online_high: int | None = Field(default=None, exclude_if=is_none)
