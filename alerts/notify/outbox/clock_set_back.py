"""A clock that was ahead and is set back: what was written by it would hold messages up until it is that late again.

The attempts of the hour ahead would fill a robot's budget, blocked channels stay blocked, messages and escalations wait. They are
brought to the present instant once; what is held for another reason, such as the night, is held again when it is looked at.
"""

from typing import Final

from sqlalchemy import Connection, Exists, exists, select, update

from alerts.notify.outbox.backing_off import MOST_ASKED_MS
from alerts.notify.outbox.message_state import MessageState
from alerts.notify.tables import ATTEMPTS, CHANNEL_STATES, MESSAGES, TOLD_SHIFTS, WATCHES
from schemas.instants import Ms

LEAST_MS: Final = 60_000
"""The clocks of two machines may differ by less; a budget is of a minute, and so is over by itself."""


def was_set_back(now: Ms) -> Exists:
    """The condition that an attempt was begun later than now."""
    later = exists().where(ATTEMPTS.c.channel == CHANNEL_STATES.c.channel, ATTEMPTS.c.started_at > now + LEAST_MS)
    return exists(select(CHANNEL_STATES.c.channel).where(later))


def bring_to(connection: Connection, now: Ms) -> None:
    """Bring what was written by the clock that was ahead to the present instant."""
    late = now + LEAST_MS
    connection.execute(update(ATTEMPTS).where(ATTEMPTS.c.started_at > late).values(started_at=now))
    blocked = CHANNEL_STATES.c.blocked_until > now + MOST_ASKED_MS
    connection.execute(update(CHANNEL_STATES).where(blocked).values(blocked_until=now))
    waiting = (MESSAGES.c.state == MessageState.WAITING.value) & (MESSAGES.c.not_before > now)
    connection.execute(update(MESSAGES).where(waiting).values(not_before=now))
    leased = (MESSAGES.c.state == MessageState.LEASED.value) & (MESSAGES.c.lease_until > late + LEAST_MS)
    connection.execute(update(MESSAGES).where(leased).values(lease_until=now + LEAST_MS))
    for instant in (TOLD_SHIFTS.c.told_until, TOLD_SHIFTS.c.changed_at):
        connection.execute(update(TOLD_SHIFTS).where(instant > late).values({instant: now}))
    ahead = WATCHES.c.opened_at - now
    connection.execute(
        update(WATCHES)
        .where(WATCHES.c.opened_at > late)
        .values(opened_at=now, next_at=WATCHES.c.next_at - ahead, due_at=WATCHES.c.due_at - ahead)
    )
