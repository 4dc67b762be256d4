"""A few events of 2022-06-01 as the frames that are recounted, and intervals by the clock of Asia/Shanghai."""

from typing import Any

import pandas as pd

from schemas.instants import from_rfc3339
from schemas.legal_days import local_time as local
from streams.law.files import packaged_law
from streams.tools.recount.findings import recounted
from streams.tools.recount.frames import FrameBuilder, Frames
from streams.tools.recount.measured import Measured
from streams.tools.recount.time.order_time import order_time
from streams.tools.recount.time.orders import orders_of
from streams.tools.recount.time.sessions import session_time
from streams.tools.recount.time.signs import signs_of
from tests.unit.cli.days import reading

MEASURED = Measured(packaged_law())


def at(clock: str) -> int:
    """The instant (ms) of `HH:MM` or `HH:MM:SS` of the day, or of another day that stands before it."""
    return from_rfc3339(f"{clock if 'T' in clock else f'2022-06-01T{clock}'}+08:00")


def frames(now: str, *events: dict[str, Any]) -> Frames:
    recorded = FrameBuilder()
    recorded.add(reading(*events))
    return recorded.frames(at(now))


def sessions_say(now: str, *events: dict[str, Any]) -> list[str]:
    """Session time, by the clock: `work 08:00:00-09:00:00`."""
    said = frames(now, *events)
    return by_clock(session_time(signs_of(said.sessions), said.now, MEASURED))


def orders_say(now: str, *events: dict[str, Any]) -> list[str]:
    said = frames(now, *events)
    online = session_time(signs_of(said.sessions), said.now, MEASURED)
    return by_clock(
        order_time(orders_of(said.acceptances, said.steps, MEASURED), said.sessions, online, said.now, MEASURED)
    )


def by_clock(time: pd.DataFrame) -> list[str]:
    """Intervals in words, by their start."""
    rows = time.sort_values(["start", "end"])[["known", "start", "end"]].itertuples(index=False, name=None)
    return [f"{'work' if known else 'unknown'} {local(start)[11:]}-{local(end)[11:]}" for known, start, end in rows]


def found(now: str, *events: dict[str, Any]) -> pd.DataFrame:
    return recounted(frames(now, *events), packaged_law())
