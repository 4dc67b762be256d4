"""The memory and stored bytes of a person: 48 h of events alone, and with the days, by how the platforms settle pay.

The people of `tests.weeks`, with heartbeats in the last days. One process lives through the weeks; each figure is taken in a
fresh one that takes over what the first has stored, and has evaluated everybody. Of all and of half of the people, so that what a
judge takes by itself is stated apart: its law, and what its rules have looked up.
"""

import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from streams.core.workers.judge import HORIZON_MS, Judge
from streams.law.table import Law
from streams.rules.evidence import line_of_day
from tests.bench.figure import Figure
from tests.bench.kept.days import counts_of, law_settling_by
from tests.bench.usage import memory_mb
from tests.bench.workload import HOUR_MS, SEED
from tests.weeks.judged import Live
from tests.weeks.people import Weeks

_PEOPLE = 100
_DAYS = 37
"""35 days that are remembered, and two of which there are events."""

_BEATS_DAYS = 3
"""Heartbeats are sent on so many days at the end: earlier ones are cut, and would take most of the time."""

_COPIES = 11
"""Judges that take over the same state: the first takes what a process needs once, the others, of 1,000 people, are counted."""

_BUCKET_BYTES = 2
"""The beginning of the name of a unit of state: the number of its bucket."""

_TICK_HOURS = 144
"""Everybody is evaluated every six days, and at the end: what is kept does not depend on it, and it takes most of the time."""


def people(scale: float) -> Iterator[Figure]:
    """A person whose platforms settle by the day, the week and the month."""
    number = max(1, round(_PEOPLE * scale))
    with tempfile.TemporaryDirectory(prefix="shiftwarden-bench-") as folder:
        for by in ("day", "week", "month"):
            file = Path(folder) / by
            _in_process("live", by, str(number), str(file))
            if by == "day":
                yield from _figures("48 h of events", _in_process("events", by, str(file)))
            yield from _figures(f"35 days, settled by the {by}", _in_process("days", by, str(file)))


def _figures(name: str, found: dict[str, float]) -> Iterator[Figure]:
    workers = found["workers"]
    rows, orders = found.get("rows", 0) / workers, found.get("orders", 0) / workers
    note = f"{workers * (_COPIES - 1):,.0f} people with {rows:.1f} rows and {orders:.0f} orders of days each"
    yield Figure(f"memory a person, {name}", found["memory"], "kB", note=note)
    yield Figure(f"stored a person, {name}", found["stored"], "kB", note=note)
    yield Figure(
        f"memory a judge beside, {name}", found["judge"], "kB", note=f"in a process of {found['process']:.0f} MB"
    )


def _in_process(*arguments: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.kept.people", *arguments]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    return msgspec.json.decode(told or b"{}", type=dict[str, float])


def _lived(by: str, number: int, file: Path) -> None:
    """Let so many people live through the weeks, and write what is stored then."""
    weeks = Weeks(SEED, range(number), _DAYS, _BEATS_DAYS)
    live = Live(law_settling_by(by))
    for now, groups in weeks.hours():
        live.hear(groups, now)
        live.since = []
        if now // HOUR_MS % _TICK_HOURS == 0:
            live.tick(now)
            live.checkpoint()
    for _ in range(2):  # the second time without the cells that the first one has told
        live.findings(weeks.judged_at)
        live.checkpoint()
    file.write_bytes(msgspec.msgpack.encode((weeks.judged_at, live.stored)))


def _taken_over(by: str, file: Path, *, with_days: bool) -> dict[str, float]:
    """The kB of memory and of state a person of judges that take over what was written, and what their days hold."""
    now, stored = msgspec.msgpack.decode(file.read_bytes(), type=tuple[int, dict[bytes, bytes]])
    law = law_settling_by(by)
    buckets = sorted({unit[:_BUCKET_BYTES] for unit in stored})
    of_half = {unit: value for unit, value in stored.items() if unit[:_BUCKET_BYTES] in buckets[: len(buckets) // 2]}
    half, judge_of_half = _copies(law, of_half, now, with_days=with_days)
    process = memory_mb(os.getpid())
    full, judge = _copies(law, stored, now, with_days=with_days)
    roster = judge.roster
    workers, few = len(roster.workers), len(judge_of_half.roster.workers)
    memory = (full - half) / (workers - few)
    by_itself = {"judge": full - workers * memory, "process": process}
    days = (watched.facts.days for watched in roster.workers.values())
    counts = sum((counts_of(each) for each in days if each is not None), counts_of(None))
    for watched in roster.workers.values():
        roster.touch(watched)
    state = sum(len(value or b"") for units in roster.dump(1) for _, value in units)
    return {"workers": workers, "memory": memory, "stored": state / 1000 / workers, **by_itself, **counts}


def _copies(law: Law, stored: dict[bytes, bytes], now: int, *, with_days: bool) -> tuple[float, Judge]:
    """The kB by which each further judge makes the process grow, and the last of them."""
    judges = [_restored(law, stored, now, with_days=with_days)]
    before = memory_mb(os.getpid())
    judges += [_restored(law, stored, now, with_days=with_days) for _ in range(_COPIES - 1)]
    return (memory_mb(os.getpid()) - before) * 1000 / (_COPIES - 1), judges[-1]


def _restored(law: Law, stored: dict[bytes, bytes], now: int, *, with_days: bool) -> Judge:
    line_of_day.cache_clear()  # nothing is shared with another judge of the same people
    judge = Judge(law, HORIZON_MS)
    judge.load(stored, now)
    # the pace has what was cut off: else up to six days of cells would count as a person's
    for finals in judge.roster.finals.values():
        finals.arrived(finals.number)
    if not with_days:
        for watched in judge.roster.workers.values():
            watched.facts.days = None
    for _ in judge.everything(now):
        pass
    gc.collect()
    return judge


def _main() -> None:
    task, by, *rest = sys.argv[1:]
    if task == "live":
        _lived(by, int(rest[0]), Path(rest[1]))
        return
    sys.stdout.write(json.dumps(_taken_over(by, Path(rest[0]), with_days=task == "days")))


if __name__ == "__main__":
    _main()
