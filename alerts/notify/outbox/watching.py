"""Watches leads that people were told of: tells the next step where nobody signs, and calls the date of handling to mind."""

from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from alerts.leads.handling import DECIDED, Handling
from alerts.leads.lead import Lead, Standing
from alerts.ledger.rows import lead_of_row
from alerts.ledger.tables import LEADS
from alerts.notify.outbox.planning import Notice, plan
from alerts.notify.ports import Router
from alerts.notify.stages.handle_by import remind_at
from alerts.notify.stages.routing import next_step_ms, route_of, steps_at, targets
from alerts.notify.stages.triggers import ToldReason
from alerts.notify.tables import WATCHES
from schemas.instants import Ms

AT_ONCE = 100
"""Watches a round: each is a few statements, and the cursor is locked meanwhile."""


def watch(connection: Connection, notice: Notice, told_at: Ms) -> None:
    """Watch a lead from the instant at which it is told of; of one that is watched, anew."""
    lead = notice.lead
    step = next_step_ms(notice.route, 0) if lead.handling is Handling.NEW else None
    connection.execute(delete(WATCHES).where(WATCHES.c.lead == lead.number))
    connection.execute(
        insert(WATCHES).values(
            lead=lead.number,
            sequence=notice.sequence,
            opened_at=told_at,
            reached_ms=0,
            next_at=None if step is None else told_at + step,
            due_at=remind_at(lead.raised_at, lead.finding.severity),
        )
    )


def sweep(connection: Connection, router: Router, now: Ms) -> int:
    """Tell what is due by now, under the lock of the cursor; return how many watches were looked at."""
    query = select(WATCHES).where(or_(WATCHES.c.next_at <= now, WATCHES.c.due_at <= now)).order_by(WATCHES.c.lead)
    found = connection.execute(query.limit(AT_ONCE)).all()
    for one in found:
        row = connection.execute(select(LEADS).where(LEADS.c.number == one.lead)).mappings().one()
        _look(connection, router, one, lead_of_row(row), now)
    return len(found)


def _look(connection: Connection, router: Router, one: Row[Any], lead: Lead, now: Ms) -> None:
    if lead.standing is not Standing.STANDING or lead.handling in DECIDED:
        connection.execute(delete(WATCHES).where(WATCHES.c.lead == one.lead))
        return
    values: dict[str, int | None] = {}
    if one.next_at is not None and one.next_at <= now:
        values |= _escalate(connection, router, one, lead, now)
    if one.due_at is not None and one.due_at <= now:
        route = route_of(lead, router, now)
        notice = Notice(ToldReason.DUE, lead, lead.sequence, route)
        plan(connection, router, notice, targets(steps_at(route, 0), router), now)
        values["due_at"] = None
    connection.execute(update(WATCHES).where(WATCHES.c.lead == one.lead).values(**values))


def _escalate(connection: Connection, router: Router, one: Row[Any], lead: Lead, now: Ms) -> dict[str, int | None]:
    """Tell the next step, by the rota of now; return what the watch says afterwards."""
    route = route_of(lead, router, now)
    step = next_step_ms(route, one.reached_ms)
    if lead.handling is not Handling.NEW or step is None:
        return {"next_at": None}
    if one.opened_at + step > now:
        return {"next_at": one.opened_at + step}
    notice = Notice(ToldReason.UNSIGNED, lead, one.sequence, route)
    plan(connection, router, notice, targets(steps_at(route, step), router), now)
    after = next_step_ms(route, step)
    return {"reached_ms": step, "next_at": None if after is None else one.opened_at + after}
