"""The bytes that the days of a worker take once their events are cut: of a row, and of an order with its pay.

Of the simulated city, in this process, judged as live; every platform settles by the month, so that rows keep their orders.
"""

from collections import Counter
from collections.abc import Iterator
from importlib.resources import files

from schemas.feed.codec import FeedReader
from schemas.topics import WORK
from schemas.work import Group, decode_work
from streams.core.intake.feed import FeedIntake, FeedRecord
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.facts.days.kept import KeptDays
from streams.law.reading.loader import load_law
from streams.law.table import Law
from streams.tools.city.simulator import City
from tests.bench.figure import Figure
from tests.bench.workload import HOUR_MS, SEED

_PEOPLE = 200
_DAYS = 14
_STEP = 6 * HOUR_MS
_BATCH = 100
_UNTIL_MS = 1_768_446_000_000


def days(scale: float) -> Iterator[Figure]:
    """Two weeks of the city, of which all but the last two days are rows."""
    law, since = law_settling_by("month"), _UNTIL_MS - _DAYS * 24 * HOUR_MS
    judge = Judge(law, HORIZON_MS)
    for now, group in _groups(law, max(1, round(_PEOPLE * scale)), since):
        judge.fold(group, now)
        for _ in judge.evaluate_due(now):
            pass
    list(judge.evaluate_due(_UNTIL_MS))
    counts: Counter[str] = Counter()
    for watched in judge.roster.workers.values():
        counts.update(counts_of(watched.facts.days))
    note = f"{counts['rows']:,} rows, {counts['orders']:,} orders, {counts['entries']:,} pay entries"
    yield Figure("bytes of the row of a day", counts["row bytes"] / counts["rows"], "B", 100, True, note)
    yield Figure("bytes of an order in a row", counts["order bytes"] / counts["orders"], "B", note=note)
    yield Figure("bytes of a pay entry in a row", counts["entry bytes"] / counts["entries"], "B", note=note)
    paid = counts["order bytes"] + counts["entry bytes"]
    yield Figure("bytes of an order with its pay in a row", paid / counts["orders"], "B", 40, True, note)


def counts_of(kept: KeptDays | None) -> Counter[str]:
    """The rows, orders and pay entries that are kept of a worker, and their bytes."""
    found: Counter[str] = Counter()
    if kept is None:
        return found
    for platform in kept.platforms:
        found["rows"] += len(kept.of(platform))
        found["row bytes"] += len(kept.rows[platform])
        found["orders"] += sum(map(len, kept.orders_of(platform).values()))
        found["order bytes"] += len(kept.orders.get(platform, b""))
        found["entries"] += len(kept.entries_of(platform))
        found["entry bytes"] += len(kept.entries.get(platform, b""))
    return found


def law_settling_by(period: str) -> Law:
    """The law of this release where every platform settles by a period."""
    texts = {each.name: each.read_text("utf-8") for each in files("streams.law").iterdir() if each.name[-5:] == ".yaml"}
    settles = f"settles: [{{by: {period}, from: 2015-01-01}}]"
    lines = [line for line in texts["platforms.yaml"].splitlines() if not line.strip().startswith("settles:")]
    texts["platforms.yaml"] = "\n".join(
        f"{line}\n    {settles}" if line.strip().startswith("sectors:") else line for line in lines
    )
    return load_law(texts)


def _groups(law: Law, people: int, since: int) -> Iterator[tuple[int, Group]]:
    city, intake = City(SEED, people, since), FeedIntake(FeedReader(law.places.known), 1)
    for begin in range(since, _UNTIL_MS, _STEP):
        now = begin + _STEP
        records = [
            FeedRecord(platform, platform, 0, offset, now, value)
            for offset, (platform, value) in enumerate(city.batches(begin, now))
        ]
        for first in range(0, len(records), _BATCH):
            for out in intake.take(records[first : first + _BATCH]).outgoing:
                if out.topic == WORK:
                    yield from ((now, group) for group in decode_work(out.value))
