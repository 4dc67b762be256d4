"""Shifts close to the limit, with a heartbeat a minute and silences, as they reach a judge in service; and when it evaluates.

Like `tests.oracle.days`, all is built out of choices that `pick` makes, the plainest first.
"""

from dataclasses import dataclass

from schemas.work import SessionRow, Sort
from tests.oracle.days import MORNING, WORKER, Pick, further_points, no_more
from tests.oracle.law import HOUR, MINUTE, SECOND
from tests.oracle.scripts import Event, OrderScript, SessionScript, Who
from tests.property.core.feeding import Heard, heard

LENGTHS = (
    4 * HOUR + MINUTE,
    4 * HOUR,
    4 * HOUR + 1,
    224 * MINUTE,
    226 * MINUTE,
    100 * MINUTE,
    110 * MINUTE,
    5 * HOUR + 2 * MINUTE,
)
STARTS = (0, 0, MINUTE + 7 * SECOND, 10 * MINUTE, HOUR, 110 * MINUTE, 2 * HOUR, 225 * MINUTE)
GAPS = (MINUTE, 19 * MINUTE, 20 * MINUTE - 1, 20 * MINUTE, 2 * MINUTE, HOUR)
HOLES = (0, 0, 0, 2 * MINUTE, 3 * MINUTE + 1, 19 * MINUTE, 25 * MINUTE, 2 * HOUR)
OFFSETS = (HOUR, 30 * MINUTE, 100 * MINUTE, 3 * HOUR, 220 * MINUTE, 4 * HOUR)
DELAYS = (0, 0, 0, 0, 0, 0, 0, 0, 1, 2 * SECOND, 170 * SECOND, 190 * SECOND, 15 * MINUTE, -SECOND, -MINUTE)
AFTER = (
    0, 1, 3 * MINUTE, 3 * MINUTE + 1, 20 * MINUTE - 1, 20 * MINUTE, 225 * MINUTE - 1, 225 * MINUTE, 4 * HOUR, 4 * HOUR + 1,
    2 * HOUR, 2 * HOUR + 1, 255 * MINUTE, 255 * MINUTE + 1,
)  # fmt: skip


@dataclass(frozen=True)
class Tick:
    """At `now` (ms) the judge folds the rows, if any, and evaluates."""

    now: int
    rows: tuple[Heard, ...]


def shift(pick: Pick) -> list[Event]:
    """The events of one worker on one or two platforms over a morning, by time."""
    events: list[Event] = []
    for platform in pick((("hema",), ("hema", "suda"), ("hema", "suda"))):
        who = Who(platform, WORKER, pick(("delivery", "delivery", "courier")), "360104")
        at = MORNING + pick(STARTS)
        for number in range(pick((1, 1, 2, 3))):
            session = pick((_plain, _session, _session))(pick, who, f"s{number}", at)
            events += session.events()
            for order in range(pick((0, 0, 1, 2))):
                events += _order(
                    pick, who, f"o{number}-{order}", session.start + pick(OFFSETS) + pick((0, 30 * SECOND))
                )
            at = session.end + pick(GAPS)
    events.sort(key=lambda event: str(event["occurred_at"]))
    for number, event in enumerate(events):
        event["event_id"] = f"e{number}"
    return events


def _plain(pick: Pick, who: Who, name: str, start: int) -> SessionScript:
    """A session that nothing disturbs, so that the judge has little reason to evaluate."""
    length, closed = pick(LENGTHS), pick((0, None))
    return SessionScript(who, name, start, length, True, MINUTE, (0, 0), (0, 0), closed, 0, None)


def _session(pick: Pick, who: Who, name: str, start: int) -> SessionScript:
    return SessionScript(
        who=who,
        id=name,
        start=start,
        length=pick(LENGTHS),
        opened=True,
        beat=pick((MINUTE, MINUTE, MINUTE, 50 * SECOND, 3 * MINUTE)),
        hole=(pick(OFFSETS), pick(HOLES)),
        pause=(pick(OFFSETS) + 1, pick((0, 0, 0, MINUTE, 20 * MINUTE))),
        closed_after=pick((0, 0, None, None, 3 * MINUTE + 1, HOUR)),
        overrun=pick((0, 0, 0, 10 * MINUTE)),
        blink=pick((None, None, None, HOUR)),
        more=pick((no_more, no_more, further_points))(pick),
    )


def _order(pick: Pick, who: Who, name: str, at: int) -> list[Event]:
    script = OrderScript(
        who=who,
        id=name,
        at=at,
        assigned="pushed",
        booked=pick((None, None, None, 30 * MINUTE, HOUR, 3 * HOUR)),
        picked_up=pick((None, 5 * MINUTE, HOUR)),
        again=pick((None, None, None, HOUR)),
        ended=pick((20 * MINUTE, 20 * MINUTE, HOUR, 3 * HOUR, 5 * HOUR, None)),
        ending=pick(("completed", "completed", "cancelled")),
        more=pick(((), (), (("picked_up", 2 * HOUR),), (("cancelled", HOUR), ("accepted", 90 * MINUTE)))),
    )
    return list(script.events())


def ticks(pick: Pick, events: list[Event]) -> list[Tick]:
    """The instants at which the rows arrive, in small batches, and others to evaluate at: those at which something may turn."""
    rows = heard(events)
    first, last = rows[0][1].at, rows[-1][1].at
    outage, delays = first + pick(OFFSETS), pick(((0,), (0,), DELAYS))
    back = outage + pick((0, 0, 0, 5 * MINUTE, 30 * MINUTE))
    arrivals = sorted(
        (back if outage < row.at < back else row.at + pick(delays), number) for number, (_, row) in enumerate(rows)
    )
    turns = [row.at for _, row in rows if not (isinstance(row, SessionRow) and row.sort is Sort.PULSE)]
    asked = {pick((pick(turns), pick(rows)[1].at)) + pick(AFTER) + pick((0, 0, 1, -1)) for _ in range(60)}
    asked |= {pick((first, last, last)) + after for after in AFTER} | {last + 40 * HOUR}
    asked |= set(range(first, last, pick((5, 10, 15)) * MINUTE))
    return _in_batches(pick, [(at, rows[number]) for at, number in arrivals], sorted(asked))


def _in_batches(pick: Pick, arrivals: list[tuple[int, Heard]], asked: list[int]) -> list[Tick]:
    """Rows are folded when the last of their batch has come; evaluations that are due meanwhile are made by then."""
    found: list[Tick] = []
    while arrivals:
        size = pick((1, 1, 2, 5))
        batch, arrivals = arrivals[:size], arrivals[size:]
        found += [Tick(at, ()) for at in asked if at < batch[0][0]]
        found.append(Tick(batch[-1][0], tuple(row for _, row in batch)))
        asked = [at for at in asked if at > batch[-1][0]]
    return found + [Tick(at, ()) for at in asked]
