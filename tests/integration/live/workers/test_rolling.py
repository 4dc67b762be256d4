"""Workers that are restarted one after the other, faster than they take over: none ends by itself, and nothing is lost."""

import os
import signal
import sys
from collections.abc import Iterator

import pytest

from streams.tools.embedded.children import ChildProcess
from streams.tools.local import LocalInstallation, worker_arguments
from tests.integration.live.events import arrays, city, hard_days
from tests.servers.live import Live, ledger_in, quick_settings, samples

WORKERS = 5

SLOW_LOOP = """
import asyncio, faust.tables.recovery as recovery
seek = recovery.Recovery._seek_offsets
async def slowly(self, *arguments):
    await seek(self, *arguments)
    await asyncio.sleep(1.5)
recovery.Recovery._seek_offsets = slowly
from streams.cli.main import main
main()
"""
"""A worker whose loop is busy between seeking in the state's topic and reading it, as that of a loaded machine is."""


class SlowLocal(LocalInstallation):
    """An installation whose every second worker is such a one."""

    def start_worker(self, number: int) -> ChildProcess:
        if number % 2:
            return super().start_worker(number)
        own = self.settings.model_copy(update={"metrics": self.metrics[number]})
        environment = {**os.environ, "SHIFTWARDEN_LEDGER": own.ledger}
        command = [sys.executable, "-c", SLOW_LOOP, "worker", *worker_arguments(own)]
        return ChildProcess(command, self.folder / f"worker-{number}.log", environment)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("live")
    with SlowLocal(folder, quick_settings(ledger_in(folder)), WORKERS, lambda _: None) as local:
        yield Live(local)


@pytest.mark.timeout(900)  # five workers are started twice, on two cores
def test_a_rolling_restart_ends_no_worker_but_the_one_that_is_told_to_end(installation: Live) -> None:
    live, local = installation, installation.local
    live.wait_for_workers(WORKERS)
    live.send([*arrays(hard_days(seed=36, workers=40)), *city(seed=36, people=15)])

    for number in range(WORKERS):
        told = local.workers[number]
        os.kill(told.pid, signal.SIGTERM)
        live.wait_until(lambda told=told: told.exit_status is not None, "the worker has ended")  # type: ignore[misc]
        assert told.exit_status == 0
        assert own_ends(live, apart=number) == [], live.log()[-6000:]
        told.stop()
        local.workers[number] = local.start_worker(number)
        live.wait_until(lambda at=local.metrics[number]: joined(at), "the next one has begun to take over")  # type: ignore[misc]

    live.wait_until(lambda: sum(map(holds, local.metrics)) == local.settings.work_partitions, "all is held", 180)
    assert own_ends(live) == [], live.log()[-6000:]
    live.settle(300)


def own_ends(live: Live, apart: int | None = None) -> list[tuple[int, int]]:
    """Workers that have ended, with their status."""
    statuses = [(number, worker.exit_status) for number, worker in enumerate(live.local.workers)]
    return [(number, status) for number, status in statuses if status is not None and number != apart]


def joined(address: str) -> bool:
    """True if a worker serves its metrics: it joins the group within a second."""
    return bool(samples(address, "shiftwarden_build_info"))


def holds(address: str) -> int:
    """The number of partitions of the work that a worker has taken over."""
    return len(samples(address, "shiftwarden_checkpoint_timestamp_seconds", topic="work"))
