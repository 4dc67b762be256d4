"""The cursor: how far the log was read, and the number of messages. Whoever plans locks it; a look at it locks nothing."""

from typing import NamedTuple

from sqlalchemy import Connection, exists, or_, select

from alerts.ledger.tables import LOG
from alerts.notify.outbox.clock_set_back import was_set_back
from alerts.notify.tables import CHANNEL_STATES, CURSOR, WATCHES
from schemas.instants import Ms


class Cursor(NamedTuple):
    """The last entry of the log that was read, and the number of the latest message."""

    sequence: int
    messages: int


class Work(NamedTuple):
    """The work that there is: entries that were not read, watches that are due, and instants of a clock that was ahead."""

    entries: bool
    watches: bool
    is_ahead: bool = False


def lock_cursor(connection: Connection) -> Cursor | None:
    """Lock the cursor until the transaction ends, and return it; None where another notifier has it, or it is not there."""
    query = select(CURSOR.c.sequence, CURSOR.c.messages).with_for_update(skip_locked=True)
    row = connection.execute(query).first()
    return None if row is None else Cursor(*row)


def work_at(connection: Connection, now: Ms) -> Work:
    """One look for all that is asked again and again: so a notifier without work costs its database one statement."""
    behind = exists().where(LOG.c.sequence > CURSOR.c.sequence).correlate_except(LOG)
    due = exists().where(or_(WATCHES.c.next_at <= now, WATCHES.c.due_at <= now)).correlate_except(WATCHES)
    ahead = was_set_back(now).correlate_except(CHANNEL_STATES)
    row = connection.execute(select(behind, due, ahead).select_from(CURSOR)).first()
    return Work(False, False) if row is None else Work(*map(bool, row))
