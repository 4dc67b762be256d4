"""Reads what nobody has signed, by the people who were told of it: of each lead who, and since when. Changes nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from alerts.accounts import DeskAccount
from alerts.console.desk import Desk
from alerts.console.reading import read_some, to_sign
from alerts.database.unit import UnitOfWork
from alerts.leads import Lead
from alerts.notify.stages.triggers import OPENING
from alerts.notify.tables import MESSAGE_LEADS, MESSAGES
from schemas.instants import Ms

MOST: Final = 500
"""Leads that are looked at, the gravest first: of a weekend that is ten times what one inspector signs."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who was told: a person, or where that is null whoever reads the group chat of a channel."""

    person: str | None
    channel: str


@dataclass(frozen=True, slots=True)
class ToldLead:
    """A lead that nobody has signed, and since when (ms) its reader has known it."""

    lead: Lead
    since: Ms


@dataclass(frozen=True, slots=True)
class Unsigned:
    """The leads that nobody has signed: by reader, those who were told first at the top, and those of which nobody was told.

    `total`: how many there are.
    """

    by_reader: tuple[tuple[Reader, tuple[ToldLead, ...]], ...]
    untold: tuple[Lead, ...]
    total: int


def read_unsigned(desk: Desk, account: DeskAccount) -> Unsigned:
    """What an account may see of it."""
    leads, total = read_some(desk, to_sign(account), MOST)
    told = _told(desk, [lead.number for lead in leads])
    by_reader: dict[Reader, list[ToldLead]] = {}
    for lead in leads:
        for reader, since in told.get(lead.number, {}).items():
            by_reader.setdefault(reader, []).append(ToldLead(lead, since))
    for several in by_reader.values():
        several.sort(key=lambda one: (one.since, one.lead.number))
    sorted_readers = sorted(by_reader.items(), key=lambda each: (each[1][0].since, str(each[0].person)))
    untold = tuple(lead for lead in leads if lead.number not in told)
    return Unsigned(tuple((reader, tuple(several)) for reader, several in sorted_readers), untold, total)


def _told(desk: Desk, numbers: Collection[int]) -> dict[int, dict[Reader, Ms]]:
    """By lead the readers of messages that arrived or may have, each with the instant of the first; persons by any channel."""
    first = func.min(func.coalesce(MESSAGES.c.sent_at, MESSAGES.c.not_before))
    query = (
        select(MESSAGE_LEADS.c.lead, MESSAGES.c.person, MESSAGES.c.channel, first)
        .join(MESSAGES, MESSAGES.c.number == MESSAGE_LEADS.c.message)
        .where(
            MESSAGE_LEADS.c.lead.in_(numbers),
            MESSAGE_LEADS.c.told.is_not(None),
            MESSAGES.c.topic.in_([topic.value for topic in OPENING]),
        )
        .group_by(MESSAGE_LEADS.c.lead, MESSAGES.c.person, MESSAGES.c.channel)
    )
    found: dict[int, dict[Reader, Ms]] = {}
    with UnitOfWork(desk.engine, writes=False) as unit:
        for lead, person, channel, since in unit.connection.execute(query):
            reader = Reader(person, "" if person is not None else channel)
            known = found.setdefault(lead, {})
            known[reader] = min(since, known.get(reader, since))
    return found
