"""The three addresses that a process serves, and what it does with too many who ask."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from typing import NamedTuple

import pytest
from prometheus_client import CollectorRegistry, Counter

from streams.health import AddressInUseError, Condition, Lack, serve
from streams.health.condition import ALIVE_S

LIMIT_S = 30


class Told(NamedTuple):
    status: int
    text: str


class Served:
    """A process's server, its condition, and the clock that its loop is measured by."""

    def __init__(self) -> None:
        self.now = 0.0
        self.condition = Condition(lambda: self.now)
        registry = CollectorRegistry()
        Counter("served", "A test's.", registry=registry).inc()
        self._server = serve("127.0.0.1:0", registry, self.condition)
        self.port = self._server.server_port

    def ask(self, path: str) -> Told:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=LIMIT_S)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return Told(answer.status, answer.read().decode())
        finally:
            connection.close()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def served() -> Iterator[Served]:
    server = Served()
    yield server
    server.close()


def test_prometheus_reads_its_metrics(served: Served) -> None:
    status, text = served.ask("/metrics")

    assert status == 200
    assert "served_total 1.0" in text


def test_a_process_whose_loop_turns_is_healthy_and_one_whose_loop_is_stuck_is_not(served: Served) -> None:
    turning = served.ask("/healthz").status
    served.now = ALIVE_S
    stuck = served.ask("/healthz").status

    assert (turning, stuck) == (200, 503)


def test_a_process_that_lacks_something_is_not_ready_and_says_what_it_lacks(served: Served) -> None:
    for each in Lack:
        served.condition.has(each)
    ready = served.ask("/readyz")
    served.condition.lacks(Lack.BROKER, "no broker answers at kafka:9092")
    lacking = served.ask("/readyz")

    assert (ready.status, json.loads(ready.text)) == (200, {"ready": True, "lacking": {}})
    assert lacking.status == 503
    assert json.loads(lacking.text)["lacking"] == {"broker": "no broker answers at kafka:9092; for 0 s"}


def test_who_connects_and_says_nothing_takes_a_bounded_number_of_threads(served: Served) -> None:
    before = threading.active_count()
    with ExitStack() as connected:
        for _ in range(100):
            connected.enter_context(socket.create_connection(("127.0.0.1", served.port), LIMIT_S))
        threads = threading.active_count() - before

    assert threads <= 16


def test_an_address_in_use_is_named_with_the_option_that_changes_it(served: Served) -> None:
    address = f"127.0.0.1:{served.port}"

    with pytest.raises(
        AddressInUseError, match=rf"{address}: another process listens there\. Name another with --metrics"
    ):
        serve(address, CollectorRegistry(), Condition())
