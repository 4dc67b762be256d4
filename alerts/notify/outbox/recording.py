"""Records the outcome of an attempt: the service's own answer, the message's state, and when the channel is tried again."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, and_, select, update

from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.channels.secret import masked
from alerts.notify.outbox.backing_off import backed_off
from alerts.notify.outbox.giving_up import given_up, is_given_up
from alerts.notify.outbox.message_state import MessageState
from alerts.notify.parcel import Parcel
from alerts.notify.tables import ATTEMPTS, CHANNEL_STATES, MESSAGE_LEADS, MESSAGES
from schemas.instants import Ms

_FINAL: Final = frozenset({Outcome.SENT, Outcome.REFUSED})

MOST_ANSWER: Final = 500
"""Characters of an answer that are kept: a code, a sentence and a request's number."""


def record(
    connection: Connection, parcel: Parcel, holder: str, answer: Answer, now: Ms, random: Callable[[], float]
) -> Ms:
    """Record an answer; return for how long its channel is blocked. The row of the channel stays locked.

    Where the lease was lost meanwhile, the attempt alone is written; who has the lease goes on.
    """
    wait = _channel(
        connection, parcel.channel, answer, now, random
    )  # the channel first, then its message, as a lease does
    _write_attempt(connection, parcel, answer, now)
    over = answer.outcome not in _FINAL and is_given_up(connection, parcel.message, parcel.part, now)
    mine = and_(
        MESSAGES.c.number == parcel.message,
        MESSAGES.c.holder == holder,
        MESSAGES.c.attempts == parcel.attempt,
        MESSAGES.c.state == MessageState.LEASED.value,
    )
    after = given_up(now) if over else _after(parcel, answer, now, wait)
    connection.execute(update(MESSAGES).where(mine).values(**after))
    if answer.outcome in {Outcome.SENT, Outcome.UNKNOWN, Outcome.UNREADABLE}:
        _tell(connection, parcel.message, "yes" if answer.outcome is Outcome.SENT else "maybe")
    return wait


def _write_attempt(connection: Connection, parcel: Parcel, answer: Answer, now: Ms) -> None:
    one = and_(ATTEMPTS.c.message == parcel.message, ATTEMPTS.c.attempt == parcel.attempt)
    text = masked(answer.text, _secrets(parcel.link))[:MOST_ANSWER].replace("\0", "")
    connection.execute(
        update(ATTEMPTS).where(one).values(ended_at=now, outcome=answer.outcome.value, code=answer.code, answer=text)
    )


def _secrets(link: str | None) -> tuple[str, ...]:
    """A link signs, and is kept nowhere: nor is its token, which a service may repeat with the slashes before it escaped."""
    return () if link is None else (link, link.rpartition("/")[2])


def _after(parcel: Parcel, answer: Answer, now: Ms, wait: Ms) -> dict[str, object]:
    if answer.outcome is Outcome.SENT:
        done = parcel.part + 1 >= parcel.parts
        state = MessageState.SENT if done else MessageState.WAITING
        sent = {"parts_sent": parcel.part + 1, "sent_at": now if done else None, "not_before": now}
        return {"state": state.value, "lease_until": None, **sent}
    if answer.outcome is Outcome.REFUSED:
        return {"state": MessageState.REFUSED.value, "lease_until": None, "not_before": now}
    return {"state": MessageState.WAITING.value, "lease_until": None, "not_before": now + wait}


def _tell(connection: Connection, message: int, told: str) -> None:
    kept = and_(MESSAGE_LEADS.c.message == message, MESSAGE_LEADS.c.dropped.is_(None))
    if told == "maybe":
        kept = and_(kept, MESSAGE_LEADS.c.told.is_(None))
    connection.execute(update(MESSAGE_LEADS).where(kept).values(told=told))


def _channel(connection: Connection, channel: str, answer: Answer, now: Ms, random: Callable[[], float]) -> Ms:
    """Block the channel where it failed or was throttled, for longer each time; return for how long."""
    of_it = CHANNEL_STATES.c.channel == channel
    columns = (CHANNEL_STATES.c.failures, CHANNEL_STATES.c.blocked_until)
    there = connection.execute(select(*columns).where(of_it).with_for_update()).first()
    if answer.outcome in {Outcome.SENT, Outcome.REFUSED}:
        if there is not None and (there.failures or there.blocked_until):
            connection.execute(update(CHANNEL_STATES).where(of_it).values(blocked_until=0, failures=0))
        return 0
    failures = 1 + (0 if there is None else int(there.failures))
    wait = backed_off(failures, random, answer.retry_after_ms)
    connection.execute(update(CHANNEL_STATES).where(of_it).values(failures=failures, blocked_until=now + wait))
    return wait
