"""The latest row at or before an instant, group by group. Decides nothing."""

import pandas as pd


def last_before(frame: pd.DataFrame, at: str, lines: pd.DataFrame, by: str) -> pd.DataFrame:
    """For each row of `frame` the row of `lines` of its group that is the latest at or before its `at`.

    `lines` has `at` and `by`, once each; the other columns come back with the index of `frame`, empty where none is so
    early.
    """
    wanted = pd.DataFrame({"wanted": frame[at], by: frame[by], "row": range(len(frame))}).sort_values("wanted")
    found = pd.merge_asof(wanted, lines.sort_values("at"), left_on="wanted", right_on="at", by=by)
    columns = [name for name in lines.columns if name not in {"at", by}]
    return found.sort_values("row")[columns].set_axis(frame.index, axis="index")
