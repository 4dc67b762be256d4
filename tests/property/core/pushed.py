"""Days in which orders are pushed shortly before, at and after the instant at which a break is due."""

from tests.oracle.days import MORNING, WORKER, Pick, worker_day
from tests.oracle.law import HOUR, MINUTE
from tests.oracle.scripts import Event, OrderScript, Who

AROUND = (4 * HOUR, 4 * HOUR + 1, 4 * HOUR - 1, 4 * HOUR + MINUTE, 5 * HOUR, 6 * HOUR, 8 * HOUR, 10 * HOUR)


def pushed_day(pick: Pick) -> list[Event]:
    """A day of work with a number of orders more, on a platform that the day has."""
    events = worker_day(pick)
    for number in range(pick((1, 2, 4, 7))):
        who = Who("hema", WORKER, "delivery", "360104")
        script = OrderScript(
            who=who,
            id=f"p{number}",
            at=MORNING + pick(AROUND) + pick((0, 0, MINUTE, HOUR)),
            assigned=pick(("pushed", "pushed", "grabbed")),
            booked=pick((None, None, 0, 1, HOUR)),
            picked_up=pick((None, 5 * MINUTE)),
            again=pick((None, None, MINUTE)),
            ended=pick((20 * MINUTE, 20 * MINUTE, 0, HOUR, None)),
            ending=pick(("completed", "cancelled")),
        )
        events += script.events()
    return [event | {"event_id": f"{WORKER[-6:]}-{number}"} for number, event in enumerate(events)]
