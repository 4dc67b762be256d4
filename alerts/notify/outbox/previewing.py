"""Shows what would be sent, to whom and why: plans in a transaction that is rolled back. Sends nothing, writes nothing."""

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Row, select

from alerts.notify.outbox.conditions import is_pending
from alerts.notify.outbox.leasing import Delivering, letter_of
from alerts.notify.outbox.planning.cursor import lock_cursor
from alerts.notify.outbox.planning.intake import take
from alerts.notify.outbox.planning.shifts import ShiftPlanner
from alerts.notify.outbox.planning.watching import AT_ONCE, sweep
from alerts.notify.outbox.rechecking import held_leads
from alerts.notify.stages.triggers import SHIFT
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


def previews(connection: Connection, sending: Delivering, shifts: ShiftPlanner | None, now: Ms) -> list[Preview]:
    """All messages that wait, after what the log and the rota have since is planned. The caller rolls back."""
    while take(connection, sending.router, now).entries:
        continue
    while (cursor := lock_cursor(connection)) is not None and sweep(connection, sending.router, cursor, now) == AT_ONCE:
        continue
    if shifts is not None and cursor is not None:
        shifts.plan(connection, now)
    query = select(MESSAGES).where(is_pending())
    shown = []
    for message in connection.execute(query.order_by(MESSAGES.c.not_before, MESSAGES.c.number)).all():
        parts = _parts(connection, sending, message, now)
        if parts:
            text = "\n".join(parts).replace(LINK, "…")
            at = max(now, message.not_before)
            shown.append(
                Preview(message.topic, message.department, message.person, message.channel, at, message.because, text)
            )
    return shown


def _parts(connection: Connection, sending: Delivering, message: Row[Any], now: Ms) -> list[str]:
    """The parts of a message's text; none where nothing of it is told any more, or where its channel is gone from the files."""
    if message.topic == SHIFT:
        return list(orjson.loads(message.text)["parts"])
    leads = held_leads(connection, message, now)
    if not leads:
        return []
    try:
        kind = sending.router.channel(message.channel).kind
    except LookupError:
        return []
    return sending.writer.parts(letter_of(message, leads, sending), kind)
