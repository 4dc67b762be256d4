"""Novelty of a row: tests whether it would add a statement to the facts, without folding it."""

from schemas.work import AcceptanceRow, AnyRow, OrderRow, PayRow, SessionRow, Sort, Step
from streams.facts.orders.folding import acceptance_of
from streams.facts.orders.large import ORDERS, LargeOrder
from streams.facts.orders.order import Order
from streams.facts.pay_entry import ENTRIES, PayEntry, key_of
from streams.facts.sessions.session import Session
from streams.facts.tolerance import Tolerance
from streams.facts.worker import PlatformFacts, WorkerFacts


def adds_statement(facts: WorkerFacts, platform: str, row: AnyRow, tolerance: Tolerance) -> bool:
    """True if a row would add a statement to the facts of a worker on a platform.

    A repeat adds none, nor does a heartbeat within reach of those that are known, nor a statement about a known pay entry, unless
    nothing orders it against another that is kept.
    """
    known = facts.platforms.get(platform)
    if facts.has_waiting(platform, row):
        return False
    return known is None or _adds(known, row, tolerance)


def _adds(known: PlatformFacts, row: AnyRow, tolerance: Tolerance) -> bool:
    if isinstance(row, PayRow):
        entry = ENTRIES.get(known.entries, key_of(row))
        return entry is None or _adds_variant(entry, PayEntry.of(row))
    if isinstance(row, SessionRow):
        session = known.sessions.get(row.session)
        return session is None or _adds_sign(session, row, tolerance.least_pulse)
    if known.orders.apart is not None and (large := known.orders.apart.get(row.order)):
        return _adds_to_order(large, row)
    order = ORDERS.get(known.orders, row.order)
    return order is None or _adds_to_order(order, row)


def _adds_variant(entry: PayEntry, stated: PayEntry) -> bool:
    merged = entry.with_statement(stated)
    return merged is not None and len(merged.others) > len(entry.others)


def _adds_sign(session: Session, row: SessionRow, pulse: int) -> bool:
    if row.sort is not Sort.PULSE:
        return not session.has_point((row.at, int(row.sort), row.area, row.sector))
    return not session.has_run(row.at, pulse)


def _adds_to_order(order: Order | LargeOrder, row: AcceptanceRow | OrderRow) -> bool:
    if isinstance(row, AcceptanceRow):
        return acceptance_of(row) not in order.acceptances
    if row.step is Step.ENDED:
        return row.at not in (order.cancelled if row.cancelled else order.ends)
    if row.step is Step.PICKED_UP:
        return row.at not in order.picked_up
    return row.at not in order.steps or (
        row.promised_at is not None and (row.at, row.promised_at) not in order.promises
    )
