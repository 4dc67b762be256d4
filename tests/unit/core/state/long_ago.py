"""A history of one bucket that a judge of any release hears alike: what its state says must not change with its form."""

from schemas.work import Group, PayRow, bucket_of
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.law.table import Law
from tests.oracle.law import MINUTE
from tests.unit.core.days import at, group, row

BUCKET = 11
LEAVER, STAYER, BOOKED = [name for name in (f"{number:064x}" for number in range(40_000)) if bucket_of(name) == BUCKET][
    :3
]
"""Workers of one bucket: one who is forgotten, one who is cut, and one who has a booking that waits."""

NOW = at("84:00")
"""The instant (ms) at which the history ends, on the fourth day."""


def told(law: Law) -> Judge:
    """A judge that heard the history and has cut and forgotten."""
    judge = Judge(law, HORIZON_MS)
    for now, heard in _history():
        judge.fold(heard, now)
        list(judge.evaluate_due(now))
    return judge


def _history() -> list[tuple[int, Group]]:
    shift = ("08:00 online", "12:30 offline", *(f"09:{minute:02d} accepted a{minute}" for minute in range(0, 40, 2)))
    ends = [f"09:{minute + 1:02d} completed a{minute}" for minute in range(0, 40, 2)]
    first = group(row(line, worker) for worker in (LEAVER, STAYER) for line in (*shift, *ends))
    later = group([row(f"06:10 online s{day}", STAYER, day) for day in (1, 2, 3)])
    offs = group([row(f"10:50 offline s{day}", STAYER, day) for day in (1, 2, 3)], "kuaisong")
    beats = group(
        [row(f"06:{minute} beat s3", STAYER, 3) for minute in range(11, 40)] + [row("11:00 offline s3", STAYER, 3)]
    )
    booked = group([row("90:00 accepted b1", BOOKED), row("79:00 accepted b2", BOOKED)])
    pay = group([_paid(STAYER, name) for name in ("a2", "a4", "none")])
    steps = [(at("13:00"), first), (at("55:00"), later), (at("64:00"), offs), (at("83:30"), beats)]
    return [*steps, (at("83:45"), booked), (at("83:50"), pay), (NOW, Group("hema", "feed.hema", 0, []))]


def _paid(worker: str, order: str) -> PayRow:
    when = at("79:20")
    where = (worker, when, "360104", "delivery", 0, 0, None)
    return PayRow(*where, f"p-{order}", when + MINUTE, 0, f"e-{order}", "pay.accrued", "piece", 520, order)
