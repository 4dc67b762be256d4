"""The watch of an installation, with processes that end and start as the test says and a clock that the test sets."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, cast

import pytest

from streams.broker.errors import EmbeddedKafkaError
from streams.broker.security import PLAINTEXT, Security
from streams.tools.local import LocalInstallation
from streams.tools.local.liveness import HealthReply, probe_health
from streams.tools.local.restarts import MOST_S
from streams.tools.local.watch import InstallationWatch


class Process:
    """A process that runs until the test says otherwise."""

    def __init__(self) -> None:
        self.exit_status: int | None = None
        self.exit_description = "status 1"
        self.killed = 0

    def stop(self) -> None:
        assert self.exit_status is not None, "only what has ended is tidied up"

    def kill(self) -> None:
        self.killed += 1
        self.exit_status = -9


class Broker:
    """A broker that the test ends; `faults` are what its next starts fail with."""

    address = "127.0.0.1:1"
    security: Security = PLAINTEXT

    def __init__(self, folder: Path) -> None:
        self.pid: int | None = 1
        self.log = folder / "broker.log"
        self.exit_description = "killed by SIGKILL"
        self.faults: list[Exception] = []
        self.starts = 0

    def start(self) -> None:
        self.starts += 1
        if self.faults:
            raise self.faults.pop(0)
        self.pid = 2

    def stop(self) -> None:
        self.pid = None

    def kill(self) -> None:
        self.exit_description = "killed by the watch"
        self.pid = None


class Machine:
    """An installation with one worker, and what was said of it."""

    def __init__(self, folder: Path, metrics: str) -> None:
        self.folder = folder
        self.metrics = [metrics]
        self.kafka = Broker(folder)
        self.workers = [Process()]
        self.said: list[str] = []
        self.now = 1000.0
        self.watch = InstallationWatch(cast("LocalInstallation", self), self.said.append, lambda: self.now)

    def log_of(self, number: int) -> Path:
        return self.folder / f"worker-{number}.log"

    def restart(self, number: int) -> None:
        self.workers[number] = Process()

    def run(self, seconds: int) -> list[str]:
        """Look once a second; gives what was said meanwhile."""
        before = len(self.said)
        for _ in range(seconds):
            self.now += 1
            self.watch.look()
        return self.said[before:]


@contextmanager
def answering(status: int) -> Iterator[str]:
    """A server that gives every request this status."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """True if the broker is silent, from its first element."""
    state = [False]

    def require(address: str, _: Security) -> None:
        if state[0]:
            raise EmbeddedKafkaError(f"No Kafka answers at {address}.")

    monkeypatch.setattr("streams.tools.local.watch.require_broker", require)
    return state


@pytest.fixture
def machine(tmp_path: Path, silent: list[bool]) -> Iterator[Machine]:
    assert silent == [False]
    with answering(404) as address:
        yield Machine(tmp_path, address)


def test_while_all_is_well_nothing_is_said_and_nothing_started(machine: Machine) -> None:
    worker = machine.workers[0]

    assert machine.run(30) == []

    assert machine.workers == [worker]
    assert machine.kafka.starts == 0


def test_a_broker_that_ended_is_started_again_and_what_failed_is_tried_at_growing_pauses(machine: Machine) -> None:
    machine.kafka.pid = None
    machine.kafka.faults = [EmbeddedKafkaError("The port is gone. The end of broker.log:\nits lines")] * 2

    said, log = machine.run(20), machine.kafka.log

    assert said == [
        f"the broker has ended (killed by SIGKILL) and is started again in 1 s; see {log}",
        f"the broker does not start, the next try is in 2 s; see {log}: The port is gone.",
        f"the broker does not start, the next try is in 4 s; see {log}: The port is gone.",
        "the broker is up again at 127.0.0.1:1",
    ]


def test_while_there_is_no_broker_no_worker_is_started_for_nothing(machine: Machine) -> None:
    machine.kafka.pid = None
    machine.kafka.faults = [EmbeddedKafkaError("no")] * 3
    machine.workers[0].exit_status = 2
    ended = machine.workers[0]

    machine.run(14)
    assert machine.workers == [ended]

    machine.run(10)
    assert machine.workers != [ended]


def test_a_worker_that_ends_at_each_start_is_started_at_most_once_a_minute(machine: Machine) -> None:
    starts = 0
    for _ in range(1200):
        machine.workers[0].exit_status = 2
        before = machine.workers[0]
        machine.run(1)
        starts += machine.workers[0] is not before

    assert 1200 / MOST_S <= starts <= 1200 / MOST_S + 6


def test_without_room_the_broker_is_not_started_and_that_is_said_once_a_minute(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    full: list[str | None] = ["the disk is full"]
    monkeypatch.setattr("streams.tools.local.watch.fullness", lambda _: full[0])
    machine.kafka.pid = None

    said = machine.run(90)
    assert said.count("the disk is full") == 2
    assert machine.kafka.starts == 0

    full[0] = None
    assert machine.run(2) == ["the broker is up again at 127.0.0.1:1"]


@pytest.mark.usefixtures("silent")
def test_a_worker_whose_loop_does_not_turn_is_killed_after_a_minute_and_started_again(tmp_path: Path) -> None:
    with answering(503) as address:
        machine = Machine(tmp_path, address)
        stuck = machine.workers[0]

        assert machine.run(60) == []
        said = machine.run(12)

    assert stuck.killed == 1
    assert said[0] == "worker 0 has not been well for 65 s (/healthz) and is killed"
    assert said[1].startswith("worker 0 has ended (")
    assert machine.workers != [stuck]


def test_a_broker_that_runs_but_does_not_answer_is_killed_after_minutes(machine: Machine, silent: list[bool]) -> None:
    machine.run(100)
    silent[0] = True

    assert machine.run(300) == []
    said = machine.run(11)

    assert said[0] == "the broker has not answered for 305 s and is killed"
    assert said[1].startswith("the broker has ended (killed by the watch)")


@pytest.mark.parametrize(
    ("status", "answer"), [(200, HealthReply.HEALTHY), (404, HealthReply.HEALTHY), (503, HealthReply.UNHEALTHY)]
)
def test_an_answer_is_read_by_its_status(status: int, answer: HealthReply) -> None:
    with answering(status) as address:
        assert probe_health(address) is answer


def test_where_nobody_listens_there_is_no_answer() -> None:
    with answering(200) as address:
        pass

    assert probe_health(address) is HealthReply.NONE
