"""`rest_missed`, clause 6 of 洪人社发〔2022〕88号, a second time (SEMANTICS.md, 3)."""

import numpy as np
import pandas as pd

from schemas.instants import Ms
from streams.law.table import Law
from streams.tools.recount.law_values import in_force, is_off
from streams.tools.recount.time.coverage import stretches_of, with_stretches
from streams.tools.recount.time.intervals import last_before, legal_days
from streams.tools.recount.time.last_place import in_the_city, place_at

_PARAMETERS = ("limit", "break", "measure", "basis", "severity")


def rest_missed(parts: pd.DataFrame, places: pd.DataFrame, views: pd.DataFrame, law: Law, now: Ms) -> pd.DataFrame:
    """The findings, one row each, from coverage.

    Those of a platform are found by what it has agreed to. By the law of all are those of all together found, and those of a
    platform that are compared with them. Columns: `view`, `worker`, `platform` (empty: together), `kind`, `start`, `end` (ms, of
    the stretch as far as it came), `ended` (bool), `due_at` (ms), `basis`, `measured`, `measured_high`, `limit` (ms), `band` (0
    to 2; undecidable: -1).
    """
    nobody = views["platform"].where(views["platform"] == "", "")
    of_all = _cases(parts, places, views, nobody, law, now)
    alone, together = of_all[of_all["platform"] != ""], of_all[of_all["platform"] == ""]
    own = _cases(parts, places, views, views["platform"], law, now) if law.agreed_by("rest_missed") else of_all
    return pd.concat([own[own["platform"] != ""], _not_seen_alone(together, alone)], ignore_index=True)


def _cases(
    coverage: pd.DataFrame, places: pd.DataFrame, views: pd.DataFrame, platforms: pd.Series, law: Law, now: Ms
) -> pd.DataFrame:
    """The stretches over the limit of every view, by what the platform named for the view has agreed to."""
    parts = with_stretches(coverage, places, law, platforms)
    every = stretches_of(parts)
    cases = _over(*_measured(every.assign(platform=every["view"].map(platforms)), places, law))
    cases = _due(cases.drop(columns="platform"), parts)
    cases = cases[in_the_city(cases, "due_at", "end", places)].merge(views, left_on="view", right_index=True)
    return cases.assign(ended=now - cases["end"] >= cases["rest"])


def _measured(every: pd.DataFrame, places: pd.DataFrame, law: Law) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The high stretches that are judged, and the low ones in them, each with its terms and its measure."""
    highs = every[every["high"]]
    highs = highs.join(place_at(highs, "start", places)).assign(day=legal_days(highs["start"]))
    terms = {name: in_force(law, f"rest_missed.{name}", highs) for name in _PARAMETERS}
    judged = pd.DataFrame(terms).notna().all(axis="columns") & (terms["basis"] == highs["basis"])
    judged &= ~is_off(law, "rest_missed", highs)
    highs = highs.assign(limit=terms["limit"], measure=terms["measure"], bands=terms["severity"], judged=judged)
    lows = every[~every["high"]]
    given = highs[["line", "start", "stretch", "limit", "measure", "bands", "judged"]]
    given = given.rename(columns={"start": "at", "stretch": "stretch_high"})
    lows = lows.join(last_before(lows, "start", given, "line"))
    return _with_measure(highs[judged]), _with_measure(lows[lows["judged"].eq(True)])


def _with_measure(stretches: pd.DataFrame) -> pd.DataFrame:
    elapsed = stretches["end"] - stretches["start"]
    measured = elapsed.where(stretches["measure"] == "elapsed", stretches["worked"])
    return stretches.assign(measured=measured, limit=stretches["limit"].astype("int64"))


def _over(highs: pd.DataFrame, lows: pd.DataFrame) -> pd.DataFrame:
    """A breach for each low stretch over the limit; a high stretch over it without one is undecidable."""
    measures = highs.set_index("stretch")["measured"]
    breaches = lows[lows["measured"] > lows["limit"]]
    breaches = breaches.assign(kind="breach", measured_high=breaches["stretch_high"].map(measures))
    open_ = highs[(highs["measured"] > highs["limit"]) & ~highs["stretch"].isin(breaches["stretch_high"])]
    largest = open_["stretch"].map(lows.groupby("stretch_high")["measured"].max()).fillna(0).astype("int64")
    open_ = open_.assign(kind="undecidable", measured_high=open_["measured"], measured=largest)
    cases = pd.concat([breaches, open_], ignore_index=True)
    excess = (cases["measured"] - cases["limit"]).where(cases["kind"] == "breach")
    band = [sum(over > bound for bound in bands) for over, bands in zip(excess, cases["bands"], strict=True)]
    return cases.assign(band=np.where(excess.notna(), np.array(band, dtype="int64"), -1))


def _due(cases: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """The instant at which the measure reaches the limit.

    It lies within the part that the limit falls into; for `elapsed` it is so long after the start.
    """
    before = parts.groupby("stretch")["length"].cumsum() - parts["length"]
    within = parts[["stretch", "start", "length"]].assign(before=before)
    within = within.merge(cases[["stretch", "limit"]].drop_duplicates(), on="stretch")
    left = within["limit"] - within["before"]
    due = within.assign(due_at=within["start"] + left)[(left > 0) & (left <= within["length"])]
    worked = cases["stretch"].map(due.set_index("stretch")["due_at"])
    elapsed = cases["start"] + cases["limit"]
    return cases.assign(due_at=elapsed.where(cases["measure"] == "elapsed", worked).astype("int64"))


def _not_seen_alone(together: pd.DataFrame, alone: pd.DataFrame) -> pd.DataFrame:
    """The cases of all together that no single platform shows, or not as severely."""
    together = together.reset_index(names="case")
    pairs = together.merge(alone, on="worker", suffixes=("", "_alone"))
    within = (pairs["start"] <= pairs["start_alone"]) & (pairs["end_alone"] <= pairs["end"])
    as_much = pairs.loc[within & (pairs["band_alone"] >= pairs["band"]), "case"]
    return together[~together["case"].isin(as_much)]
