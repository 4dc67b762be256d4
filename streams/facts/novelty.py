"""Novelty of a row: tests whether it would add a statement to the facts, without folding it."""

from schemas.work import AcceptanceRow, AnyRow, OrderRow, PayRow, SessionRow, Sort, Step
from streams.facts.orders.large import ORDERS, LargeOrder
from streams.facts.orders.order import Order
from streams.facts.pay.entry import ENTRIES
from streams.facts.sessions.session import Session
from streams.facts.tolerance import Tolerance
from streams.facts.worker import PlatformFacts, WorkerFacts, acceptance_of


def adds_statement(facts: WorkerFacts, platform: str, row: AnyRow, tolerance: Tolerance) -> bool:
    """True if a row would add a statement to the facts of a worker on a platform.

    A repeat adds none, nor does a heartbeat within reach of those that are known, nor another statement of a known pay entry.
    """
    known = facts.platforms.get(platform)
    if facts.has_waiting(platform, row):
        return False
    return known is None or _adds(known, row, tolerance)


def _adds(known: PlatformFacts, row: AnyRow, tolerance: Tolerance) -> bool:
    if isinstance(row, PayRow):
        return ENTRIES.get(known.entries, row.entry) is None
    if isinstance(row, SessionRow):
        session = known.sessions.get(row.session)
        return session is None or _adds_sign(session, row, tolerance.least_pulse)
    if known.orders.apart is not None and (large := known.orders.apart.get(row.order)):
        return _adds_to_order(large, row)
    order = ORDERS.get(known.orders, row.order)
    return order is None or _adds_to_order(order, row)


def _adds_sign(session: Session, row: SessionRow, pulse: int) -> bool:
    if row.sort is not Sort.PULSE:
        return not session.has_point((row.at, int(row.sort), row.area, row.sector))
    return not session.has_run(row.at, pulse)


def _adds_to_order(order: Order | LargeOrder, row: AcceptanceRow | OrderRow) -> bool:
    if isinstance(row, AcceptanceRow):
        return acceptance_of(row) not in order.acceptances
    if row.step is Step.ENDED:
        return row.at not in order.ends
    return row.at not in order.steps or (
        row.promised_at is not None and (row.at, row.promised_at) not in order.promises
    )
