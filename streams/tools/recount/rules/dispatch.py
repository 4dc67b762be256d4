"""`dispatch_during_rest`, clause 6 of 洪人社发〔2022〕88号, a second time (its runbook has the words)."""

import pandas as pd

from streams.law.table import Law
from streams.tools.recount.law_values import in_force, is_off
from streams.tools.recount.time.intervals import legal_days
from streams.tools.recount.time.last_place import place_at

_RULE = "dispatch_during_rest"


def dispatch_during_rest(missed: pd.DataFrame, first: pd.DataFrame, places: pd.DataFrame, law: Law) -> pd.DataFrame:
    """One row for each breach of a platform in which it pushed orders after `due_at`.

    An order that begins nothing does not count. `missed` is the result of `rest_missed`, `first` the acceptances of
    orders that count. The columns are those of `missed`, with `starts_at` (ms), the first such acceptance; `measured` and
    `measured_high` are the number of orders, `limit` is 0.
    """
    breaches = missed[(missed["kind"] == "breach") & (missed["platform"] != "")]
    own = {"day": legal_days(breaches["start"]), "platform": breaches["platform"]}
    where = place_at(breaches, "start", places).assign(**own)
    bands = in_force(law, f"{_RULE}.severity", where)
    breaches = breaches.assign(bands=bands)[bands.notna() & ~is_off(law, _RULE, where)].reset_index(names="breach")
    begun = first["begins"] & (first["assigned"] == "pushed")
    pushed = first.loc[begun, ["view", "at", "on_at"]].merge(breaches, on="view")
    inside = [pushed[at].gt(pushed["due_at"]) & pushed[at].lt(pushed["end"]) for at in ("at", "on_at")]
    orders = pushed[inside[0] & inside[1]].groupby("breach")["at"].agg(starts_at="min", count="size")
    found = breaches.merge(orders, left_on="breach", right_index=True)
    band = [sum(n > bound for bound in each) for n, each in zip(found["count"], found["bands"], strict=True)]
    return found.assign(measured=found["count"], measured_high=found["count"], limit=0, band=band)
