"""From events in contract form to a judge that heard them: what every property of the judge begins with."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from schemas.codec import FeedReader
from schemas.finding import Finding
from schemas.reading import Places
from schemas.work import AnyRow, Group
from streams.core.judge import Judge, TooLate
from streams.law.files import packaged_law
from streams.law.loader import load_law
from streams.law.table import Law

Heard = tuple[str, AnyRow]
"""A row and the platform that said it."""

COURIERS_BY_ORDER = """
parameters:
  basis:
    values: [{from: 2022-05-12, value: order, sectors: [courier], source: reading, verified: false}]
"""
PAY_BY_TIME_ONLINE = """
parameters:
  basis:
    values:
      - {from: 2018-01-01, value: online, source: guideline, verified: false}
      - {from: 2024-02-23, value: online, source: guideline, verified: true}
"""
ENFORCED = "modes: [{{from: {}, mode: enforce}}]"
ON_TRIAL = {"dispatch_during_rest": "2022-05-12", "pay_below_minimum": "2018-01-01"}
"""The rules that are off in the law of this release, with the day from which their mode stands there."""
ELAPSED = "parameters: {measure: {values: [{from: 2022-05-12, value: elapsed, source: reading, verified: false}]}}"


@cache
def the_law() -> Law:
    """The law of this release."""
    return packaged_law()


@cache
def law_with(overlay: str) -> Law:
    """The law of this release with an overlay of `rest_missed.yaml`."""
    return load_law(_texts(), {"rest_missed.yaml": overlay})


@cache
def law_on_trial(pay: str = "") -> Law:
    """The law of this release with every rule enforced, and an overlay of `pay_below_minimum.yaml`."""
    overlay = {f"{rule}.yaml": ENFORCED.format(day) for rule, day in ON_TRIAL.items()}
    return load_law(_texts(), overlay | {"pay_below_minimum.yaml": overlay["pay_below_minimum.yaml"] + pay})


def _texts() -> dict[str, str]:
    entries = files("streams.law").iterdir()
    return {entry.name: entry.read_text("utf-8") for entry in entries if entry.name[-5:] == ".yaml"}


@cache
def _reader() -> FeedReader:
    places = the_law().places
    return FeedReader(Places(frozenset(places.areas), frozenset(places.cities)))


def heard(events: Iterable[Mapping[str, Any]]) -> list[Heard]:
    """The rows of the events, in their order."""
    rows: list[Heard] = []
    for event in events:
        reading = _reader().read_lines([orjson.dumps(event)])
        assert not reading.faults, reading.faults
        rows += [(platform, row) for platform, own in reading.rows_by_platform.items() for row in own]
    return rows


def fold(judge: Judge, rows: Sequence[Heard], now: int) -> list[TooLate]:
    """Let the judge hear the rows one after the other; what was too late."""
    return [late for platform, row in rows for late in judge.fold(Group(platform, f"feed.{platform}", 0, [row]), now)]


def judged(rows: Sequence[Heard], now: int, law: Law | None = None) -> list[Finding]:
    """All findings of a judge that hears these rows at `now` (ms) and nothing else."""
    judge = Judge(law or the_law())
    fold(judge, rows, now)
    return standing(judge, now)


def standing(judge: Judge, now: int) -> list[Finding]:
    """All findings that hold at `now`, worker by worker."""
    return [finding for said in judge.everything(now) for finding in said.findings]
