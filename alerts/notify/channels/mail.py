"""Mail by SMTP. The Message-ID is the same for each attempt at one part, so that a mail service can tell repeats.

Address of a channel: `smtp://[USER@]HOST[:PORT]/RECIPIENT`, `smtps://` for TLS from the start, `?from=SENDER`, `?tls=none` for a
relay on this machine. A bare address is a recipient, whose server the settings name in the same form without a recipient.
"""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.channels.mail_session import MailSession, TlsMailSession, whole_time
from alerts.notify.channels.secret import Secret, masked
from alerts.notify.parcel import Parcel
from alerts.notify.text.cleaning import header_line
from alerts.notify.text.templates import HTML
from schemas.instants import Ms

_TAKEN: Final = range(200, 300)
_TRANSIENT: Final = range(400, 500)
_PERMANENT: Final = range(500, 600)
"""The classes of SMTP's replies (RFC 5321, 4.2.1): taken, try again, refused."""
_THIS_MACHINE: Final = ("127.0.0.1", "localhost", "::1")
_AUTH: Final = {530, 534, 535, 538}
"""SMTP replies to a login that is lacking or refused (RFC 4954)."""


@dataclass(frozen=True, slots=True)
class MailAddress:
    """A mail server, its login, and whose mail it is."""

    host: str
    port: int
    implicit_tls: bool
    tls: bool
    user: str
    recipient: str
    sender: str


def read_mail_address(address: str, server: str | None = None) -> MailAddress:
    """Read a channel's address. `ValueError` where it is none, or the server is nowhere named."""
    if "://" not in address:
        if server is None:
            raise ValueError("a bare mail address needs the settings to name a server")
        address = f"{server.partition('?')[0].rstrip('/')}/{address}?{server.partition('?')[2]}"
    parts = urlsplit(address)
    recipient, wanted = unquote(parts.path.lstrip("/")), parse_qs(parts.query)
    if (
        parts.scheme not in {"smtp", "smtps"}
        or not parts.hostname
        or "@" not in recipient
        or header_line(recipient) != recipient
    ):
        raise ValueError("a mail address is smtp://HOST:PORT/RECIPIENT")
    implicit = parts.scheme == "smtps"
    tls = implicit or wanted.get("tls", [""])[0] != "none"
    if parts.username and not tls and parts.hostname not in _THIS_MACHINE:
        raise ValueError(
            "a login without TLS goes to a relay on this machine alone: the password would be read on the way"
        )
    return MailAddress(
        host=parts.hostname,
        port=parts.port or (465 if implicit else 25),
        implicit_tls=implicit,
        tls=tls,
        user=unquote(parts.username or ""),
        recipient=recipient,
        sender=header_line(wanted.get("from", [f"shiftwarden@{parts.hostname}"])[0]),
    )


def mail_of(to: MailAddress, parcel: Parcel, now: Ms) -> EmailMessage:
    """The mail of a part: text, and the same as a page whose values are escaped."""
    mail = EmailMessage()
    mail["From"], mail["To"] = to.sender, to.recipient
    mail["Subject"] = header_line(parcel.title)
    mail["Date"] = format_datetime(datetime.fromtimestamp(now / 1000, UTC))
    mail["Message-ID"] = f"<{parcel.key}@{to.sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(parcel.text, cte="base64")  # letters of 7 bits: not every server has 8BITMIME
    lines = [line for line in parcel.text.split("\n") if parcel.link is None or parcel.link not in line]
    mail.add_alternative(HTML.render(lines=lines, link=parcel.link, label="查看 Open"), subtype="html", cte="base64")
    return mail


def send_mail(address: str, secret: Secret, parcel: Parcel, now: Ms, server: str | None = None) -> Answer:
    """Send a part by mail. `secret`: the password of the login, where there is one."""
    try:
        to = read_mail_address(address, server)
    except ValueError as error:
        return Answer(Outcome.MISCONFIGURED, "address", str(error))
    try:
        answer = _deliver(to, secret, mail_of(to, parcel, now))
    except (smtplib.SMTPException, OSError) as error:  # before the data: nothing can have arrived
        answer = _failed(error)
    except UnicodeError:  # a recipient, a host or a password that this protocol cannot write
        answer = Answer(Outcome.MISCONFIGURED, "address", "the channel's address or secret cannot be used")
    return Answer(answer.outcome, answer.code, masked(answer.text, secret.lines))


def _deliver(to: MailAddress, secret: Secret, mail: EmailMessage) -> Answer:
    context = ssl.create_default_context()
    session: MailSession = TlsMailSession(context) if to.implicit_tls else MailSession()
    with whole_time(session):
        session.begin(to.host, to.port)
        _log_in(session, to, secret, context)
        refused = _envelope(session, to)
        return refused or _data(session, mail)


def _log_in(session: smtplib.SMTP, to: MailAddress, secret: Secret, context: ssl.SSLContext) -> None:
    if to.tls and not to.implicit_tls:
        session.starttls(context=context)
    if to.user:
        session.login(to.user, secret.lines[0] if secret.lines else "")


def _envelope(session: smtplib.SMTP, to: MailAddress) -> Answer | None:
    session.ehlo_or_helo_if_needed()
    code, text = session.mail(to.sender)
    if code in _TAKEN:
        code, text = session.rcpt(to.recipient)
    return None if code in _TAKEN else _refusal(code, text)


def _data(session: smtplib.SMTP, mail: EmailMessage) -> Answer:
    """Send the content. A session that ends here may have delivered."""
    try:
        code, text = session.data(mail.as_bytes())
    except smtplib.SMTPDataError as error:  # it did not ask for the content, which was not sent
        return _refusal(error.smtp_code, error.smtp_error)
    except (smtplib.SMTPException, OSError) as error:
        return Answer(Outcome.UNKNOWN, type(error).__name__, str(error))
    with suppress(smtplib.SMTPException, OSError):
        session.quit()
    if code in _TAKEN:
        return Answer(Outcome.SENT, str(code), _said(text))
    refusal = _refusal(code, text)
    return Answer(Outcome.UNKNOWN, refusal.code, refusal.text) if refusal.outcome is Outcome.DECLINED else refusal


def _refusal(code: int, text: bytes | str) -> Answer:
    """The answer of a code that takes nothing: one that has no sense here, or is none (-1), is tried again."""
    if code in _AUTH:
        return Answer(Outcome.MISCONFIGURED, str(code), _said(text))
    if code in _PERMANENT:
        return Answer(Outcome.REFUSED, str(code), _said(text))
    return Answer(Outcome.THROTTLED if code in _TRANSIENT else Outcome.DECLINED, str(code), _said(text))


def _said(text: bytes | str) -> str:
    return text.decode(errors="replace") if isinstance(text, bytes) else text


def _failed(error: smtplib.SMTPException | OSError) -> Answer:
    if isinstance(error, smtplib.SMTPResponseException):
        found = _refusal(error.smtp_code, error.smtp_error)
        permanent = found.outcome is Outcome.REFUSED  # of the login, so not about this message
        return Answer(Outcome.MISCONFIGURED if permanent else found.outcome, found.code, found.text)
    if isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLError):
        return Answer(Outcome.MISCONFIGURED, type(error).__name__, str(error))
    return Answer(Outcome.UNREACHED, type(error).__name__, str(error))
