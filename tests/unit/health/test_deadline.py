"""A process that has decided to end is gone in time, whatever hangs."""

import asyncio
import logging
import subprocess
import sys
import threading
from pathlib import Path

from streams.health.condition import Condition
from streams.health.deadline import LATE, Deadline, watch_loop

LIMIT_S = 30


class Exit:
    """Takes the place of the process's end."""

    def __init__(self) -> None:
        self.status: int | None = None
        self._ended = threading.Event()

    def __call__(self, status: int) -> None:
        self.status = status
        self._ended.set()

    def wait(self) -> int | None:
        self._ended.wait(LIMIT_S)
        return self.status


def test_a_process_that_does_not_end_in_time_is_cut_off_with_a_status_of_its_own() -> None:
    program = (
        "import threading\n"
        "from streams.health import Deadline\n"
        "Deadline().begin(0.1, 'test')\n"
        "threading.Event().wait()\n"
    )

    ended = subprocess.run([sys.executable, "-c", program], timeout=LIMIT_S, check=False, capture_output=True)

    assert ended.returncode == LATE
    assert b"test: it has not ended within 0 s; this process is cut off" in ended.stderr


def test_a_log_that_nobody_reads_any_more_delays_no_end() -> None:
    ended, nobody_reads = Exit(), threading.Event()

    class Blocked(logging.Handler):
        def emit(self, _: logging.LogRecord) -> None:
            nobody_reads.wait(LIMIT_S)

    blocked = Blocked()
    logging.getLogger("streams.health.deadline").addHandler(blocked)
    try:
        Deadline(exit_=ended).begin(0, "test")
        status = ended.wait()
    finally:
        nobody_reads.set()
        logging.getLogger("streams.health.deadline").removeHandler(blocked)

    assert status == LATE


def test_what_is_cut_off_leaves_no_folder(tmp_path: Path) -> None:
    ended, folder = Exit(), tmp_path / "data"
    folder.mkdir()

    Deadline(folder, ended).begin(0, "test")
    ended.wait()

    assert not folder.exists()


def test_a_loop_that_is_stuck_ends_its_process() -> None:
    ended, loop = Exit(), asyncio.new_event_loop()

    watch_loop(loop, Condition(), Deadline(exit_=ended), look_s=0.001)  # nobody runs this loop
    status = ended.wait()
    loop.close()

    assert status == LATE


def test_a_loop_that_turns_is_noted() -> None:
    condition = Condition()
    before = condition.ticked

    async def turn() -> None:
        watch_loop(asyncio.get_running_loop(), condition, Deadline(exit_=Exit()), look_s=3600)
        await asyncio.sleep(0.01)

    asyncio.run(turn())

    assert condition.ticked > before
