"""Counts for metrics: what waits on each channel and since when, and the leads that nobody signed, by severity."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from alerts.leads.handling import Handling
from alerts.leads.lead import Standing
from alerts.ledger.tables import LEADS
from alerts.notify.outbox.conditions import has_failed, is_pending
from alerts.notify.tables import MESSAGES
from schemas.instants import Ms
from schemas.legal_days import DAY_MS


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """Messages that wait or are under way, by channel; the instant since which the oldest due one is due; unsigned leads.

    `undelivered`: messages that a service refused or that were given up within a day, by channel. `overdue_since` is null where
    nothing is due. `unsigned`: leads that stand, are enforced and decidable, and that nobody has acted on, by severity (null:
    none).
    """

    waiting: dict[str, int]
    overdue_since: Ms | None
    unsigned: dict[str | None, int]
    undelivered: dict[str, int]


def read_counts(connection: Connection, now: Ms) -> OutboxCounts:
    """Count in the caller's transaction."""
    by_channel = select(MESSAGES.c.channel, func.count()).where(is_pending()).group_by(MESSAGES.c.channel)
    oldest = select(func.min(MESSAGES.c.not_before)).where(is_pending(), MESSAGES.c.not_before <= now)
    undelivered = select(MESSAGES.c.channel, func.count()).where(has_failed(), MESSAGES.c.not_before > now - DAY_MS)
    unsigned = (
        select(LEADS.c.severity, func.count())
        .where(
            LEADS.c.standing == Standing.STANDING.value,
            LEADS.c.handling == Handling.NEW.value,
            LEADS.c.kind != "undecidable",
            func.coalesce(LEADS.c.mode, "enforce") == "enforce",
        )
        .group_by(LEADS.c.severity)
    )
    return OutboxCounts(
        {row[0]: row[1] for row in connection.execute(by_channel)},
        connection.execute(oldest).scalar(),
        {row[0]: row[1] for row in connection.execute(unsigned)},
        {row[0]: row[1] for row in connection.execute(undelivered.group_by(MESSAGES.c.channel))},
    )
