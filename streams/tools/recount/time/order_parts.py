"""The orders that share an id, told apart (WORKTIME.md): every statement gets the number of its own order."""

from typing import Final

import pandas as pd

from schemas.work import Step

COMPLETED: Final = 0
CANCELLED: Final = 1
PICKED_UP: Final = 2
ACCEPTED: Final = 3
OTHER: Final = 4
"""The sorts of statements, as numbers of a column."""


def statements_of(acceptances: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """From `Frames.acceptances` and `Frames.steps`: one row a statement, without repeats.

    Columns of both, `what` (one of the numbers above) and `thing`, the number of the order that it is about: an acceptance that
    is made after an end, of an order that was accepted by then, begins another one.
    """
    stated = pd.concat([acceptances.assign(what=ACCEPTED), steps.assign(what=_sort_of(steps))], ignore_index=True)
    stated = stated.drop_duplicates().assign(later=lambda each: each["what"] != ACCEPTED)
    stated = stated.sort_values(["thing", "at", "later", "event_id"], ignore_index=True)
    deciding = stated[stated["what"].isin([ACCEPTED, COMPLETED, CANCELLED])]
    of_id = deciding.groupby("thing")
    accepted = deciding["what"] == ACCEPTED
    known = accepted.groupby(deciding["thing"]).cumsum() > 1
    begins = accepted & known & (of_id["what"].shift(fill_value=ACCEPTED) != ACCEPTED)
    stated["begins"] = begins.reindex(stated.index, fill_value=False)
    stated["part"] = stated.groupby("thing")["begins"].cumsum()
    # of the same instant as an acceptance that begins an order, what sorts before it can only be another acceptance of it
    stated["thing"] = stated.groupby(["thing", "part"]).ngroup()
    return stated.drop(columns=["later", "begins", "part"])


def _sort_of(steps: pd.DataFrame) -> pd.Series:
    ended = steps["step"] == Step.ENDED
    sort = steps["cancelled"].map({0: COMPLETED, 1: CANCELLED}).where(ended, OTHER)
    return sort.where(steps["step"] != Step.PICKED_UP, PICKED_UP).astype("int64")
