"""A small city, and what a reader of its events sees of it."""

from collections.abc import Iterable
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

from schemas.instants import from_rfc3339
from streams.tools.city.expected.finding import ExpectedFinding
from streams.tools.city.simulator import City
from streams.tools.city.spans import HOUR

START = 1_764_000_000_000
STEP = 10_000
"""The brute force looks every 10 s. All exact lengths (4 h, 20 min) are multiples of it."""


def town(seed: int = 7) -> City:
    return City(seed, workers=50, start=START)


def missed(now: int, seed: int = 7) -> list[ExpectedFinding]:
    """The missed breaks, and the silences in which one may have been, that must be found at an instant."""
    return [one for one in town(seed).expected(now) if one.rule == "rest_missed"]


@cache
def said(hours: int, seed: int = 7) -> list[dict[str, Any]]:
    """All that is said in the first hours, `occurred_at` in ms, in order of that."""
    events = [orjson.loads(event.value) for event in town(seed).events(START, START + hours * HOUR)]
    timed = [event | {"occurred_at": from_rfc3339(event["occurred_at"])} for event in events]
    return sorted(timed, key=itemgetter("occurred_at"))


class Seen(NamedTuple):
    """A stretch of over 4 h of work: whose, its first and last sample at work, and on how many platforms."""

    subject: str
    first: int
    last: int
    platforms: int


def too_long(events: Iterable[dict[str, Any]], now: int) -> list[Seen]:
    """Look at every worker every 10 s: at work or not? Then count. Sessions that never end count to their last sign."""
    samples: dict[str, dict[int, str]] = {}
    since: dict[str, int] = {}
    for event in events:
        if event["occurred_at"] <= now and event["kind"].startswith("session."):
            session, at = event["session_id"], event["occurred_at"]
            if event["kind"] not in {"session.online", "session.resumed"}:
                for sample in range(-(-since[session] // STEP), -(-at // STEP)):
                    samples.setdefault(event["worker_id"], {})[sample] = event["platform_id"]
            since[session] = at
    return [stretch for subject, at_work in samples.items() for stretch in _stretches(subject, at_work)]


def _stretches(subject: str, at_work: dict[int, str]) -> list[Seen]:
    runs: list[list[int]] = []
    for sample in sorted(at_work):
        if runs and sample - runs[-1][-1] - 1 < 20 * 60_000 // STEP:
            runs[-1].append(sample)
        else:
            runs.append([sample])
    long = [run for run in runs if len(run) > 4 * HOUR // STEP]
    return [Seen(subject, run[0] * STEP, run[-1] * STEP, len({at_work[sample] for sample in run})) for run in long]
