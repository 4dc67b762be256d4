"""A worker in bad conditions: no broker, a wrong clock, other partitions. It waits or ends with a sentence, and says which."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from streams.broker.errors import EmbeddedKafkaError
from streams.tools.embedded.children import ChildProcess
from streams.tools.embedded.free_ports import free_ports
from streams.tools.local import worker_arguments
from tests.servers.live import Live
from tests.servers.tools import needs

PROGRAM = [sys.executable, "-c", "from streams.cli.main import main; main()"]


class Worker(NamedTuple):
    """A worker that the installation does not know of."""

    process: ChildProcess
    metrics: str
    log: Path

    def ready(self) -> dict[str, Any]:
        """The conditions that it lacks; nothing where it does not reply yet."""
        said = ask(self.metrics, "/readyz")
        found: dict[str, Any] = json.loads(said[1]) if said else {}
        return found

    def lacks(self, what: str) -> bool:
        return what in self.ready().get("lacking", {})


@contextmanager
def another_worker(live: Live, folder: Path, **environment: str) -> Iterator[Worker]:
    """One more, with this in its environment; it is ended in the end."""
    settings = live.local.settings
    own = settings.model_copy(update={"metrics": f"127.0.0.1:{free_ports(1)[0]}"})
    log = folder / "worker.log"
    all_of_it = {**os.environ, "SHIFTWARDEN_LEDGER": own.ledger, **environment}
    process = ChildProcess([*PROGRAM, "worker", *worker_arguments(own)], log, all_of_it)
    try:
        yield Worker(process, own.metrics, log)
    finally:
        process.stop()


def ask(address: str, path: str) -> tuple[int, str] | None:
    """The status and the text at `HOST:PORT`; None where nobody answers."""
    host, _, port = address.partition(":")
    connection = HTTPConnection(host, int(port), timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return None
    finally:
        connection.close()


pytestmark = pytest.mark.timeout(900)  # a broker that was killed may need two minutes on a loaded machine


def test_workers_that_have_all_are_ready(live: Live) -> None:
    live.wait_until(lambda: all(ask(each, "/readyz") == READY for each in live.local.metrics), "both are ready")

    assert [(ask(each, "/healthz") or (0, ""))[0] for each in live.local.metrics] == [200, 200]


READY = (200, '{"ready": true, "lacking": {}}\n')


def test_a_broker_that_is_away_is_said_in_few_lines_and_a_worker_that_starts_meanwhile_waits(
    live: Live, tmp_path: Path
) -> None:
    before = logged(live)
    with another_worker(live, tmp_path) as late:
        with broker_away(live):
            live.wait_until(lambda: late.lacks("broker"), "the late one says that it lacks the broker")
            live.wait_until(lambda: all("broker" in lacking(each) for each in live.local.metrics), "all say so")
            assert (ask(late.metrics, "/healthz") or (0, ""))[0] == 200
            live.wait_until(lambda: said(since(live, before)) >= 2, "both have logged it")
            written = since(live, before)

        live.wait_until(lambda: late.ready().get("ready") is True, "the late one has joined")
        assert late.process.exit_status is None
        assert late.log.read_text().count("the broker is away; this worker waits for it: No Kafka answers") == 1
    assert [worker.exit_status for worker in live.local.workers] == [None, None]
    assert said(written) == 2
    assert len(written) < 100, "\n".join(written)


def logged(live: Live) -> dict[Path, int]:
    """The number of lines in the log of each worker."""
    return {log: len(log.read_text().splitlines()) for log in live.local.folder.glob("worker-*.log")}


def since(live: Live, before: dict[Path, int]) -> list[str]:
    """The lines that each worker has logged since."""
    logs = sorted(live.local.folder.glob("worker-*.log"))
    return [line for log in logs for line in log.read_text().splitlines()[before.get(log, 0) :]]


def said(written: list[str]) -> int:
    """The number of these lines of a log that report a broker without a reply."""
    return sum("the broker does not answer: " in line for line in written)


@contextmanager
def broker_away(live: Live) -> Iterator[None]:
    """Killed inside the `with`, and there again after it; a loaded machine may need more than one attempt."""
    live.local.kafka.kill()
    try:
        yield
    finally:
        live.wait_until(lambda: started(live), "the broker is back", 400)


def started(live: Live) -> bool:
    try:
        live.local.kafka.start()
    except EmbeddedKafkaError:
        return False
    return True


def lacking(address: str) -> dict[str, str]:
    said = ask(address, "/readyz")
    found: dict[str, str] = json.loads(said[1])["lacking"] if said else {}
    return found


def test_a_worker_whose_clock_is_forty_minutes_ahead_waits_and_takes_no_partition(live: Live, tmp_path: Path) -> None:
    with another_worker(live, tmp_path, **forty_minutes_ahead()) as ahead:
        live.wait_until(
            lambda: bool(AHEAD(ahead.ready().get("lacking", {}).get("clock", ""))), "it says how much it is ahead", 120
        )
        until = time.monotonic() + 5

        while time.monotonic() < until:
            assert live.members() == 2
        assert ahead.process.exit_status is None
        assert "this machine's clock is wrong; it takes no partition: +" in ahead.log.read_text()


AHEAD = re.compile(r"\+2[34]\d\d s against the broker").match
"""Forty minutes, or a little less where the broker was slow to answer: no more is said than is certain."""


def forty_minutes_ahead() -> dict[str, str]:
    """The variables that `faketime` puts into the environment of a command. Under itself it would keep signals from it."""
    said = subprocess.run(
        [needs("faketime"), "-f", "+40m", "env"], capture_output=True, text=True, check=True, timeout=120
    )
    found = dict(line.partition("=")[::2] for line in said.stdout.splitlines())
    # the clock of intervals goes on as it is: a faked one would make waits of a second last forty minutes
    return {name: found[name] for name in ("LD_PRELOAD", "FAKETIME")} | {"FAKETIME_DONT_FAKE_MONOTONIC": "1"}


@pytest.mark.parametrize("option", ["--work-partitions", "--feed-partitions"])
def test_a_topic_with_other_partitions_than_it_should_have_is_one_sentence_at_the_start(
    live: Live, option: str
) -> None:
    arguments = [*worker_arguments(live.local.settings), option, "5"]

    ended = subprocess.run(
        [*PROGRAM, "worker", *arguments, "--metrics", "127.0.0.1:0"],
        env={**os.environ, "SHIFTWARDEN_LEDGER": live.local.settings.ledger},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert ended.returncode == 2
    assert "Error: Topics exist with another number of partitions: " in ended.stderr
    assert "and should have 5" in ended.stderr
    assert "Traceback" not in ended.stderr
