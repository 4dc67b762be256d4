"""Workers that are told to end write what they hold, however long the next checkpoint is away."""

import os
import signal
from collections.abc import Iterator

import pytest

from schemas.topics import WORK
from streams.tools.local import LocalInstallation
from tests.integration.live.events import arrays, hard_days
from tests.servers.live import Live, ledger_in, quick_settings


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Without a checkpoint in the time that a test takes."""
    folder = tmp_path_factory.mktemp("live")
    settings = quick_settings(ledger_in(folder)).model_copy(update={"checkpoint_s": 600})
    with LocalInstallation(folder, settings, 2, lambda _: None) as local:
        yield Live(local)


def test_workers_told_to_end_write_what_they_hold_and_nothing_is_judged_again(live: Live) -> None:
    live.send(arrays(hard_days(seed=35, workers=60)))
    live.wait_until(lambda: all(tp.topic == WORK for tp in live.lag()) and folded(live) == ended(live), "all is folded")
    assert live.taken(WORK) == 0

    for worker in live.local.workers:
        os.kill(worker.pid, signal.SIGTERM)
    live.wait_until(lambda: None not in [worker.exit_status for worker in live.local.workers], "both have ended")

    assert live.taken(WORK) == ended(live)
    assert [worker.exit_status for worker in live.local.workers] == [0, 0]
    live.restart_the_dead()
    live.wait_for_workers()
    live.settle()
    assert folded(live) == 0


def folded(live: Live) -> float:
    """The number of work records that the running workers have folded."""
    return live.metric("shiftwarden_records_folded_total", topic=WORK)


def ended(live: Live) -> int:
    """The number of work records."""
    return sum(end for tp, end in live.ends().items() if tp.topic == WORK)
