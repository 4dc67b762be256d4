"""The cursor: how far the log was read, and the number of messages. Whoever plans locks it; a look at it locks nothing."""

from typing import NamedTuple

from sqlalchemy import Connection, exists, or_, select

from alerts.ledger.tables import LOG
from alerts.notify.tables import CURSOR, WATCHES
from schemas.instants import Ms


class Cursor(NamedTuple):
    """The last entry of the log that was read, and the number of the latest message."""

    sequence: int
    messages: int


class Work(NamedTuple):
    """The work that there is: entries that were not read, and watches that are due."""

    entries: bool
    watches: bool


def lock_cursor(connection: Connection) -> Cursor | None:
    """Lock the cursor until the transaction ends, and return it; None where another notifier has it, or it is not there."""
    query = select(CURSOR.c.sequence, CURSOR.c.messages).with_for_update(skip_locked=True)
    row = connection.execute(query).first()
    return None if row is None else Cursor(*row)


def work_at(connection: Connection, now: Ms) -> Work:
    """One look for all that is asked again and again: so a notifier without work costs its database one statement."""
    behind = exists().where(LOG.c.sequence > CURSOR.c.sequence).correlate_except(LOG)
    due = exists().where(or_(WATCHES.c.next_at <= now, WATCHES.c.due_at <= now)).correlate_except(WATCHES)
    row = connection.execute(select(behind, due).select_from(CURSOR)).first()
    return Work(False, False) if row is None else Work(*map(bool, row))
