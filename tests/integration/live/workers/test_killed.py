"""Workers that die, come back, join and hang, at any moment: nothing is lost, nothing stands twice."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from schemas.topics import STANDING, WORK
from tests.integration.live.events import arrays, city, hard_days
from tests.servers.live import Live, Record


@contextmanager
def flowing(live: Live, records: list[Record]) -> Iterator[None]:
    """Records are sent inside the `with`, a few at a time; all are sent at its end."""
    enough = threading.Event()

    def send() -> None:
        for start in range(0, len(records), 20):
            live.send(records[start : start + 20])
            enough.wait(0.2)

    thread = threading.Thread(target=send)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()


def work_ends(live: Live) -> int:
    return sum(end for tp, end in live.ends().items() if tp.topic == WORK)


def test_a_worker_killed_before_its_first_checkpoint_costs_nothing(live: Live) -> None:
    live.kill(0)
    live.restart_the_dead()
    before = work_ends(live)
    live.send(arrays(hard_days(seed=30, workers=30)))
    live.wait_until(lambda: work_ends(live) > before, "ingest has sent work")

    live.kill(1)
    live.restart_the_dead()

    live.settle()


def test_a_worker_killed_between_checkpoints_and_again_just_after_takeover_costs_nothing(live: Live) -> None:
    records = [*arrays(hard_days(seed=31, workers=30)), *city(seed=31, people=25)]
    committed = live.taken(WORK)

    with flowing(live, records):
        live.wait_until(lambda: live.taken(WORK) > committed, "a checkpoint while events flow")
        live.kill(0)
        live.restart_the_dead()
        live.wait_for_workers()
        live.kill(1)
        live.restart_the_dead()

    live.settle()


def test_both_workers_killed_at_once_under_heavy_intake_cost_nothing(live: Live) -> None:
    before = work_ends(live)
    live.send(city(seed=32, people=60))
    live.wait_until(lambda: work_ends(live) > before, "intake has begun")

    live.kill(0)
    live.kill(1)
    live.restart_the_dead()

    live.settle()


def test_a_third_worker_joins_while_events_flow_and_dies_later(live: Live) -> None:
    with flowing(live, city(seed=33, people=30)):
        live.start_another()
        live.wait_for_workers(3)
        live.kill(2)
        live.forget_the_last()

    live.settle()


def test_a_worker_that_hangs_longer_than_its_session_and_wakes_again_spoils_nothing(live: Live) -> None:
    records = [*arrays(hard_days(seed=34, workers=60)), *city(seed=34, people=20)]
    before = live.taken(STANDING)
    live.send(records[: len(records) // 2])
    live.wait_until(lambda: live.dirty(0) > 0, "the worker holds what no checkpoint has")

    os.kill(live.local.workers[0].pid, signal.SIGSTOP)
    live.send(records[len(records) // 2 :])
    live.wait_until(lambda: live.taken(STANDING) > before and live.members() == 1, "the other has taken over")
    live.wait_until(lambda: not live.lag(), "the other has written its checkpoints")
    os.kill(live.local.workers[0].pid, signal.SIGCONT)
    live.wait_for_workers()
    live.kill(1)
    live.restart_the_dead()

    live.settle()
