"""Connections that say nothing, a letter now and then, or are too many: each ends, and pages are answered all the while.

With TLS and without: a handshake that is not made is a connection as well.
"""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest
import uvicorn

from streams.cli.duty.parts import connections, door, handshakes
from streams.cli.duty.parts.connections import connections_of
from streams.cli.duty.serving import TlsFiles
from tests.integration.console.conftest import House
from tests.servers.certificates import Authority

LIMIT_S = 60
HEAD = b"POST /sign-in HTTP/1.1\r\nHost: desk.example\r\n"
FORM = HEAD + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n"


@contextmanager
def served(house: House, *, trusted: bool = False, tls: TlsFiles | None = None) -> Iterator[int]:
    sort = connections_of(lambda _: trusted, None if tls is None else tls.context())
    config = uvicorn.Config(
        house.app(), log_level="error", http=sort, lifespan="off", timeout_graceful_shutdown=5, timeout_keep_alive=60
    )
    server, listening = uvicorn.Server(config), socket.create_server(("0.0.0.0", 0))  # noqa: S104 - of all 127.0.0.x
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


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(params=["plain", "tls"])
def tls(request: pytest.FixtureRequest) -> TlsFiles | None:
    if request.param == "plain":
        return None
    issued = request.getfixturevalue("authority").issue("desk", "IP:127.0.0.1")
    return TlsFiles(issued.certificate, issued.key)


@pytest.fixture
def base(tls: TlsFiles | None) -> str:
    return "http://127.0.0.1" if tls is None else "https://127.0.0.1"


def at(port: int, address: str = "127.0.0.1") -> socket.socket:
    """A connection from an address of this machine; it says nothing."""
    return socket.create_connection(("127.0.0.1", port), LIMIT_S, source_address=(address, 0))


def browser(base: str, port: int, address: str, authority: Authority) -> httpx.Client:
    """A browser at an address of this machine."""
    transport = httpx.HTTPTransport(local_address=address, verify=ssl.create_default_context(cafile=authority.ca))
    return httpx.Client(base_url=f"{base}:{port}", transport=transport, timeout=LIMIT_S)


def is_open(connection: socket.socket) -> bool:
    connection.settimeout(0.01)
    try:
        return connection.recv(1) != b""
    except TimeoutError:
        return True
    except OSError:
        return False


def test_a_handshake_that_is_not_made_is_cut_off(
    house: House, monkeypatch: pytest.MonkeyPatch, authority: Authority
) -> None:
    monkeypatch.setattr(handshakes, "HANDSHAKE_S", 0.3)
    issued = authority.issue("desk", "IP:127.0.0.1")

    with served(house, tls=TlsFiles(issued.certificate, issued.key)) as port:
        for begun in (
            b"",
            b"\x16\x03\x01",
            b"GET / HTTP/1.1\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 600,
        ):
            with at(port) as one:
                one.sendall(begun)
                assert ended(one)


def test_the_oldest_connection_of_an_address_gives_its_place_to_the_newest_and_a_proxy_has_no_bound(
    house: House, monkeypatch: pytest.MonkeyPatch, tls: TlsFiles | None, base: str, authority: Authority
) -> None:
    monkeypatch.setattr(door, "MOST_OF_ONE", 2)

    with served(house, tls=tls) as port, ExitStack() as held:
        several = [held.enter_context(at(port)) for _ in range(3)]
        assert ended(several[0])
        assert [is_open(one) for one in several[1:]] == [True, True]
    with served(house, trusted=True, tls=tls) as port, ExitStack() as held:
        several = [held.enter_context(at(port)) for _ in range(3)]
        with browser(base, port, "127.0.0.1", authority) as own:
            assert own.get("/healthz").status_code == 200
        assert [is_open(one) for one in several] == [True] * 3


def test_four_addresses_that_fill_all_places_shut_nobody_out(
    house: House, monkeypatch: pytest.MonkeyPatch, tls: TlsFiles | None, base: str, authority: Authority
) -> None:
    monkeypatch.setattr(door, "MOST", 40)

    with served(house, tls=tls) as port, ExitStack() as held, browser(base, port, "127.0.0.9", authority) as phone:
        desk = {"Host": "desk.example"}
        cookies = f"__Host-session={house.sessions.begin(house.accounts.get('wang'))[0].token}"
        entered = phone.get("/", headers={**desk, "Cookie": cookies})
        for number in range(4 * 15):
            held.enter_context(at(port, f"127.0.1.{number % 4}"))

        with browser(base, port, "127.0.0.8", authority) as other:
            answers = [other.get("/sign-in", headers=desk).status_code for _ in range(5)]
        page = phone.get("/", headers={**desk, "Cookie": cookies})

    assert entered.status_code == 200
    assert answers == [200] * 5
    assert page.status_code == 200


def test_of_one_address_strangers_go_before_whoever_has_shown_a_sign_in(
    house: House, monkeypatch: pytest.MonkeyPatch, tls: TlsFiles | None, base: str, authority: Authority
) -> None:
    monkeypatch.setattr(door, "MOST_OF_ONE", 3)
    cookies = f"__Host-session={house.sessions.begin(house.accounts.get('wang'))[0].token}"

    with served(house, tls=tls) as port, ExitStack() as held, browser(base, port, "127.0.0.9", authority) as phone:
        phone.get("/", headers={"Host": "desk.example", "Cookie": cookies})
        several = [held.enter_context(at(port, "127.0.0.9")) for _ in range(4)]

        assert ended(several[0])
        assert ended(several[1])
        connection = phone._transport._pool.connections[0]  # type: ignore[attr-defined]
        assert not connection.is_closed()
        assert phone.get("/", headers={"Host": "desk.example", "Cookie": cookies}).status_code == 200
        assert phone._transport._pool.connections == [connection]  # type: ignore[attr-defined]


def test_a_request_that_comes_with_the_end_of_the_handshake_is_answered(
    house: House, tls: TlsFiles | None, base: str, authority: Authority
) -> None:
    with served(house, tls=tls) as port:
        for number in range(20):
            with browser(base, port, f"127.0.2.{number}", authority) as one:
                assert one.get("/healthz").status_code == 200


def test_handshakes_under_way_do_not_hold_up_the_end_of_the_console(house: House, authority: Authority) -> None:
    issued = authority.issue("desk", "IP:127.0.0.1")

    with ExitStack() as held:
        with served(house, tls=TlsFiles(issued.certificate, issued.key)) as port:
            for _ in range(5):
                held.enter_context(at(port))
            with browser("https://127.0.0.1", port, "127.0.0.1", authority) as own:
                own.get("/healthz")
            began = time.monotonic()

        assert time.monotonic() - began < LIMIT_S / 2
