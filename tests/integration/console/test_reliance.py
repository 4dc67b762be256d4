"""A Prometheus that answers, that is away, and that does not come to an end: no page waits for it but one."""

import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pytest

from alerts.console import Reliance
from streams.cli.duty import reliance
from streams.cli.duty.reliance import PrometheusReliance

HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
ALERT = {"state": "firing", "labels": {"severity": "page", "alertname": "WorkerDown"}, "annotations": {}}
ALERTS = json.dumps({"data": {"alerts": [ALERT]}}).encode()


@contextmanager
def answering(first: bytes, then: bytes = b"") -> Iterator[tuple[str, threading.Event]]:
    """A server that gives the first bytes, and then others again and again; its address, and when it was asked."""
    listening, over, asked = socket.create_server(("127.0.0.1", 0)), threading.Event(), threading.Event()

    def serve() -> None:
        with suppress(OSError):
            while not over.is_set():
                connection, _ = listening.accept()
                with connection, suppress(OSError):
                    connection.recv(65_536)
                    asked.set()
                    connection.sendall(first)
                    while then and not over.wait(0.02):
                        connection.sendall(then)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
    finally:
        over.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(60)


def test_the_alerts_for_which_someone_gets_up_are_faults() -> None:
    with answering(HEAD + ALERTS) as (address, _):
        found = PrometheusReliance(address)()

    assert (found.is_good, [each.en for each in found.faults]) == (False, ["WorkerDown"])


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"data":{"alerts":[{}]}}', b'{"data":{"alerts":7}}'])
def test_an_answer_that_is_none_says_that_nothing_is_known(body: bytes) -> None:
    with answering(HEAD + body) as (address, _):
        assert PrometheusReliance(address)().is_good is None


@pytest.mark.parametrize("then", [b" ", b" " * 500_000])
def test_an_answer_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch, then: bytes) -> None:
    monkeypatch.setattr(reliance, "_WAIT_S", 0.5)

    with answering(HEAD, then) as (address, _), ThreadPoolExecutor(1) as pool:
        assert pool.submit(PrometheusReliance(address)).result(60).is_good is None


def test_while_one_page_waits_the_others_do_not() -> None:
    begun, go_on = threading.Event(), threading.Event()

    class Waiting(PrometheusReliance):
        def _asked(self) -> Reliance:
            begun.set()
            go_on.wait(60)
            return Reliance(is_good=True)

    asked = Waiting("http://127.0.0.1:1")
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(asked)
        assert begun.wait(60)
        other = pool.submit(asked).result(30)
        go_on.set()

        assert (other.is_good, first.result(60).is_good, asked().is_good) == (None, True, True)
