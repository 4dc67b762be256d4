"""Connections that say nothing, a letter now and then, or are too many: each ends, and pages are answered all the while."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
import uvicorn

from streams.cli.duty.parts import connections
from streams.cli.duty.parts.connections import connections_of
from tests.integration.console.conftest import House

LIMIT_S = 60
HEAD = b"POST /sign-in HTTP/1.1\r\nHost: desk.example\r\n"
FORM = HEAD + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n"


@contextmanager
def served(house: House, *, trusted: bool = False) -> Iterator[int]:
    config = uvicorn.Config(house.app(), log_level="error", http=connections_of(lambda _: trusted), lifespan="off")
    server, listening = uvicorn.Server(config), socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(LIMIT_S)
        listening.close()


def ended(connection: socket.socket) -> bool:
    """True once the other end has cut the connection off; what it answers before is read."""
    connection.settimeout(LIMIT_S)
    try:
        while connection.recv(65_536):
            pass
    except ConnectionError:
        return True
    return True


def drip(connection: socket.socket) -> None:
    """A letter every twentieth of a second, as long as the other end takes them."""
    until = time.monotonic() + LIMIT_S
    while time.monotonic() < until:
        connection.sendall(b"G")
        time.sleep(0.05)


@pytest.mark.parametrize("begun", [b"", b"GET / HT", HEAD, FORM, FORM + b"name=wang"])
def test_a_connection_that_does_not_go_on_is_cut_off(
    house: House, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    for name in ("HEAD_S", "BODY_S"):
        monkeypatch.setattr(connections, name, 0.3)

    with served(house) as port, socket.create_connection(("127.0.0.1", port)) as one:
        one.sendall(begun)

        assert ended(one)


def test_a_letter_now_and_then_does_not_prolong_the_time(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_S", 0.5)

    with served(house) as port, socket.create_connection(("127.0.0.1", port)) as one, pytest.raises(ConnectionError):
        drip(one)


def test_a_browser_that_sends_one_request_after_another_is_not_cut_off(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HEAD_S", "BODY_S"):
        monkeypatch.setattr(connections, name, 0.5)

    with served(house) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}") as browser:
        until = time.monotonic() + 1.5
        while time.monotonic() < until:
            assert browser.get("/healthz").status_code == 200


def test_one_address_has_a_bound_of_connections_and_a_proxy_has_none(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST_OF_ONE", 2)

    with served(house) as port:
        held = [socket.create_connection(("127.0.0.1", port)) for _ in range(2)]
        with socket.create_connection(("127.0.0.1", port)) as beyond:
            assert ended(beyond)
        for one in held:
            one.close()
    with served(house, trusted=True) as port:
        held = [socket.create_connection(("127.0.0.1", port)) for _ in range(3)]
        assert httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
        for one in held:
            one.close()
