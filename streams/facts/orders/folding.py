"""Folds rows into the orders of a worker on a platform, packed or of many statements. Free of order and repetition."""

from collections.abc import Callable

from schemas.work import AcceptanceRow, OrderRow, Step
from streams.facts.late import noted, noted_pairs, statement_key
from streams.facts.orders.large import ORDERS, LargeOrder
from streams.facts.orders.order import Acceptance, Order, with_one_more
from streams.facts.packing import PackedDict

BeforeRow = Callable[[Order], None]
"""Called with a known order that is packed before a row is added to it; not to be kept, since the row changes it."""


def fold_order(
    kept: PackedDict[LargeOrder], row: AcceptanceRow | OrderRow, late: int | None, before_row: BeforeRow | None = None
) -> int | None:
    """Merge a row into the orders of a worker on a platform; `late`: when (ms) a late row arrived.

    Returns the first instant (ms) that any statement of the order concerns; None where the row adds nothing.
    """
    if kept.apart is not None and (large := kept.apart.get(row.order)):
        return _fold_large(kept, large, row, late)
    added = False

    def merged(known: Order | None) -> Order | None:
        nonlocal added
        if known is not None and before_row is not None:
            before_row(known)
        order = known or Order()
        before, order_late = order.statements(), order.late
        _add_row(order, row)
        added = order.statements() > before
        if late is not None or order_late:
            order.late = noted_pairs(order_late, _order_key(row), late, new=added)
        return order if added or order.late is not order_late else None

    order = ORDERS.merge(kept, row.order, merged)
    return order.first_instant() if order is not None and added else None


def _order_key(row: AcceptanceRow | OrderRow) -> int:
    """The key of a row among the late statements of its order."""
    if isinstance(row, AcceptanceRow):
        return statement_key(row.at, acceptance_of(row))
    return statement_key(row.at, int(row.step), row.cancelled, row.promised_at)


def _fold_large(
    kept: PackedDict[LargeOrder], large: LargeOrder, row: AcceptanceRow | OrderRow, late: int | None
) -> int | None:
    statements, size = large.statements, large.size
    if isinstance(row, AcceptanceRow):
        large.add_acceptance(acceptance_of(row))
    elif row.step is Step.ENDED:
        large.add_end(row.at, cancelled=row.cancelled)
    elif row.step is Step.PICKED_UP:
        large.add_pick_up(row.at)
    else:
        large.add_step(row.at)
        if row.promised_at is not None:
            large.add_promise(row.at, row.promised_at)
    if late is not None or large.late:
        noted(large.late, _order_key(row), late, new=large.statements > statements)
    if large.statements == statements:
        return None
    kept.statements += large.statements - statements
    kept.size += large.size - size
    return large.earliest


def _add_row(order: Order, row: AcceptanceRow | OrderRow) -> None:
    """Add a row to the order."""
    if isinstance(row, AcceptanceRow):
        order.acceptances = with_one_more(order.acceptances, acceptance_of(row))
    elif row.step is Step.ENDED and row.cancelled:
        order.cancelled = with_one_more(order.cancelled, row.at)
    elif row.step is Step.ENDED:
        order.ends = with_one_more(order.ends, row.at)
    elif row.step is Step.PICKED_UP:
        order.picked_up = with_one_more(order.picked_up, row.at)
    else:
        order.steps = with_one_more(order.steps, row.at)
        if row.promised_at is not None:
            order.promises = with_one_more(order.promises, (row.at, row.promised_at))


def acceptance_of(row: AcceptanceRow) -> Acceptance:
    """The acceptance that a row states."""
    return Acceptance(
        at=row.at,
        event_id=row.event_id,
        assigned=row.assigned,
        area=row.area,
        sector=row.sector,
        starts_at=row.on_at,
        promised_at=-1 if row.promised_at is None else row.promised_at,
        distance_m=-1 if row.distance_m is None else row.distance_m,
    )
