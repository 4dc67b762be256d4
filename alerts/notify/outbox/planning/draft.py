"""The messages of one step as they will be: what waits is read and locked once, changed in memory, written in a few statements.

A step is a transaction under the lock of the cursor. A statement for each message and lead would be some dozens a lead, each a
way to the database and back. `read` comes first, with all notices and leads of the step; `write` comes last.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, or_, select, update

from alerts.leads.lead import LogEntry
from alerts.notify.outbox.message_state import MessageState
from alerts.notify.outbox.planning.notice import GroupKey, Notice
from alerts.notify.outbox.planning.watches import WatchRow, write_watches
from alerts.notify.outbox.silencing import silences_at
from alerts.notify.ports import Router
from alerts.notify.stages.grouping import SentLately, joined_at, send_at
from alerts.notify.stages.holding import Silence, muted_until
from alerts.notify.stages.routing import Target
from alerts.notify.stages.triggers import MessageTopic, ToldReason
from alerts.notify.tables import CURSOR, MESSAGE_LEADS, MESSAGES
from schemas.instants import Ms

_OF_MESSAGE = ("number", "group_key", "topic", "channel", "person", "urgent", "created_at", "not_before")


@dataclass(slots=True)
class _LeadRow:
    """A row of `message_leads`. Mutable until it is written."""

    reason: str
    sequence: int
    dropped: str | None = None
    is_new: bool = True
    is_changed: bool = False


@dataclass(slots=True)
class _WaitingMessage:
    """A message that waits. Mutable until it is written. `columns`: the others of a new one, null of one that is there."""

    number: int
    group: GroupKey
    urgent: bool
    created_at: Ms
    not_before: Ms
    columns: dict[str, Any] | None = None
    is_changed: bool = False
    leads: dict[int, _LeadRow] = field(default_factory=dict)


class Draft:
    """The draft of one step: `messages` is the number of the latest message. Mutable until it is written."""

    def __init__(self, connection: Connection, router: Router, messages: int, now: Ms) -> None:
        self._connection = connection
        self._router = router
        self._messages = messages
        self.now = now
        self._silences: list[Silence] = []
        self._lately: dict[GroupKey, list[tuple[Ms, int]]] = {}
        self._all: list[_WaitingMessage] = []
        self._waiting: dict[tuple[GroupKey, bool], _WaitingMessage] = {}
        self._watches: dict[int, WatchRow | None] = {}
        self._stopped: set[int] = set()

    def read(self, notices: Collection[Notice], leads: Collection[int], *, known: Collection[int]) -> None:
        """Read and lock what waits for the groups of these notices, or has one of the leads `known` before this step."""
        groups = {notice.group for notice in notices}
        if groups:
            self._silences = silences_at(self._connection, self.now)
        self._read_waiting(groups, leads, known)
        if groups:
            self._read_lately(groups, max(self._again_ms(notice) for notice in notices))

    def tell(self, notice: Notice, targets: Iterable[Target]) -> Ms:
        """Plan a notice for its targets; return the earliest instant at which it is sent, the present where there are none."""
        return min([self._tell(notice, target) for target in targets], default=self.now)

    def leave_out(self, entry: LogEntry, why: str, topics: Collection[MessageTopic]) -> None:
        """Leave a lead out of the messages that wait and tell of an earlier entry of it."""
        for message in self._all:
            row = message.leads.get(entry.lead) if message.group.topic in topics else None
            if row is not None and row.dropped is None and row.sequence < entry.sequence:
                row.dropped, row.is_changed = why, True

    def watch(self, row: WatchRow) -> None:
        """Watch a lead from now on, anew where it was watched."""
        self._watches[row.lead] = row
        self._stopped.discard(row.lead)

    def unwatch(self, lead: int) -> None:
        """Watch a lead no more."""
        self._watches[lead] = None
        self._stopped.discard(lead)

    def stop_steps(self, lead: int) -> None:
        """Tell no further step of a lead; its date is called to mind all the same."""
        row = self._watches.get(lead)
        if row is not None:
            self._watches[lead] = row.without_steps()
        elif lead not in self._watches:
            self._stopped.add(lead)

    def is_watch_due(self) -> bool:
        """True where a lead is watched anew whose step or date is due already, as of a lead that was raised long ago."""
        return any(row is not None and row.is_due(self.now) for row in self._watches.values())

    def write(self, sequence: int | None = None) -> None:
        """Write all of it, and the cursor: the number of messages and, where given, the entry that was read last."""
        opened = [one.columns | {"not_before": one.not_before} for one in self._all if one.columns is not None]
        if opened:
            self._connection.execute(insert(MESSAGES), opened)
        moved = [one for one in self._all if one.columns is None and one.is_changed]
        if moved:
            by_number = update(MESSAGES).where(MESSAGES.c.number == bindparam("of"))
            rows = [{"of": one.number, "not_before": one.not_before} for one in moved]
            self._connection.execute(by_number.values(not_before=bindparam("not_before")), rows)
        self._write_leads()
        write_watches(self._connection, self._watches, self._stopped)
        cursor: dict[str, int] = {} if sequence is None else {"sequence": sequence}
        if opened or cursor:
            self._connection.execute(update(CURSOR).values(messages=self._messages, **cursor))

    def _write_leads(self) -> None:
        new, changed = [], []
        for message, lead, row in self._rows():
            values = {"reason": row.reason, "sequence": row.sequence, "dropped": row.dropped}
            if row.is_new:
                new.append({"message": message.number, "lead": lead, **values})
            elif row.is_changed:
                changed.append({"of": message.number, "about": lead, **values})
        if new:
            self._connection.execute(insert(MESSAGE_LEADS), new)
        if changed:
            of_both = (MESSAGE_LEADS.c.message == bindparam("of")) & (MESSAGE_LEADS.c.lead == bindparam("about"))
            values = {name: bindparam(name) for name in ("reason", "sequence", "dropped")}
            self._connection.execute(update(MESSAGE_LEADS).where(of_both).values(**values), changed)

    def _rows(self) -> Iterator[tuple[_WaitingMessage, int, _LeadRow]]:
        for message in self._all:
            for lead, row in message.leads.items():
                yield message, lead, row

    def _tell(self, notice: Notice, target: Target) -> Ms:
        policy = self._router.policy(notice.lead.finding.severity)
        group = notice.group_of(target)
        own = send_at(notice.reason, self.now, self._sent_lately(group, self.now - policy.again_ms), policy)
        key = notice.group if notice.reason.topic is MessageTopic.DIGEST else notice.silenced_as
        own = max(own, policy.held_until(own), muted_until(key, notice.reason.topic, own, self._silences))
        urgent = policy.at_once and self._is_apart(notice)
        message = self._waiting.get((group, urgent))
        if message is None:
            message = self._open(notice, target, own, urgent=urgent)
        else:
            own = joined_at(notice.reason, message.not_before, message.created_at, own)
            message.is_changed = message.is_changed or own != message.not_before
            message.not_before = own
        other = self._waiting.get((group, False)) if urgent else None
        row = None if other is None else other.leads.get(notice.lead.number)
        if row is not None:
            row.dropped, row.is_changed = "told at once", True
        _put_lead(message, notice)
        return own

    def _open(self, notice: Notice, target: Target, not_before: Ms, *, urgent: bool) -> _WaitingMessage:
        self._messages += 1
        group = notice.group_of(target)
        columns = {
            "number": self._messages,
            "group_key": notice.group,
            "topic": group.topic,
            "department": notice.route.department,
            "person": target.person,
            "channel": target.channel,
            "language": target.language,
            "because": "；".join(one.zh for one in notice.route.because),
            "state": MessageState.WAITING.value,
            "urgent": int(urgent),
            "created_at": self.now,
            "attempts": 0,
            "parts_sent": 0,
        }
        message = _WaitingMessage(self._messages, group, urgent, self.now, not_before, columns)
        self._all.append(message)
        self._waiting[group, urgent] = message
        return message

    def _is_apart(self, notice: Notice) -> bool:
        """True where what is grave is no part of the others' message: always, but what a shift takes over only at night."""
        is_night = self._router.policy(None).held_until(self.now) > self.now
        return notice.reason is not ToldReason.TAKEN_OVER or is_night

    def _sent_lately(self, group: GroupKey, since: Ms) -> SentLately:
        """The latest message of a group after `since`, and their leads. An earlier one delays nothing."""
        found = [(at, leads) for at, leads in self._lately.get(group, ()) if at > since]
        return SentLately(max(at for at, _ in found), sum(leads for _, leads in found)) if found else SentLately()

    def _again_ms(self, notice: Notice) -> Ms:
        return self._router.policy(notice.lead.finding.severity).again_ms

    def _read_waiting(self, groups: Collection[str], leads: Collection[int], known: Collection[int]) -> None:
        """Lock the rows that wait: a lease under way ends before this goes on."""
        wanted: list[ColumnElement[bool]] = []
        if groups:
            wanted.append(MESSAGES.c.group_key.in_(sorted(groups)))
        if known:
            wanted.append(MESSAGES.c.number.in_(select(MESSAGE_LEADS.c.message).where(MESSAGE_LEADS.c.lead.in_(known))))
        if not wanted:
            return
        query = select(*(MESSAGES.c[name] for name in _OF_MESSAGE)).where(
            MESSAGES.c.state == MessageState.WAITING.value, MESSAGES.c.attempts == 0, or_(*wanted)
        )
        for row in self._connection.execute(query.order_by(MESSAGES.c.number).with_for_update()):
            group = GroupKey(row.group_key, row.topic, row.channel, row.person)
            message = _WaitingMessage(row.number, group, bool(row.urgent), row.created_at, row.not_before)
            self._all.append(message)
            self._waiting.setdefault((group, message.urgent), message)
        self._read_leads(leads)

    def _read_leads(self, leads: Collection[int]) -> None:
        by_number = {message.number: message for message in self._all}
        if not by_number:
            return
        query = select(MESSAGE_LEADS).where(MESSAGE_LEADS.c.message.in_(by_number), MESSAGE_LEADS.c.lead.in_(leads))
        for row in self._connection.execute(query):
            known = _LeadRow(row.reason, row.sequence, row.dropped, is_new=False)
            by_number[row.message].leads[row.lead] = known

    def _read_lately(self, groups: Collection[str], again_ms: Ms) -> None:
        """Read the messages of groups that went out lately, or are under way, with the number of their leads."""
        at = func.coalesce(MESSAGES.c.sent_at, MESSAGES.c.not_before)
        of_group = (MESSAGES.c.group_key, MESSAGES.c.topic, MESSAGES.c.channel, MESSAGES.c.person)
        query = (
            select(*of_group, at, func.count(MESSAGE_LEADS.c.lead))
            .join(MESSAGE_LEADS, MESSAGE_LEADS.c.message == MESSAGES.c.number, isouter=True)
            .where(
                MESSAGES.c.group_key.in_(sorted(groups)),
                MESSAGES.c.state.in_([MessageState.SENT.value, MessageState.LEASED.value]),
                at > self.now - again_ms,
            )
            .group_by(MESSAGES.c.number, *of_group, at)
        )
        for row in self._connection.execute(query):
            self._lately.setdefault(GroupKey(*row[:4]), []).append((row[4], row[5]))


def _put_lead(message: _WaitingMessage, notice: Notice) -> None:
    """Add the lead, or move it on to this entry: a lead that waits to be told as raised stays so, however its severity rises."""
    row = message.leads.get(notice.lead.number)
    if row is None:
        message.leads[notice.lead.number] = _LeadRow(notice.reason.value, notice.sequence)
        return
    keeps = row.dropped is None and notice.reason is ToldReason.RISEN
    row.reason = row.reason if keeps else notice.reason.value
    row.sequence, row.dropped, row.is_changed = notice.sequence, None, True
