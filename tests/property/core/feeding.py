"""From events in contract form to a judge that folded them: every property of the judge begins so."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from schemas.feed.codec import FeedReader
from schemas.feed.reading import PlacesKnown
from schemas.findings.finding import Finding
from schemas.work import AnyRow, Group
from streams.core.workers.judge import Judge
from streams.core.workers.not_taken import NotTaken
from streams.law.files import packaged_law
from streams.law.reading.loader import load_law
from streams.law.table import Law

Heard = tuple[str, AnyRow]
"""A row and the platform that it comes from."""

COURIERS_BY_ORDER = """
parameters:
  basis:
    values: [{from: 2022-05-12, value: order, sectors: [courier], source: reading, status: policy}]
"""
PAY_BY_TIME_ONLINE = """
parameters:
  basis:
    values:
      - {from: 2018-01-01, value: online, source: guideline, status: policy}
      - {from: 2024-02-23, value: online, source: guideline, status: official}
"""
UNREAD_LIMIT = "parameters: {limit: {values: [{from: 2022-06-01, value: 3 h, source: policy, status: unread}]}}"
UNREAD_BREAK = "parameters: {break: {values: [{from: 2022-06-01, value: 10 min, source: policy, status: unread}]}}"
AGREED = """
sources: {signed: {document: an agreement of the platform with its riders' union}}
parameters:
  limit: {values: [{from: 2022-05-12, value: 3 h, platform: hema, source: signed, status: official}]}
  break: {values: [{from: 2022-05-12, value: 30 min, platform: hema, source: signed, status: official}]}
  severity: {values: [{from: 2022-05-12, value: [10 min, 40 min], platform: hema, source: signed, status: official}]}
"""
ELAPSED = "parameters: {measure: {values: [{from: 2022-05-12, value: elapsed, source: reading, status: policy}]}}"


@cache
def the_law() -> Law:
    """The law of this release."""
    return packaged_law()


@cache
def law_with(overlay: str, rule: str = "rest_missed") -> Law:
    """The law of this release with an overlay of the rule's file."""
    entries = files("streams.law").iterdir()
    texts = {entry.name: entry.read_text("utf-8") for entry in entries if entry.name[-5:] == ".yaml"}
    return load_law(texts, {f"{rule}.yaml": overlay})


@cache
def law_settling(*by: tuple[str, str], since: str = "2015-01-01") -> Law:
    """The law of this release where platforms, hema among them, settle by these periods from a day on."""
    if not by:
        return the_law()
    named = "zh: 河马外卖, en: Hema Delivery, sectors: [delivery]"
    entries = (f"  {name}: {{{named}, settles: [{{by: {period}, from: {since}}}]}}" for name, period in by)
    return law_with("\n".join(["platforms:", *entries]), "platforms")


@cache
def _reader() -> FeedReader:
    places = the_law().places
    return FeedReader(PlacesKnown(frozenset(places.areas), frozenset(places.cities)))


def heard(events: Iterable[Mapping[str, Any]]) -> list[Heard]:
    """The rows of the events, in their order."""
    rows: list[Heard] = []
    for event in events:
        reading = _reader().read_lines([orjson.dumps(event)])
        assert not reading.faults, reading.faults
        rows += [(platform, row) for platform, own in reading.rows_by_platform.items() for row in own]
    return rows


def fold(judge: Judge, rows: Sequence[Heard], now: int) -> list[NotTaken]:
    """Let the judge fold the rows one after the other; those that were too late."""
    return [late for platform, row in rows for late in judge.fold(Group(platform, f"feed.{platform}", 0, [row]), now)]


def judged(rows: Sequence[Heard], now: int, law: Law | None = None) -> list[Finding]:
    """All findings of a judge that folds these rows at `now` (ms) and no others."""
    judge = Judge(law or the_law())
    fold(judge, rows, now)
    return standing(judge, now)


def standing(judge: Judge, now: int) -> list[Finding]:
    """All findings that hold at `now`, worker by worker."""
    return [finding for said in judge.everything(now) for finding in said.findings]
