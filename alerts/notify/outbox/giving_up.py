"""Decides when a message is tried no more, so that no answer of a service is waited for without end.

What readers may have got each time is given up after some attempts; what certainly did not arrive after a day. A message that was
given up stands in the table and in a metric, and planning tells others in its place.
"""

from typing import Any, Final

from sqlalchemy import Connection, Row, and_, case, func, select, update

from alerts.notify.channels.answer import Outcome
from alerts.notify.outbox.message_state import MessageState
from alerts.notify.tables import ATTEMPTS, MESSAGE_LEADS, MESSAGES
from schemas.instants import Ms
from schemas.legal_days import DAY_MS

MOST_UNREADABLE: Final = 5
"""Attempts at a part that a service took without an answer that can be read: each is one more in the chat, within a minute."""

MOST_UNKNOWN: Final = 20
"""Attempts at a part that may have arrived, but for answers of 5xx: with their pauses some three quarters of an hour."""

LONGEST_MS: Final[Ms] = DAY_MS
"""From the first attempt on: its link would sign for a day, and an outage that lasts longer is told by an alert."""


def is_given_up(connection: Connection, message: int, part: int, now: Ms) -> bool:
    """True where the part of a message that is next is tried no more. All its attempts are written down."""
    code = func.coalesce(ATTEMPTS.c.code, "")
    unknown = (ATTEMPTS.c.outcome == Outcome.UNKNOWN.value) & code.not_like("http 5%")
    unreadable = ATTEMPTS.c.outcome == Outcome.UNREADABLE.value
    of_part = ATTEMPTS.c.part == part
    query = select(
        func.min(ATTEMPTS.c.started_at),
        func.count(case((of_part & unreadable, 1))),
        func.count(case((of_part & (unknown | unreadable), 1))),
    ).where(ATTEMPTS.c.message == message)
    first, unread, uncertain = connection.execute(query).one()
    return bool(unread >= MOST_UNREADABLE or uncertain >= MOST_UNKNOWN or now - (first or now) >= LONGEST_MS)


def note_cut_off(connection: Connection, message: Row[Any], now: Ms) -> bool:
    """Write down of an attempt whose lease ended that nobody knows its outcome; true where the message is given up by that."""
    if message.state != MessageState.LEASED.value:
        return False
    open_one = and_(ATTEMPTS.c.message == message.number, ATTEMPTS.c.outcome.is_(None))
    connection.execute(
        update(ATTEMPTS)
        .where(open_one)
        .values(outcome=Outcome.UNKNOWN.value, ended_at=now, answer="its notifier ended")
    )
    kept = and_(MESSAGE_LEADS.c.message == message.number, MESSAGE_LEADS.c.dropped.is_(None))
    connection.execute(update(MESSAGE_LEADS).where(kept, MESSAGE_LEADS.c.told.is_(None)).values(told="maybe"))
    if not is_given_up(connection, message.number, message.parts_sent, now):
        return False
    connection.execute(update(MESSAGES).where(MESSAGES.c.number == message.number).values(**given_up(now)))
    return True


def given_up(now: Ms) -> dict[str, object]:
    """The columns of a message that is tried no more; `not_before`: since when, as of one that was refused."""
    return {"state": MessageState.GIVEN_UP.value, "lease_until": None, "not_before": now}
