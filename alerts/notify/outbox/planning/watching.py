"""Watches leads that people were told of: tells the next step where nobody signs, and calls the date of handling to mind."""

from dataclasses import replace

from sqlalchemy import Connection, or_, select

from alerts.leads.handling import DECIDED, Handling
from alerts.leads.lead import Lead, Standing
from alerts.ledger.rows import lead_of_row
from alerts.ledger.tables import LEADS
from alerts.notify.outbox.planning.cursor import Cursor
from alerts.notify.outbox.planning.draft import Draft
from alerts.notify.outbox.planning.notice import Notice
from alerts.notify.outbox.planning.watches import WatchRow
from alerts.notify.ports import Router
from alerts.notify.stages.routing import next_step_ms, route_of, steps_at, targets
from alerts.notify.stages.triggers import ToldReason
from alerts.notify.tables import WATCHES
from alerts.routing import RouteStep
from schemas.instants import Ms

AT_ONCE = 100
"""Watches a round: the cursor is locked meanwhile, and a lead with its finding has 20 kB."""

_WATCH = [one.label(f"of_watch_{one.name}") for one in WATCHES.c]

_Told = tuple[Notice, tuple[RouteStep, ...]]


def watch_of(router: Router, notice: Notice, told_at: Ms) -> WatchRow:
    """The watch of a lead from the instant at which it is told of."""
    lead = notice.lead
    term = router.term(lead.finding.severity)
    step = next_step_ms(notice.route, 0) if lead.handling is Handling.NEW else None
    return WatchRow(
        lead=lead.number,
        sequence=notice.sequence,
        opened_at=told_at,
        reached_ms=0,
        next_at=None if step is None else told_at + step,
        due_at=None if term is None else term.remind_at(lead.raised_at),
    )


def sweep(connection: Connection, router: Router, cursor: Cursor, now: Ms) -> int:
    """Tell what is due by now, under the lock of the cursor; return how many watches were looked at."""
    query = select(LEADS, *_WATCH).join(WATCHES, WATCHES.c.lead == LEADS.c.number)
    query = query.where(or_(WATCHES.c.next_at <= now, WATCHES.c.due_at <= now)).order_by(WATCHES.c.lead)
    draft = Draft(connection, router, cursor.messages, now)
    told: list[_Told] = []
    found = connection.execute(query.limit(AT_ONCE)).mappings().all()
    for row in found:
        watched = WatchRow(*(row[one.name] for one in _WATCH))
        told += _look(draft, router, watched, lead_of_row(row), now)
    leads = [notice.lead.number for notice, _ in told]
    draft.read([notice for notice, _ in told], leads, known=())
    for notice, steps in told:
        draft.tell(notice, targets(steps, router))
    draft.write()
    return len(found)


def _look(draft: Draft, router: Router, one: WatchRow, lead: Lead, now: Ms) -> list[_Told]:
    """The notices that are due of a lead; the watch as it is afterwards goes into the draft."""
    if lead.standing is not Standing.STANDING or lead.handling in DECIDED:
        draft.unwatch(one.lead)
        return []
    route = route_of(lead, router, now)
    told: list[_Told] = []
    after = one
    if one.next_at is not None and one.next_at <= now:
        step = next_step_ms(route, one.reached_ms)
        if lead.handling is not Handling.NEW or step is None:
            after = replace(after, next_at=None)
        elif one.opened_at + step > now:
            after = replace(after, next_at=one.opened_at + step)
        else:
            told.append((Notice(ToldReason.UNSIGNED, lead, one.sequence, route), steps_at(route, step)))
            following = next_step_ms(route, step)
            next_at = None if following is None else one.opened_at + following
            after = replace(after, reached_ms=step, next_at=next_at)
    if one.due_at is not None and one.due_at <= now:
        told.append((Notice(ToldReason.DUE, lead, lead.sequence, route), steps_at(route, 0)))
        after = replace(after, due_at=None)
    draft.watch(after)
    return told
