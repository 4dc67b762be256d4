"""Composes what the duty desk needs: names from the law, the rota of the duty folder, and links that sign."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Engine

from alerts.accounts import may_sign
from alerts.console import Duty, DutyFault
from alerts.routing import Routing
from alerts.routing.icalendar import calendar_of
from alerts.signing import Links
from alerts.words import Names
from schemas.instants import Ms
from schemas.legal_days import DAY_MS
from streams.cli.duty.now import now_ms
from streams.law.table import Law

FEED_MS = 92 * DAY_MS
"""So far ahead a calendar feed has shifts: a quarter of a year, as `rota check` looks for gaps."""


def names_of(law: Law) -> Names:
    """The names of all places and platforms of a law."""
    return Names(
        areas={code: law.places.shown_name(code) for code in law.places.areas},
        platforms={one.id: one.shown_name for one in law.platforms.values()},
    )


def duty_of(routing: Routing, fault: DutyFault | None = None) -> Duty:
    """The rota of a duty folder as the console shows it."""
    return Duty(
        rota=routing,
        departments={each: routing.name(each) for each in routing.departments},
        calendar=lambda person: _feed(routing, person),
        handle_by=lambda severity, raised_at: _handle_by(routing, severity, raised_at),
        fault=fault,
    )


def _handle_by(routing: Routing, severity: str | None, raised_at: Ms) -> Ms | None:
    term = routing.term(severity)
    return None if term is None else term.handle_by(raised_at)


def _feed(routing: Routing, person: str) -> bytes:
    """The shifts of a person from now on; none of somebody whom the folder does not have."""
    now = now_ms()
    known = routing.people.get(person)
    return b"" if known is None else calendar_of(routing, known, now, now + FEED_MS, now)


class DeskLinks:
    """Links that sign, for people whose account may; others get the page, which asks for sign-in."""

    def __init__(self, engine: Engine, address: str) -> None:
        self._links = Links(engine, address, may_sign)
        self._duty_page = f"{address.rstrip('/')}/"

    def issue(
        self, connection: Connection, *, person: str, leads: Sequence[int], seen: Mapping[int, int], expires_at: Ms
    ) -> str:
        """An address with a token, written in the caller's transaction; else that of the page."""
        if not may_sign(connection, person):
            return self.page(leads)
        return self._links.issue(connection, person=person, leads=leads, seen=seen, expires_at=expires_at)

    def page(self, leads: Sequence[int]) -> str:
        """The page of these leads, behind sign-in; of none the duty page."""
        return self._links.page(leads) if leads else self._duty_page
