"""A notifier as a process of its own, with a desk of two channels: `python -m … URL ROBOT GATEWAY`."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from os import getpid
from pathlib import Path
from subprocess import DEVNULL, Popen

from alerts.database import open_engine
from alerts.notify.channels.carrier import Carrier
from alerts.notify.channels.posting import Poster
from alerts.notify.notifier import Notifier
from alerts.notify.outbox.leasing import Delivering
from alerts.notify.text.rendering import Writer
from alerts.routing import RouteStep
from tests.unit.notify.desk import NAMES, Desk, PageLinks, channel_of, told

PROJECT = Path(__file__).parents[3]
LEASE_MS = 4_000


def desk_of(robot: str, gateway: str) -> Desk:
    people = (told("wang", ("robot", "gateway")),)
    return Desk(steps=(RouteStep(0, "on_duty", people),)).with_entries(
        channel_of("robot", "wecom", robot), channel_of("gateway", "webhook", gateway)
    )


def main(url: str, robot: str, gateway: str) -> None:
    writer = Writer(NAMES, frozenset({"https://c.example"}))
    unlimited = frozenset({"wecom", "webhook"})
    sending = Delivering(
        f"n{getpid()}", desk_of(robot, gateway), writer, PageLinks("https://c.example"), 15, unlimited, LEASE_MS
    )
    notifier = Notifier(open_engine(url), sending, Carrier(Poster(whole_s=2)), random=lambda: 0.0)
    notifier.run(threading.Event(), 0.05, lambda _: None)


@contextmanager
def notifying(url: str, robot: str, gateway: str) -> Iterator[Popen[bytes]]:
    """The process, killed in the end."""
    command = [sys.executable, "-m", "tests.integration.notify.notifying", url, robot, gateway]
    process = Popen(command, cwd=PROJECT, stdout=DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait(30)


if __name__ == "__main__":
    main(*sys.argv[1:])
