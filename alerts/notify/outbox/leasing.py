"""Leases the next message of a channel: within its budget, looked at again, with its text. One transaction, nothing is sent.

The row of the channel is locked meanwhile, so that several notifiers count one budget. An attempt is written down before it
is made: one that has no outcome when its lease ends was cut off, and what follows it may be a repeat.
"""

import logging
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Row, Select, and_, exists, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from alerts.errors import LedgerError
from alerts.notify.channels.answer import Outcome
from alerts.notify.outbox.conditions import is_pending
from alerts.notify.outbox.giving_up import note_cut_off
from alerts.notify.outbox.message_state import MessageState
from alerts.notify.outbox.overnight import gather
from alerts.notify.outbox.rechecking import HeldLead, gravest, held_leads, held_until, note_as_told
from alerts.notify.outbox.silencing import silences_at
from alerts.notify.parcel import Parcel
from alerts.notify.ports import LinkIssuer, Router
from alerts.notify.stages.triggers import SHIFT, MessageTopic
from alerts.notify.tables import ATTEMPTS, CHANNEL_STATES, MESSAGES, SILENCES
from alerts.notify.text.rendering import LINK, Letter, Writer
from schemas.instants import MINUTE_MS, Ms

_log = logging.getLogger(__name__)

LEASE_MS: Final = 60_000
"""A service has 20 s to answer (`channels.posting`): a lease that ends after a minute belongs to a process that is gone."""

LINK_MS: Final = 24 * 3_600_000
"""The time for which a link signs."""

_SIGN_NOTHING: Final = frozenset({MessageTopic.CLOSING.value, MessageTopic.DIGEST.value, SHIFT})

LOOKED_AT: Final = 20
"""Messages that are looked at in one transaction until one is to be sent."""

UNTIL_KNOWN_MS: Final = 2_000
"""A closing message waits so long, again and again, while its opening message is under way."""


@dataclass(frozen=True, slots=True)
class Delivering:
    """The choices of a notifier: its name, the attempts a robot and minute, who writes and who issues links."""

    holder: str
    router: Router
    writer: Writer
    links: LinkIssuer
    budget: int = 15
    unlimited: frozenset[str] = field(default=frozenset({"smtp", "webhook"}))
    """Kinds without a budget: their services set none."""
    lease_ms: int = LEASE_MS


@dataclass(frozen=True, slots=True)
class Looked:
    """The outcome of a look at a channel: a parcel, or none and whether more is due at this moment."""

    parcel: Parcel | None
    more: bool = False


def due_channels(connection: Connection, now: Ms) -> dict[str, bool]:
    """The channels of which a message is due and that are not blocked; true for those that failed last."""
    blocked = select(CHANNEL_STATES.c.channel).where(CHANNEL_STATES.c.blocked_until > now)
    failed = exists().where(CHANNEL_STATES.c.channel == MESSAGES.c.channel, CHANNEL_STATES.c.failures > 0)
    query = select(MESSAGES.c.channel, failed).where(_due(now), MESSAGES.c.channel.not_in(blocked)).distinct()
    return {channel: bool(has_failed) for channel, has_failed in sorted(map(tuple, connection.execute(query)))}


def lease(connection: Connection, channel: str, sending: Delivering, now: Ms) -> Looked:
    """Lease the next message of a channel that is to be sent now; the others that were due are held or dropped.

    What waits for a channel that is not in the files any more is refused.
    """
    if not _is_known(connection, channel, sending.router, now) or _locked_until(connection, channel) > now:
        return Looked(None)
    return lease_next(connection, channel, sending, now)


def lease_next(connection: Connection, channel: str, sending: Delivering, now: Ms) -> Looked:
    """The same of a channel that is known and not blocked, and whose row is locked, as when an answer was recorded."""
    for _ in range(LOOKED_AT):
        message = connection.execute(_next(channel, now).with_for_update(skip_locked=True, of=MESSAGES)).first()
        if message is None or not _within_budget(message, sending):
            return Looked(None)
        given_up = note_cut_off(connection, message, now)
        parcel = None if given_up else _look(connection, message, sending, now)
        if parcel is not None:
            return Looked(parcel)
    return Looked(None, more=True)


def _next(channel: str, now: Ms) -> Select[Any]:
    """The message that is next; beside it what is asked of each: the attempts of this minute, a silence, an earlier arrival."""
    lately = select(func.count()).where(ATTEMPTS.c.channel == channel, ATTEMPTS.c.started_at > now - MINUTE_MS)
    silenced = exists().where(SILENCES.c.ends_at > now)
    arrived = exists().where(  # sent: where its lease was over
        ATTEMPTS.c.message == MESSAGES.c.number,
        ATTEMPTS.c.part == MESSAGES.c.parts_sent,
        ATTEMPTS.c.outcome.in_([Outcome.UNKNOWN.value, Outcome.UNREADABLE.value, Outcome.SENT.value]),
    )
    found = (lately.scalar_subquery().label("lately"), silenced.label("silenced"), arrived.label("may_have_arrived"))
    query = select(MESSAGES, *found).where(MESSAGES.c.channel == channel, _due(now))
    return query.order_by(MESSAGES.c.urgent.desc(), MESSAGES.c.not_before, MESSAGES.c.number).limit(1)


def _due(now: Ms) -> Any:
    waiting = and_(MESSAGES.c.state == MessageState.WAITING.value, MESSAGES.c.not_before <= now)
    return or_(waiting, and_(MESSAGES.c.state == MessageState.LEASED.value, MESSAGES.c.lease_until <= now))


def _is_known(connection: Connection, channel: str, router: Router, now: Ms) -> bool:
    try:
        router.channel(channel)
    except LookupError:
        waiting = and_(MESSAGES.c.channel == channel, is_pending())
        refused = {"state": MessageState.REFUSED.value, "lease_until": None, "not_before": now}
        connection.execute(update(MESSAGES).where(waiting).values(**refused))
        _log.warning("the channel %s is in no routing file: what waited for it is refused", channel)
        return False
    return True


def _locked_until(connection: Connection, channel: str) -> Ms:
    """Lock the row of a channel, which is made where it has none, and return until when the channel is blocked."""
    query = select(CHANNEL_STATES.c.blocked_until).where(CHANNEL_STATES.c.channel == channel).with_for_update()
    until = connection.execute(query).scalar()
    if until is not None:
        return int(until)
    new = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(CHANNEL_STATES)
    connection.execute(new.values(channel=channel, blocked_until=0, failures=0).on_conflict_do_nothing())
    return int(connection.execute(query).scalar_one())


def _within_budget(message: Row[Any], sending: Delivering) -> bool:
    """True where the service takes another attempt; counted in the statement after the lock, so that several count one budget."""
    unlimited = sending.router.channel(message.channel).kind in sending.unlimited
    return unlimited or int(message.lately) < sending.budget


def _look(connection: Connection, message: Row[Any], sending: Delivering, now: Ms) -> Parcel | None:
    """The parcel of a message, written down as leased; None where it was held or dropped."""
    # what has begun is finished; a notice about shifts has its text from the beginning
    if message.parts_sent > 0 or message.topic == SHIFT:
        return _with_its_text(connection, message, sending, now)
    leads = held_leads(connection, message, now)
    if leads is None:
        _put(connection, message, state=MessageState.WAITING.value, not_before=now + UNTIL_KNOWN_MS, lease_until=None)
        return None
    if not leads:
        _put(connection, message, state=MessageState.DROPPED.value, lease_until=None)
        return None
    silences = silences_at(connection, now) if message.silenced else []
    until = held_until(message, leads, silences, sending.router, now)
    if until > now:
        _put(connection, message, state=MessageState.WAITING.value, not_before=until, lease_until=None)
        return None
    gathered = gather(connection, message, leads, silences, sending.router, now)
    leads = gathered or leads
    letter = letter_of(message, leads, sending, overnight=gathered is not None)
    try:
        parts = sending.writer.parts(letter, sending.router.channel(message.channel).kind)
    except Exception:  # noqa: BLE001  one message without a text must not hold up its channel
        _log.exception("message %s has no text and is refused", message.number)
        _put(connection, message, state=MessageState.REFUSED.value, lease_until=None, not_before=now)
        return None
    note_as_told(connection, message.number, leads)
    seen = {str(one.lead.number): one.lead.sequence for one in leads}
    stored = {"title": sending.writer.title(letter), "parts": parts, "seen": seen}
    return _leased(connection, message, stored, sending, now)


def _with_its_text(connection: Connection, message: Row[Any], sending: Delivering, now: Ms) -> Parcel | None:
    """The parcel of a message whose text is written down; None where the night holds one that has not begun."""
    until = now if message.urgent or message.parts_sent > 0 else sending.router.policy(None).held_until(now)
    if until > now:
        _put(connection, message, state=MessageState.WAITING.value, not_before=until, lease_until=None)
        return None
    return _leased(connection, message, orjson.loads(message.text), sending, now)


def letter_of(message: Row[Any], leads: list[HeldLead], sending: Delivering, *, overnight: bool = False) -> Letter:
    """The letter of a message about these leads: a digest where they are many. `overnight`: of several groups of the night."""
    digest = len(leads) > sending.router.policy(gravest(leads)).digest_over
    return Letter(
        topic=MessageTopic(message.topic),
        language=message.language,
        leads=tuple((one.reason, one.lead) for one in leads),
        digest=digest or MessageTopic(message.topic) is MessageTopic.DIGEST,
        person=message.person,
        overnight=overnight,
    )


def _leased(connection: Connection, message: Row[Any], stored: dict[str, Any], sending: Delivering, now: Ms) -> Parcel:
    """Write the lease and the attempt down, and give the part that is next, with its link."""
    part, attempt = int(message.parts_sent), int(message.attempts) + 1
    text, link = stored["parts"][part], None
    if LINK in text:
        link = _link(connection, message, stored["seen"], sending, now)
        text = text.replace(LINK, link or "—")
    # an attempt whose lease ended was noted as cut off after the row was read
    repeat = bool(message.may_have_arrived) or message.state == MessageState.LEASED.value
    _write_lease(connection, message, attempt, stored, sending, now)
    return Parcel(
        message=message.number,
        attempt=attempt,
        part=part,
        parts=len(stored["parts"]),
        channel=message.channel,
        key=f"shiftwarden-{message.number}-{message.created_at}-{part}",
        title=stored["title"],
        text=sending.writer.repeated(text, message.language) if repeat else text,
        link=link,
        person=message.person,
        repeat=repeat,
    )


def _write_lease(
    connection: Connection, message: Row[Any], attempt: int, stored: dict[str, Any], sending: Delivering, now: Ms
) -> None:
    connection.execute(
        insert(ATTEMPTS).values(
            message=message.number,
            attempt=attempt,
            part=message.parts_sent,
            channel=message.channel,
            holder=sending.holder,
            started_at=now,
        )
    )
    _put(
        connection,
        message,
        state=MessageState.LEASED.value,
        lease_until=now + sending.lease_ms,
        holder=sending.holder,
        attempts=attempt,
        text=orjson.dumps(stored).decode(),
    )


def _link(connection: Connection, message: Row[Any], seen: dict[str, int], sending: Delivering, now: Ms) -> str | None:
    """The link of a message: one that signs for a person who is to sign, else the page; None where it may not be sent.

    `seen`: the latest entry of each lead when its text was made.
    """
    given = {int(lead): sequence for lead, sequence in seen.items()}
    leads = sorted(given)
    if message.person is None or message.topic in _SIGN_NOTHING:
        return sending.writer.allowed(sending.links.page(leads))
    until = now + LINK_MS
    try:
        issued = sending.links.issue(connection, person=message.person, leads=leads, seen=given, expires_at=until)
    except LedgerError as error:  # such as a person without an account: the message is not held up by it
        _log.warning("no link that signs for %s: %s", message.person, error)
        issued = sending.links.page(leads)
    return sending.writer.allowed(issued)


def _put(connection: Connection, message: Row[Any], **values: Any) -> None:
    connection.execute(update(MESSAGES).where(MESSAGES.c.number == message.number).values(**values))
