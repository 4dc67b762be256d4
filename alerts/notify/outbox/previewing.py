"""Shows what would be sent, to whom and why: plans in a transaction that is rolled back. Sends nothing, writes nothing."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from alerts.notify.outbox.intake import take
from alerts.notify.outbox.leasing import Delivering, letter_of
from alerts.notify.outbox.planning import MessageState
from alerts.notify.outbox.rechecking import held_leads
from alerts.notify.outbox.watching import AT_ONCE, sweep
from alerts.notify.tables import MESSAGES
from alerts.notify.text.rendering import LINK
from schemas.instants import Ms


@dataclass(frozen=True, slots=True)
class Preview:
    """A message as it would be sent at `at`: its sort, to whom (null: a group), by which channel, why, and its text."""

    topic: str
    department: str
    person: str | None
    channel: str
    at: Ms
    because: str
    text: str


def previews(connection: Connection, sending: Delivering, now: Ms) -> list[Preview]:
    """All messages that wait, after what the log has since is planned. The caller rolls back."""
    while take(connection, sending.router, now).entries:
        continue
    while sweep(connection, sending.router, now) == AT_ONCE:
        continue
    query = select(MESSAGES).where(MESSAGES.c.state.in_([MessageState.WAITING.value, MessageState.LEASED.value]))
    shown = []
    for message in connection.execute(query.order_by(MESSAGES.c.not_before, MESSAGES.c.number)).all():
        leads = held_leads(connection, message, now)
        if leads:
            kind = sending.router.channel(message.channel).kind
            parts = sending.writer.parts(letter_of(message, leads, sending), kind)
            text = "\n".join(parts).replace(LINK, "…")
            at = max(now, message.not_before)
            shown.append(
                Preview(message.topic, message.department, message.person, message.channel, at, message.because, text)
            )
    return shown
