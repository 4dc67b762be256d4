"""Hands over at a change of shift: what those who go were told and nobody has signed, to those who are on now and do not know it.

Who was on when shifts were last looked at is held against who is on now, so an outage, a gap in the rota and a change of the duty
files are changes of shift as well. Written in the transaction that notes until when was looked: each is handed over once.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from alerts.leads.handling import Handling
from alerts.leads.lead import Lead, Standing
from alerts.ledger.rows import lead_of_row
from alerts.ledger.tables import LEADS
from alerts.notify.outbox.planning.draft import Draft
from alerts.notify.outbox.planning.notice import Notice
from alerts.notify.outbox.silencing import silences_at
from alerts.notify.stages.holding import muted_until
from alerts.notify.stages.routing import Target, route_of, steps_at, targets
from alerts.notify.stages.taking_over import ShiftChange, shift_changes
from alerts.notify.stages.triggers import OPENING, MessageTopic, ToldReason
from alerts.notify.tables import CURSOR, MESSAGE_LEADS, MESSAGES, WATCHES
from alerts.routing import Person, RouteStep, Routing
from schemas.instants import Ms

_Told = tuple[Notice, list[Target]]


@dataclass(frozen=True, slots=True)
class _Known:
    """The readers who know a lead, or will: the people and the groups' channels of its messages."""

    people: set[str]
    channels: set[str]


def take_over(connection: Connection, before: Routing, after: Routing, since: Ms, now: Ms) -> int:
    """Plan what is handed over between `since` and `now`, under the lock of the cursor; return how many leads.

    `before`: the rota by which people were on at `since`.
    """
    told: list[_Told] = []
    for change in shift_changes(before, after, since, now):
        told += _of_department(connection, after, change, now)
    if told:
        messages = int(connection.execute(select(CURSOR.c.messages)).scalar_one())
        draft = Draft(connection, after, messages, now)
        draft.read([notice for notice, _ in told], [notice.lead.number for notice, _ in told], known=())
        for notice, readers in told:
            draft.tell(notice, readers)
        draft.write()
    return len(told)


def _of_department(connection: Connection, routing: Routing, change: ShiftChange, now: Ms) -> list[_Told]:
    leads = _unsigned(connection, routing, change)
    known = _known(connection, [lead.number for lead in leads]) if leads else {}
    silences = silences_at(connection, now) if leads else []
    told: list[_Told] = []
    for lead in leads:
        route = route_of(lead, routing, now)
        on_duty = [person for step in steps_at(route, 0) for person in step.people if person.id in change.are_on]
        readers = _new_readers(on_duty, routing, known[lead.number])
        if route.department != change.department or not readers:
            continue
        notice = Notice(ToldReason.TAKEN_OVER, lead, lead.sequence, route)
        until = muted_until(notice.silenced_as, MessageTopic.TAKEN_OVER, now, silences)
        held = Notice(ToldReason.TAKEN_OVER, lead, lead.sequence, route, until) if until > now else notice
        told.append((held, readers))
    return told


def _new_readers(people: Iterable[Person], routing: Routing, known: _Known) -> list[Target]:
    step = RouteStep(0, "on_duty", tuple(person for person in people if person.id not in known.people))
    return [one for one in targets([step], routing) if one.person is not None or one.channel not in known.channels]


def _unsigned(connection: Connection, routing: Routing, change: ShiftChange) -> list[Lead]:
    """The leads that nobody has acted on and that those who go were told of, or are about to be, since they were last news."""
    groups = [channel for person in change.go for channel in person.channels if _is_group(routing, channel)]
    query = (
        select(LEADS)
        .join(WATCHES, WATCHES.c.lead == LEADS.c.number)
        .join(MESSAGE_LEADS, MESSAGE_LEADS.c.lead == LEADS.c.number)
        .join(MESSAGES, MESSAGES.c.number == MESSAGE_LEADS.c.message)
        .where(
            LEADS.c.standing == Standing.STANDING.value,
            LEADS.c.handling == Handling.NEW.value,
            LEADS.c.kind != "undecidable",
            MESSAGE_LEADS.c.dropped.is_(None),
            MESSAGE_LEADS.c.sequence >= WATCHES.c.sequence,
            MESSAGES.c.department == change.department,
            MESSAGES.c.topic.in_([topic.value for topic in OPENING]),
            or_(
                MESSAGES.c.person.in_([person.id for person in change.go]),
                MESSAGES.c.person.is_(None) & MESSAGES.c.channel.in_(groups),
            ),
        )
        .order_by(LEADS.c.number)
    )
    found = {row["number"]: lead_of_row(row) for row in connection.execute(query).mappings()}
    return list(found.values())


def _is_group(routing: Routing, channel: str) -> bool:
    return channel in routing.channels and routing.channel(channel).group


def _known(connection: Connection, leads: list[int]) -> dict[int, _Known]:
    query = (
        select(MESSAGE_LEADS.c.lead, MESSAGES.c.person, MESSAGES.c.channel)
        .join(MESSAGES, MESSAGES.c.number == MESSAGE_LEADS.c.message)
        .join(WATCHES, WATCHES.c.lead == MESSAGE_LEADS.c.lead)
        .where(
            MESSAGE_LEADS.c.lead.in_(leads),
            MESSAGE_LEADS.c.dropped.is_(None),
            MESSAGE_LEADS.c.sequence >= WATCHES.c.sequence,
            MESSAGES.c.topic.in_([topic.value for topic in OPENING]),
        )
    )
    known = {lead: _Known(set(), set()) for lead in leads}
    for row in connection.execute(query):
        if row.person is None:
            known[row.lead].channels.add(row.channel)
        else:
            known[row.lead].people.add(row.person)
    return known
