"""Mail against a real server of mail on this machine, and one that misbehaves."""

import email
import email.policy
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from alerts.notify.channels import mail_session
from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.channels.carrier import Carrier
from alerts.notify.channels.mail import mail_of, read_mail_address
from alerts.notify.parcel import Parcel
from tests.unit.notify.desk import channel_of

NOW = 1_796_067_906_384


@dataclass
class Mailbox:
    """The mails that the server took. `replies`: its next replies to content instead of taking it."""

    mails: list[Any] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    refuses: str = ""

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802  aiosmtpd's name
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        reply = self.replies.pop(0) if self.replies else "250 taken as 17"
        if not reply.startswith(("4", "5")):
            self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        if reply == "cut":
            server.transport.abort()
        return reply


@contextmanager
def mail_server(box: Mailbox, **given: Any) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, ready_timeout=60, **given)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.fixture
def box() -> Mailbox:
    return Mailbox()


def send(port: int, *, user: str = "", secret: str | None = None, key: str = "key-1") -> Answer:
    address = f"smtp://{user and user + '@'}127.0.0.1:{port}/wang@city.example?from=monitor@city.example&tls=none"
    link = "https://c.example/s/abc"
    parcel = Parcel(1, 1, 0, 1, "mail", key, "【严重】应休未休 3", f"【严重】一\n查看：{link}\n尾", link, "wang", False)
    return Carrier()(channel_of("mail", "smtp", address, secret), parcel, NOW)


def test_a_mail_has_its_subject_its_text_a_page_with_the_link_and_an_identity(box: Mailbox) -> None:
    with mail_server(box) as port:
        answer = send(port)

    (mail,) = box.mails
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert (answer.outcome, answer.code, answer.text) == (Outcome.SENT, "250", "taken as 17")
    assert (mail["Subject"], mail["To"], mail["From"]) == (
        "【严重】应休未休 3",
        "wang@city.example",
        "monitor@city.example",
    )
    assert "https://c.example/s/abc" in text.get_content()
    assert 'href="https://c.example/s/abc"' in page.get_content()
    assert mail["Message-ID"] == "<key-1@city.example>"


@pytest.mark.parametrize(
    ("reply", "outcome", "mails"),
    [
        ("451 later", Outcome.THROTTLED, 0),
        ("554 spam", Outcome.REFUSED, 0),
        ("cut", Outcome.UNKNOWN, 1),
    ],
)
def test_the_servers_reply_to_the_content_decides(box: Mailbox, reply: str, outcome: Outcome, mails: int) -> None:
    box.replies = [reply]
    with mail_server(box) as port:
        answer = send(port)

    assert (answer.outcome, len(box.mails)) == (outcome, mails)


def test_no_byte_of_a_mail_needs_a_server_with_8bitmime() -> None:
    to = read_mail_address("smtp://127.0.0.1:25/d@e.example?tls=none")
    parcel = Parcel(1, 1, 0, 1, "mail", "key", "标题", "一条 " * 5_000, None, "wang", repeat=False)

    content = mail_of(to, parcel, 0).as_bytes()

    assert max(content) < 128
    assert max(map(len, content.splitlines())) <= 998


def test_attempts_at_one_part_have_one_identity(box: Mailbox) -> None:
    box.replies = ["cut"]
    with mail_server(box) as port:
        outcomes = [send(port).outcome, send(port).outcome]

    assert outcomes == [Outcome.UNKNOWN, Outcome.SENT]
    assert len({mail["Message-ID"] for mail in box.mails}) == 1


@pytest.mark.parametrize(
    ("reply", "outcome"), [("550 no such user", Outcome.REFUSED), ("450 greylisted", Outcome.THROTTLED)]
)
def test_a_recipient_that_is_refused_was_sent_nothing(box: Mailbox, reply: str, outcome: Outcome) -> None:
    box.refuses = reply
    with mail_server(box) as port:
        assert send(port).outcome is outcome

    assert box.mails == []


def test_a_wrong_password_is_a_matter_of_the_channel_and_is_shown_nowhere(box: Mailbox, tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("the-right-one\n")

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        return AuthResult(success=given.password == b"the-right-one", handled=False)

    with mail_server(box, authenticator=check, auth_require_tls=False) as port:
        right = send(port, user="monitor", secret=f"file:{secret}")
        secret.write_text("the-wrong-one\n")
        wrong = send(port, user="monitor", secret=f"file:{secret}")

    assert (right.outcome, wrong.outcome, len(box.mails)) == (Outcome.SENT, Outcome.MISCONFIGURED, 1)
    assert "the-wrong-one" not in str(wrong)


def test_a_server_that_offers_no_tls_gets_no_mail_unless_the_channel_says_so(box: Mailbox) -> None:
    with mail_server(box) as port:
        entry = channel_of("mail", "smtp", f"smtp://127.0.0.1:{port}/wang@city.example")
        answer = Carrier()(entry, Parcel(1, 1, 0, 1, "mail", "k", "t", "x", None, "wang", False), NOW)

    assert (answer.outcome, box.mails) == (Outcome.MISCONFIGURED, [])


def test_a_server_that_is_away_was_sent_nothing(box: Mailbox) -> None:
    with mail_server(box) as port:
        pass

    assert send(port).outcome is Outcome.UNREACHED
    assert threading.active_count() < 20


@contextmanager
def saying(*replies: bytes, then: bytes = b"", every_s: float = 0.05) -> Iterator[int]:
    """A server that answers each line with the next of these, and after them sends `then` again and again."""
    listening, over = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def serve() -> None:
        with suppress(OSError):
            connection, _ = listening.accept()
            with connection:
                for number, reply in enumerate(replies):
                    if number:
                        connection.recv(65_536)
                    connection.sendall(reply)
                while then and not over.wait(every_s):
                    connection.sendall(then)
                connection.recv(65_536)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        over.set()
        listening.close()
        thread.join(60)


EHLO = (b"220 ready\r\n", b"250 hello\r\n")


@pytest.mark.parametrize(
    ("replies", "outcome"),
    [((), Outcome.UNREACHED), (EHLO[:1], Outcome.UNREACHED), ((*EHLO, b"250 ok\r\n"), Outcome.UNREACHED)],
    ids=["greeting", "hello", "recipient"],
)
def test_a_server_that_answers_a_letter_now_and_then_is_cut_off_in_time(
    monkeypatch: pytest.MonkeyPatch, replies: tuple[bytes, ...], outcome: Outcome
) -> None:
    monkeypatch.setattr(mail_session, "WHOLE_S", 0.5)

    with saying(*replies, then=b"2") as port, ThreadPoolExecutor(1) as pool:
        answer = pool.submit(send, port).result(60)

    assert answer.outcome is outcome


def test_a_server_that_answers_a_letter_now_and_then_to_the_content_may_have_taken_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mail_session, "WHOLE_S", 0.8)

    with saying(*EHLO, b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n", then=b"2") as port:
        answer = send(port)

    assert answer.outcome is Outcome.UNKNOWN


def test_answers_without_end_are_read_up_to_a_bound() -> None:
    with saying(then=b"220-more\r\n" * 1000, every_s=0.001) as port:
        answer = send(port)

    assert answer.outcome is Outcome.UNREACHED
    assert f"more than {mail_session.MOST_BYTES} bytes" in answer.text


@pytest.mark.parametrize(
    ("replies", "outcome"),
    [
        ((*EHLO, b"HTTP/1.1 400 Bad Request\r\n"), Outcome.DECLINED),
        ((*EHLO, b"354 what\r\n"), Outcome.DECLINED),
        ((*EHLO, b"250 ok\r\n", b"250 ok\r\n", b"250 taken already\r\n"), Outcome.DECLINED),
        ((*EHLO, b"250 ok\r\n", b"250 ok\r\n", b"nonsense\r\n"), Outcome.DECLINED),
        ((*EHLO, b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n", b"nonsense\r\n"), Outcome.UNKNOWN),
        ((b"554 not you\r\n",), Outcome.MISCONFIGURED),
        ((b"421 later\r\n",), Outcome.THROTTLED),
    ],
)
def test_an_answer_that_takes_nothing_is_no_success(replies: tuple[bytes, ...], outcome: Outcome) -> None:
    with saying(*replies) as port:
        assert send(port).outcome is outcome


def test_a_recipient_that_the_protocol_cannot_write_is_a_matter_of_the_channel(box: Mailbox) -> None:
    with mail_server(box) as port:
        entry = channel_of("mail", "smtp", f"smtp://127.0.0.1:{port}/王敏@city.example?tls=none")
        answer = Carrier()(entry, Parcel(1, 1, 0, 1, "mail", "k", "t", "x", None, "wang", False), NOW)

    assert (answer.outcome, box.mails) == (Outcome.MISCONFIGURED, [])


def test_a_password_goes_without_tls_to_no_other_machine() -> None:
    with pytest.raises(ValueError, match="a login without TLS goes to a relay on this machine alone"):
        read_mail_address("smtp://monitor@mail.example/wang@city.example?tls=none")

    assert read_mail_address("smtp://relay.example/wang@city.example?tls=none").tls is False
    assert read_mail_address("smtps://monitor@mail.example/wang@city.example?tls=none").tls is True
