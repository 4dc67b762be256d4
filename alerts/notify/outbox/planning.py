"""Plans messages: a lead joins the message of its group that waits, or opens one. In the transaction that moves the cursor."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from alerts.leads.lead import Lead
from alerts.notify.outbox.silencing import silences_at
from alerts.notify.ports import Router
from alerts.notify.stages.grouping import SentLately, group_key, joined_at, send_at
from alerts.notify.stages.holding import muted_until
from alerts.notify.stages.routing import Target
from alerts.notify.stages.triggers import MessageTopic, ToldReason
from alerts.notify.tables import CURSOR, MESSAGE_LEADS, MESSAGES
from alerts.routing import Route
from schemas.instants import Ms


class MessageState(StrEnum):
    """The state of a message. Those of `ENDED` never change again."""

    WAITING = "waiting"
    LEASED = "leased"
    SENT = "sent"
    REFUSED = "refused"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody is to be told of a lead, by the entry `sequence` of the log."""

    reason: ToldReason
    lead: Lead
    sequence: int
    route: Route

    @property
    def group(self) -> str:
        """The key of its group; of a digest one for each department and reason."""
        finding, department = self.lead.finding, self.route.department
        if self.reason.topic is MessageTopic.DIGEST:
            return group_key(self.reason.value, "*", department)
        return group_key(finding.platform, finding.rule, department)


def plan(connection: Connection, router: Router, notice: Notice, targets: Iterable[Target], now: Ms) -> Ms:
    """Plan the messages of a notice; return the earliest instant at which one of them is sent, `now` where there is none."""
    return min([_plan_one(connection, router, notice, target, now) for target in targets], default=now)


def _plan_one(connection: Connection, router: Router, notice: Notice, target: Target, now: Ms) -> Ms:
    policy = router.policy(notice.lead.finding.severity)
    own = send_at(notice.reason, now, _lately(connection, notice, target, now - policy.again_ms), policy)
    silences = silences_at(connection, own)
    own = max(own, policy.held_until(own), muted_until(notice.group, notice.reason.topic, own, silences))
    waiting = _waiting(connection, notice, target, urgent=policy.at_once)
    if waiting is None:
        number = _open(connection, notice, target, now, own, urgent=policy.at_once)
    else:
        number = waiting.number
        own = joined_at(notice.reason, waiting.not_before, waiting.created_at, own)
        connection.execute(update(MESSAGES).where(MESSAGES.c.number == number).values(not_before=own))
    if policy.at_once:
        _leave(connection, _waiting(connection, notice, target, urgent=False), notice.lead.number)
    _put_lead(connection, number, notice)
    return own


def _waiting(connection: Connection, notice: Notice, target: Target, *, urgent: bool) -> Row[Any] | None:
    """The message of the group that a lead joins, locked. What is told at once and what is held for the night do not mix."""
    of_group = _of_group(notice, target).where(MESSAGES.c.urgent == int(urgent))
    open_ones = of_group.where(MESSAGES.c.state == MessageState.WAITING.value, MESSAGES.c.attempts == 0)
    return connection.execute(open_ones.order_by(MESSAGES.c.number).with_for_update()).first()


def _leave(connection: Connection, waiting: Row[Any] | None, lead: int) -> None:
    """Take a lead out of a message that waits, since it is told at once now."""
    if waiting is not None:
        of_both = (MESSAGE_LEADS.c.message == waiting.number) & (MESSAGE_LEADS.c.lead == lead)
        connection.execute(update(MESSAGE_LEADS).where(of_both).values(dropped="told at once"))


def _of_group(notice: Notice, target: Target) -> Select[Any]:
    return select(MESSAGES).where(
        MESSAGES.c.group_key == notice.group,
        MESSAGES.c.topic == notice.reason.topic.value,
        MESSAGES.c.channel == target.channel,
        MESSAGES.c.person.is_(None) if target.person is None else MESSAGES.c.person == target.person,
    )


def _lately(connection: Connection, notice: Notice, target: Target, since: Ms) -> SentLately:
    """The latest message of the group that went out, or is under way; and the leads of those after `since`."""
    gone = (
        _of_group(notice, target)
        .where(MESSAGES.c.state.in_([MessageState.SENT.value, MessageState.LEASED.value]))
        .subquery()
    )
    at = func.coalesce(gone.c.sent_at, gone.c.not_before)
    latest = connection.execute(select(func.max(at))).scalar()
    if latest is None:
        return SentLately()
    leads = select(func.count()).select_from(MESSAGE_LEADS).join(gone, MESSAGE_LEADS.c.message == gone.c.number)
    return SentLately(latest, int(connection.execute(leads.where(at > since)).scalar_one()))


def _open(connection: Connection, notice: Notice, target: Target, now: Ms, not_before: Ms, *, urgent: bool) -> int:
    number = int(connection.execute(select(CURSOR.c.messages)).scalar_one()) + 1
    connection.execute(update(CURSOR).values(messages=number))
    connection.execute(
        insert(MESSAGES).values(
            number=number,
            group_key=notice.group,
            topic=notice.reason.topic.value,
            department=notice.route.department,
            person=target.person,
            channel=target.channel,
            language=target.language,
            because="；".join(one.zh for one in notice.route.because),
            state=MessageState.WAITING.value,
            urgent=int(urgent),
            created_at=now,
            not_before=not_before,
            attempts=0,
            parts_sent=0,
        )
    )
    return number


def _put_lead(connection: Connection, message: int, notice: Notice) -> None:
    """Add the lead, or move it on to this entry: a lead that waits to be told as raised stays so, however its severity rises."""
    of_both = (MESSAGE_LEADS.c.message == message) & (MESSAGE_LEADS.c.lead == notice.lead.number)
    there = connection.execute(select(MESSAGE_LEADS).where(of_both)).first()
    if there is None:
        row = {"message": message, "lead": notice.lead.number}
        connection.execute(insert(MESSAGE_LEADS).values(**row, reason=notice.reason.value, sequence=notice.sequence))
        return
    keeps = there.dropped is None and notice.reason is ToldReason.RISEN
    reason = there.reason if keeps else notice.reason.value
    connection.execute(
        update(MESSAGE_LEADS).where(of_both).values(reason=reason, sequence=notice.sequence, dropped=None)
    )
