"""Answers that no document of a service has: each is one outcome, nothing of it is taken for a success, and no token is kept."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import select

from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.channels.carrier import Carrier
from alerts.notify.outbox.recording import record
from alerts.notify.parcel import Parcel
from alerts.notify.tables import ATTEMPTS
from schemas.findings.finding import Severity
from tests.integration.notify.bureau import NOON, Bureau, holds
from tests.unit.notify.desk import channel_of

TOKEN = "T" * 43
LINK = f"https://desk.example/s/{TOKEN}"


@contextmanager
def answering(body: bytes, status: bytes = b"200 OK", headers: bytes = b"") -> Iterator[str]:
    """A service that gives this answer to one request; its address."""
    head = b"HTTP/1.1 " + status + b"\r\n" + headers + b"Content-Length: %d\r\n\r\n" % len(body)
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            connection, _ = listening.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(head + body)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/robot?key=the-key-0001"
    finally:
        listening.close()
        thread.join(60)


def parcel() -> Parcel:
    return Parcel(1, 1, 0, 1, "phone", "key", "标题", f"一条 {LINK}", LINK, "wang", False)


def send(address: str, kind: str = "wecom") -> Answer:
    return Carrier()(channel_of("phone", kind, address, ""), parcel(), NOON)


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (b'{"errcode":"0"}', Outcome.SENT),
        (b'\xef\xbb\xbf{"errcode":0}', Outcome.SENT),
        (b'{"errcode":"93000"}', Outcome.MISCONFIGURED),
        (b'{"errcode":false}', Outcome.UNREADABLE),
        (b'{"errcode":null}', Outcome.UNREADABLE),
        (b'{"errcode":0.0}', Outcome.UNREADABLE),
        (b'{"errcode":"0x0"}', Outcome.UNREADABLE),
        (b'{"errcode":99999999999999999999}', Outcome.UNREADABLE),
        (b"<html>sign in</html>", Outcome.UNREADABLE),
        (b"", Outcome.UNREADABLE),
    ],
)
def test_a_code_is_a_number_or_the_text_of_one(body: bytes, outcome: Outcome) -> None:
    with answering(body) as address:
        assert send(address).outcome is outcome


@pytest.mark.parametrize(
    ("value", "wait_ms"),
    [
        (b"7", 7_000),
        (b"315360000", None),
        (b"-5", None),
        (b"Mon, 01 Jan 99999 00:00:00 GMT", None),
        (b"Mon, 01 Jan 2035 00:00:00 +99999999999999999999", None),
        (b"Mon, 01 Jan 2001 00:00:00 GMT", 0),
    ],
)
def test_a_wait_that_cannot_be_read_is_none_and_the_status_counts(value: bytes, wait_ms: int | None) -> None:
    with answering(b"{}", b"429 Too Many", b"Retry-After: " + value + b"\r\n") as address:
        answer = send(address)

    assert (answer.outcome, answer.retry_after_ms) == (Outcome.THROTTLED, wait_ms)


def test_an_address_that_no_connection_is_made_to_has_taken_nothing() -> None:
    assert send("http://127.0.0.1:99999/robot").outcome is Outcome.MISCONFIGURED


def test_an_answer_that_repeats_the_link_with_its_slashes_escaped_is_kept_without_its_token(bureau: Bureau) -> None:
    bureau.finds(holds(severity=Severity.GRAVE))
    bureau.round()
    repeated = LINK.replace("/", "\\/")
    said = Answer(Outcome.SENT, "http 200", f'{{"link":"{repeated}"}}')

    with bureau.engine.begin() as connection:
        record(connection, parcel(), "n1", said, NOON, lambda: 0.0)
        kept = connection.execute(select(ATTEMPTS.c.answer)).scalar_one()

    assert kept == '{"link":"https:\\/\\/desk.example\\/s\\/***"}'
