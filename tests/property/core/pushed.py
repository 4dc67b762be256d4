"""Days in which orders are pushed shortly before, at and after the instant at which a break is due."""

from tests.oracle.days import MORNING, WORKER, Pick, worker_day
from tests.oracle.law import HOUR, MINUTE
from tests.oracle.scripts import Event, OrderScript, SessionScript, Who

AROUND = (4 * HOUR, 4 * HOUR + 1, 4 * HOUR - 1, 4 * HOUR + MINUTE, 5 * HOUR, 6 * HOUR, 8 * HOUR, 10 * HOUR)


def pushed_day(pick: Pick) -> list[Event]:
    """A day of work, mostly a long one, with a number of orders more, on a platform that the day has."""
    events = pick((worker_day, _long_day, _long_day, _long_day))(pick)
    for number in range(pick((1, 2, 4, 7))):
        who = Who("hema", WORKER, "delivery", "360104")
        script = OrderScript(
            who=who,
            id=f"p{number}",
            at=MORNING + pick(AROUND) + pick((0, 0, 0, MINUTE, HOUR)),
            assigned=pick(("pushed", "pushed", "grabbed")),
            booked=pick((None, None, 0, 1, HOUR)),
            picked_up=pick((None, 5 * MINUTE)),
            again=pick((None, None, MINUTE)),
            ended=pick((20 * MINUTE, 20 * MINUTE, 0, HOUR, None)),
            ending=pick(("completed", "cancelled")),
        )
        events += script.events()
    return [event | {"event_id": f"{WORKER[-6:]}-{number}"} for number, event in enumerate(events)]


def _long_day(pick: Pick) -> list[Event]:
    """Five hours or more from the morning on, with a pause and silences or without."""
    script = SessionScript(
        who=Who("hema", WORKER, "delivery", pick(("360104", "NC-GX"))),
        id="s1",
        start=MORNING,
        length=pick((5 * HOUR, 6 * HOUR, 8 * HOUR)),
        opened=True,
        beat=pick((3 * MINUTE, 0)),
        hole=(HOUR, pick((0, 0, 10 * MINUTE, HOUR))),
        pause=(2 * HOUR, pick((0, 0, MINUTE, 20 * MINUTE))),
        closed_after=pick((0, 0, 0, None)),
        overrun=0,
        blink=None,
    )
    return list(script.events())
